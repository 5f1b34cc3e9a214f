// Chinese as it is typed in Latin letters: 周杰伦 as "zjl" and as "zhoujielun". Pure, any thread, nothing
// fails.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// The syllables that a character may be read as, without tones, the most frequent first; those with ü both
/// with v, which keyboards have, and with u, which normalise() makes of ü. None for what is no Chinese
/// character (U+4E00 to U+9FFF).
std::vector<std::string> pinyin_readings(char32_t character);

struct PinyinForm {
    std::string letters;
    /// Where a character's part begins, for each character.
    std::vector<std::uint32_t> starts;
};

/// All ways to type each stretch of Chinese in `text` (normalised UTF-8): by initials and by whole syllables.
/// White space and signs between characters are passed over, letters and digits end a stretch. Where many of
/// its characters have several readings, only the first so many combinations are given; the characters at its
/// beginning keep theirs longest.
std::vector<PinyinForm> pinyin_forms(std::string_view text);

}  // namespace refrain
