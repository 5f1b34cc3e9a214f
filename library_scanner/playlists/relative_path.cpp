#include "library_scanner/playlists/relative_path.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace refrain {
namespace {

/// The names between the slashes, "." and ".." followed.
std::vector<std::string_view> names_of(std::string_view path, std::vector<std::string_view> names = {}) {
    std::size_t at = 0;
    while (at < path.size()) {
        const auto end = std::min(path.find('/', at), path.size());
        const std::string_view name = path.substr(at, end - at);
        if (name == "..") {
            if (!names.empty()) {
                names.pop_back();
            }
        } else if (!name.empty() && name != ".") {
            names.push_back(name);
        }
        at = end + 1;
    }
    return names;
}

}  // namespace

std::string relative_path(std::string_view path, std::string_view folder) {
    const auto to = names_of(path), from = names_of(folder);
    const auto common = static_cast<std::size_t>(
        std::mismatch(to.begin(), to.end(), from.begin(), from.end()).first - to.begin());
    if (common == 0 || common == to.size()) {
        return std::string(path);
    }
    std::string relative;
    for (std::size_t up = common; up < from.size(); ++up) {
        relative += "../";
    }
    for (std::size_t i = common; i < to.size(); ++i) {
        relative.append(to[i]).append(i + 1 < to.size() ? "/" : "");
    }
    return relative;
}

std::string absolute_path(std::string_view path, std::string_view folder) {
    const bool absolute = !path.empty() && path.front() == '/';
    std::string joined;
    for (const std::string_view name :
         names_of(path, absolute ? std::vector<std::string_view>() : names_of(folder))) {
        joined.append("/").append(name);
    }
    return joined.empty() ? "/" : joined;
}

}  // namespace refrain
