// What the tags of a file say, whatever their format: texts by what they mean, and from them the fields of a
// track. A file may carry several tags (ID3v2, APE and ID3v1); they are taken from the richest to the
// poorest, each filling only what is still empty. Pure, any thread; nothing fails.
#pragma once

#include "library_scanner/core/track.h"

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

enum class TagField : std::uint8_t {
    title,
    artist,   // the line as it is shown
    artists,  // the names in it
    album,
    album_artist,
    album_artists,
    composer,
    genre,
    date,
    original_date,
    track,
    track_total,
    disc,
    disc_total,
    compilation,
    recording_id,
    track_id,
    release_id,
    release_group_id,
    rating,
    fmps_rating,
    windows_media_rating,
    lyrics,
    timed_lyrics,
};
inline constexpr std::size_t tag_fields = static_cast<std::size_t>(TagField::timed_lyrics) + 1;

/// What a name means that listeners and programs give a field: of Vorbis comments, APE items, WMA attributes
/// ("WM/..." too), MP4's free form and ID3v2's TXXX. Case, blanks and signs do not count. Nothing for others.
std::optional<TagField> tag_field_named(std::string_view name);

/// The texts of one tag. Each is trimmed, valid UTF-8 and not empty.
class TagTexts {
  public:
    /// The values of one key of the tag, which may come one by one. A field is told by the first key that is
    /// met of those that mean it.
    void add(TagField field, std::string_view key, std::string value);
    const std::vector<std::string>& operator[](TagField field) const { return of(field).values; }

    /// Is there a text whose encoding the tag does not tell for sure, as ID3v1's?
    void mark_unsure(TagField field) { unsure_.set(static_cast<std::size_t>(field)); }
    bool is_unsure(TagField field) const { return unsure_.test(static_cast<std::size_t>(field)); }

    std::optional<std::uint8_t> rating;
    Loudness loudness;
    /// ID3v2.3 knows no other way to name several genres than a slash.
    bool slash_separates_genres = false;

  private:
    struct Field {
        std::string key;
        std::vector<std::string> values;
    };
    const Field& of(TagField field) const { return fields_[static_cast<std::size_t>(field)]; }

    std::array<Field, tag_fields> fields_;
    std::bitset<tag_fields> unsure_;
};

/// Which texts of a track came from a tag that does not tell its encoding.
using UnsureFields = std::bitset<tag_fields>;

/// Fills what is still empty in `track`, and notes in `unsure` what of it is.
void fill_track(Track& track, const TagTexts& texts, UnsureFields& unsure);

/// Several artists of one track in one line. A semicolon, because names have commas and ampersands in them.
inline constexpr std::string_view artist_separator = "; ";

/// Of one track; further ones are left out.
inline constexpr std::size_t most_genres = 100;
inline constexpr std::size_t most_names = 100;

/// The names of people that the values of a field hold: each value, divided at semicolons. A slash divides
/// nothing ("AC/DC"): ID3v2.3 has no other sign for several names, and so they stay one.
std::vector<std::string> split_names(const std::vector<std::string>& values);

/// The genres that one text of a tag names: "(17)" and "17" are numbers of ID3v1's list, ";" and, where
/// `slash_separates` (ID3v2.3 knows no other way), "/" stand between genres; "R&B/Soul" and the like stay
/// whole.
std::vector<std::string> split_genres(std::string_view text, bool slash_separates);

/// The first run of digits: "3/12" -> 3, "2011-05-01" -> 2011, "A1" -> 1; 0 when there is none or the number
/// has more than four digits.
std::int32_t leading_number(std::string_view text);

/// A title for a file without one: its name without extension and without a track number that a separator
/// follows ("03 - Says.ogg" -> "Says"; "99 Problems.mp3" stays). Valid UTF-8, not empty for a name that is
/// not.
std::string title_from_file_name(std::string_view file_name);

/// Without white space at either end.
std::string_view trimmed(std::string_view text);

}  // namespace refrain
