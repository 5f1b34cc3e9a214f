// Paths as they stand in playlists. Pure, any thread, nothing fails.
#pragma once

#include <string>
#include <string_view>

namespace refrain {

/// `path` seen from `folder`, both absolute: "b/c.ogg", "../c.ogg". The path itself where they have nothing
/// but the root in common.
std::string relative_path(std::string_view path, std::string_view folder);

/// `path` without its "." and "..", from `folder` on where it does not begin with a slash.
std::string absolute_path(std::string_view path, std::string_view folder);

}  // namespace refrain
