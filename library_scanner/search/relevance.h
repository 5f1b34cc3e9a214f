// Which hit of a search comes first. Pure, any thread, nothing fails.
//
// A field that is all of what was typed comes before one that starts with it, before a word that starts with
// it, before the inside of a word; and in each of these the title before the artist before the album. Genre,
// composer and album artist come behind the starts of words of those, before their insides; the path last.
// Several words: their costs are summed; a field that is, or starts with, all that was typed comes first.
#pragma once

#include "library_scanner/core/rating.h"
#include "library_scanner/search/facts.h"
#include "library_scanner/search/text_block.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>

namespace refrain {

/// Low is good; `no_hit` is none.
using SearchCost = std::uint8_t;
inline constexpr SearchCost no_hit = 255, worst_hit = 254;

/// By Match.
using MatchCosts = std::array<SearchCost, match_kinds>;

struct FieldCosts {
    MatchCosts title, artist, album, other, path;
};

/// A word that may stand in any field.
inline constexpr FieldCosts anywhere_costs{
    .title = {0, 3, 6, 10, no_hit},
    .artist = {1, 4, 7, 11, no_hit},
    .album = {2, 5, 8, 12, no_hit},
    .other = {9, 9, 9, 13, no_hit},
    .path = {14, 14, 14, 15, no_hit},
};
/// A word whose field was named.
inline constexpr MatchCosts named_costs{0, 3, 6, 10, no_hit};
/// What all costs of several words lie behind: a field with the whole phrase.
inline constexpr SearchCost behind_phrases = 6;

constexpr SearchCost both(SearchCost a, SearchCost b) {
    return a == no_hit || b == no_hit
               ? no_hit
               : static_cast<SearchCost>(std::min<int>(a + b, static_cast<int>(worst_hit)));
}

/// How much a listener likes to hear it, as far as history and ratings tell: of two hits that fit equally
/// well the one with more comes first. Plays count by their number of binary digits, 20 or 30 are much the
/// same; half a star above three counts as much as doubled plays, one below takes as much away.
inline std::uint8_t popularity(const TrackFacts& facts, bool banned, std::optional<Rating> rating) {
    if (banned) {
        return 0;
    }
    constexpr int unknown = 16, of_love = 64, middle = 6;
    const int plays = std::bit_width(facts.plays);
    const int stars = rating ? rating->half_stars() - middle : 0;
    return static_cast<std::uint8_t>(unknown + plays + stars + (facts.loved ? of_love : 0));
}

}  // namespace refrain
