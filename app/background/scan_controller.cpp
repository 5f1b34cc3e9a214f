#include "app/background/scan_controller.h"

#include "app/paths.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <span>
#include <utility>

#include <spdlog/spdlog.h>

namespace refrain::app {

namespace {

/// A look at changed folders that takes longer is shown, so that it can be stopped.
constexpr std::chrono::milliseconds shown_after{1500};

bool found_something(const ScanReport& report) {
    return report.added + report.updated + report.missing > 0 || !report.failed.empty() ||
           !report.away.empty();
}

}  // namespace

ScanController::ScanController(Services& services, LibraryFollower& follower, QObject* parent)
    : QObject(parent), services_(services), follower_(follower) {
    qRegisterMetaType<ScanProgress>();
    qRegisterMetaType<ScanReport>();
    WatchSetup setup;
    setup.changed = [this](std::vector<ChangedFolder> changed) { look_at(std::move(changed)); };
    setup.ready = [this](const std::string& root) { root_ready(root); };
    setup.state_changed = [this] { Q_EMIT watch_changed(); };
    watch_ = std::make_unique<FolderWatch>(std::move(setup));
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
    watch_.reset();
}

void ScanController::start(bool look_first) {
    {
        const std::lock_guard lock(mutex_);
        look_first_ = look_first;
    }
    roots_changed();
}

void ScanController::scan(std::vector<std::filesystem::path> folders, bool believe) {
    queue({std::move(folders), {}, false, believe});
}

void ScanController::roots_changed() {
    queue({{}, {}, true, false});
}

void ScanController::cancel() {
    const std::lock_guard lock(mutex_);
    std::erase_if(waiting_, [](const Job& job) { return job.changed.empty() && !job.roots_only; });
    cancel_ = cancel_ || shown_;
}

void ScanController::queue(Job job) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(job));
    }
    wanted_.notify_all();
}

/// On a thread of the watch. What waits already is looked at in one go.
void ScanController::look_at(std::vector<ChangedFolder> changed) {
    {
        const std::lock_guard lock(mutex_);
        const auto waiting = std::find_if(waiting_.begin(), waiting_.end(),
                                          [](const Job& job) { return !job.changed.empty(); });
        if (waiting != waiting_.end()) {
            waiting->changed.insert(waiting->changed.end(), changed.begin(), changed.end());
            return;
        }
        waiting_.push_back({{}, std::move(changed), false, false});
    }
    wanted_.notify_all();
}

/// On a thread of the watch. What happened before the watch was up is found by a look at the whole.
void ScanController::root_ready(const std::string& root) {
    {
        const std::lock_guard lock(mutex_);
        const bool is_first = known_roots_.insert(root).second;
        if (is_first && !look_first_) {
            return;
        }
    }
    look_at({{root, true}});
}

void ScanController::watch_roots() {
    const auto roots = services_.library().roots();
    if (!roots) {
        spdlog::warn("{}", roots.error().text());
        return;
    }
    watch_->watch(roots.value());
}

void ScanController::work() {
    while (true) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            wanted_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            if (ending_) {
                return;
            }
            job = std::move(waiting_.front());
            waiting_.pop_front();
            cancel_ = false;
            shown_ = job.changed.empty() && !job.roots_only;
        }
        run(std::move(job));
        const std::lock_guard lock(mutex_);
        shown_ = false;
    }
}

void ScanController::run(Job job) {
    if (job.roots_only) {
        watch_roots();
    } else if (!job.changed.empty()) {
        run_changed(job.changed);
    } else {
        run_asked(std::move(job.folders), job.believe);
        watch_roots();
    }
}

ScanOptions ScanController::options(std::atomic<bool>& changed) {
    ScanOptions options;
    options.cancel = &cancel_;
    options.tag_reader = find_program("refrain-tagreader");
    options.is_being_written = [this](const std::string& path) { return watch_->is_being_written(path); };
    // Batches are told on the scanner's threads.
    options.on_batch = [this, &changed](std::span<const TrackId> /*ids*/) {
        changed = true;
        follower_.wake();
    };
    return options;
}

void ScanController::run_asked(std::vector<std::filesystem::path> folders, bool believe) {
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
    std::atomic<bool> changed{false};
    auto with = options(changed);
    with.believe = believe;
    with.on_progress = [this](const ScanProgress& now) { Q_EMIT progress(now); };
    auto report = refrain::scan(services_.database(), folders, with);
    // Also what was read before the trouble is in the library.
    if (const auto seen = follower_.catch_up(); !seen) {
        spdlog::warn("{}", seen.error().text());
    }
    if (changed) {
        services_.share_library();
    }
    if (report) {
        spdlog::info("Scan done: {} files, {} added, {} updated", report.value().files, report.value().added,
                     report.value().updated);
        Q_EMIT finished(report.value(), QString());
    } else {
        Q_EMIT finished({}, QString::fromStdString(report.error().text()));
    }
}

void ScanController::run_changed(const std::vector<ChangedFolder>& folders) {
    const auto begun = std::chrono::steady_clock::now();
    std::atomic<bool> changed{false}, told{false};
    auto with = options(changed);
    with.on_progress = [&](const ScanProgress& now) {
        if (!told && std::chrono::steady_clock::now() - begun < shown_after) {
            return;
        }
        if (!told.exchange(true)) {
            {
                const std::lock_guard lock(mutex_);
                shown_ = true;
            }
            Q_EMIT started();
        }
        Q_EMIT progress(now);
    };
    const auto report = scan_changed(services_.database(), folders, with);
    if (changed) {
        if (const auto seen = follower_.catch_up(); !seen) {
            spdlog::warn("{}", seen.error().text());
        }
    }
    if (!report) {
        spdlog::warn("{}", report.error().text());
        Q_EMIT finished({}, QString::fromStdString(report.error().text()));
        return;
    }
    const auto& found = report.value();
    const bool any_whole =
        std::any_of(folders.begin(), folders.end(), [](const ChangedFolder& folder) { return folder.whole; });
    if (any_whole || found_something(found)) {
        spdlog::info("Scan done: {} files, {} added, {} updated, {} missing in {} changed folders, {:.2f} s",
                     found.files, found.added, found.updated, found.missing, folders.size(), found.seconds);
    }
    if (told || found_something(found)) {
        Q_EMIT finished(found, QString());
    }
}

}  // namespace refrain::app
