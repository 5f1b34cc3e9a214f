// The index against the plain way: every track looked at by itself, every text compared as it is.
#include "library_scanner/search/search_index.h"
#include "library_scanner/store/library_writer.h"
#include "library_scanner/text/normalise.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

/// As texts are compared: control characters are white space.
std::string plain(std::string_view text) {
    std::string spaced(text);
    for (char& c : spaced) {
        c = static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return normalise(spaced);
}

bool holds(std::string_view text, const std::string& word) {
    return plain(text).find(word) != std::string::npos;
}

bool is_in_path(const TrackView& track, const std::string& word) {
    return (plain(track.folder) + plain(track.file_name)).find(word) != std::string::npos;
}

bool is_in_genres(const TrackView& track, const std::string& word) {
    return std::any_of(track.genres.begin(), track.genres.end(),
                       [&](const std::string& genre) { return holds(genre, word); });
}

bool finds(const TextTerm& term, const TrackView& track) {
    const std::string& word = term.text;
    switch (term.field) {
        case TextField::title:
            return holds(track.title, word);
        case TextField::artist:
            return holds(track.artist, word);
        case TextField::album:
            return holds(track.album, word);
        case TextField::album_artist:
            return holds(track.album_artist, word);
        case TextField::composer:
            return holds(track.composer, word);
        case TextField::genre:
            return is_in_genres(track, word);
        case TextField::path:
            return is_in_path(track, word);
        case TextField::any:
            break;
    }
    const bool short_word = word.size() < 3 && static_cast<unsigned char>(word.front()) < 0x80;
    return holds(track.title, word) || holds(track.artist, word) || holds(track.album, word) ||
           holds(track.album_artist, word) || holds(track.composer, word) || is_in_genres(track, word) ||
           (!short_word && is_in_path(track, word));
}

/// Does `query` find `track`, of which nothing was ever heard?
bool finds(const Query& query, const TrackView& track) {
    struct Finds {
        const TrackView& track;

        bool operator()(const AllOf& all) const {
            return std::all_of(all.of.begin(), all.of.end(), [&](const Query& q) { return finds(q, track); });
        }
        bool operator()(const AnyOf& either) const {
            return std::any_of(either.of.begin(), either.of.end(),
                               [&](const Query& q) { return finds(q, track); });
        }
        bool operator()(const NoneOf& none) const { return !finds(none.of.front(), track); }
        bool operator()(const TextTerm& text) const { return finds(text, track); }
        bool operator()(const NumberTerm& number) const {
            const auto in_range = [&](std::int64_t value, bool known) {
                return known && value >= number.low && value <= number.high;
            };
            switch (number.field) {
                case NumberField::year:
                    return in_range(track.year, track.year != 0);
                case NumberField::date:
                    return in_range(track.year * 10'000 + track.month * 100 + track.day, track.year != 0);
                case NumberField::rating:
                    return in_range(track.file_rating.value_or(0), track.file_rating.has_value());
                case NumberField::length:
                    return in_range(track.duration.count(), track.duration.count() != 0);
                case NumberField::bit_rate:
                    return in_range(track.bitrate_kbps, track.bitrate_kbps != 0);
                case NumberField::added:
                    return in_range(to_ms(track.added_at), true);
                case NumberField::plays:
                case NumberField::skips:
                    return in_range(0, true);
                case NumberField::played:
                    return false;
            }
            return false;
        }
        bool operator()(const FlagTerm& flag) const {
            switch (flag.flag) {
                case TrackFlag::missing:
                    return track.missing;
                case TrackFlag::untagged:
                    return track.artist.empty() && track.album.empty();
                case TrackFlag::compilation:
                    return track.compilation;
                case TrackFlag::unrated:
                    return !track.file_rating;
                case TrackFlag::never_played:
                    return true;
                case TrackFlag::loved:
                case TrackFlag::banned:
                    return false;
            }
            return false;
        }
    };
    return std::visit(Finds{track}, query.is);
}

/// Few letters, so that texts and queries meet.
rc::Gen<std::string> small_text() {
    return rc::gen::container<std::string>(
        rc::gen::element('a', 'b', 'A', ' ', '/', '-', '\x1f', '\xc3', '\xa9'));
}

rc::Gen<std::string> name() {
    return rc::gen::map(small_text(), [](std::string text) {
        text.erase(std::remove(text.begin(), text.end(), '/'), text.end());
        return std::string("a").append(text);
    });
}

Track any_track() {
    Track track;
    // Over several chunks.
    track.id = TrackId(*rc::gen::inRange<std::int64_t>(1, 4 * TrackChunk::ids));
    track.title = *small_text();
    track.artist = *small_text();
    track.album = *small_text();
    track.album_artist = *small_text();
    track.composer = *small_text();
    track.genres = *rc::gen::container<std::vector<std::string>>(small_text());
    track.path = std::string("/").append(*name()).append("/").append(*name());
    track.year = *rc::gen::element(0, 1990, 1991, 2005);
    track.duration = Milliseconds(*rc::gen::element(0, 59'999, 60'000, 200'000));
    track.month = *rc::gen::element<std::uint8_t>(0, 5);
    track.compilation = *rc::gen::arbitrary<bool>();
    track.file_rating = *rc::gen::element<std::optional<std::uint8_t>>(std::nullopt, 0, 60, 100);
    track.bitrate_kbps = *rc::gen::element(0, 128, 320);
    track.missing = *rc::gen::element(true, false, false);
    return track;
}

std::vector<Track> any_tracks() {
    std::vector<Track> tracks;
    for (int i = *rc::gen::inRange(0, 30); i > 0; --i) {
        tracks.push_back(any_track());
    }
    std::sort(tracks.begin(), tracks.end(), [](const Track& a, const Track& b) { return a.id < b.id; });
    tracks.erase(std::unique(tracks.begin(), tracks.end(),
                             [](const Track& a, const Track& b) { return a.id == b.id; }),
                 tracks.end());
    return tracks;
}

/// What people type, and what they never would.
std::string any_query() {
    std::string query;
    for (int parts = *rc::gen::inRange(0, 6); parts > 0; --parts) {
        query += *rc::gen::element<std::string>(
            "", " ", "", "-", "(", ")", "\"", " or ",
            "title:", "artist:", "album:", "albumartist:", "genre:", "composer:", "path:", "year:1990..1991 ",
            "year:>1990 ", "year:199 ", "length:1 ", "length:<1:00 ", "bitrate:>=320 ", "is:missing ",
            "is:untagged ", "is:x ", "plays:0 ", "date:1990-05 ", "rating:3 ", "rating:none ",
            "is:compilation ", "played:never ", "played:<3d ");
        query += *small_text();
    }
    return query;
}

std::vector<std::uint32_t> plainly_found(const ParsedQuery& query, const LibrarySnapshot& library) {
    const bool with_missing = asks_for_missing(query.query);
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < library.size(); ++row) {
        const TrackView track = library.at(row);
        if (!query.empty && (with_missing || !track.missing) && finds(query.query, track)) {
            rows.push_back(row);
        }
    }
    return rows;
}

std::vector<std::uint32_t> sorted(std::vector<std::uint32_t> rows) {
    std::sort(rows.begin(), rows.end());
    return rows;
}

RC_GTEST_PROP(SearchProperty, FindsExactlyWhatLookingAtEachTrackFinds, ()) {
    const SearchIndex index(std::make_shared<const LibrarySnapshot>(any_tracks()));
    const auto query = parse_query(any_query(), UtcTime());
    const auto expected = plainly_found(query, *index.library());
    const auto found = index.find(query, {}, 1000);
    RC_ASSERT(found.all == expected.size());
    RC_ASSERT(sorted(found.rows) == expected);
}

RC_GTEST_PROP(SearchProperty, TypedLetterByLetterGivesWhatPastingGives, ()) {
    const SearchIndex index(std::make_shared<const LibrarySnapshot>(any_tracks()));
    const std::string query = any_query();
    SearchMemo memo;
    for (std::size_t size = 1; size <= query.size(); ++size) {
        const auto typed = parse_query(query.substr(0, size), UtcTime());
        RC_ASSERT(index.find(typed, {}, 1000, &memo).rows == index.find(typed, {}, 1000).rows);
    }
}

RC_GTEST_PROP(SearchProperty, AnIndexMadeOfTheOneBeforeIsWhatANewOneIs, ()) {
    LibraryWriter writer;
    const auto picture = [&] { return std::make_shared<const LibrarySnapshot>(writer.picture()); };
    for (const Track& track : any_tracks()) {
        writer.append(track);
    }
    SearchIndex index(picture());
    for (int change = 0; change < 4; ++change) {
        const std::vector<Track> now = any_tracks();
        std::vector<TrackId> ids;
        for (const Track& track : now) {
            ids.push_back(track.id);
        }
        writer.replace(ids, now);
        index = SearchIndex(picture(), &index);
        const auto query = parse_query(any_query(), UtcTime());
        RC_ASSERT(index.find(query, {}, 1000).rows ==
                  SearchIndex(index.library()).find(query, {}, 1000).rows);
    }
}

}  // namespace
}  // namespace refrain
