// libFuzzer over lyrics in any encoding: every line is valid UTF-8 of one line, times are not negative and in
// order, and there are no more lines than a reader can bear.
#include "library_scanner/lyrics/lrc.h"
#include "library_scanner/text/legacy_text.h"
#include "library_scanner/text/utf8.h"
#include "tests/fuzzers/require.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace refrain;

void check(const Lyrics& lyrics) {
    require(lyrics.lines.size() <= most_lyric_lines);
    Milliseconds last{0};
    for (const auto& line : lyrics.lines) {
        require(is_valid_utf8(line.text) && line.text.find('\n') == std::string::npos);
        if (line.at) {
            require(*line.at >= last);
            last = *line.at;
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    check(parse_lyrics(bytes));
    check(parse_lyrics(to_utf8(bytes)));
    return 0;
}
