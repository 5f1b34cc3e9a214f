#include "library_scanner/text/match_key.h"

#include "library_scanner/text/normalise.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace refrain {
namespace {

using namespace std::string_view_literals;

constexpr std::array guest_words{"feat"sv, "feat."sv, "ft"sv, "ft."sv, "featuring"sv};
/// One of these words makes the whole remark one on the edition.
constexpr std::array edition_words{"remaster"sv, "remastered"sv, "remastering"sv, "deluxe"sv, "explicit"sv};
/// Remarks on the edition as they are commonly written in full.
constexpr std::array edition_phrases{"bonus track"sv,          "album version"sv,       "expanded edition"sv,
                                     "special edition"sv,      "official video"sv,      "official audio"sv,
                                     "official music video"sv, "official lyric video"sv};

template <class Words>
bool contains(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find(' ', at), text.size());
        if (end > at) {
            words.push_back(text.substr(at, end - at));
        }
        at = end + 1;
    }
    return words;
}

/// A remark that does not make it another recording. `remark` is normalised, without its brackets.
bool is_passing_remark(std::string_view remark) {
    const auto words = words_of(remark);
    if (words.empty()) {
        return true;
    }
    if (contains(guest_words, words.front()) || contains(edition_phrases, remark)) {
        return true;
    }
    return std::any_of(words.begin(), words.end(),
                       [](std::string_view word) { return contains(edition_words, word); });
}

void drop_bracketed_remarks(std::string& text) {
    for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'[', ']'}}) {
        auto start = text.find(open);
        while (start != std::string::npos) {
            const auto end = text.find(close, start);
            if (end == std::string::npos) {
                break;
            }
            const auto inner = std::string_view(text).substr(start + 1, end - start - 1);
            if (is_passing_remark(inner)) {
                text.replace(start, end - start + 1, 1, ' ');
                start = text.find(open, start);
            } else {
                start = text.find(open, start + 1);
            }
        }
    }
}

void drop_dashed_remarks(std::string& text) {
    for (;;) {
        const auto dash = text.rfind(" - ");
        if (dash == std::string::npos || !is_passing_remark(std::string_view(text).substr(dash + 3))) {
            return;
        }
        text.erase(dash);
    }
}

/// "song feat. somebody (live)" -> "song (live)".
void drop_guests(std::string& text) {
    for (const auto word : guest_words) {
        std::string spaced(1, ' ');
        spaced.append(word).push_back(' ');
        const auto start = text.find(spaced);
        if (start != std::string::npos) {
            const auto end = std::min(
                {text.find('(', start), text.find('[', start), text.find(" - ", start), text.size()});
            text.replace(start, end - start, 1, ' ');
        }
    }
}

std::string without_punctuation(std::string_view text) {
    std::string result;
    bool gap = false;
    const auto add = [&](std::string_view piece) {
        if (gap && !result.empty()) {
            result += ' ';
        }
        gap = false;
        result += piece;
    };
    std::size_t at = 0;
    while (at < text.size()) {
        const auto start = at;
        UChar32 c = 0;
        U8_NEXT(text.data(), at, text.size(), c);
        if (c == '\'') {
            continue;
        }
        if (c == '&') {
            gap = true;
            add("and");
            gap = true;
        } else if (c == ' ' || u_ispunct(c)) {
            gap = true;
        } else {
            add(text.substr(start, at - start));
        }
    }
    return result;
}

}  // namespace

std::string match_key(std::string_view text) {
    const auto normalised = normalise(text);
    auto key = normalised;
    drop_bracketed_remarks(key);
    drop_dashed_remarks(key);
    drop_guests(key);
    key = without_punctuation(key);
    if (key.empty()) {
        key = without_punctuation(normalised);
    }
    return key.empty() ? normalised : key;
}

}  // namespace refrain
