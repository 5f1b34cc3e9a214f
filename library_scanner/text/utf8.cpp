#include "library_scanner/text/utf8.h"

#include <cstdint>

#include <unicode/utf8.h>

namespace refrain {
namespace {

/// Calls `visit(start, length, code_point)` for each character; the code point is negative for bytes that
/// are not UTF-8.
template <class Visit>
void for_each_character(std::string_view bytes, Visit visit) {
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const auto size = static_cast<std::int64_t>(bytes.size());
    std::int64_t at = 0;
    while (at < size) {
        const std::int64_t start = at;
        UChar32 character = 0;
        U8_NEXT(data, at, size, character);
        visit(static_cast<std::size_t>(start), static_cast<std::size_t>(at - start), character);
    }
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
    bool valid = true;
    for_each_character(bytes, [&](std::size_t, std::size_t, UChar32 character) { valid &= character >= 0; });
    return valid;
}

std::string to_display(std::string_view bytes) {
    std::string shown;
    shown.reserve(bytes.size());
    for_each_character(bytes, [&](std::size_t start, std::size_t length, UChar32 character) {
        if (character >= 0) {
            shown.append(bytes, start, length);
        } else {
            shown += "\xef\xbf\xbd";
        }
    });
    return shown;
}

}  // namespace refrain
