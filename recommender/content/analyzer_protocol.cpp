#include "recommender/content/analyzer_protocol.h"

#include "library_scanner/text/utf8.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using Phase = AnalyzerReport::Phase;

constexpr std::array phases{std::pair{Phase::analyze, "analyze"}, std::pair{Phase::loudness, "loudness"},
                            std::pair{Phase::prints, "prints"}, std::pair{Phase::write_gains, "write-gains"},
                            std::pair{Phase::done, "done"}};

std::vector<std::string> arguments(const char* command, const std::string& database_file, std::size_t limit) {
    std::vector<std::string> words{command, "--database", database_file};
    if (limit > 0) {
        words.insert(words.end(), {"--limit", std::to_string(limit)});
    }
    return words;
}

}  // namespace

std::string to_line(const AnalyzerReport& report) {
    nlohmann::ordered_json line;
    for (const auto& [phase, word] : phases) {
        if (phase == report.phase) {
            line["phase"] = word;
        }
    }
    line["done"] = report.done;
    line["total"] = report.total;
    line["failed"] = report.failed;
    line["seconds"] = report.seconds;
    line["eta_seconds"] = report.eta_seconds;
    if (!report.failure.empty()) {
        line["path"] = to_display(report.path);
        line["failure"] = to_display(report.failure);
    }
    return line.dump();
}

std::optional<AnalyzerReport> parse_analyzer_line(std::string_view text) {
    const auto line = nlohmann::json::parse(text, nullptr, false);
    if (!line.is_object()) {
        return std::nullopt;
    }
    AnalyzerReport report;
    const auto word = line.find("phase");
    bool is_known = false;
    for (const auto& [phase, name] : phases) {
        if (word != line.end() && *word == name) {
            report.phase = phase;
            is_known = true;
        }
    }
    if (!is_known) {
        return std::nullopt;
    }
    const auto count = [&](const char* key, std::size_t& value) {
        const auto found = line.find(key);
        value = found != line.end() && found->is_number_unsigned() ? found->get<std::size_t>() : 0;
    };
    const auto seconds = [&](const char* key, double& value) {
        const auto found = line.find(key);
        value = found != line.end() && found->is_number() ? found->get<double>() : 0.0;
    };
    const auto words = [&](const char* key, std::string& value) {
        const auto found = line.find(key);
        value = found != line.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    count("done", report.done);
    count("total", report.total);
    count("failed", report.failed);
    seconds("seconds", report.seconds);
    seconds("eta_seconds", report.eta_seconds);
    words("path", report.path);
    words("failure", report.failure);
    return report;
}

std::vector<std::string> loudness_arguments(const std::string& database_file, std::size_t limit) {
    return arguments("loudness", database_file, limit);
}

std::vector<std::string> features_arguments(const std::string& database_file, std::size_t limit) {
    return arguments("run", database_file, limit);
}

std::vector<std::string> prints_arguments(const std::string& database_file, std::size_t limit) {
    return arguments("prints", database_file, limit);
}

std::vector<std::string> write_gains_arguments(const std::string& database_file,
                                               const std::vector<std::string>& files) {
    auto words = arguments("write-gains", database_file, 0);
    words.emplace_back("--");
    words.insert(words.end(), files.begin(), files.end());
    return words;
}

}  // namespace refrain
