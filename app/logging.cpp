#include "app/logging.h"

#include "app/environment.h"

#include <memory>
#include <string>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace refrain::app {

void log_to_stderr() {
    auto logger =
        std::make_shared<spdlog::logger>("refrain", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    const std::string wanted = environment("REFRAIN_LOG");
    logger->set_level(wanted.empty() ? spdlog::level::warn : spdlog::level::from_str(wanted));
    logger->set_pattern("%H:%M:%S %l: %v");
    spdlog::set_default_logger(std::move(logger));
}

void log_to_file(const std::filesystem::path& file) {
    constexpr std::size_t megabyte = 1u << 20;
    try {
        auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), megabyte, 1);
        sink->set_pattern("%Y-%m-%d %H:%M:%S.%e %l: %v");
        sink->set_level(spdlog::level::info);
        const auto logger = spdlog::default_logger();
        // stderr keeps the level it has; the file has one of its own.
        logger->sinks().front()->set_level(logger->level());
        logger->sinks().push_back(std::move(sink));
        logger->set_level(spdlog::level::info);
        logger->flush_on(spdlog::level::warn);
    } catch (const spdlog::spdlog_ex& error) {
        spdlog::warn("No log file ({}); the log goes on here", error.what());
    }
}

}  // namespace refrain::app
