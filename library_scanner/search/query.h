// The language of the search field and of smart playlists: words, "phrases", -without, field:value, ranges,
// or, parentheses. Pure, any thread. Nothing fails: what is not understood is searched as words and noted.
//
//     jazz -live                      both: with the word, without the other
//     "purple rain" or "blue monday"  texts as they stand; either
//     artist:prince year:1980..1989   fields and ranges: 1990, 1990..1999, >3, >=3, <3, <=3, 1990.., ..1999
//     played:<30d added:2024-05       times: so long ago (h, d, w, m, y), a date, today, yesterday, never
//     rating:>3 rating:none           stars, halves too; none: not rated
//     length:>5:00 (is:loved or plays:>9)
#pragma once

#include "library_scanner/core/time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace refrain {

enum class TextField : std::uint8_t { any, title, artist, album_artist, album, genre, composer, path };

/// `date` as 20110501, with zeros for what is not known; `rating` 0 to 100, five stars; `added` and `played`
/// in UTC milliseconds, `length` in milliseconds, `bit_rate` in kbit/s, the others as counted.
enum class NumberField : std::uint8_t { year, date, rating, added, played, plays, skips, length, bit_rate };

enum class TrackFlag : std::uint8_t { loved, banned, missing, untagged, compilation, never_played, unrated };

struct Query;

/// A part of a text, as search/searchable.h has it; never empty.
struct TextTerm {
    TextField field = TextField::any;
    std::string text;

    friend bool operator==(const TextTerm&, const TextTerm&) = default;
};
/// Both ends belong to it. A track without that number (no year, never played) is never in it.
struct NumberTerm {
    NumberField field = NumberField::year;
    std::int64_t low = 0, high = 0;

    friend bool operator==(const NumberTerm&, const NumberTerm&) = default;
};
struct FlagTerm {
    TrackFlag flag = TrackFlag::loved;

    friend bool operator==(const FlagTerm&, const FlagTerm&) = default;
};
/// Nothing in it: every track.
struct AllOf {
    std::vector<Query> of;

    friend bool operator==(const AllOf&, const AllOf&) = default;
};
struct AnyOf {
    std::vector<Query> of;

    friend bool operator==(const AnyOf&, const AnyOf&) = default;
};
/// Exactly one in it.
struct NoneOf {
    std::vector<Query> of;

    friend bool operator==(const NoneOf&, const NoneOf&) = default;
};

struct Query {
    std::variant<AllOf, AnyOf, NoneOf, TextTerm, NumberTerm, FlagTerm> is;

    friend bool operator==(const Query&, const Query&) = default;
};

/// Something in a query that is not read as it may have been meant.
struct QueryNote {
    enum class Kind {
        /// `value` cannot be a value of `field`: searched as words.
        no_such_value,
        /// More terms than anybody types: the rest is left out.
        too_long,
    };
    Kind kind = Kind::no_such_value;
    std::string field, value;

    friend bool operator==(const QueryNote&, const QueryNote&) = default;
};

struct ParsedQuery {
    Query query;
    /// Nothing was asked for: the field is empty, or only spaces and a field's name stand in it.
    bool empty = true;
    /// The words as they stand, normalised, where there is nothing but words: a title or name that is all of
    /// this is what was meant. Empty for everything else.
    std::string phrase;
    std::vector<QueryNote> notes;
};

/// `now` and `utc_offset` (local time minus UTC) say what "30d", "today" and a date mean.
ParsedQuery parse_query(std::string_view text, UtcTime now, Milliseconds utc_offset = Milliseconds(0));

/// Does `query` ask for missing tracks anywhere? They are left out everywhere else.
bool asks_for_missing(const Query& query);

}  // namespace refrain
