#include "library_scanner/watch/folder_watch.h"

#include "library_scanner/scan/known_files.h"
#include "library_scanner/watch/asking_thread.h"
#include "library_scanner/watch/file_system.h"
#include "library_scanner/watch/kernel_thread.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace refrain {
namespace {

bool is_at_or_below(std::string_view path, std::string_view folder) {
    return path == folder || is_below(path, folder);
}

}  // namespace

std::vector<std::string> roots_touched(const std::vector<std::string>& mounts_before,
                                       const std::vector<std::string>& mounts_now,
                                       const std::vector<std::string>& roots) {
    const std::multiset<std::string> before(mounts_before.begin(), mounts_before.end());
    const std::multiset<std::string> now(mounts_now.begin(), mounts_now.end());
    std::vector<std::string> other;
    std::set_symmetric_difference(before.begin(), before.end(), now.begin(), now.end(),
                                  std::back_inserter(other));
    std::vector<std::string> touched;
    for (const auto& root : roots) {
        if (std::any_of(other.begin(), other.end(), [&](const std::string& mount) {
                return is_at_or_below(root, mount) || is_below(mount, root);
            })) {
            touched.push_back(root);
        }
    }
    return touched;
}

FolderWatch::FolderWatch(WatchSetup setup) : setup_(std::make_shared<WatchSetup>(std::move(setup))) {
    if (!setup_->remote_kind) {
        setup_->remote_kind = remote_file_system_of;
    }
    asking_ = std::make_unique<AskingThread>(setup_);
    kernel_ = std::make_unique<KernelThread>(setup_, *asking_);
}

FolderWatch::~FolderWatch() = default;

void FolderWatch::watch(std::vector<std::string> roots) {
    kernel_->watch(std::move(roots));
}

std::vector<WatchedRoot> FolderWatch::state() const {
    std::vector<WatchedRoot> state;
    kernel_->add_state(state);
    asking_->add_state(state);
    std::sort(state.begin(), state.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return state;
}

bool FolderWatch::is_being_written(const std::string& path) const {
    return kernel_->is_being_written(path);
}

}  // namespace refrain
