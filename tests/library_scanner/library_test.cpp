// The shared picture of the library: complete, immutable, told to who listens.
#include "library_scanner/library.h"

#include "library_scanner/scan/scanner.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"

#include <stdexcept>

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
        ASSERT_TRUE(scan(*database_, {folder_ / "music"}));
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
    for (const auto& track : picture->tracks()) {
        EXPECT_THAT(track.genres, ElementsAre("Folk", "Jazz"));
        EXPECT_EQ(track.artist, "Artist");
        EXPECT_GT(to_ms(track.added_at), 0);
        EXPECT_EQ(picture->find(track.id), &track);
    }
    EXPECT_EQ(picture->find(TrackId(4711)), nullptr);
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

    ASSERT_TRUE(scan(*database_, {folder_ / "music"}));
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

TEST_F(LibraryTest, ListenersGetEachNewPictureUntilTheyLeave) {
    Library library(*database_);
    std::vector<std::size_t> sizes;
    const int subscription =
        library.subscribe([&](const LibraryPtr& picture) { sizes.push_back(picture->size()); });
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
    subscription = library.subscribe([&](const LibraryPtr&) {
        seen = library.snapshot()->size();
        library.unsubscribe(subscription);
    });
    ASSERT_TRUE(library.reload());
    EXPECT_EQ(seen, 0u);
}

}  // namespace
}  // namespace refrain
