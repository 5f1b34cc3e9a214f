#include "library_scanner/edit/tag_change.h"

#include "library_scanner/tags/tag_reader.h"
#include "library_scanner/tags/tag_texts.h"
#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

constexpr std::array<std::string_view, edit_fields.size()> field_words{
    "title", "artist", "album",      "albumartist", "composer",  "genre",
    "date",  "track",  "tracktotal", "disc",        "disctotal", "compilation"};

constexpr int largest_number = 9999;

std::vector<std::string> one(std::string_view text) {
    return text.empty() ? std::vector<std::string>() : std::vector{std::string(text)};
}

std::vector<std::string> one(int number) {
    return number == 0 ? std::vector<std::string>() : std::vector{std::to_string(number)};
}

std::vector<std::string> people(std::string_view line, NameList names) {
    return names.empty() ? one(line) : std::vector<std::string>(names.begin(), names.end());
}

Error refused(EditField field, const std::string& why) {
    return {ErrorCode::malformed, std::string(to_word(field)) + " " + why, {}};
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

Result<std::string> number_in(EditField field, const std::string& text) {
    const bool digits = !text.empty() && text.size() <= 9 &&
                        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const int number = digits ? std::stoi(text) : -1;
    if (field == EditField::compilation) {
        return number == 0 || number == 1 ? Result<std::string>(std::to_string(number))
                                          : refused(field, "is 1 (yes) or 0 (no), not \"" + text + "\"");
    }
    return number >= 1 && number <= largest_number
               ? Result<std::string>(std::to_string(number))
               : refused(field, "is a number from 1 to 9999, not \"" + text + "\"");
}

Result<std::string> value_in(EditField field, const std::string& given) {
    const std::string text(trimmed(given));
    switch (field) {
        case EditField::date: {
            const std::string date = text_of(parse_tag_date(text));
            // Taken apart and put together again it is the same, or it was something else.
            return date == text ? Result<std::string>(date)
                                : refused(field, "is 2011, 2011-05 or 2011-05-01, not \"" + text + "\"");
        }
        case EditField::track_number:
        case EditField::track_total:
        case EditField::disc_number:
        case EditField::disc_total:
        case EditField::compilation:
            return number_in(field, text);
        default:
            break;
    }
    if (!is_valid_utf8(text)) {
        return refused(field, "is not UTF-8");
    }
    if (std::any_of(text.begin(), text.end(), is_control)) {
        return refused(field, "has a line break or another control character in it");
    }
    if (text.size() > longest_tag_text) {
        return refused(field, "is longer than " + std::to_string(longest_tag_text) + " bytes");
    }
    return text;
}

}  // namespace

std::string_view to_word(EditField field) {
    return field_words[static_cast<std::size_t>(field)];
}

std::optional<EditField> edit_field_from(std::string_view word) {
    const auto place = std::find(field_words.begin(), field_words.end(), word);
    return place == field_words.end()
               ? std::nullopt
               : std::optional(edit_fields[static_cast<std::size_t>(place - field_words.begin())]);
}

bool may_be_several(EditField field) {
    return field == EditField::artist || field == EditField::album_artist || field == EditField::composer ||
           field == EditField::genre;
}

std::string one_line(const std::vector<std::string>& values) {
    std::string line;
    for (const auto& value : values) {
        line.append(line.empty() ? "" : artist_separator).append(value);
    }
    return line;
}

std::vector<std::string> values_of(const TrackView& track, EditField field) {
    switch (field) {
        case EditField::title:
            return one(track.title);
        case EditField::artist:
            return people(track.artist, track.artists);
        case EditField::album:
            return one(track.album);
        case EditField::album_artist:
            return people(track.album_artist, track.album_artists);
        case EditField::composer:
            return people(track.composer, track.composers);
        case EditField::genre:
            return {track.genres.begin(), track.genres.end()};
        case EditField::date:
            return one(text_of(TagDate{static_cast<std::int16_t>(track.year), track.month, track.day}));
        case EditField::track_number:
            return one(track.track_number);
        case EditField::track_total:
            return one(track.track_total);
        case EditField::disc_number:
            return one(track.disc_number);
        case EditField::disc_total:
            return one(track.disc_total);
        case EditField::compilation:
            return track.compilation ? one(1) : std::vector<std::string>();
    }
    return {};
}

Result<TagChange> checked(TagChange change) {
    TagChange clean{change.field, {}};
    for (const std::string& given : change.values) {
        if (trimmed(given).empty()) {
            continue;
        }
        auto value = value_in(change.field, given);
        if (!value) {
            return value.error();
        }
        if (std::find(clean.values.begin(), clean.values.end(), value.value()) == clean.values.end()) {
            clean.values.push_back(std::move(value).value());
        }
    }
    if (clean.values.size() > 1 && !may_be_several(change.field)) {
        return refused(change.field, "has one value");
    }
    if (change.field == EditField::compilation && clean.values == std::vector<std::string>{"0"}) {
        clean.values.clear();
    }
    return clean;
}

}  // namespace refrain
