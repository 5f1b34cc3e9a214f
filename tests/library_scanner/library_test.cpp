// The shared picture of the library: complete, immutable, told to who listens.
#include "library_scanner/library.h"

#include "library_scanner/scan/scanner.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/test_files.h"

#include <array>
#include <stdexcept>

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::ElementsAre;

class LibraryTest : public ::testing::Test {
  protected:
    LibraryTest() {
        auto opened = Database::open(folder_ / "library.db");
        if (!opened) {
            throw std::runtime_error(opened.error().text());
        }
        database_ = std::move(opened).value();
    }

    void scan_song(const std::string& name) {
        write_file(folder_ / ("music/" + name), id3v2({{"TIT2", utf8_text(name)},
                                                       {"TPE1", utf8_text("Artist")},
                                                       {"TCON", utf8_text("Folk; Jazz")}}) +
                                                    silent_mp3());
        ASSERT_TRUE(scan(*database_, {folder_ / "music"}, test::harmless()));
    }

    const TemporaryFolder folder_;
    std::unique_ptr<Database> database_;
};

TEST_F(LibraryTest, IsEmptyButThereBeforeTheFirstReload) {
    const Library library(*database_);
    ASSERT_NE(library.snapshot(), nullptr);
    EXPECT_EQ(library.snapshot()->size(), 0u);
}

TEST_F(LibraryTest, ReloadReadsEveryTrackInOrderWithItsGenres) {
    scan_song("a.mp3");
    scan_song("b.mp3");
    Library library(*database_);
    ASSERT_TRUE(library.reload());
    const auto picture = library.snapshot();
    ASSERT_EQ(picture->size(), 2u);
    EXPECT_LT(picture->tracks()[0].id, picture->tracks()[1].id);
    for (const TrackView track : picture->tracks()) {
        EXPECT_THAT(track.genres, ElementsAre("Folk", "Jazz"));
        EXPECT_EQ(track.artist, "Artist");
        EXPECT_GT(to_ms(track.added_at), 0);
        ASSERT_TRUE(picture->find(track.id));
        EXPECT_EQ(picture->find(track.id)->path(), track.path());
    }
    EXPECT_FALSE(picture->find(TrackId(4711)));
}

TEST_F(LibraryTest, AFolderLeftOutLosesNothingAndIsBackWhenItIsScannedAgain) {
    scan_song("a.mp3");
    Library library(*database_);
    ASSERT_TRUE(library.reload());
    const TrackId before = library.snapshot()->tracks()[0].id;
    const std::string root = (folder_ / "music").native();
    ASSERT_TRUE(library.remove_root(root));
    ASSERT_TRUE(library.reload());
    ASSERT_EQ(library.snapshot()->size(), 1u) << "what was heard keeps its track";
    EXPECT_TRUE(library.snapshot()->tracks()[0].missing);
    EXPECT_TRUE(library.roots().value().empty());
    EXPECT_EQ(library.remove_root(root).error().code, ErrorCode::not_found);

    ASSERT_TRUE(scan(*database_, {folder_ / "music"}, test::harmless()));
    ASSERT_TRUE(library.reload());
    ASSERT_EQ(library.snapshot()->size(), 1u);
    EXPECT_EQ(library.snapshot()->tracks()[0].id, before);
    EXPECT_FALSE(library.snapshot()->tracks()[0].missing);
}

TEST_F(LibraryTest, AnOlderPictureStaysAsItWas) {
    Library library(*database_);
    const auto before = library.snapshot();
    scan_song("a.mp3");
    ASSERT_TRUE(library.reload());
    EXPECT_EQ(before->size(), 0u);
    EXPECT_EQ(library.snapshot()->size(), 1u);
}

TEST_F(LibraryTest, ARefreshReadsTheTracksItIsToldAndNoOthers) {
    scan_song("a.mp3");
    scan_song("b.mp3");
    Library library(*database_);
    ASSERT_TRUE(library.reload());
    const auto before = library.snapshot();
    const TrackId a = before->id_at(0), b = before->id_at(1);
    ASSERT_TRUE(
        database_->write_now([](SQLite::Database& db) { db.exec("UPDATE tracks SET title = 'new'"); }));
    std::vector<LibraryDelta> told;
    library.subscribe([&](const LibraryPtr&, const LibraryDelta& delta) { told.push_back(delta); });
    ASSERT_TRUE(library.refresh(std::array{b, b, TrackId(4711)}));
    EXPECT_EQ(library.snapshot()->find(a)->title, "a.mp3");
    EXPECT_EQ(library.snapshot()->find(b)->title, "new");
    EXPECT_THAT(library.snapshot()->find(b)->genres, ElementsAre("Folk", "Jazz"));
    EXPECT_EQ(before->find(b)->title, "b.mp3") << "the older picture stays as it was";
    ASSERT_EQ(told.size(), 1u);
    EXPECT_FALSE(told[0].everything);
    EXPECT_THAT(told[0].changed, ElementsAre(b, TrackId(4711)));
}

TEST_F(LibraryTest, ARefreshTakesOutWhatIsGoneAndPutsInWhatCame) {
    scan_song("a.mp3");
    Library library(*database_);
    ASSERT_TRUE(library.reload());
    const TrackId a = library.snapshot()->id_at(0);
    scan_song("b.mp3");
    ASSERT_TRUE(database_->write_now([&](SQLite::Database& db) {
        db.exec("DELETE FROM tracks WHERE id = " + std::to_string(a.value()));
    }));
    const TrackId b(a.value() + 1);
    ASSERT_TRUE(library.refresh(std::array{a, b}));
    EXPECT_FALSE(library.snapshot()->find(a));
    ASSERT_EQ(library.snapshot()->size(), 1u);
    EXPECT_EQ(library.snapshot()->find(b)->title, "b.mp3");
}

TEST_F(LibraryTest, TheFirstPictureIsAWholeOneWhoeverAsksForIt) {
    scan_song("a.mp3");
    scan_song("b.mp3");
    Library library(*database_);
    bool everything = false;
    library.subscribe([&](const LibraryPtr&, const LibraryDelta& delta) { everything = delta.everything; });
    ASSERT_TRUE(library.refresh(std::array{TrackId(1)}));
    EXPECT_EQ(library.snapshot()->size(), 2u);
    EXPECT_TRUE(everything);
}

TEST_F(LibraryTest, ALargeLibraryIsReadInTwoHalvesAndIsComplete) {
    constexpr std::int64_t tracks = 70'000;
    ASSERT_TRUE(database_->write_now([](SQLite::Database& db) {
        db.exec(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70000)"
            " INSERT INTO tracks (id, path, size, mtime_ns, added_at, title, artist)"
            " SELECT i, CAST('/m/' || (i % 700) || '/' || i AS BLOB), 1, 1, 1, 't' || (i % 999),"
            " 'a' || (i % 77) FROM n");
        db.exec("INSERT INTO track_genres SELECT id, 0, 'g' || (id % 5) FROM tracks");
    }));
    Library library(*database_);
    ASSERT_TRUE(library.reload());
    const auto picture = library.snapshot();
    ASSERT_EQ(picture->size(), static_cast<std::size_t>(tracks));
    for (const TrackView track : picture->tracks()) {
        const std::int64_t i = track.id.value();
        const auto numbered = [](std::string text, std::int64_t n) { return text.append(std::to_string(n)); };
        ASSERT_EQ(track.title, numbered("t", i % 999));
        ASSERT_EQ(track.artist, numbered("a", i % 77));
        ASSERT_EQ(track.path(), numbered(numbered("/m/", i % 700) + '/', i));
        ASSERT_THAT(track.genres, ElementsAre(numbered("g", i % 5)));
    }
    EXPECT_EQ(picture->texts().people.size(), 78u) << "both halves use the same texts";
}

TEST_F(LibraryTest, ListenersGetEachNewPictureUntilTheyLeave) {
    Library library(*database_);
    std::vector<std::size_t> sizes;
    const int subscription = library.subscribe(
        [&](const LibraryPtr& picture, const LibraryDelta&) { sizes.push_back(picture->size()); });
    ASSERT_TRUE(library.reload());
    scan_song("a.mp3");
    ASSERT_TRUE(library.reload());
    library.unsubscribe(subscription);
    ASSERT_TRUE(library.reload());
    EXPECT_THAT(sizes, ElementsAre(0u, 1u));
}

TEST_F(LibraryTest, AListenerMayAskTheLibraryAndLeaveWhileItIsTold) {
    Library library(*database_);
    int subscription = 0;
    std::size_t seen = 1;
    subscription = library.subscribe([&](const LibraryPtr&, const LibraryDelta&) {
        seen = library.snapshot()->size();
        library.unsubscribe(subscription);
    });
    ASSERT_TRUE(library.reload());
    EXPECT_EQ(seen, 0u);
}

}  // namespace
}  // namespace refrain
