// The numbers that stand for pictures (Track::cover_key). Pure, any thread, nothing fails.
#pragma once

#include <cstdint>
#include <string_view>

namespace refrain {

/// Equal pictures, in however many files, have one key (XXH3, 64 bits). 0 for no bytes, and for nothing else.
std::uint64_t picture_key(std::string_view bytes);

/// Of a picture file, without reading it: another size or time is taken for another picture. 0 without a
/// path.
std::uint64_t picture_file_key(std::string_view path, std::int64_t size, std::int64_t mtime_ns);

}  // namespace refrain
