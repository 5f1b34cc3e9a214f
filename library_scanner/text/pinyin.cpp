#include "library_scanner/text/pinyin.h"

#include "library_scanner/text/pinyin_table.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace refrain {
namespace {

using Syllables = std::vector<std::string>;

/// More are no longer those that anybody means.
constexpr std::size_t most_combinations = 12;

void add_once(Syllables& to, std::string syllable) {
    if (std::find(to.begin(), to.end(), syllable) == to.end()) {
        to.push_back(std::move(syllable));
    }
}

/// The forms in which each character is one of its syllables.
void add_combinations(const std::vector<Syllables>& characters, std::vector<PinyinForm>& forms) {
    std::vector<PinyinForm> made(1);
    for (const Syllables& syllables : characters) {
        const std::size_t kept = made.size() * syllables.size() <= most_combinations ? syllables.size() : 1;
        std::vector<PinyinForm> longer;
        for (const PinyinForm& form : made) {
            for (std::size_t i = 0; i < kept; ++i) {
                longer.push_back(form);
                longer.back().starts.push_back(static_cast<std::uint32_t>(form.letters.size()));
                longer.back().letters += syllables[i];
            }
        }
        made = std::move(longer);
    }
    std::move(made.begin(), made.end(), std::back_inserter(forms));
}

void add_forms(const std::vector<Syllables>& characters, std::vector<PinyinForm>& forms) {
    if (characters.empty()) {
        return;
    }
    std::vector<Syllables> initials;
    for (const Syllables& syllables : characters) {
        initials.emplace_back();
        for (const std::string& syllable : syllables) {
            add_once(initials.back(), syllable.substr(0, 1));
        }
    }
    add_combinations(initials, forms);
    add_combinations(characters, forms);
}

}  // namespace

std::vector<std::string> pinyin_readings(char32_t character) {
    using namespace pinyin_table;
    Syllables found;
    if (character < first_character || character > last_character) {
        return found;
    }
    std::string_view list = readings[of_character[character - first_character]];
    while (!list.empty()) {
        const auto end = std::min(list.find(' '), list.size());
        std::string syllable(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        std::string with_u = syllable;
        std::replace(with_u.begin(), with_u.end(), 'v', 'u');
        add_once(found, std::move(syllable));
        add_once(found, std::move(with_u));
    }
    return found;
}

std::vector<PinyinForm> pinyin_forms(std::string_view text) {
    std::vector<PinyinForm> forms;
    std::vector<Syllables> stretch;
    std::size_t at = 0;
    while (at < text.size()) {
        UChar32 c = 0;
        U8_NEXT(text.data(), at, text.size(), c);
        auto readings = c < 0 ? Syllables() : pinyin_readings(static_cast<char32_t>(c));
        if (!readings.empty()) {
            stretch.push_back(std::move(readings));
        } else if (u_isalnum(c) || c < 0x20) {
            add_forms(std::exchange(stretch, {}), forms);
        }
    }
    add_forms(stretch, forms);
    return forms;
}

}  // namespace refrain
