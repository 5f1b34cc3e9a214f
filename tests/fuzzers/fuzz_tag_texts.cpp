// libFuzzer over what tags say, in whatever format they came: names of fields and their values, one pair a
// line ("ARTIST=a"). The track that comes of it holds what a track can hold, and what a listener may write is
// taken or refused with a reason. A letter that stands before the name tells how sure the tag is.
#include "library_scanner/edit/tag_change.h"
#include "library_scanner/tags/rating_tags.h"
#include "library_scanner/tags/replay_gain.h"
#include "library_scanner/tags/tag_texts.h"
#include "library_scanner/tags/unsure_texts.h"
#include "library_scanner/text/utf8.h"
#include "tests/fuzzers/require.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace refrain;

void check_loudness(const Loudness& loudness) {
    for (const auto& gain : {loudness.track_gain_db, loudness.album_gain_db}) {
        require(!gain || (std::isfinite(*gain) && std::abs(*gain) <= largest_gain_db));
    }
    for (const auto& peak : {loudness.track_peak, loudness.album_peak}) {
        require(!peak || (*peak >= 0.0F && *peak <= largest_peak));
    }
}

void check_date(int year, int month, int day) {
    require(year >= 0 && year <= 9999 && month >= 0 && month <= 12 && day >= 0 && day <= 31);
    require(month > 0 || day == 0);
}

void check(const Track& track) {
    for (const auto& line : {track.title, track.artist, track.album, track.album_artist, track.composer}) {
        require(is_valid_utf8(line));
    }
    for (const auto& names : {track.artists, track.album_artists, track.composers, track.genres}) {
        require(names.size() <= std::max(most_names, most_genres));
        require(std::all_of(names.begin(), names.end(), is_valid_utf8));
    }
    check_date(track.year, track.month, track.day);
    check_date(track.original_date.year, track.original_date.month, track.original_date.day);
    for (const int number : {track.track_number, track.disc_number}) {
        require(number >= 0 && number <= 9999);
    }
    require(track.track_total <= 9999 && track.disc_total <= 9999);
    require(!track.file_rating || *track.file_rating <= 100);
    check_loudness(track.loudness);
}

void check_value(std::string_view value) {
    const auto is_rating = [](std::optional<std::uint8_t> rating) { return !rating || *rating <= 100; };
    require(is_rating(rating_of_text(value)) && is_rating(rating_of_fmps(value)));
    for (const std::string_view writer : {"", "Banshee", "MusicBee", "no@email"}) {
        require(is_rating(rating_of_popm(writer, leading_number(value))));
    }
    const auto gain = parse_gain_db(value);
    require(!gain || std::abs(*gain) <= largest_gain_db);
    check_loudness(musepack_header_loudness(value));
    for (const auto field : edit_fields) {
        const auto change = checked({field, {std::string(value)}});
        require(change ? change.value().values.size() <= 1 : !change.error().message.empty());
        // What was taken once is taken again as it is.
        require(!change || checked(change.value()).value() == change.value());
    }
    require(is_valid_utf8(title_from_file_name(value)));
    require(value.empty() || !title_from_file_name(value).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    TagTexts texts;
    for (std::size_t at = 0; at < size;) {
        const auto end = std::min(bytes.find('\n', at), size);
        auto line = bytes.substr(at, end - at);
        at = end + 1;
        const bool unsure = line.starts_with('?');
        line.remove_prefix(unsure ? 1 : 0);
        const auto name = line.substr(0, line.find('='));
        const auto value = line.substr(std::min(name.size() + 1, line.size()));
        check_value(value);
        fill_loudness(texts.loudness, name, value);
        texts.slash_separates_genres = texts.slash_separates_genres || name == "ID3v2.3";
        if (const auto field = tag_field_named(name)) {
            // As tag_fields.cpp hands them over.
            texts.add(*field, name, to_display(trimmed(value)));
            if (unsure) {
                texts.mark_unsure(*field);
            }
        }
    }
    Track track;
    UnsureFields unsure;
    fill_track(track, texts, unsure);
    check(track);
    mend_unsure_texts(track, unsure, [] { return std::vector<std::string>(); });
    check(track);
    return 0;
}
