#include "player/queue/elsewhere.h"

#include <algorithm>
#include <map>
#include <set>

namespace refrain {
namespace {

std::string_view folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return path.substr(0, slash == std::string_view::npos ? 0 : slash);
}

bool lies_under(std::string_view path, std::string_view mount) {
    return mount == "/" ||
           (path.starts_with(mount) && path.size() > mount.size() && path[mount.size()] == '/');
}

}  // namespace

std::string_view mount_of(std::string_view path, std::span<const std::string> mounts) {
    std::string_view longest = "/";
    for (const std::string& mount : mounts) {
        if (mount.size() > longest.size() && lies_under(path, mount)) {
            longest = mount;
        }
    }
    return longest;
}

std::optional<int> entry_elsewhere(const QueueSnapshot& queue, int from, int to,
                                   std::span<const std::string> silent, std::span<const std::string> mounts) {
    std::set<std::string_view> folders;
    std::map<std::string_view, int> folders_of;
    for (const std::string& path : silent) {
        if (folders.insert(folder_of(path)).second) {
            ++folders_of[mount_of(path, mounts)];
        }
    }
    std::optional<int> beside;
    const std::size_t end = std::min(queue.size(), static_cast<std::size_t>(std::max(to, 0)));
    for (auto i = static_cast<std::size_t>(std::max(from, 0)); i < end; ++i) {
        if (folders.count(folder_of(queue[i].path)) != 0) {
            continue;
        }
        const auto found = folders_of.find(mount_of(queue[i].path, mounts));
        if (found == folders_of.end()) {
            return static_cast<int>(i);
        }
        if (found->second == 1 && !beside) {
            beside = static_cast<int>(i);
        }
    }
    return beside;
}

}  // namespace refrain
