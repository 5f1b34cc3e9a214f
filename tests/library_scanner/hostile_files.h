// Music files that mean harm: pieces of real ones, lengths that cannot be, structures that never end or go
// down without a floor, little that unpacks to much. Made by code, the same each time.
// Any thread; throws when ffmpeg, which makes the real ones, fails.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace refrain::testing {

/// Bytes by file name, some thousand of them. `scratch`: a folder for the real files they are made from.
std::map<std::string, std::string> hostile_files(const std::filesystem::path& scratch);

}  // namespace refrain::testing
