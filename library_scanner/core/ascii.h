// Letters of ASCII without their case: for names that programs gave (endings, fields, codes), never for
// people's texts, which text/normalise folds. Any thread, nothing fails; bytes beyond ASCII stay as they are.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace refrain {

constexpr char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower_ascii(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        c = lower_ascii(c);
    }
    return lower;
}

/// Is `text` the word, in whatever case? The word has small letters only.
inline bool is_word_ascii(std::string_view text, std::string_view lower_word) {
    return std::equal(text.begin(), text.end(), lower_word.begin(), lower_word.end(),
                      [](char a, char b) { return lower_ascii(a) == b; });
}

}  // namespace refrain
