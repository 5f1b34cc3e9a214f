// The picture inside a music file, and the numbers that stand for pictures (Track::cover_key). Nothing is
// decoded. Threads: any, each with its own file. Nothing fails: a file without a picture has an empty one.
#pragma once

#include <cstdint>
#include <string_view>

namespace TagLib {
class ByteVector;
class File;
}  // namespace TagLib

namespace refrain {

/// The front cover where one is marked, else the first picture. Shares the bytes that the file's tags hold.
TagLib::ByteVector embedded_picture(TagLib::File& file);

/// Equal pictures, in however many files, have one key (XXH3, 64 bits). 0 for no bytes, and for nothing else.
std::uint64_t picture_key(std::string_view bytes);

/// Of a picture file, without reading it: another size or time is taken for another picture. 0 without a
/// path.
std::uint64_t picture_file_key(std::string_view path, std::int64_t size, std::int64_t mtime_ns);

}  // namespace refrain
