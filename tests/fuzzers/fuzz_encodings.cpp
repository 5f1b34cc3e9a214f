// libFuzzer over texts whose encoding nobody told: whatever they are taken for, they come out as UTF-8, and
// Latin-1 goes back to the bytes it was.
#include "library_scanner/text/legacy_text.h"
#include "library_scanner/text/mistaken_latin.h"
#include "library_scanner/text/utf8.h"
#include "tests/fuzzers/require.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace refrain;

/// As TagLib reads a text that calls itself Latin-1.
std::string read_as_latin1(std::string_view bytes) {
    std::string utf8;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            utf8 += c;
        } else {
            utf8 += static_cast<char>(0xc0 | byte >> 6);
            utf8 += static_cast<char>(0x80 | (byte & 0x3f));
        }
    }
    return utf8;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    require(is_valid_utf8(to_utf8(bytes)));
    require(latin1_bytes(read_as_latin1(bytes)) == bytes);
    static_cast<void>(latin1_bytes(bytes));
    static_cast<void>(is_sensible_latin1(bytes));

    // Each line as a text of its own, as the tags of a folder come.
    std::vector<std::string> texts;
    for (std::size_t at = 0; at < size;) {
        const std::size_t end = std::min(bytes.find('\n', at), size);
        texts.emplace_back(bytes.substr(at, end - at));
        at = end + 1;
    }
    static_cast<void>(guess_encoding(texts));
    for (const auto encoding :
         {LegacyEncoding::utf8, LegacyEncoding::gbk, LegacyEncoding::big5, LegacyEncoding::shift_jis,
          LegacyEncoding::euc_kr, LegacyEncoding::windows_1251, LegacyEncoding::koi8_r}) {
        const auto text = decoded(bytes, encoding);
        require(!text || is_valid_utf8(*text));
    }
    return 0;
}
