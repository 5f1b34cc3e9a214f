#include "app/background/scan_controller.h"

#include "app/paths.h"

#include <atomic>
#include <span>
#include <utility>

#include <spdlog/spdlog.h>

namespace refrain::app {

ScanController::ScanController(Services& services, QObject* parent) : QObject(parent), services_(services) {
    qRegisterMetaType<ScanProgress>();
    qRegisterMetaType<ScanReport>();
    worker_ = std::thread([this] { work(); });
}

ScanController::~ScanController() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        cancel_ = true;
    }
    wanted_.notify_all();
    worker_.join();
}

void ScanController::scan(std::vector<std::filesystem::path> folders) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(folders));
    }
    wanted_.notify_all();
}

void ScanController::cancel() {
    const std::lock_guard lock(mutex_);
    waiting_.clear();
    cancel_ = true;
}

void ScanController::work() {
    while (true) {
        std::vector<std::filesystem::path> folders;
        {
            std::unique_lock lock(mutex_);
            wanted_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            if (ending_) {
                return;
            }
            folders = std::move(waiting_.front());
            waiting_.pop_front();
            cancel_ = false;
        }
        run(std::move(folders));
    }
}

void ScanController::run(std::vector<std::filesystem::path> folders) {
    if (folders.empty()) {
        const auto roots = services_.library().roots();
        if (!roots) {
            Q_EMIT finished({}, QString::fromStdString(roots.error().text()));
            return;
        }
        folders.assign(roots.value().begin(), roots.value().end());
        if (folders.empty()) {
            return;
        }
    }
    Q_EMIT started();
    const auto warn = [](const Status& loaded) {
        if (!loaded) {
            spdlog::warn("{}", loaded.error().text());
        }
    };
    ScanOptions options;
    options.cancel = &cancel_;
    options.tag_reader = find_program("refrain-tagreader");
    options.on_progress = [this](const ScanProgress& now) { Q_EMIT progress(now); };
    std::atomic<bool> changed{false};  // batches are told on the scanner's threads
    options.on_batch = [&](std::span<const TrackId> ids) {
        changed = true;
        warn(services_.refresh_library(ids));
    };
    auto report = refrain::scan(services_.database(), folders, options);
    if (report) {
        // Every change was told as a batch; with none there is nothing to hand over.
        if (changed) {
            services_.share_library();
        }
        spdlog::info("Scan done: {} files, {} added, {} updated", report.value().files, report.value().added,
                     report.value().updated);
        Q_EMIT finished(report.value(), QString());
    } else {
        warn(services_.load_library());  // what was read before the trouble is in the library
        Q_EMIT finished({}, QString::fromStdString(report.error().text()));
    }
}

}  // namespace refrain::app
