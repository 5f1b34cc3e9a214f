// Does the file system of a folder tell what others change in it? Any thread; blocks on disk. Nothing fails:
// what cannot be asked is taken for a local one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace refrain {

/// What a file system whose changes are made elsewhere is called, by its number in statfs(2): "NFS", "CIFS"
/// …; empty for those on this machine. Pure.
std::string_view remote_file_system(std::int64_t type);

/// That of the folder.
std::string_view remote_file_system_of(const std::string& folder);

/// Watches that a user may have (fs.inotify.max_user_watches); 0 when the system does not say.
std::int64_t most_watches();

}  // namespace refrain
