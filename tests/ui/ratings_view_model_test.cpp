// Stars in the window: given to one song or to a selection, taken back, sorted by.
#include "ui/view_models/ratings_view_model.h"

#include "tests/ui/ui_fixture.h"
#include "ui/images/icon_provider.h"
#include "ui/view_models/songs_view_model.h"
#include "ui/view_models/track_list_model.h"

#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::wait_until;
using ::testing::ElementsAre;

class RatingsInTheWindow : public testing::Test {
  protected:
    RatingsInTheWindow() {
        services_.fill({test::track(1, "Low Tide", "Marta", "Harbour"),
                        test::track(2, "Salt", "Marta", "Harbour"),
                        test::track(3, "Rope", "Marta", "Harbour")});
        wait_until([&] { return library_.current()->size() == 3; });
        list_.show(library_.current(), {0, 1, 2});
        start_ = ratings_.revision();
    }
    std::vector<int> halves() const { return {ratings_.halves(1), ratings_.halves(2), ratings_.halves(3)}; }
    /// So many ratings were written.
    int written() const { return ratings_.revision() - start_; }
    /// That many, and it was said.
    bool told(int count) {
        return wait_until([&] { return written() >= count && !notices_.news().isEmpty(); });
    }

    test::Services services_;
    PlayerFollower follower_{*services_.player};
    NoticeViewModel notices_{services_.background, *services_.player, follower_};
    LibraryChanges library_{*services_.library};
    RatingsViewModel ratings_{*services_.ratings, library_, notices_};
    TrackListModel list_;
    int start_ = 0;
};

TEST_F(RatingsInTheWindow, AreGivenAndUndone) {
    EXPECT_THAT(halves(), ElementsAre(-1, -1, -1));
    ratings_.rate(2, 9);
    ASSERT_TRUE(told(1));
    EXPECT_THAT(halves(), ElementsAre(-1, 9, -1));
    EXPECT_EQ(notices_.news(), QStringLiteral("Salt: 4½ stars."));
    notices_.act();
    ASSERT_TRUE(wait_until([&] { return ratings_.halves(2) == -1; }));
}

TEST_F(RatingsInTheWindow, OfASelectionComeBackEachToItsOwn) {
    ratings_.rate(1, 4);
    ASSERT_TRUE(told(1));
    notices_.dismissNews();
    list_.select(0);
    list_.select(1, Qt::ControlModifier);
    ratings_.rateRows(&list_, 1, 10);
    ASSERT_TRUE(told(2));
    EXPECT_THAT(halves(), ElementsAre(10, 10, -1));
    notices_.act();
    ASSERT_TRUE(wait_until([&] { return written() == 3; }));
    EXPECT_THAT(halves(), ElementsAre(4, -1, -1));
}

TEST_F(RatingsInTheWindow, GivenOneAfterAnotherLeaveTheLast) {
    for (int halves = 0; halves <= 7; ++halves) {
        ratings_.rate(3, halves);
    }
    ASSERT_TRUE(wait_until([&] { return written() == 8; }));
    EXPECT_EQ(ratings_.halves(3), 7);
    ratings_.rate(3, -1);
    ASSERT_TRUE(wait_until([&] { return ratings_.halves(3) == -1; }));
}

TEST_F(RatingsInTheWindow, OfASongThatIsGoneSaySo) {
    ratings_.rate(77, 4);
    ASSERT_TRUE(wait_until([&] { return !notices_.error().isEmpty(); }));
    EXPECT_EQ(ratings_.halves(77), -1);
}

TEST_F(RatingsInTheWindow, PutTheBestFirstAndTheUnratedLast) {
    SongsViewModel songs(library_, *services_.ratings);
    ratings_.rate(2, 3);
    ratings_.rate(3, 0);
    ASSERT_TRUE(wait_until([&] { return written() == 2; }));
    const auto order = [&] {
        std::vector<std::int64_t> ids;
        for (int row = 0; row < songs.tracks()->count(); ++row) {
            ids.push_back(songs.tracks()->trackIdAt(row));
        }
        return ids;
    };
    songs.sortBy(TrackColumnsViewModel::Rating);
    EXPECT_TRUE(songs.descending());
    ASSERT_TRUE(wait_until([&] { return order() == std::vector<std::int64_t>{2, 3, 1}; }));
    songs.sortBy(TrackColumnsViewModel::Rating);
    ASSERT_TRUE(wait_until([&] { return order() == std::vector<std::int64_t>{3, 2, 1}; }));
}

TEST_F(RatingsInTheWindow, AreTheFilesWhereTheListenerGaveNone) {
    ASSERT_TRUE(services_.database
                    ->write_now([](SQLite::Database& db) { db.exec("UPDATE tracks SET file_rating = 80"); })
                    .ok());
    ASSERT_TRUE(services_.library->reload().ok());
    ASSERT_TRUE(wait_until([&] { return ratings_.halves(1) == 8; }));
    EXPECT_FALSE(ratings_.isRated(1));
    ratings_.rate(1, 2);
    ASSERT_TRUE(wait_until([&] { return ratings_.halves(1) == 2; }));
    ratings_.rate(1, -1);
    ASSERT_TRUE(wait_until([&] { return ratings_.halves(1) == 8; })) << "taken back, the file's counts again";
    SongsViewModel songs(library_, *services_.ratings);
    ratings_.rate(2, 10);
    ASSERT_TRUE(wait_until([&] { return ratings_.halves(2) == 10; }));
    songs.sortBy(TrackColumnsViewModel::Rating);
    ASSERT_TRUE(wait_until([&] { return songs.tracks()->trackIdAt(0) == 2; }));
}

TEST(StarsPicture, FillsHalfByHalf) {
    IconProvider provider;
    // The sum of what is drawn grows with every half; measured on the picture itself.
    qint64 before = 0;
    for (int halves = 0; halves <= 10; ++halves) {
        const QImage image =
            provider.requestImage(QStringLiteral("stars/#000000/%1").arg(halves), nullptr, QSize(80, 16));
        ASSERT_EQ(image.size(), QSize(80, 16));
        qint64 ink = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                ink += qAlpha(image.pixel(x, y));
            }
        }
        EXPECT_GT(ink, before) << halves;
        before = ink;
    }
}

}  // namespace
}  // namespace refrain
