#include "library_scanner/watch/asking_thread.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace refrain {
namespace {

using Clock = std::chrono::steady_clock;
using How = WatchedRoot::How;

}  // namespace

AskingThread::AskingThread(const std::shared_ptr<WatchSetup>& setup)
    : setup_(setup), thread_([this] { run(); }) {}

AskingThread::~AskingThread() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void AskingThread::add(const std::string& root, std::string reason) {
    {
        const std::lock_guard lock(mutex_);
        auto& of_root = roots_[root];
        of_root.state = {root, How::polled, 0, std::move(reason)};
        of_root.next = Clock::now();
        of_root.whole = Clock::now() + setup_->whole_every;
    }
    wake_.notify_all();
}

void AskingThread::remove(const std::string& root) {
    const std::lock_guard lock(mutex_);
    roots_.erase(root);
}

void AskingThread::add_state(std::vector<WatchedRoot>& state) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [path, root] : roots_) {
        state.push_back(root.state);
    }
}

void AskingThread::run() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        auto until = Clock::now() + setup_->ask_every;
        std::optional<std::string> due;
        for (const auto& [path, root] : roots_) {
            until = std::min(until, root.next);
            if (root.next <= Clock::now()) {
                due = path;
            }
        }
        if (!due) {
            wake_.wait_until(lock, until);
            continue;
        }
        ask(*due, lock);
    }
}

void AskingThread::ask(const std::string& path, std::unique_lock<std::mutex>& lock) {
    auto& of_root = roots_.at(path);
    if (!of_root.folders) {
        of_root.folders = std::make_shared<PolledFolders>(path, ask_the_disk());
    }
    const auto folders = of_root.folders;
    const bool whole = Clock::now() >= of_root.whole;
    lock.unlock();
    // A removed root is asked to its end once more: that does no harm.
    auto changed = folders->look([this] {
        const std::lock_guard guard(mutex_);
        return ending_;
    });
    if (whole) {
        changed.assign(1, {path, true});
    }
    lock.lock();
    const auto root = roots_.find(path);
    if (ending_ || root == roots_.end()) {
        return;
    }
    const auto now = Clock::now();
    root->second.next = now + setup_->ask_every;
    if (whole) {
        root->second.whole = now + setup_->whole_every;
    }
    const auto count = static_cast<std::int64_t>(folders->size());
    const bool other_state = std::exchange(root->second.state.folders, count) != count;
    const bool is_ready = count > 0 && !std::exchange(root->second.ready, count > 0);
    lock.unlock();
    if (other_state && setup_->state_changed) {
        setup_->state_changed();
    }
    if (is_ready) {
        setup_->ready(path);
    }
    if (!changed.empty()) {
        setup_->changed(std::move(changed));
    }
    lock.lock();
}

}  // namespace refrain
