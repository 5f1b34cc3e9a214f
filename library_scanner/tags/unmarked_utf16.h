// Texts of ID3v2 tags that are said to be UTF-16 with a byte order mark and have none: some programs forget
// it, and TagLib reads nothing then. What it would have to read instead is worked out here, byte for byte of
// the same length. Pure, any thread; nothing fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// Bytes that stand in a file in place of those that are there.
struct MendedBytes {
    std::int64_t at = 0;
    std::string bytes;

    friend bool operator==(const MendedBytes&, const MendedBytes&) = default;
};

/// Which order makes the more likely text of UTF-16 without a mark? Where both do, little-endian: the
/// programs that forget the mark run on such machines.
bool is_likely_little_endian(std::string_view utf16);

/// For the tag at the start of a file, of version 2.2, 2.3 or 2.4 and without unsynchronisation: its texts,
/// its own fields (TXXX) and words (USLT). `bytes_at`: up to so many bytes of the file from there.
std::vector<MendedBytes> mend_unmarked_utf16(
    const std::function<std::string(std::int64_t at, std::size_t size)>& bytes_at);

}  // namespace refrain
