// Playlists in the database, smart ones, and the songs that other people's playlists mean.
#include "library_scanner/playlists/playlists.h"

#include "library_scanner/playlists/playlist_resolver.h"
#include "library_scanner/playlists/playlist_transfer.h"
#include "library_scanner/playlists/smart_playlist.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PlaylistsTest : public ::testing::Test {
  protected:
    PlaylistsTest() : database_(Database::open(folder_ / "refrain.sqlite").value()), playlists_(*database_) {}

    Track& add(std::string path, std::string artist = "", std::string title = "", std::int64_t ms = 200'000) {
        Track track;
        track.id = TrackId(static_cast<std::int64_t>(tracks_.size()) + 1);
        track.path = std::move(path);
        track.artist = std::move(artist);
        track.title = std::move(title);
        track.duration = Milliseconds(ms);
        const auto written = database_->write_now([&](SQLite::Database& db) {
            db.exec("INSERT INTO tracks (id, path, size, mtime_ns, added_at) VALUES (" +
                    std::to_string(track.id.value()) + ", '" + std::to_string(track.id.value()) +
                    "', 1, 1, 1)");
        });
        EXPECT_TRUE(written);
        return tracks_.emplace_back(std::move(track));
    }
    LibraryPtr library() const { return std::make_shared<const LibrarySnapshot>(tracks_); }

    PlaylistEntry entry(std::int64_t id) const { return entry_of(tracks_[static_cast<std::size_t>(id) - 1]); }
    std::vector<std::int64_t> ids(PlaylistId id) const {
        const auto entries = playlists_.entries(id);
        EXPECT_TRUE(entries);
        std::vector<std::int64_t> found;
        for (const PlaylistEntry& entry : entries.value()) {
            found.push_back(entry.track.value());
        }
        return found;
    }

    ResolvedItem resolve(const PlaylistItem& item) const {
        return PlaylistResolver(library()).resolve(item, "/lists/");
    }
    ResolvedItem resolve(const std::string& location) const { return resolve({location, "", "", "", {}}); }

    test::TemporaryFolder folder_;
    std::unique_ptr<Database> database_;
    Playlists playlists_;
    std::vector<Track> tracks_;
    UtcTime now_ = utc_from_ms(1'000'000);
};

TEST_F(PlaylistsTest, WhatAnotherProcessChangedIsToldOnceAndWhatWasChangedHereNotAgain) {
    add("/a.flac");
    const auto other_database = Database::open(folder_ / "refrain.sqlite");
    ASSERT_TRUE(other_database);
    Playlists other(*other_database.value());
    int told = 0;
    playlists_.subscribe([&] { ++told; });
    const auto caught_up = [&] {
        const auto caught = playlists_.catch_up();
        EXPECT_TRUE(caught);
        return std::exchange(told, 0);
    };
    EXPECT_EQ(caught_up(), 0) << "there are none";
    const auto theirs = other.create("Theirs", {}, now_).value();
    EXPECT_EQ(caught_up(), 1);
    EXPECT_EQ(caught_up(), 0);
    const std::vector songs{entry(1)};
    ASSERT_TRUE(other.append(theirs, songs, now_));
    EXPECT_EQ(caught_up(), 1) << "songs in it, within the same millisecond";
    ASSERT_TRUE(other.rename(theirs, "Ours", now_));
    EXPECT_EQ(caught_up(), 1);
    ASSERT_TRUE(playlists_.create("Mine", {}, now_));
    EXPECT_EQ(std::exchange(told, 0), 1);
    EXPECT_EQ(caught_up(), 0);
    ASSERT_TRUE(other.remove(theirs));
    EXPECT_EQ(caught_up(), 1);
}

TEST_F(PlaylistsTest, KeepsSongsInTheirOrderWithRepeats) {
    add("/m/a.mp3", "A", "a");
    add("/m/b.mp3", "B", "b");
    const auto id = playlists_.create("Sunday", std::vector{entry(2), entry(1), entry(2)}, now_).value();
    EXPECT_THAT(ids(id), ElementsAre(2, 1, 2));
    ASSERT_TRUE(playlists_.append(id, std::vector{entry(1)}, now_));
    EXPECT_THAT(ids(id), ElementsAre(2, 1, 2, 1));
    ASSERT_TRUE(playlists_.set_entries(id, std::vector{entry(1), entry(2)}, now_));
    EXPECT_THAT(ids(id), ElementsAre(1, 2));
    EXPECT_EQ(playlists_.entries(id).value().front(), entry(1));
    EXPECT_EQ(playlists_.find("Sunday").value().entries, 2U);
}

TEST_F(PlaylistsTest, WhatWasReadBeforeSomebodyElseChangedItOverwritesNothing) {
    add("/m/a.mp3", "A", "a");
    add("/m/b.mp3", "B", "b");
    const auto id = playlists_.create("x", std::vector{entry(1)}, now_).value();
    const UtcTime read_at = playlists_.find(id).value().changed_at;
    // At the same moment by the clock.
    ASSERT_TRUE(playlists_.append(id, std::vector{entry(2)}, now_));
    EXPECT_EQ(playlists_.set_entries(id, {}, now_, read_at).error().code, ErrorCode::busy);
    EXPECT_THAT(ids(id), ElementsAre(1, 2));
    const UtcTime again = playlists_.find(id).value().changed_at;
    const auto changed = playlists_.set_entries(id, std::vector{entry(2)}, now_, again);
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed.value(), playlists_.find(id).value().changed_at);
    EXPECT_TRUE(playlists_.set_entries(id, {}, now_, changed.value()));
}

TEST_F(PlaylistsTest, ASongThatGoesFromTheLibraryStaysListed) {
    add("/m/a.mp3", "A", "a");
    const auto id = playlists_.create("x", std::vector{entry(1)}, now_).value();
    ASSERT_TRUE(database_->write_now([](SQLite::Database& db) { db.exec("DELETE FROM tracks"); }));
    PlaylistEntry gone = entry(1);
    gone.track = TrackId();
    EXPECT_THAT(playlists_.entries(id).value(), ElementsAre(gone));
    // And what is not there any more is put in like that.
    ASSERT_TRUE(playlists_.append(id, std::vector{entry(1)}, now_));
    EXPECT_THAT(ids(id), ElementsAre(0, 0));
}

TEST_F(PlaylistsTest, NamesAreNeededAndTheirOwn) {
    const auto id = playlists_.create("x", {}, now_).value();
    const auto other = playlists_.create("y", {}, now_).value();
    EXPECT_FALSE(playlists_.create("x", {}, now_));
    EXPECT_FALSE(playlists_.create(" ", {}, now_));
    EXPECT_FALSE(playlists_.rename(other, "x", now_));
    EXPECT_EQ(playlists_.find(other).value().name, "y");
    EXPECT_TRUE(playlists_.rename(id, "x", now_)) << "its own";
    EXPECT_TRUE(playlists_.rename(id, "z", now_));
    EXPECT_EQ(playlists_.find("x").error().code, ErrorCode::not_found);
}

TEST_F(PlaylistsTest, OneThatIsGoneIsSaidSo) {
    const auto id = playlists_.create("x", {}, now_).value();
    ASSERT_TRUE(playlists_.remove(id));
    for (const Status& refused : {playlists_.remove(id), playlists_.rename(id, "y", now_),
                                  playlists_.append(id, {}, now_), playlists_.change_rule(id, {}, now_)}) {
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::not_found);
    }
    EXPECT_EQ(playlists_.set_entries(id, {}, now_).error().code, ErrorCode::not_found);
    EXPECT_THAT(playlists_.all().value(), IsEmpty());
}

TEST_F(PlaylistsTest, ASmartOneKeepsItsRuleAndTakesNoSongs) {
    const PlaylistRule rule{"year:1990..1999 -live", PlaylistSort::plays, true, 50};
    const auto id = playlists_.create_smart("Nineties", rule, now_).value();
    EXPECT_EQ(playlists_.find(id).value().rule, rule);
    EXPECT_EQ(playlists_.append(id, {}, now_).error().code, ErrorCode::unsupported);
    const PlaylistRule other{"jazz", PlaylistSort::title, false, 0};
    ASSERT_TRUE(playlists_.change_rule(id, other, now_));
    EXPECT_EQ(playlists_.find(id).value().rule, other);
}

TEST_F(PlaylistsTest, TellsOfChangesAndOfNothingElse) {
    int told = 0;
    const int number = playlists_.subscribe([&] { ++told; });
    const auto id = playlists_.create("x", {}, now_).value();
    EXPECT_EQ(told, 1);
    EXPECT_FALSE(playlists_.create("x", {}, now_));
    EXPECT_EQ(told, 1);
    playlists_.unsubscribe(number);
    ASSERT_TRUE(playlists_.remove(id));
    EXPECT_EQ(told, 1);
}

TEST_F(PlaylistsTest, TheSongsOfASmartOneAreThoseOfItsQuerySortedAndCut) {
    add("/1").year = 1995;
    add("/2").year = 1991;
    add("/3").year = 2001;
    add("/4").year = 1993;
    const auto picture = library();
    const SearchIndex index(picture);
    const TrackOrder order(picture, std::make_shared<const Collation>("en"));
    const auto songs = [&](const PlaylistRule& rule) {
        std::vector<std::int64_t> found;
        for (const auto row : songs_of(rule, index, order, {}, Milliseconds(0))) {
            found.push_back(picture->id_at(row).value());
        }
        return found;
    };
    EXPECT_THAT(songs({"year:199", PlaylistSort::year, false, 0}), ElementsAre(2, 4, 1));
    EXPECT_THAT(songs({"year:199", PlaylistSort::year, true, 2}), ElementsAre(1, 4));
    EXPECT_THAT(songs({"", PlaylistSort::year, false, 0}), IsEmpty());
}

TEST_F(PlaylistsTest, ASmartOneSortsByWhatTheListenerHearsAndRates) {
    for (const char* path : {"/1", "/2", "/3"}) {
        add(path, "A", path);
    }
    ASSERT_TRUE(database_->write_now([](SQLite::Database& db) {
        db.exec(
            "INSERT INTO listens (track_id, started_at, heard_ms, duration_ms, end_reason, source_key) VALUES"
            " (2, 5, 100, 100, 'finished', 'a'), (2, 6, 100, 100, 'finished', 'b'),"
            " (3, 7, 100, 100, 'finished', 'c'), (1, 8, 1, 100, 'next', 'd')");
    }));
    FactTable facts;
    ASSERT_TRUE(facts.refresh(*database_));
    SearchContext context;
    context.facts = facts.picture();
    context.now = utc_from_ms(100);
    context.ratings = std::make_shared<const RatingTable>(std::vector<RatedTrack>{
        {TrackId(1), *Rating::from_percent(80)}, {TrackId(3), *Rating::from_percent(0)}});
    const auto picture = library();
    const SearchIndex index(picture);
    const TrackOrder order(picture, std::make_shared<const Collation>("en"));
    const auto songs = [&](const PlaylistRule& rule) {
        std::vector<std::int64_t> found;
        for (const auto row : songs_of(rule, index, order, context, Milliseconds(0))) {
            found.push_back(picture->id_at(row).value());
        }
        return found;
    };
    EXPECT_THAT(songs({"plays:>0", PlaylistSort::plays, true, 0}), ElementsAre(2, 3));
    EXPECT_THAT(songs({"artist:a", PlaylistSort::played, true, 0}), ElementsAre(1, 3, 2));
    EXPECT_THAT(songs({"artist:a", PlaylistSort::rating, true, 0}), ElementsAre(1, 3, 2)) << "2 is not rated";
    EXPECT_THAT(songs({"skips:1", PlaylistSort::album, false, 0}), ElementsAre(1));
    EXPECT_THAT(songs({"rating:4", PlaylistSort::album, false, 0}), ElementsAre(1));
}

TEST_F(PlaylistsTest, FactsFollowListensThatCloseAndReactions) {
    add("/1");
    const auto write = [&](const char* sql) {
        ASSERT_TRUE(database_->write_now([&](SQLite::Database& db) { db.exec(sql); }));
    };
    FactTable facts;
    write(
        "INSERT INTO listens (id, track_id, started_at, end_reason, source_key) VALUES (1, 1, 5, 'open', "
        "'a')");
    ASSERT_TRUE(facts.refresh(*database_));
    EXPECT_EQ(facts.picture()->of(TrackId(1)), TrackFacts());
    const FactPicturePtr before = facts.picture();
    write("UPDATE listens SET heard_ms = 100, duration_ms = 100, end_reason = 'finished'");
    write("INSERT INTO reactions (kind, scope, track_id, at) VALUES ('love', 'track', 1, 1)");
    ASSERT_TRUE(facts.refresh(*database_));
    EXPECT_EQ(facts.picture()->of(TrackId(1)).plays, 1U);
    EXPECT_EQ(facts.picture()->of(TrackId(1)).last_played_ms, 5);
    EXPECT_TRUE(facts.picture()->of(TrackId(1)).loved);
    EXPECT_EQ(before->of(TrackId(1)), TrackFacts()) << "a picture never changes";
    ASSERT_TRUE(facts.refresh(*database_));
    EXPECT_EQ(facts.picture()->of(TrackId(1)).plays, 1U) << "nothing is counted twice";
    write("INSERT INTO reactions (kind, scope, track_id, at, until) VALUES ('ban', 'track', 1, 1, 50)");
    write("INSERT INTO reactions (kind, scope, track_id, at) VALUES ('unlove', 'track', 1, 2)");
    write(
        "INSERT INTO listens (track_id, started_at, heard_ms, duration_ms, end_reason, private, source_key)"
        " VALUES (1, 99, 100, 100, 'finished', 1, 'b')");
    ASSERT_TRUE(facts.refresh(*database_));
    EXPECT_FALSE(facts.picture()->of(TrackId(1)).loved);
    EXPECT_TRUE(facts.picture()->of(TrackId(1)).banned(utc_from_ms(49)));
    EXPECT_FALSE(facts.picture()->of(TrackId(1)).banned(utc_from_ms(50)));
    EXPECT_EQ(facts.picture()->of(TrackId(1)).last_played_ms, 5) << "private listens are none";
}

TEST_F(PlaylistsTest, ResolvesPathsRelativeAbsoluteAndAsUrls) {
    add("/m/Album/a b.mp3", "A", "a");
    add("/lists/sub/c.ogg", "C", "c");
    EXPECT_EQ(resolve("/m/Album/a b.mp3").entry.track, TrackId(1));
    EXPECT_EQ(resolve("../m/Album/a b.mp3").entry.track, TrackId(1));
    EXPECT_EQ(resolve("file:///m/Album/a%20b.mp3").entry.track, TrackId(1));
    EXPECT_EQ(resolve("FILE://localhost/m/Album/a%20b.mp3").entry.track, TrackId(1));
    EXPECT_EQ(resolve("../m/Album/a%20b.mp3").entry.track, TrackId(1)) << "as XSPF has it";
    EXPECT_EQ(resolve("sub/c.ogg").entry.track, TrackId(2));
    EXPECT_EQ(resolve("sub/c.ogg").by, ResolvedBy::path);
}

TEST_F(PlaylistsTest, ResolvesOtherPeoplesRootsByTheLongestCommonEnd) {
    add("/home/x/Music/Nils Frahm/Spaces/01 Says.flac", "Nils Frahm", "Says");
    add("/home/x/Music/Other/Spaces/01 Says.flac", "Other", "Says");
    for (const char* location :
         {"D:\\Media\\Nils Frahm\\Spaces\\01 Says.flac", "/Volumes/nas/Nils Frahm/Spaces/01 Says.flac",
          "file:///C:/Music/Nils%20Frahm/Spaces/01%20Says.flac", "Nils Frahm\\Spaces\\01 Says.flac",
          "/mnt/NILS FRAHM/spaces/01 says.FLAC"}) {
        const auto resolved = resolve(location);
        EXPECT_EQ(resolved.entry.track, TrackId(1)) << location;
        EXPECT_EQ(resolved.by, ResolvedBy::end_of_path) << location;
    }
    const auto either = resolve("/mnt/Spaces/01 Says.flac");
    EXPECT_EQ(either.by, ResolvedBy::nothing);
    EXPECT_EQ(either.why, Unresolved::several);
}

TEST_F(PlaylistsTest, AFileNameAloneNeedsTheLengthToo) {
    add("/m/x/one.mp3", "A", "a", 200'000);
    EXPECT_EQ(resolve("/elsewhere/one.mp3").by, ResolvedBy::nothing);
    EXPECT_EQ(resolve({"/elsewhere/one.mp3", "", "", "", Milliseconds(201'000)}).entry.track, TrackId(1));
    EXPECT_EQ(resolve({"/elsewhere/one.mp3", "", "", "", Milliseconds(90'000)}).by, ResolvedBy::nothing);
}

TEST_F(PlaylistsTest, ResolvesByTagsWhereThePathSaysNothing) {
    add("/m/1.flac", "Sigur Rós", "Ágætis byrjun", 475'000).album = "Ágætis byrjun";
    add("/m/2.flac", "Sigur Rós", "Ágætis byrjun", 475'500).album = "Live";
    add("/m/3.flac", "Other", "Song", 100'000);
    const PlaylistItem item{"Z:\\x\\y.mp3", "agaetis byrjun", "SIGUR ROS", "Live", Milliseconds(476'000)};
    EXPECT_EQ(resolve(item).entry.track, TrackId(2));
    EXPECT_EQ(resolve(item).by, ResolvedBy::tags);
    PlaylistItem without_album = item;
    without_album.album.clear();
    EXPECT_EQ(resolve(without_album).why, Unresolved::several);
    EXPECT_EQ(resolve({"q.mp3", "Song", "Other", "", Milliseconds(150'000)}).why, Unresolved::not_in_library)
        << "another recording";
    EXPECT_EQ(resolve({"q.mp3", "Song (Remastered 2011)", "Other", "", Milliseconds(0)}).entry.track,
              TrackId(3));
}

/// The songs that share the longest end of their path with `location`, told by comparing each.
std::vector<std::int64_t> longest_ends(const std::vector<Track>& tracks, const std::string& location) {
    const auto names = [](const std::string& path) {
        std::vector<std::string> from_end;
        for (const auto& part : std::filesystem::path(path).relative_path()) {
            from_end.insert(from_end.begin(), part.native());
        }
        return from_end;
    };
    const auto wanted = names(location);
    std::size_t longest = 2;  // the file's name alone says too little
    std::vector<std::int64_t> found;
    for (const Track& track : tracks) {
        const auto own = names(track.path);
        const auto shared = static_cast<std::size_t>(
            std::mismatch(wanted.begin(), wanted.end(), own.begin(), own.end()).first - wanted.begin());
        if (shared > longest) {
            found.clear();
            longest = shared;
        }
        if (shared == longest) {
            found.push_back(track.id.value());
        }
    }
    return found;
}

RC_GTEST_PROP(PlaylistResolverProperty, TheLongestCommonEndWins, ()) {
    const auto any_path = [](const std::string& root) {
        std::string path = root;
        for (const int name : *rc::gen::resize(5, rc::gen::nonEmpty<std::vector<int>>())) {
            path.append("/").append(1, static_cast<char>('a' + (name & 1)));
        }
        return path;
    };
    std::vector<Track> tracks;
    std::set<std::string> paths;
    for (int count = *rc::gen::inRange(1, 12); count > 0; --count) {
        Track track;
        track.id = TrackId(static_cast<std::int64_t>(tracks.size()) + 1);
        track.path = any_path("/library");
        if (paths.insert(track.path).second) {
            tracks.push_back(std::move(track));
        }
    }
    const PlaylistItem item{any_path("/elsewhere"), "", "", "", {}};
    const auto found = longest_ends(tracks, item.location);
    const auto resolved =
        PlaylistResolver(std::make_shared<const LibrarySnapshot>(tracks)).resolve(item, "/lists/");
    RC_ASSERT((resolved.by == ResolvedBy::end_of_path) == (found.size() == 1));
    if (found.size() == 1) {
        RC_ASSERT(resolved.entry.track.value() == found.front());
    } else if (!found.empty()) {
        RC_ASSERT(resolved.why == Unresolved::several);
    }
}

TEST_F(PlaylistsTest, APathOfManyFoldersIsFoundAndOneOfAMillionIsNot) {
    std::string deep;
    for (int i = 0; i < 100; ++i) {
        deep += "/folder " + std::to_string(i);
    }
    add(deep + "/a.mp3");
    EXPECT_EQ(resolve(deep + "/a.mp3").by, ResolvedBy::path);
    EXPECT_EQ(resolve("/elsewhere" + deep + "/a.mp3").by, ResolvedBy::end_of_path);
    std::string endless;
    for (int i = 0; i < 1'000'000; ++i) {
        endless += "../b/";
    }
    EXPECT_EQ(resolve(endless + "a.mp3").by, ResolvedBy::nothing);
}

// Every song against every line would be some hundred million comparisons of paths, and none ends in time.
TEST(PlaylistResolverTest, ThousandsOfSongsOfOneNameAreFoundInAPlaylistOfAsMany) {
    constexpr std::size_t songs = 20'000;
    std::vector<Track> tracks(songs);
    PlaylistFile playlist;
    for (std::size_t i = 0; i < songs; ++i) {
        tracks[i].id = TrackId(static_cast<std::int64_t>(i) + 1);
        tracks[i].path = "/music/Unknown " + std::to_string(i) + "/Track 1.mp3";
        tracks[i].artist = "Unknown";
        tracks[i].title = "Track 1";
        tracks[i].album = "Album " + std::to_string(i);
        tracks[i].duration = Milliseconds(200'000);
        // Half are found by folder and name, half by their tags alone.
        playlist.items.push_back({i % 2 == 0 ? "..\\..\\Unknown " + std::to_string(i) + "\\Track 1.mp3"
                                             : "../../x/" + std::to_string(i) + "/Track 1.mp3",
                                  "Track 1", "Unknown", "Album " + std::to_string(i), Milliseconds(200'000)});
    }
    const PlaylistResolver resolver(std::make_shared<const LibrarySnapshot>(tracks));
    const auto resolved = resolver.resolve(playlist, "/home/lists/");
    ASSERT_THAT(resolved, SizeIs(songs));
    for (std::size_t i = 0; i < songs; ++i) {
        ASSERT_EQ(resolved[i].entry.track, tracks[i].id);
        ASSERT_EQ(resolved[i].by, i % 2 == 0 ? ResolvedBy::end_of_path : ResolvedBy::tags);
    }
}

TEST_F(PlaylistsTest, ASongThatIsThereGoesBeforeAMissingOne) {
    add("/old/Album/a.mp3", "A", "a").missing = true;
    add("/new/Album/a.mp3", "A", "a");
    EXPECT_EQ(resolve("/x/Album/a.mp3").entry.track, TrackId(2));
    EXPECT_EQ(resolve({"", "a", "A", "", {}}).entry.track, TrackId(2));
}

TEST_F(PlaylistsTest, StreamsAreSaidToBeSuch) {
    const auto stream = resolve({"http://radio.example/a.mp3", "Radio", "", "", {}});
    EXPECT_EQ(stream.why, Unresolved::stream);
    EXPECT_EQ(stream.entry.path, "http://radio.example/a.mp3");
    EXPECT_EQ(stream.entry.title, "Radio");
}

TEST_F(PlaylistsTest, AFileIsWrittenAndReadAgainWhereverTheLibraryLies) {
    add(folder_ / "music/Caf\xe9/a.mp3", "A", "a");
    add("/elsewhere/b.flac", "B", "b");
    std::vector<PlaylistEntry> entries{entry(1), entry(2), {TrackId(), "/gone/c.mp3", "c", "C", "", {}}};
    for (const char* name : {"list.m3u8", "list.XSPF"}) {
        const auto file = folder_ / name;
        ASSERT_TRUE(write_playlist(file, "My list", entries, *library()));
        const auto read = read_playlist(file, library());
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(read.value().name, "My list");
        ASSERT_THAT(read.value().items, SizeIs(3));
        EXPECT_EQ(read.value().items[0].entry, entries[0]);
        EXPECT_EQ(read.value().items[1].entry, entries[1]);
        EXPECT_EQ(read.value().items[2].entry, entries[2]);
        EXPECT_EQ(read.value().items[2].why, Unresolved::not_in_library);
    }
}

TEST_F(PlaylistsTest, AFileThatCannotBeReadIsNamed) {
    const auto absent = read_playlist(folder_ / "absent.m3u", library());
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, ErrorCode::not_found);
    EXPECT_EQ(absent.error().path, (folder_ / "absent.m3u").native());
    EXPECT_FALSE(read_playlist(folder_.path(), library()));
    std::ofstream(folder_ / "x.xspf") << "<html/>";
    EXPECT_EQ(read_playlist(folder_ / "x.xspf", library()).error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace refrain
