#include "library_scanner/watch/kernel_thread.h"

#include "library_scanner/core/byte_path.h"
#include "library_scanner/scan/folder_walk.h"
#include "library_scanner/scan/known_files.h"
#include "library_scanner/watch/file_system.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <sys/stat.h>
#include <utility>

namespace refrain {
namespace {

using Clock = std::chrono::steady_clock;
using How = WatchedRoot::How;

/// Of the entry itself, not of what a link leads to.
struct stat status_of(const std::string& path) {
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0) {
        status = {};
    }
    return status;
}

std::optional<std::int64_t> size_of(const std::string& path) {
    const auto status = status_of(path);
    return status.st_nlink == 0 ? std::nullopt : std::optional<std::int64_t>(status.st_size);
}

bool is_link_to_folder(const std::string& path) {
    struct stat target {};
    return S_ISLNK(status_of(path).st_mode) && stat(path.c_str(), &target) == 0 && S_ISDIR(target.st_mode);
}

}  // namespace

KernelThread::KernelThread(const std::shared_ptr<WatchSetup>& setup, AskingThread& asking)
    : setup_(setup), asking_(asking), mounts_(setup->mounts()), thread_([this] { run(); }) {}

KernelThread::~KernelThread() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    setup_->events->wake();
    thread_.join();
}

void KernelThread::watch(std::vector<std::string> roots) {
    {
        const std::lock_guard lock(mutex_);
        wanted_ = std::move(roots);
        has_wanted_ = true;
    }
    setup_->events->wake();
}

bool KernelThread::is_being_written(const std::string& path) const {
    const std::lock_guard lock(gatherer_mutex_);
    return gatherer_.is_being_written(path);
}

void KernelThread::add_state(std::vector<WatchedRoot>& state) const {
    const std::lock_guard lock(mutex_);
    state.insert(state.end(), told_state_.begin(), told_state_.end());
}

void KernelThread::run() {
    for (;;) {
        {
            const std::lock_guard lock(mutex_);
            if (ending_) {
                return;
            }
        }
        take_wanted_roots();
        add_watches();
        for (const auto& event : setup_->events->wait(patience())) {
            handle(event);
        }
        look_again();
        tell_changes();
        tell_state();
    }
}

std::chrono::milliseconds KernelThread::patience() const {
    if (!waiting_.empty() || !waiting_links_.empty()) {
        return std::chrono::milliseconds(0);
    }
    auto until = next_look_;
    {
        const std::lock_guard lock(gatherer_mutex_);
        until = std::min(until, gatherer_.due().value_or(until));
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    return std::clamp(left, std::chrono::milliseconds(0), setup_->ask_every);
}

void KernelThread::note(const std::string& folder, bool whole) {
    const std::lock_guard lock(gatherer_mutex_);
    gatherer_.note({folder, whole}, Clock::now());
}

void KernelThread::begin_writing(const std::string& path) {
    const std::lock_guard lock(gatherer_mutex_);
    gatherer_.begin_writing(path, Clock::now());
}

void KernelThread::end_writing(const std::string& path) {
    const std::lock_guard lock(gatherer_mutex_);
    gatherer_.end_writing(path);
}

void KernelThread::take_wanted_roots() {
    std::vector<std::string> wanted;
    {
        const std::lock_guard lock(mutex_);
        if (!std::exchange(has_wanted_, false)) {
            return;
        }
        wanted = wanted_;
    }
    std::vector<std::string> dropped;
    for (const auto& [path, root] : roots_) {
        if (std::find(wanted.begin(), wanted.end(), path) == wanted.end()) {
            dropped.push_back(path);
        }
    }
    for (const auto& path : dropped) {
        unwatch(path);
        asking_.remove(path);
        roots_.erase(path);
    }
    for (const auto& path : wanted) {
        if (!roots_.contains(path)) {
            roots_[path].state.path = path;
            begin(path);
        }
    }
}

void KernelThread::begin(const std::string& path) {
    auto& root = roots_.at(path);
    auto kind = setup_->remote_kind(path);
    for (const auto& mount : mounts_) {
        kind = kind.empty() && is_below(mount, path) ? setup_->remote_kind(mount) : kind;
    }
    if (!kind.empty()) {
        return ask_instead(path, "it lies, or some of it, on another machine or behind a program (" +
                                     std::string(kind) + "), which does not tell what changes there");
    }
    root.state.how = How::starting;
    root.waiting = 1;
    waiting_.push_back({path, path, 0, false});
}

void KernelThread::ask_instead(const std::string& path, const std::string& reason) {
    unwatch(path);
    auto& root = roots_.at(path);
    root.state.how = How::polled;
    root.state.reason = reason;
    asking_.add(path, reason);
}

void KernelThread::unwatch(const std::string& path) {
    auto& root = roots_.at(path);
    drop(root.watch);
    root.watch = 0;
    root.waiting = 0;
    root.state.folders = 0;
    const auto is_of_root = [&](const Wanted& wanted) { return wanted.root == path; };
    std::erase_if(waiting_, is_of_root);
    std::erase_if(waiting_links_, is_of_root);
}

void KernelThread::drop(int watch) {
    for (const int gone : tree_.take(watch)) {
        setup_->events->remove(gone);
    }
}

KernelThread::Root* KernelThread::root_of_watch(int watch) {
    const int top = tree_.root(watch);
    const auto found = std::find_if(roots_.begin(), roots_.end(),
                                    [&](const auto& entry) { return top != 0 && entry.second.watch == top; });
    return found == roots_.end() ? nullptr : &found->second;
}

void KernelThread::add_watches() {
    for (int i = 0; i < folders_between_events && !(waiting_.empty() && waiting_links_.empty()); ++i) {
        // Real folders first: a folder has the name that a walk finds it by.
        auto& source = waiting_.empty() ? waiting_links_ : waiting_;
        const auto wanted = std::move(source.front());
        source.pop_front();
        add_watch(wanted);
        const auto root = roots_.find(wanted.root);
        if (root != roots_.end() && root->second.waiting > 0 && --root->second.waiting == 0 &&
            root->second.state.how == How::starting) {
            root->second.state.how = root->second.watch > 0 ? How::watched : How::away;
            const bool is_away = root->second.watch == 0;
            publish_state();
            if (!is_away) {
                setup_->ready(wanted.root);
            } else if (!root->second.told_away) {
                note(wanted.root, false);
            }
            root->second.told_away = is_away;
        }
    }
}

void KernelThread::add_watch(const Wanted& wanted) {
    const int watch = setup_->events->add(wanted.path);
    if (watch == -ENOSPC || watch == -ENOMEM || watch == -ENOSYS || watch == -EMFILE) {
        return ask_instead(wanted.root, watch == -ENOSPC
                                            ? "no watch is left on this machine (fs.inotify.max_user_watches)"
                                            : "this machine cannot watch folders");
    }
    if (watch < 0) {
        return;  // gone meanwhile, or closed: a scan says so
    }
    const auto slash = wanted.path.rfind('/');
    if (!tree_.add(watch, wanted.parent, wanted.parent == 0 ? wanted.path : wanted.path.substr(slash + 1))) {
        return;
    }
    auto& root = roots_.at(wanted.root);
    if (wanted.parent == 0) {
        root.watch = watch;
    }
    ++root.state.folders;
    // Behind the watch: what comes from now on is told by the kernel.
    for (const auto& [name, link] : folders_in(wanted.path)) {
        want(wanted.root, path_in(wanted.path, name), watch, link);
    }
}

void KernelThread::want(const std::string& root, const std::string& path, int parent, bool is_link) {
    (is_link ? waiting_links_ : waiting_).push_back({root, path, parent, is_link});
    ++roots_.at(root).waiting;
}

void KernelThread::handle(const FolderEvent& event) {
    using Kind = FolderEvent::Kind;
    switch (event.kind) {
        case Kind::events_lost:
            for (const auto& [path, root] : roots_) {
                if (root.watch > 0) {
                    again_.insert(path);
                }
            }
            return;
        case Kind::mounts_changed: {
            auto now = setup_->mounts();
            std::vector<std::string> roots;
            for (const auto& [path, root] : roots_) {
                roots.push_back(path);
            }
            for (const auto& path : roots_touched(mounts_, now, roots)) {
                again_.insert(path);
            }
            mounts_ = std::move(now);
            return;
        }
        case Kind::folder_gone:
            folder_gone(event.watch);
            return;
        case Kind::watch_ended:
            forget(event.watch);
            return;
        default:
            break;
    }
    const auto* const root = root_of_watch(event.watch);
    if (root == nullptr) {
        return;
    }
    const auto folder = tree_.path(event.watch);
    const auto path = path_in(folder, event.name);
    if (event.is_folder) {
        handle_folder(event, root->state.path, folder, path);
    } else {
        handle_file(event, root->state.path, folder, path);
    }
}

void KernelThread::handle_folder(const FolderEvent& event, const std::string& root, const std::string& folder,
                                 const std::string& path) {
    using Kind = FolderEvent::Kind;
    const auto known = tree_.child(event.watch, event.name);
    if (event.kind == Kind::moved_away && known) {
        moving_[event.move] = *known;
    }
    if (!is_walked_folder(event.name)) {
        return;
    }
    switch (event.kind) {
        case Kind::moved_here:
            if (const auto moved = moving_.find(event.move); moved != moving_.end()) {
                tree_.move(moved->second, event.watch, event.name);
                moving_.erase(moved);
                note(path, true);
                return;
            }
            [[fallthrough]];
        case Kind::appeared:
            want(root, path, event.watch, false);
            note(path, true);
            return;
        case Kind::touched:
            // Its rights may be others now.
            if (!known) {
                want(root, path, event.watch, false);
                note(path, true);
            }
            return;
        default:
            note(folder, false);
    }
}

void KernelThread::handle_file(const FolderEvent& event, const std::string& root, const std::string& folder,
                               const std::string& path) {
    using Kind = FolderEvent::Kind;
    const bool comes = event.kind == Kind::appeared || event.kind == Kind::moved_here;
    if (!is_of_interest(event.name)) {
        if (comes && is_walked_folder(event.name) && is_link_to_folder(path)) {
            want(root, path, event.watch, true);
            note(folder, false);
        } else if (const auto link = tree_.child(event.watch, event.name); link && !comes) {
            drop(*link);
            note(folder, false);
        }
        return;
    }
    if (event.kind == Kind::appeared) {
        const auto status = status_of(path);
        // A link of either kind is whole from the start.
        if (S_ISREG(status.st_mode) && status.st_nlink == 1) {
            begin_writing(path);
            return;
        }
    } else if (event.kind == Kind::touched) {
        if (is_being_written(path)) {
            return;
        }
    } else {
        end_writing(path);
    }
    note(folder, false);
}

void KernelThread::folder_gone(int watch) {
    auto* const root = root_of_watch(watch);
    if (root == nullptr) {
        return;
    }
    note(tree_.path(watch), false);
    if (root->watch == watch) {
        again_.insert(root->state.path);
    }
}

void KernelThread::forget(int watch) {
    if (auto* const root = root_of_watch(watch)) {
        const auto gone = tree_.take(watch);
        root->state.folders -= static_cast<std::int64_t>(gone.size());
        // Those below have ended, too, or will tell so: they are unknown then.
    }
}

void KernelThread::look_again() {
    const auto now = Clock::now();
    if (now >= next_look_) {
        next_look_ = now + setup_->ask_every;
        for (const auto& [path, root] : roots_) {
            if (root.state.how == How::away ||
                (root.state.how == How::watched && !tree_.contains(root.watch))) {
                again_.insert(path);
            }
        }
    }
    if (again_.empty()) {
        return;
    }
    for (const auto& path : std::exchange(again_, {})) {
        if (roots_.at(path).state.how == How::polled) {
            note(path, true);
            continue;
        }
        unwatch(path);
        begin(path);
    }
}

void KernelThread::tell_changes() {
    std::vector<ChangedFolder> changed;
    {
        const std::lock_guard lock(gatherer_mutex_);
        const auto now = Clock::now();
        gatherer_.look_at_writing(now, size_of);
        changed = gatherer_.take(now);
    }
    if (changed.empty()) {
        return;
    }
    // Folders that left and did not arrive anywhere are not ours any more.
    for (const auto& [move, watch] : std::exchange(moving_, {})) {
        if (auto* const root = root_of_watch(watch)) {
            const auto before = tree_.size();
            drop(watch);
            root->state.folders -= static_cast<std::int64_t>(before - tree_.size());
        }
    }
    setup_->changed(std::move(changed));
}

void KernelThread::tell_state() {
    if (!waiting_.empty()) {
        return;
    }
    publish_state();
    if (std::exchange(has_news_, false) && setup_->state_changed) {
        setup_->state_changed();
    }
}

void KernelThread::publish_state() {
    std::vector<WatchedRoot> state;
    for (const auto& [path, root] : roots_) {
        if (root.state.how != How::polled) {
            state.push_back(root.state);
        }
    }
    const std::lock_guard lock(mutex_);
    has_news_ = has_news_ || state != told_state_;
    told_state_ = std::move(state);
}

}  // namespace refrain
