// What a listener can change in the tags of a file, and the words for it. Plain values, any thread; what is
// refused is told as an Error with a sentence for the user.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/track.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

enum class EditField {
    title,
    artist,
    album,
    album_artist,
    composer,
    genre,
    date,
    track_number,
    track_total,
    disc_number,
    disc_total,
    compilation,
};

inline constexpr std::array edit_fields{
    EditField::title,       EditField::artist,      EditField::album,      EditField::album_artist,
    EditField::composer,    EditField::genre,       EditField::date,       EditField::track_number,
    EditField::track_total, EditField::disc_number, EditField::disc_total, EditField::compilation};

/// "title", "albumartist", "track", …: on the command line and in the table of edits, where they stay.
std::string_view to_word(EditField field);
std::optional<EditField> edit_field_from(std::string_view word);

/// Artists, album artists, composers and genres may be several.
bool may_be_several(EditField field);

/// The field says this from now on; nothing: it is removed.
struct TagChange {
    EditField field = EditField::title;
    std::vector<std::string> values;

    friend bool operator==(const TagChange&, const TagChange&) = default;
};

using TagChanges = std::vector<TagChange>;

/// "Simon; Garfunkel": several in one text.
std::string one_line(const std::vector<std::string>& values);

/// What the track says of the field now; empty when nothing.
std::vector<std::string> values_of(const TrackView& track, EditField field);

/// The change as it would be written: without blanks around texts, without empty ones, numbers without zeros
/// in front, dates as 2011, 2011-05 or 2011-05-01. Refuses what is no UTF-8 or longer than longest_tag_text,
/// numbers that are not 1 to 9999 (compilation: 0 or 1), dates that are none, several values of what has one.
Result<TagChange> checked(TagChange change);

}  // namespace refrain
