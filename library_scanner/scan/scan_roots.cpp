#include "library_scanner/scan/scan_roots.h"

#include "library_scanner/scan/folder_walk.h"
#include "library_scanner/scan/known_files.h"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <system_error>
#include <utility>

namespace refrain {

std::vector<std::string> roots_of(const std::vector<std::filesystem::path>& folders) {
    std::vector<std::string> roots;
    for (const auto& folder : folders) {
        std::error_code error;
        auto path = std::filesystem::absolute(folder, error).lexically_normal().native();
        while (path.size() > 1 && path.back() == '/') {
            path.pop_back();
        }
        roots.push_back(std::move(path));
    }
    std::sort(roots.begin(), roots.end());
    std::vector<std::string> outermost;
    for (auto& root : roots) {
        const auto holds_it = [&](const std::string& other) {
            return other == root || is_below(root, other);
        };
        if (std::none_of(outermost.begin(), outermost.end(), holds_it)) {
            outermost.push_back(std::move(root));
        }
    }
    return outermost;
}

std::optional<Error> closed_folder(const std::string& path) {
    if (auto* folder = opendir(path.c_str())) {
        closedir(folder);
        return std::nullopt;
    }
    const int reason = errno;
    return Error{reason == ENOENT || reason == ENOTDIR ? ErrorCode::not_found : ErrorCode::unreadable,
                 closed_reason(reason), path};
}

}  // namespace refrain
