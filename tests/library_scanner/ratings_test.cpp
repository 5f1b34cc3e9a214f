// What the listener rates: rows that are only added, and the picture of them.
#include "library_scanner/ratings/ratings.h"

#include "tests/library_scanner/test_files.h"

#include <array>
#include <map>
#include <memory>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using testing::TemporaryFolder;

Rating stars(double count) {
    return *Rating::from_stars(count);
}

TEST(RatingValue, IsWholeAndHalfStarsFromNoneToFive) {
    EXPECT_EQ(stars(4.5).percent(), 90);
    EXPECT_EQ(stars(4.5).half_stars(), 9);
    EXPECT_EQ(stars(0).percent(), 0);
    EXPECT_EQ(stars(5).stars(), 5.0);
    EXPECT_FALSE(Rating::from_stars(4.3));
    EXPECT_FALSE(Rating::from_stars(5.5));
    EXPECT_FALSE(Rating::from_stars(-0.5));
    EXPECT_FALSE(Rating::from_stars(1e300));
    EXPECT_FALSE(Rating::from_half_stars(-1));
    EXPECT_FALSE(Rating::from_percent(101));
}

TEST(RatingValue, OfOtherProgramsIsShownToTheNearestHalf) {
    EXPECT_EQ(Rating::from_percent(75)->half_stars(), 8) << "an older program's 3.75 stars";
    EXPECT_EQ(Rating::from_percent(4)->half_stars(), 0);
    EXPECT_EQ(Rating::from_percent(96)->stars(), 5.0);
}

RC_GTEST_PROP(RatingTableProperty, EqualsAMapToWhichTheChangesWereMade, ()) {
    RatingTable table;
    std::map<std::int64_t, int> plain;
    const int batches = *rc::gen::inRange(0, 5);
    for (int batch = 0; batch < batches; ++batch) {
        std::vector<RatingChange> changes;
        const int count = *rc::gen::inRange(0, 12);
        for (int i = 0; i < count; ++i) {
            const auto track = *rc::gen::inRange<std::int64_t>(1, 9);
            const int halves = *rc::gen::inRange(-1, 11);
            changes.push_back({TrackId(track), Rating::from_half_stars(halves)});
            if (halves < 0) {
                plain.erase(track);
            } else {
                plain[track] = halves;
            }
        }
        table = table.with(changes);
    }
    RC_ASSERT(table.rated().size() == plain.size());
    for (std::int64_t track = 0; track < 10; ++track) {
        const auto found = table.find(TrackId(track));
        const auto wanted = plain.find(track);
        RC_ASSERT(found.has_value() == (wanted != plain.end()));
        if (found) {
            RC_ASSERT(found->half_stars() == wanted->second);
        }
    }
}

class RatingsTest : public ::testing::Test {
  protected:
    RatingsTest() {
        open();
        const Status written = database_->write_now([](SQLite::Database& db) {
            db.exec(
                "INSERT INTO tracks (id, path, size, mtime_ns, added_at) VALUES (1, 'a', 1, 1, 0),"
                " (2, 'b', 1, 1, 0), (3, 'c', 1, 1, 0)");
        });
        EXPECT_TRUE(written.ok());
    }
    void open() {
        database_.reset();
        database_ = std::move(Database::open(folder_ / "library.db")).value();
        ratings_ = std::make_unique<Ratings>(*database_);
        EXPECT_TRUE(ratings_->reload().ok());
    }
    Status rate(std::int64_t track, std::optional<Rating> rating) {
        const RatingChange change{TrackId(track), rating};
        return ratings_->rate(std::span(&change, 1), utc_from_ms(++at_));
    }
    std::optional<Rating> of(std::int64_t track) const { return ratings_->table()->find(TrackId(track)); }
    int number(const char* sql) const { return database_->reader()->execAndGet(sql).getInt(); }

    TemporaryFolder folder_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<Ratings> ratings_;
    std::int64_t at_ = 1000;
};

TEST_F(RatingsTest, TheNewestCountsAndTheOlderOnesStayInTheTable) {
    ASSERT_TRUE(rate(1, stars(3)).ok());
    ASSERT_TRUE(rate(1, stars(4.5)).ok());
    ASSERT_TRUE(rate(2, stars(0)).ok());
    EXPECT_EQ(of(1), stars(4.5));
    EXPECT_EQ(of(2), stars(0)) << "no stars are a rating too";
    EXPECT_EQ(of(3), std::nullopt);
    EXPECT_EQ(number("SELECT count(*) FROM ratings"), 3);
    open();
    EXPECT_EQ(of(1), stars(4.5)) << "as after a restart";
    EXPECT_EQ(of(2), stars(0));
}

TEST_F(RatingsTest, OneThatWasTakenBackIsNoneAfterARestartToo) {
    ASSERT_TRUE(rate(1, stars(2)).ok());
    ASSERT_TRUE(rate(1, std::nullopt).ok());
    EXPECT_EQ(of(1), std::nullopt);
    open();
    EXPECT_EQ(of(1), std::nullopt);
    EXPECT_EQ(number("SELECT count(*) FROM ratings"), 2);
}

TEST_F(RatingsTest, WhatTracksWereRatedBeforeBringsThemBack) {
    ASSERT_TRUE(rate(1, stars(2)).ok());
    const std::array all{TrackId(1), TrackId(2)};
    const auto before = ratings_->table()->of(all);
    ASSERT_TRUE(rate(1, stars(5)).ok());
    ASSERT_TRUE(rate(2, stars(5)).ok());
    ASSERT_TRUE(ratings_->rate(before, utc_from_ms(++at_)).ok());
    EXPECT_EQ(of(1), stars(2));
    EXPECT_EQ(of(2), std::nullopt);
}

TEST_F(RatingsTest, TracksThatAreNotInTheLibraryAreLeftOut) {
    EXPECT_EQ(rate(9, stars(2)).error().code, ErrorCode::not_found);
    const std::array both{RatingChange{TrackId(9), stars(1)}, RatingChange{TrackId(3), stars(1)}};
    ASSERT_TRUE(ratings_->rate(both, utc_from_ms(1)).ok());
    EXPECT_EQ(of(9), std::nullopt);
    EXPECT_EQ(of(3), stars(1));
}

TEST_F(RatingsTest, ThatCannotBeWrittenAreSaidAndChangeNothing) {
    ASSERT_TRUE(rate(1, stars(2)).ok());
    ASSERT_TRUE(database_
                    ->write_now([](SQLite::Database& db) {
                        db.exec(
                            "CREATE TRIGGER full BEFORE INSERT ON ratings"
                            " BEGIN SELECT RAISE(ABORT, 'no room'); END");
                    })
                    .ok());
    EXPECT_FALSE(rate(1, stars(5)).ok());
    EXPECT_EQ(of(1), stars(2));
}

TEST_F(RatingsTest, EveryChangeIsToldWithItsPictureUntilNobodyListens) {
    std::vector<std::size_t> told;
    const int subscription =
        ratings_->subscribe([&](const RatingTablePtr& table) { told.push_back(table->rated().size()); });
    ASSERT_TRUE(rate(1, stars(2)).ok());
    ASSERT_TRUE(rate(2, stars(2)).ok());
    ratings_->unsubscribe(subscription);
    ASSERT_TRUE(rate(3, stars(2)).ok());
    EXPECT_EQ(told, (std::vector<std::size_t>{1, 2}));
}

TEST_F(RatingsTest, GoWithTheirTrackWhenItIsDeleted) {
    ASSERT_TRUE(rate(1, stars(2)).ok());
    ASSERT_TRUE(
        database_->write_now([](SQLite::Database& db) { db.exec("DELETE FROM tracks WHERE id = 1"); }).ok());
    open();
    EXPECT_TRUE(ratings_->table()->rated().empty());
    EXPECT_EQ(number("SELECT count(*) FROM ratings WHERE track_id IS NULL"), 1) << "the row stays";
}

}  // namespace
}  // namespace refrain
