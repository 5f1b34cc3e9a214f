// Texts that a tag calls Latin-1 and that are of another encoding: ID3v1 knows no other name, and programs
// wrote what their system spoke (GBK, Big5, Shift-JIS, EUC-KR, windows-1251) into Latin-1 frames. The guess
// is made over the texts of several tracks, and only where they cannot sensibly be of Western Europe: a name
// that was right is never changed for one that may be wrong. Pure, any thread, nothing fails.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// The bytes of a text that was read as Latin-1; nothing when there is a letter in it that Latin-1 has not.
std::optional<std::string> latin1_bytes(std::string_view utf8);

/// Could these bytes be words of a Western language? Letters with accents stand among plain ones or alone,
/// signs stand where signs do. True for ASCII.
bool is_sensible_latin1(std::string_view bytes);

enum class LegacyEncoding { utf8, gbk, big5, shift_jis, euc_kr, windows_1251, koi8_r };

/// The encoding of texts (as bytes) that were taken for Latin-1; nothing where they are Latin-1, or nobody
/// knows.
std::optional<LegacyEncoding> guess_encoding(const std::vector<std::string>& texts);

/// Nothing where the bytes are none of that encoding. A letter that a tag of ID3v1 cut in two at its end is
/// left out.
std::optional<std::string> decoded(std::string_view bytes, LegacyEncoding encoding);

}  // namespace refrain
