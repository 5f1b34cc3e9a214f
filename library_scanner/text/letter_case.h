// Letters made large and small, as a language does it (ICU). Pure, any thread; nothing fails: text that is no
// UTF-8 comes out with U+FFFD in the place of the wrong bytes.
#pragma once

#include <string>
#include <string_view>

namespace refrain {

/// `language`: "en", "tr", …; for the few letters that differ.
std::string upper_case(std::string_view text, const std::string& language);
std::string lower_case(std::string_view text, const std::string& language);

enum class Capitals { of_each_word, of_the_first_word };
/// A word's first letter is a capital, the others are small. A word ends at a blank, not at an apostrophe.
std::string title_case(std::string_view text, const std::string& language, Capitals capitals);

}  // namespace refrain
