// What a listener types and what is found, in which order.
#include "library_scanner/database/database.h"
#include "library_scanner/search/search_index.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Search : public ::testing::Test {
  protected:
    Track& add(std::string title, std::string artist = "", std::string album = "") {
        Track track;
        track.id = TrackId(static_cast<std::int64_t>(tracks_.size()) + 1);
        track.title = std::move(title);
        track.artist = std::move(artist);
        track.album = std::move(album);
        track.path = "/m/" + std::to_string(tracks_.size());
        return tracks_.emplace_back(std::move(track));
    }

    std::vector<std::int64_t> find(std::string_view query, std::size_t limit = 100) const {
        const SearchIndex index(std::make_shared<const LibrarySnapshot>(tracks_));
        std::vector<std::int64_t> found;
        for (const auto row : index.find(parse_query(query, UtcTime()), context_, limit).rows) {
            found.push_back(index.library()->id_at(row).value());
        }
        return found;
    }

    std::vector<Track> tracks_;
    SearchContext context_;
    test::TemporaryFolder folder_;
};

TEST_F(Search, FindsPartsOfWordsWhateverCaseAndAccents) {
    add("Ágætis byrjun", "Sigur Rós");
    EXPECT_THAT(find("agaet"), ElementsAre(1));
    EXPECT_THAT(find("ROS"), ElementsAre(1));
    EXPECT_THAT(find("rjun"), ElementsAre(1));
    EXPECT_THAT(find("xyz"), IsEmpty());
}

TEST_F(Search, EveryWordMustBeFoundSomewhere) {
    add("Says", "Nils Frahm", "Spaces");
    add("Says Nothing", "Somebody");
    EXPECT_THAT(find("frahm says"), ElementsAre(1));
    EXPECT_THAT(find("spaces nils says"), ElementsAre(1));
    EXPECT_THAT(find("frahm nothing"), IsEmpty());
}

TEST_F(Search, WordsAreNotFoundAcrossTheEndOfAField) {
    add("ab", "cd");
    EXPECT_THAT(find("abcd"), IsEmpty());
    EXPECT_THAT(find("bc"), IsEmpty());
}

TEST_F(Search, TitlesComeBeforeArtistsBeforeAlbumsBeforeTheRest) {
    add("x", "x", "x").genres = {"Rain"};
    add("x", "x", "Rain");
    add("x", "Rain", "x");
    add("Rain", "x", "x");
    EXPECT_THAT(find("rain"), ElementsAre(4, 3, 2, 1));
}

TEST_F(Search, StartsOfWordsComeBeforeTheirMiddles) {
    add("Brainstorm");
    add("Purple Rain");
    EXPECT_THAT(find("rain"), ElementsAre(2, 1));
}

TEST_F(Search, AGoldenListForRain) {
    // Every way in which "rain" lies in a track, in the order in which they are to be listed.
    add("Rain");
    add("x", "Rain");
    add("x", "x", "Rain");
    add("Rain Dogs");
    add("x", "Rain Parade");
    add("x", "x", "Rain Songs");
    add("Purple Rain");
    add("x", "Purple Rain Band");
    add("x", "x", "The Rain");
    add("y").genres = {"Ambient", "Rain"};
    add("Brainstorm");
    add("x", "Brainiac");
    add("x", "x", "Terrain");
    add("z").composer = "Lorraine";
    add("w").path = "/rain/w";
    add("v").path = "/terrain/v";
    std::vector<std::int64_t> in_order(tracks_.size());
    std::iota(in_order.begin(), in_order.end(), 1);
    EXPECT_EQ(find("rain"), in_order);
    // However they came into the library.
    std::reverse(tracks_.begin(), tracks_.end());
    for (std::size_t i = 0; i < tracks_.size(); ++i) {
        tracks_[i].id = TrackId(static_cast<std::int64_t>(i) + 1);
    }
    std::reverse(in_order.begin(), in_order.end());
    EXPECT_EQ(find("rain"), in_order);
}

TEST_F(Search, ATitleThatIsAllThatWasTypedComesFirst) {
    add("Never", "Now");
    add("Never Again Now", "x");
    add("Now", "Never");
    add("x", "Now Never");
    add("Now Never", "x");
    EXPECT_THAT(find("now never"), ElementsAre(5, 4, 3, 1, 2));
}

TEST_F(Search, OfEqualsThoseLovedAndPlayedMostComeFirst) {
    const auto database = Database::open(folder_.path() / "refrain.sqlite").value();
    for (const char* title : {"Rain a", "Rain b", "Rain c", "Rain d", "Rain"}) {
        add(title);
    }
    ASSERT_TRUE(database->write_now([](SQLite::Database& db) {
        db.exec(
            "INSERT INTO tracks (id, path, size, mtime_ns, added_at) VALUES (1,'/1',1,1,1), (2,'/2',1,1,1),"
            " (3,'/3',1,1,1), (4,'/4',1,1,1), (5,'/5',1,1,1)");
        db.exec(
            "INSERT INTO listens (track_id, started_at, heard_ms, duration_ms, end_reason, source_key) VALUES"
            " (2, 5, 100, 100, 'finished', 'a'), (2, 6, 100, 100, 'finished', 'b'),"
            " (3, 7, 100, 100, 'finished', 'c')");
        db.exec("INSERT INTO reactions (kind, scope, track_id, at) VALUES ('love', 'track', 4, 1)");
        db.exec("INSERT INTO reactions (kind, scope, track_id, at) VALUES ('ban', 'track', 1, 1)");
    }));
    FactTable facts;
    ASSERT_TRUE(facts.refresh(*database));
    context_.facts = facts.picture();
    EXPECT_THAT(find("rain"), ElementsAre(5, 4, 2, 3, 1));
}

TEST_F(Search, FindsChineseByPartsByInitialsAndBySyllables) {
    add("青花瓷", "周杰伦", "我很忙");
    add("音乐", "曾轶可");
    for (const char* query :
         {"花瓷", "杰", "qhc", "hc", "zjl", "zhou jielun", "zhoujielun", "qinghuaci", "huaci", "qingh",
          "jielun qing", "artist:zjl", "青花 zjl", "ZhouJieLun", "whm"}) {
        EXPECT_THAT(find(query), ElementsAre(1)) << query;
    }
    for (const char* query : {"yy", "yinyue", "yin'yue", "zengyike", "zyk"}) {
        EXPECT_THAT(find(query), ElementsAre(2)) << query;
    }
    for (const char* query : {"inghuaci", "elun", "title:zjl", "花青", "zhoulun", "qc"}) {
        EXPECT_THAT(find(query), IsEmpty()) << query;
    }
}

TEST_F(Search, TextsInLatinLettersComeBeforeThoseReadSo) {
    add("雨衣服");
    add("Yy song");
    add("yy");
    EXPECT_THAT(find("yy"), ElementsAre(3, 2, 1));
}

TEST_F(Search, AFewLettersAreNotLookedForInPaths) {
    add("z").path = "/music/a.mp3";
    EXPECT_THAT(find("mp"), IsEmpty());
    EXPECT_THAT(find("mp3"), ElementsAre(1));
    EXPECT_THAT(find("path:mp"), ElementsAre(1));
    EXPECT_THAT(find("sic/a.m"), ElementsAre(1)) << "from the folder into the name";
}

TEST_F(Search, AnOvertakenSearchFindsNothing) {
    add("x");
    const std::atomic<bool> overtaken{true};
    context_.cancelled = &overtaken;
    EXPECT_THAT(find("x"), IsEmpty());
}

TEST_F(Search, EqualsComeInTheOrderOfTheAlbum) {
    add("c", "Frahm", "Spaces").track_number = 3;
    add("a", "Frahm", "Spaces").track_number = 1;
    add("b", "Frahm", "Spaces").track_number = 2;
    EXPECT_THAT(find("spaces"), ElementsAre(2, 3, 1));
}

TEST_F(Search, LooksIntoGenreComposerAlbumArtistAndPath) {
    auto& track = add("x");
    track.genres = {"Post-Rock"};
    track.composer = "Pärt";
    track.album_artist = "Various";
    track.path = "/music/Caf\xe9/x.ogg";
    for (const char* query : {"post-rock", "part", "various", "music/caf"}) {
        EXPECT_THAT(find(query), ElementsAre(1)) << query;
    }
}

TEST_F(Search, NothingTypedFindsNothing) {
    add("x");
    EXPECT_THAT(find(""), IsEmpty());
    EXPECT_THAT(find("  "), IsEmpty());
    EXPECT_THAT(SearchIndex().find(parse_query("x", UtcTime()), {}, 10).rows, IsEmpty());
}

TEST_F(Search, MissingTracksAreLeftOutAndTheLimitHolds) {
    add("x").missing = true;
    for (int i = 0; i < 10; ++i) {
        add("x");
    }
    EXPECT_THAT(find("x"), SizeIs(10));
    EXPECT_THAT(find("x", 3), SizeIs(3));
    EXPECT_THAT(find("x", 0), IsEmpty());
}

}  // namespace
}  // namespace refrain
