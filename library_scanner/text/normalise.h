// The form in which texts are compared when somebody searches: what a keyboard without accents can type.
// Pure, any thread, nothing fails.
#pragma once

#include <string>
#include <string_view>

namespace refrain {

/// Case folded, compatibility forms and width unified (Unicode NFKC_Casefold), diacritics of Latin, Greek,
/// Cyrillic, Arabic and Hebrew removed, letters that have no decomposition spelled out (ø -> o, æ -> ae),
/// typographic quotes and dashes made plain, white space collapsed to single spaces and trimmed. Marks that
/// make another sound in their script (the kana voicing marks, vowel signs of Indic scripts) stay.
/// Bytes that are not UTF-8 become U+FFFD. The result is valid UTF-8; normalising it again changes nothing.
std::string normalise(std::string_view text);

}  // namespace refrain
