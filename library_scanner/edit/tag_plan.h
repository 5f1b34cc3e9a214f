// Works out what an edit of one or many tracks changes in each, before anything is written: values set and
// removed, tracks numbered one after another, letters changed in size, fields taken from the file's name.
// Pure, any thread; what makes no sense is told as an Error with a sentence for the user.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/edit/tag_change.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

enum class LetterCase {
    upper,     // THE RIVER
    lower,     // the river
    title,     // The River
    sentence,  // The river
};

std::optional<LetterCase> letter_case_from(std::string_view word);

/// "the river" as one of them; `language` as in Collation, for the few that differ (Turkish i).
std::string in_case(std::string_view text, LetterCase letter_case, const std::string& language = "en");

/// What is wanted of all the tracks.
struct TagEdit {
    /// The same for all.
    TagChanges set;
    /// The first gets this number, each further one the next; with the total of them where that is wanted.
    std::optional<int> number_from;
    bool number_total = false;
    /// Of title, artist, album, album artist and composer, as far as they are in `case_fields`.
    std::optional<LetterCase> letter_case;
    std::vector<EditField> case_fields;
    /// "%artist%/%album%/%track% - %title%": what the path of the file, without its extension, says; folders
    /// from the right. Empty: the name is not asked.
    std::string pattern;
};

/// What changes in one track; a field that already says so is left out.
struct PlannedEdit {
    TrackId track;
    std::string path;
    /// The same fields in the same order.
    TagChanges before, after;
};

/// Fields in the pattern by their place: what stands between them must be in the name. Nothing when the name
/// does not fit. Blanks around a value go, "_" becomes a blank where the name has no blanks.
std::optional<TagChanges> fields_in_name(std::string_view path, std::string_view pattern);

/// Tracks in which nothing changes are left out. Refuses values that checked() refuses, a pattern without
/// fields, and tracks that are parts of a file by a cue sheet: those have no tags of their own.
Result<std::vector<PlannedEdit>> plan_edits(std::span<const Track> tracks, const TagEdit& edit);

/// What would bring back what was.
PlannedEdit undoing(PlannedEdit edit);

}  // namespace refrain
