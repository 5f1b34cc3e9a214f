// The tracks in memory: a picture holds what a plain list would, however it came about, and never changes.
#include "library_scanner/store/by_artist.h"
#include "library_scanner/store/library_snapshot.h"
#include "library_scanner/store/library_writer.h"
#include "tests/library_scanner/tracks_of.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {

/// Every field that a picture keeps.
bool operator==(const Track& a, const Track& b) {
    const auto fields = [](const Track& t) {
        return std::tie(t.id, t.path, t.title, t.artist, t.album, t.album_artist, t.composer, t.artists,
                        t.album_artists, t.composers, t.genres, t.year, t.track_number, t.disc_number,
                        t.track_total, t.disc_total, t.month, t.day, t.original_date, t.compilation,
                        t.file_rating, t.lyrics, t.cover_key, t.duration, t.sample_rate, t.channels,
                        t.bitrate_kbps, t.cover, t.cover_path, t.loudness, t.cue_track, t.cue_begin,
                        t.cue_end, t.added_at, t.missing);
    };
    return fields(a) == fields(b);
}

void showValue(const Track& track, std::ostream& out) {  // NOLINT: the name RapidCheck looks for
    out << "track " << track.id.value() << " " << track.path << " \"" << track.title << "\" by \""
        << track.artist << "\"";
}

namespace {

using namespace testing;
using ::testing::ElementsAre;

Track track(std::int64_t id, const std::string& title, const std::string& artist = "Ann") {
    Track track;
    track.id = TrackId(id);
    track.path = "/music/" + title + ".flac";
    track.title = title;
    track.artist = artist;
    return track;
}

std::vector<std::string> titles_of(const LibrarySnapshot& library) {
    std::vector<std::string> titles;
    for (const TrackView track : library.tracks()) {
        titles.emplace_back(track.title);
    }
    return titles;
}

/// Few different texts, as libraries have, with any bytes in some of them.
rc::Gen<std::string> any_text() {
    return rc::gen::oneOf(rc::gen::element<std::string>("", "Ann", "Bob", "Björk", "周杰伦", "a;b", "/"),
                          rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
}

/// Ids a few chunks wide, so that some share a chunk and some do not.
rc::Gen<std::int64_t> any_id() {
    return rc::gen::oneOf(rc::gen::inRange<std::int64_t>(1, 30),
                          rc::gen::inRange<std::int64_t>(1, 4 * TrackChunk::ids));
}

std::optional<float> any_level() {
    return *rc::gen::arbitrary<bool>() ? std::optional(*rc::gen::inRange(-300, 300) / 10.0F) : std::nullopt;
}

/// Names behind a line: mostly none.
rc::Gen<std::vector<std::string>> any_names() {
    return rc::gen::weightedOneOf<std::vector<std::string>>(
        {{3, rc::gen::just(std::vector<std::string>())},
         {1, rc::gen::container<std::vector<std::string>>(any_text())}});
}

Track any_track(std::int64_t id) {
    const auto number = [] { return *rc::gen::arbitrary<std::int32_t>(); };
    Track track;
    track.id = TrackId(id);
    track.path = *any_text() + (*rc::gen::arbitrary<bool>() ? "/" : "") + *any_text();
    track.title = *any_text();
    track.artist = *any_text();
    track.album = *any_text();
    track.album_artist = *any_text();
    track.composer = *any_text();
    track.genres = *rc::gen::container<std::vector<std::string>>(any_text());
    track.artists = *any_names();
    track.album_artists = *any_names();
    track.composers = *any_names();
    track.track_total = *rc::gen::arbitrary<std::uint16_t>();
    track.disc_total = *rc::gen::arbitrary<std::uint16_t>();
    track.month = *rc::gen::inRange<std::uint8_t>(0, 13);
    track.day = *rc::gen::inRange<std::uint8_t>(0, 32);
    track.original_date = {*rc::gen::inRange<std::int16_t>(0, 10'000), *rc::gen::inRange<std::uint8_t>(0, 13),
                           *rc::gen::inRange<std::uint8_t>(0, 32)};
    track.compilation = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>()) {
        track.file_rating = *rc::gen::inRange<std::uint8_t>(0, 101);
    }
    track.lyrics = *rc::gen::element(LyricsKind::none, LyricsKind::text, LyricsKind::timed);
    track.cover_key = *rc::gen::arbitrary<std::uint64_t>();
    track.year = number();
    track.track_number = number();
    track.disc_number = number();
    track.duration = Milliseconds(*rc::gen::arbitrary<std::int64_t>());
    track.sample_rate = number();
    track.channels = number();
    track.bitrate_kbps = number();
    track.cover = *rc::gen::element(CoverKind::none, CoverKind::embedded, CoverKind::folder);
    track.cover_path = *any_text();
    track.loudness = {any_level(), any_level(), any_level(), any_level()};
    if (*rc::gen::arbitrary<bool>()) {
        track.cue_track = number();
        track.cue_begin = CdFrames(*rc::gen::arbitrary<std::int64_t>());
        track.cue_end = CdFrames(*rc::gen::arbitrary<std::int64_t>());
    }
    track.added_at = utc_from_ms(*rc::gen::inRange<std::int64_t>(0, 2'000'000'000'000));
    track.missing = *rc::gen::arbitrary<bool>();
    return track;
}

using Plain = std::map<std::int64_t, Track>;

Plain any_library() {
    Plain library;
    for (const std::int64_t id : *rc::gen::container<std::set<std::int64_t>>(any_id())) {
        library.emplace(id, any_track(id));
    }
    return library;
}

std::vector<Track> listed(const Plain& library) {
    std::vector<Track> tracks;
    for (const auto& [id, track] : library) {
        tracks.push_back(track);
    }
    return tracks;
}

LibraryWriter loaded(const Plain& library) {
    LibraryWriter writer;
    for (const auto& [id, track] : library) {
        writer.append(track);
    }
    return writer;
}

/// What comes, changes and goes in `library`, which is changed; as the database would tell it.
void change(Plain& library, LibraryWriter& writer) {
    auto ids = *rc::gen::container<std::set<std::int64_t>>(any_id());
    for (const auto& [id, track] : library) {
        if (*rc::gen::arbitrary<bool>()) {
            ids.insert(id);
        }
    }
    std::vector<TrackId> changed;
    std::vector<Track> now;
    for (const std::int64_t id : ids) {
        changed.emplace_back(id);
        library.erase(id);
        if (*rc::gen::arbitrary<bool>()) {
            now.push_back(library.emplace(id, any_track(id)).first->second);
        }
    }
    writer.replace(changed, now);
}

void expect_same(const LibrarySnapshot& picture, const Plain& library) {
    RC_ASSERT(tracks_of(picture) == listed(library));
    RC_ASSERT(picture.size() == library.size());
    RC_ASSERT(static_cast<std::ptrdiff_t>(picture.present()) ==
              std::count_if(library.begin(), library.end(), [](const auto& t) { return !t.second.missing; }));
    std::uint32_t row = 0;
    for (const auto& [id, track] : library) {
        RC_ASSERT(picture.row_of(TrackId(id)) == std::optional(row));
        RC_ASSERT(picture.id_at(row) == TrackId(id));
        RC_ASSERT(copy_of(*picture.find(TrackId(id))) == track);
        RC_ASSERT(copy_of(picture.at(row)) == track);
        RC_ASSERT(!picture.find(TrackId(id + 1)) == !library.contains(id + 1));
        ++row;
    }
}

RC_GTEST_PROP(LibraryStore, HoldsWhatAPlainListHolds, ()) {
    const Plain library = any_library();
    expect_same(loaded(library).picture(), library);
}

RC_GTEST_PROP(LibraryStore, AChangedPictureEqualsOneMadeAnewAndTheOldOnesStayAsTheyWere, ()) {
    Plain library = any_library();
    LibraryWriter writer = loaded(library);
    std::vector<std::pair<LibrarySnapshot, Plain>> pictures;
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
        pictures.emplace_back(writer.picture(), library);
        change(library, writer);
    }
    pictures.emplace_back(writer.picture(), library);
    for (const auto& [picture, then] : pictures) {
        expect_same(picture, then);
    }
}

RC_GTEST_PROP(LibraryStore, TwoHalvesLoadedApartAreOneLibrary, ()) {
    const Plain library = any_library();
    const std::int64_t middle = *rc::gen::inRange<std::int64_t>(0, 5) * TrackChunk::ids;
    LibraryWriter first = loaded({library.begin(), library.lower_bound(middle)});
    first.append(loaded({library.lower_bound(middle), library.end()}));
    expect_same(first.picture(), library);
}

RC_GTEST_PROP(LibraryStore, KeysAreEqualWhereTheTextsAre, ()) {
    const Plain library = any_library();
    const LibrarySnapshot picture = loaded(library).picture();
    picture.each_row([&](std::uint32_t i, const TrackRow& a) {
        picture.each_row([&](std::uint32_t j, const TrackRow& b) {
            const TrackView x = picture.at(i), y = picture.at(j);
            RC_ASSERT((a.title == b.title) == (x.title == y.title));
            RC_ASSERT((a.album == b.album) == (x.album == y.album));
            RC_ASSERT((a.artist == b.album_artist) == (x.artist == y.album_artist));
            RC_ASSERT((a.grouping_artist() == b.grouping_artist()) ==
                      (x.grouping_artist() == y.grouping_artist()));
            RC_ASSERT((a.folder == b.folder) == (x.folder == y.folder));
        });
        RC_ASSERT((a.title == no_text) == picture.at(i).title.empty());
    });
}

TEST(LibraryStore, AnEmptyPictureFindsNothing) {
    const LibrarySnapshot nothing;
    EXPECT_EQ(nothing.size(), 0u);
    EXPECT_TRUE(nothing.tracks().empty());
    EXPECT_FALSE(nothing.find(TrackId(1)));
}

TEST(LibraryStore, TakesTracksInAnyOrderAndListsThemById) {
    const LibrarySnapshot library({track(9000, "last"), track(1, "first"), track(5, "second")});
    EXPECT_THAT(titles_of(library), ElementsAre("first", "second", "last"));
}

TEST(LibraryStore, SharesTheChunksThatDidNotChange) {
    LibraryWriter writer;
    for (std::int64_t id = 1; id < 3 * TrackChunk::ids; ++id) {
        writer.append(track(id, std::to_string(id)));
    }
    const auto before = writer.picture();
    const TrackId changed(TrackChunk::ids + 7);
    writer.replace(std::array{changed}, std::array{track(changed.value(), "new")});
    const auto after = writer.picture();
    ASSERT_EQ(before.chunks().size(), 3u);
    ASSERT_EQ(after.chunks().size(), 3u);
    EXPECT_EQ(after.chunks()[0], before.chunks()[0]);
    EXPECT_NE(after.chunks()[1], before.chunks()[1]);
    EXPECT_EQ(after.chunks()[2], before.chunks()[2]);
    EXPECT_EQ(after.find(changed)->title, "new");
    EXPECT_EQ(after.find(TrackId(1))->title.data(), before.find(TrackId(1))->title.data())
        << "texts are shared, too";
}

TEST(LibraryStore, KeepsTheTextsOfManyTracksOnce) {
    LibraryWriter writer;
    for (std::int64_t id = 1; id <= 20'000; ++id) {
        Track one = track(id, "Title", "Artist " + std::to_string(id % 50));
        one.album = "Album " + std::to_string(id % 500);
        one.path = "/music/Artist " + std::to_string(id % 50) + "/Album/" + std::to_string(id) + ".flac";
        writer.append(one);
    }
    const auto library = writer.picture();
    EXPECT_EQ(library.texts().people.size(), 51u) << "the empty one among them";
    EXPECT_EQ(library.texts().albums.size(), 501u);
    EXPECT_EQ(library.texts().folders.size(), 51u);
    EXPECT_LT(library.bytes() / library.size(), 150u);
}

TEST(LibraryStore, PicturesAreReadOnAnyThreadWhileTheNextOnesAreMade) {
    LibraryWriter writer;
    for (std::int64_t id = 1; id <= 3000; ++id) {
        writer.append(track(id, "0", "artist 0"));
    }
    auto newest = std::make_shared<const LibrarySnapshot>(writer.picture());
    // As Library hands them over. (TSan takes the lock inside GCC 12's atomic<shared_ptr> for none.)
    std::mutex handing_over;
    std::atomic<bool> ended{false};
    std::atomic<int> torn{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            // At least once after the last picture.
            for (bool last = false; !last;) {
                last = ended;
                const auto picture = [&] {
                    const std::lock_guard lock(handing_over);
                    return newest;
                }();
                for (const TrackView one : picture->tracks()) {
                    torn += one.artist == "artist " + std::string(one.title) ? 0 : 1;
                }
            }
        });
    }
    for (int round = 1; round <= 60; ++round) {
        std::vector<TrackId> ids;
        std::vector<Track> now;
        for (std::int64_t id = round; id <= 3000 + round; id += 60) {
            ids.emplace_back(id);
            now.push_back(track(id, std::to_string(round), "artist " + std::to_string(round)));
        }
        writer.replace(ids, now);
        auto next = std::make_shared<const LibrarySnapshot>(writer.picture());
        const std::lock_guard lock(handing_over);
        newest = std::move(next);
    }
    ended = true;
    for (auto& reader : readers) {
        reader.join();
    }
    EXPECT_EQ(torn, 0);
    EXPECT_GT(newest->size(), 3000u);
}

TEST(ByArtist, TakesTheNamesBehindALineForArtistsOfTheirOwn) {
    Track duet = track(2, "duet", "Ann feat. Bob");
    duet.artists = {"Ann", "Bob"};
    Track other_duet = track(4, "other duet", "Bob & Cem");
    other_duet.artists = {"Bob", "Cem"};
    const LibrarySnapshot library({track(1, "alone", "Ann"), duet, track(3, "cem", "Cem"), other_duet,
                                   track(5, "called so", "Ann feat. Bob"), track(6, "nobody", "")});
    const auto tracks_like = [&](std::int64_t id) {
        const auto& texts = library.texts();
        const ByArtist wanted(texts, artist_keys(texts, library.row(*library.row_of(TrackId(id)))));
        std::vector<std::int64_t> ids;
        library.each_row([&](std::uint32_t number, const TrackRow& row) {
            if (wanted(row)) {
                ids.push_back(library.id_at(number).value());
            }
        });
        return ids;
    };
    EXPECT_THAT(tracks_like(1), ElementsAre(1, 2));
    EXPECT_THAT(tracks_like(2), ElementsAre(1, 2, 4));
    EXPECT_THAT(tracks_like(3), ElementsAre(3, 4));
    EXPECT_THAT(tracks_like(5), ElementsAre(2, 5)) << "the line is the same";
    EXPECT_THAT(tracks_like(6), ElementsAre());
}

TEST(TrackView, ShowsATrackAndACopyOfItIsTheTrack) {
    Track one = track(3, "Hyperballad", "Björk");
    one.genres = {"Pop", "Electronic"};
    one.cue_track = 4;
    one.loudness.track_gain_db = -6.5F;
    const TrackView view = one;
    EXPECT_EQ(view.path(), one.path);
    EXPECT_EQ(view.folder, "/music/");
    EXPECT_EQ(view.grouping_artist(), "Björk");
    EXPECT_TRUE(copy_of(view) == one);
}

TEST(TrackView, APathWithoutAFolderIsAName) {
    Track bare;
    bare.path = "song.mp3";
    EXPECT_EQ(TrackView(bare).folder, "");
    EXPECT_EQ(TrackView(bare).file_name, "song.mp3");
    EXPECT_EQ(TrackView(bare).path(), "song.mp3");
}

}  // namespace
}  // namespace refrain
