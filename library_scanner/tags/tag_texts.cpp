#include "library_scanner/tags/tag_texts.h"

#include "library_scanner/tags/rating_tags.h"
#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <id3v1genres.h>
#include <limits>
#include <utility>

namespace refrain {
namespace {

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The name of a number of ID3v1's list; empty when the list has no such number.
std::string numbered_genre(std::string_view digits) {
    if (!all_digits(digits) || digits.size() > 3) {
        return {};
    }
    return TagLib::ID3v1::genre(std::stoi(std::string(digits))).to8Bit(true);
}

/// Is the slash between these two part of one name?
bool belong_together(std::string_view left, std::string_view right) {
    using Name = std::pair<std::string_view, std::string_view>;
    constexpr std::array names{Name{"Singer", "Songwriter"}, Name{"Hip-Hop", "Rap"}, Name{"Hip Hop", "Rap"},
                               Name{"R&B", "Soul"},          Name{"Pop", "Funk"},    Name{"Folk", "Rock"}};
    if (std::find(names.begin(), names.end(), Name(left, right)) != names.end()) {
        return true;
    }
    // "AC/DC-style", "UK/Garage": one or two letters are no genre.
    return left.size() <= 2 && std::all_of(left.begin(), left.end(), [](char c) {
               return std::isalpha(static_cast<unsigned char>(c)) != 0;
           });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

void add_slashed(std::vector<std::string>& genres, std::string_view text) {
    std::string joined;
    std::string_view last;
    for (const auto part : split(text, '/')) {
        if (!joined.empty() && belong_together(last, part)) {
            joined.append("/").append(part);
        } else {
            if (!joined.empty()) {
                genres.push_back(std::move(joined));
            }
            joined = part;
        }
        last = part;
    }
    if (!joined.empty()) {
        genres.push_back(std::move(joined));
    }
}

/// Letters and digits alone, as capitals.
std::string squeezed(std::string_view name) {
    std::string letters;
    for (const char c : name) {
        if (c >= 'a' && c <= 'z') {
            letters += static_cast<char>(c - 'a' + 'A');
        } else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            letters += c;
        }
    }
    return letters;
}

struct NamedField {
    std::string_view name;
    TagField field;
};

// Sorted. The names are those of MusicBrainz Picard's mapping table and of the taggers it lists beside
// itself.
constexpr std::array named_fields{
    NamedField{"ALBUM", TagField::album},
    NamedField{"ALBUMARTIST", TagField::album_artist},
    NamedField{"ALBUMARTISTS", TagField::album_artists},
    NamedField{"ARTIST", TagField::artist},
    NamedField{"ARTISTS", TagField::artists},
    NamedField{"AUTHOR", TagField::artist},
    NamedField{"COMPILATION", TagField::compilation},
    NamedField{"COMPOSER", TagField::composer},
    NamedField{"DATE", TagField::date},
    NamedField{"DISC", TagField::disc},
    NamedField{"DISCNUMBER", TagField::disc},
    NamedField{"DISCTOTAL", TagField::disc_total},
    NamedField{"FMPSRATING", TagField::fmps_rating},
    NamedField{"GENRE", TagField::genre},
    NamedField{"ISCOMPILATION", TagField::compilation},
    NamedField{"ITUNESCOMPILATION", TagField::compilation},
    NamedField{"LYRICS", TagField::lyrics},
    NamedField{"MUSICBRAINZALBUMID", TagField::release_id},
    NamedField{"MUSICBRAINZRELEASEGROUPID", TagField::release_group_id},
    NamedField{"MUSICBRAINZRELEASETRACKID", TagField::track_id},
    NamedField{"MUSICBRAINZTRACKID", TagField::recording_id},
    NamedField{"ORIGINALDATE", TagField::original_date},
    NamedField{"ORIGINALRELEASETIME", TagField::original_date},
    NamedField{"ORIGINALRELEASEYEAR", TagField::original_date},
    NamedField{"ORIGINALYEAR", TagField::original_date},
    NamedField{"PARTOFSET", TagField::disc},
    NamedField{"RATING", TagField::rating},
    NamedField{"SHAREDUSERRATING", TagField::windows_media_rating},
    NamedField{"SYNCEDLYRICS", TagField::timed_lyrics},
    NamedField{"TITLE", TagField::title},
    NamedField{"TOTALDISCS", TagField::disc_total},
    NamedField{"TOTALTRACKS", TagField::track_total},
    NamedField{"TRACK", TagField::track},
    NamedField{"TRACKNUM", TagField::track},
    NamedField{"TRACKNUMBER", TagField::track},
    NamedField{"TRACKTOTAL", TagField::track_total},
    NamedField{"UNSYNCEDLYRICS", TagField::lyrics},
    NamedField{"YEAR", TagField::date},
};

std::string joined(const std::vector<std::string>& values) {
    std::string line;
    for (const auto& value : values) {
        line.append(line.empty() ? "" : artist_separator).append(value);
    }
    return line;
}

/// The names of a field that is called a list. A tag of ID3v2.3 writes them with slashes: where each of them
/// stands in the line that is shown, and the whole does not, they are several.
std::vector<std::string> split_list(const std::vector<std::string>& values, std::string_view line) {
    if (values.size() == 1 && line.find(values.front()) == std::string_view::npos) {
        const auto parts = split(values.front(), '/');
        const auto stands_in_line = [&](std::string_view part) {
            return !part.empty() && line.find(part) != std::string_view::npos;
        };
        if (parts.size() > 1 && std::all_of(parts.begin(), parts.end(), stands_in_line)) {
            return {parts.begin(), parts.end()};
        }
    }
    return split_names(values);
}

/// Fills the line and, where it is not one name, the names in it. True when it did.
bool fill_people(std::string& line, std::vector<std::string>& names, const std::vector<std::string>& values,
                 const std::vector<std::string>& list) {
    if (!line.empty() || (values.empty() && list.empty())) {
        return false;
    }
    line = joined(values.empty() ? list : values);
    names = list.empty() ? split_names(values) : split_list(list, line);
    if (names.size() == 1 && names.front() == line) {
        names.clear();
    }
    return true;
}

/// The number behind the slash in "3/12"; 0 where there is none.
std::uint16_t total_in(std::string_view text) {
    const auto slash = text.find('/');
    return slash == std::string_view::npos
               ? std::uint16_t{0}
               : static_cast<std::uint16_t>(leading_number(text.substr(slash + 1)));
}

std::string_view first(const std::vector<std::string>& values) {
    return values.empty() ? std::string_view() : std::string_view(values.front());
}

void fill_number(std::int32_t& number, std::uint16_t& total, const std::vector<std::string>& values,
                 const std::vector<std::string>& totals) {
    if (number == 0) {
        number = leading_number(first(values));
    }
    if (total == 0) {
        total = total_in(first(values));
    }
    if (total == 0) {
        total = static_cast<std::uint16_t>(leading_number(first(totals)));
    }
}

bool is_yes(std::string_view text) {
    const auto word = squeezed(text);
    return word == "TRUE" || word == "YES" || leading_number(word) > 0;
}

void fill_dates(Track& track, const TagTexts& texts) {
    if (track.year == 0) {
        const auto text = first(texts[TagField::date]);
        const auto date = parse_tag_date(text);
        track.year = date.year != 0 ? date.year : leading_number(text);
        track.month = date.month;
        track.day = date.day;
    }
    if (track.original_date.year == 0) {
        track.original_date = parse_tag_date(first(texts[TagField::original_date]));
    }
}

void fill_rating(Track& track, const TagTexts& texts) {
    if (track.file_rating) {
        return;
    }
    track.file_rating = texts.rating;
    const auto take = [&](TagField field, auto rating_of) {
        for (const auto& value : texts[field]) {
            track.file_rating = track.file_rating ? track.file_rating : rating_of(value);
        }
    };
    take(TagField::fmps_rating, rating_of_fmps);
    take(TagField::rating, rating_of_text);
    take(TagField::windows_media_rating,
         [](const std::string& text) { return rating_of_windows_media(leading_number(text)); });
}

/// Times at the start of a line, as in an .lrc file: some put those into fields for plain words.
bool has_times(std::string_view lyrics) {
    for (std::size_t at = lyrics.find('['); at != std::string_view::npos; at = lyrics.find('[', at + 1)) {
        const auto rest = lyrics.substr(at + 1);
        const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (digits > 0 && digits < rest.size() && rest[digits] == ':') {
            return true;
        }
    }
    return false;
}

void fill_lyrics(Track& track, const TagTexts& texts) {
    if (track.lyrics != LyricsKind::none) {
        return;
    }
    const auto& words = texts[TagField::lyrics];
    if (!texts[TagField::timed_lyrics].empty() || std::any_of(words.begin(), words.end(), has_times)) {
        track.lyrics = LyricsKind::timed;
    } else if (!words.empty()) {
        track.lyrics = LyricsKind::text;
    }
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white_space = " \t\r\n\v\f";
    const auto start = text.find_first_not_of(white_space);
    if (start == std::string_view::npos) {
        return {};
    }
    return text.substr(start, text.find_last_not_of(white_space) - start + 1);
}

std::optional<TagField> tag_field_named(std::string_view name) {
    // "WM/Composer", "com.apple.iTunes:ARTISTS".
    if (const auto prefix = name.substr(0, 3); prefix == "WM/" || prefix == "wm/") {
        name.remove_prefix(3);
    }
    const auto wanted = squeezed(name);
    const auto found = std::lower_bound(
        named_fields.begin(), named_fields.end(), wanted,
        [](const NamedField& named, const std::string& other) { return named.name < other; });
    return found != named_fields.end() && found->name == wanted ? std::optional(found->field) : std::nullopt;
}

void TagTexts::add(TagField field, std::string_view key, std::string value) {
    auto& filled = fields_[static_cast<std::size_t>(field)];
    if (value.empty() || (!filled.values.empty() && filled.key != key)) {
        return;
    }
    filled.key = key;
    filled.values.push_back(std::move(value));
}

void fill_track(Track& track, const TagTexts& texts, UnsureFields& unsure) {
    const auto note = [&](TagField field, bool filled) {
        if (filled && texts.is_unsure(field)) {
            unsure.set(static_cast<std::size_t>(field));
        }
    };
    const auto fill = [&](std::string& text, TagField field) {
        if (text.empty()) {
            text = first(texts[field]);
            note(field, !text.empty());
        }
    };
    if (track.title.empty()) {
        track.title = joined(texts[TagField::title]);
        note(TagField::title, !track.title.empty());
    }
    note(TagField::artist,
         fill_people(track.artist, track.artists, texts[TagField::artist], texts[TagField::artists]));
    fill(track.album, TagField::album);
    note(TagField::album_artist, fill_people(track.album_artist, track.album_artists,
                                             texts[TagField::album_artist], texts[TagField::album_artists]));
    note(TagField::composer, fill_people(track.composer, track.composers, texts[TagField::composer], {}));
    if (track.genres.empty()) {
        for (const auto& value : texts[TagField::genre]) {
            for (auto& genre : split_genres(value, texts.slash_separates_genres)) {
                if (track.genres.size() < most_genres &&
                    std::find(track.genres.begin(), track.genres.end(), genre) == track.genres.end()) {
                    track.genres.push_back(std::move(genre));
                }
            }
        }
        note(TagField::genre, !track.genres.empty());
    }
    fill_dates(track, texts);
    fill_number(track.track_number, track.track_total, texts[TagField::track], texts[TagField::track_total]);
    fill_number(track.disc_number, track.disc_total, texts[TagField::disc], texts[TagField::disc_total]);
    track.compilation = track.compilation || is_yes(first(texts[TagField::compilation]));
    fill(track.musicbrainz_recording_id, TagField::recording_id);
    fill(track.musicbrainz_track_id, TagField::track_id);
    fill(track.musicbrainz_release_id, TagField::release_id);
    fill(track.musicbrainz_release_group_id, TagField::release_group_id);
    fill_rating(track, texts);
    fill_lyrics(track, texts);
    for (const auto field :
         {&Loudness::track_gain_db, &Loudness::track_peak, &Loudness::album_gain_db, &Loudness::album_peak}) {
        track.loudness.*field = track.loudness.*field ? track.loudness.*field : texts.loudness.*field;
    }
}

std::vector<std::string> split_names(const std::vector<std::string>& values) {
    std::vector<std::string> names;
    for (const auto& value : values) {
        for (const auto name : split(value, ';')) {
            if (!name.empty() && names.size() < most_names &&
                std::find(names.begin(), names.end(), name) == names.end()) {
                names.emplace_back(name);
            }
        }
    }
    return names;
}

std::vector<std::string> split_genres(std::string_view text, bool slash_separates) {
    std::vector<std::string> genres;
    for (auto part : split(text, ';')) {
        // ID3v2.3: "(4)(17)", and "(17)Rock 'n' Roll" where the words only refine the number.
        std::vector<std::string> numbered;
        while (!part.empty() && part.front() == '(') {
            const auto close = part.find(')');
            const auto digits = close == std::string_view::npos ? part : part.substr(1, close - 1);
            if (!all_digits(digits)) {
                break;
            }
            if (auto name = numbered_genre(digits); !name.empty()) {
                numbered.push_back(std::move(name));
            }
            part = trimmed(part.substr(close + 1));
        }
        if (part.empty()) {
            genres.insert(genres.end(), numbered.begin(), numbered.end());
        } else if (auto name = numbered_genre(part); !name.empty()) {
            genres.push_back(std::move(name));
        } else if (slash_separates) {
            add_slashed(genres, part);
        } else {
            genres.emplace_back(part);
        }
    }
    return genres;
}

std::int32_t leading_number(std::string_view text) {
    constexpr std::string_view digits = "0123456789";
    const auto start = text.find_first_of(digits);
    if (start == std::string_view::npos) {
        return 0;
    }
    const auto end = std::min(text.find_first_not_of(digits, start), text.size());
    return end - start > 4 ? 0 : std::stoi(std::string(text.substr(start, end - start)));
}

std::string title_from_file_name(std::string_view file_name) {
    const auto dot = file_name.rfind('.');
    const auto stem =
        trimmed(dot == std::string_view::npos || dot == 0 ? file_name : file_name.substr(0, dot));
    constexpr std::string_view number = "0123456789-";
    const auto after = stem.find_first_not_of(number);
    auto title = stem;
    if (after != std::string_view::npos && after > 0 && stem.front() != '-') {
        // "03 - x", "03. x", "1-03 - x", "03_x", but not "99 problems" and not "1979".
        const auto separator = stem.find_first_not_of(" -._", after);
        const auto between =
            separator == std::string_view::npos ? std::string_view{} : stem.substr(after, separator - after);
        const bool has_separator =
            between.find_first_of("-._") != std::string_view::npos || stem[after - 1] == '-';
        if (has_separator && after <= 5) {
            title = stem.substr(separator);
        }
    }
    return to_display(title.empty() ? file_name : title);
}

}  // namespace refrain
