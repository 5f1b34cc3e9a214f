// Paths as the system has them: bytes, not always UTF-8. Any thread, nothing fails, the disk is not asked.
#pragma once

#include <string>
#include <string_view>

namespace refrain {

/// The entry `name` of a folder.
inline std::string path_in(const std::string& folder, std::string_view name) {
    std::string path = folder;
    if (path.empty() || path.back() != '/') {
        path += '/';
    }
    return path.append(name);
}

}  // namespace refrain
