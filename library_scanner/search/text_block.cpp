#include "library_scanner/search/text_block.h"

#include "library_scanner/search/searchable.h"
#include "library_scanner/search/text_finder.h"

#include <algorithm>
#include <cctype>

namespace refrain {
namespace {

/// In no text of a block. The latter stands between the values of one text.
constexpr char text_end = '\x1f', value_end = '\x1e';

bool separates(char c) {
    return c == text_end || c == value_end;
}

/// Letters beyond ASCII count as letters.
bool is_letter_or_digit(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0;
}

}  // namespace

TextBlock::TextBlock(Readings readings) : text_(1, text_end), starts_{1}, with_readings_(readings) {}

void TextBlock::add(std::string_view text) {
    append(text);
    end_text();
}

void TextBlock::add(NameList values) {
    for (const std::string& value : values) {
        if (&value != values.begin()) {
            text_.push_back(value_end);
        }
        append(value);
    }
    end_text();
}

void TextBlock::append(std::string_view value) {
    text_ += searchable(value);
}

void TextBlock::end_text() {
    text_.push_back(text_end);
    if (with_readings_ == Readings::pinyin) {
        const auto owner = static_cast<std::uint32_t>(size());
        readings_.add(owner, std::string_view(text_).substr(starts_.back()));
    }
    starts_.push_back(static_cast<std::uint32_t>(text_.size()));
}

void TextBlock::finish() {
    text_.shrink_to_fit();
    starts_.shrink_to_fit();
    readings_.finish();
}

std::size_t TextBlock::bytes() const {
    return sizeof *this + text_.capacity() + starts_.capacity() * sizeof starts_[0] + readings_.bytes();
}

Match TextBlock::kind(std::size_t place, std::size_t size) const {
    const char before = text_[place - 1];
    if (separates(before)) {
        return separates(text_[place + size]) ? Match::whole : Match::start;
    }
    return is_letter_or_digit(before) ? Match::inside : Match::word_start;
}

void TextBlock::match(std::string_view word, std::span<Match> matches) const {
    std::fill(matches.begin(), matches.end(), Match::none);
    std::size_t i = 0;
    each_hit(text_, word, [&](std::size_t place) {
        while (starts_[i + 1] <= place) {
            ++i;
        }
        const Match found = kind(place, word.size());
        matches[i] = std::min(matches[i], found);
        return matches[i] == Match::whole ? std::size_t{starts_[i + 1]} : place + 1;
    });
    readings_.match(word, matches);
}

Match TextBlock::match(std::string_view word, std::size_t i) const {
    const std::string_view text = at(i);
    Match best = Match::none;
    for (auto place = text.find(word); place != std::string_view::npos && best != Match::whole;
         place = text.find(word, place + 1)) {
        best = std::min(best, kind(starts_[i] + place, word.size()));
    }
    return std::min(best, readings_.match(word, static_cast<std::uint32_t>(i)));
}

}  // namespace refrain
