#include "library_scanner/search/reading_block.h"

#include "library_scanner/search/text_finder.h"
#include "library_scanner/text/pinyin.h"

#include <algorithm>

namespace refrain {
namespace {

constexpr char form_end = ' ';

/// The word as it lies in the forms: xi'an is typed with its apostrophe or without. Empty where it can be
/// none.
std::string typed(std::string_view word) {
    std::string letters;
    for (const char c : word) {
        if (c >= 'a' && c <= 'z') {
            letters += c;
        } else if (c != '\'') {
            return {};
        }
    }
    return letters;
}

}  // namespace

ReadingBlock::ReadingBlock() : letters_(1, form_end), begins_(1, false), starts_{1} {}

void ReadingBlock::add(std::uint32_t owner, std::string_view text) {
    // The characters of the table begin with these bytes; most texts have none, and cost no more than this.
    if (std::none_of(text.begin(), text.end(), [](char c) {
            return static_cast<unsigned char>(c) >= 0xE4 && static_cast<unsigned char>(c) <= 0xE9;
        })) {
        return;
    }
    for (const PinyinForm& form : pinyin_forms(text)) {
        const std::size_t start = letters_.size();
        letters_.append(form.letters).push_back(form_end);
        begins_.resize(letters_.size(), false);
        for (const std::uint32_t begin : form.starts) {
            begins_[start + begin] = true;
        }
        starts_.push_back(static_cast<std::uint32_t>(letters_.size()));
        owners_.push_back(owner);
    }
}

void ReadingBlock::finish() {
    letters_.shrink_to_fit();
    begins_.shrink_to_fit();
    starts_.shrink_to_fit();
    owners_.shrink_to_fit();
}

std::size_t ReadingBlock::bytes() const {
    return sizeof *this + letters_.capacity() + begins_.capacity() / 8 +
           (starts_.capacity() + owners_.capacity()) * sizeof starts_[0];
}

Match ReadingBlock::kind(std::size_t form, std::size_t place, std::size_t size) const {
    if (!begins_[place]) {
        return Match::none;
    }
    if (place != starts_[form]) {
        return Match::inside;
    }
    return letters_[place + size] == form_end ? Match::start : Match::word_start;
}

void ReadingBlock::match(std::string_view word, std::span<Match> matches) const {
    if (owners_.empty()) {
        return;
    }
    const std::string letters = typed(word);
    if (letters.empty()) {
        return;
    }
    std::size_t form = 0;
    each_hit(letters_, letters, [&](std::size_t place) {
        while (starts_[form + 1] <= place) {
            ++form;
        }
        Match& best = matches[owners_[form]];
        best = std::min(best, kind(form, place, letters.size()));
        return place + 1;
    });
}

Match ReadingBlock::match(std::string_view word, std::uint32_t owner) const {
    Match best = Match::none;
    const auto [first, last] = std::equal_range(owners_.begin(), owners_.end(), owner);
    if (first == last) {
        return best;
    }
    const std::string letters = typed(word);
    if (letters.empty()) {
        return best;
    }
    for (auto form = static_cast<std::size_t>(first - owners_.begin());
         form < static_cast<std::size_t>(last - owners_.begin()); ++form) {
        const std::string_view text =
            std::string_view(letters_).substr(starts_[form], starts_[form + 1] - starts_[form] - 1);
        for (auto place = text.find(letters); place != std::string_view::npos;
             place = text.find(letters, place + 1)) {
            best = std::min(best, kind(form, starts_[form] + place, letters.size()));
        }
    }
    return best;
}

}  // namespace refrain
