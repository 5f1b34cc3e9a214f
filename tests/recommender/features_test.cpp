#include "recommender/ranking/features.h"

#include "tests/recommender/listening_world.h"

#include <cmath>

#include <gtest/gtest.h>

namespace refrain::ranking {
namespace {

using namespace refrain::test;

struct Moment {
    Moment(const std::vector<Listen>& listens, TrackIndex anchor, TrackIndex current = kNone)
        : catalogue(library({track(1, "A", "One", {}), track(2, "A", "One", {}), track(3, "B", "Two", {}),
                             track(4, "B", "Three", {})})),
          log(project(catalogue, listens)),
          taste(catalogue, log.until(kNow), kNow),
          features(catalogue, taste, anchor, current) {}
    double of(TrackIndex track, Feature feature) const { return features.of(track)[index_of(feature)]; }
    double context(Context c) const { return features.context()[static_cast<std::size_t>(c)]; }

    Catalogue catalogue;
    EventLog log;
    Taste taste;
    Features features;
};

TEST(Features, ATrackNeverHeardHasNoPastOfItsOwn) {
    const Moment m({finished(1, kNow - hours(16))}, kNone);
    for (const Feature f : {Feature::heard, Feature::finished, Feature::skipped, Feature::base_level,
                            Feature::week, Feature::half_day, Feature::skipped_last, Feature::near}) {
        EXPECT_EQ(m.of(2, f), 0.0) << info(f).name;
    }
}

TEST(Features, OfTheTracksOwnPast) {
    // Finished 100 h and 16 h ago, skipped 25 h ago: 0.1 + 0.25 finished, 0.2 skipped.
    const Moment m(
        {finished(1, kNow - hours(100)), skipped(1, kNow - hours(25)), finished(1, kNow - hours(16))}, kNone);
    EXPECT_EQ(m.of(0, Feature::heard), 1.0);
    EXPECT_NEAR(m.of(0, Feature::finished), std::log(3.0), 1e-12);
    EXPECT_NEAR(m.of(0, Feature::skipped), std::log(2.0), 1e-12);
    EXPECT_NEAR(m.of(0, Feature::base_level), std::log(8.0), 1e-12);
    EXPECT_NEAR(m.of(0, Feature::base_level_skips), std::log(5.0), 1e-12);
    // Half a week is 84 h: 2^-(100/168) + 2^-(16/168) = 0.661939 + 0.936115.
    EXPECT_NEAR(m.of(0, Feature::week), std::log1p(20.0 * 1.5980529) / 3.0, 1e-6);
    // 2^-(16/12) + 2^-(100/12) = 0.396850 + 0.003100.
    EXPECT_NEAR(m.of(0, Feature::half_day), std::log1p(20.0 * 0.3999507) / 3.0, 1e-6);
    EXPECT_NEAR(m.of(0, Feature::finish_rate), 4.0 / 6.0 - 2.0 / 3.0, 1e-12);
    EXPECT_EQ(m.of(0, Feature::skipped_last), 0.0);
    EXPECT_EQ(m.of(0, Feature::skips_in_a_row), 0.0);
}

TEST(Features, OfWhatFollowedTheAnchor) {
    const UtcTime t = kNow - days(14);
    const Moment m({finished(1, t), finished(2, t + minutes(5)), finished(1, t + hours(5)),
                    skipped(3, t + hours(5) + minutes(5)), finished(2, t + hours(5) + minutes(6))},
                   0);
    // 2 came twice after 1, once past a skip; 3 was skipped there.
    EXPECT_NEAR(m.of(1, Feature::share_after), 2.0 / 3.0, 1e-12);
    EXPECT_NEAR(m.of(1, Feature::recent_after), 0.5, 0.01);
    EXPECT_NEAR(m.of(1, Feature::finished_after), std::log(3.0), 1e-12);
    EXPECT_NEAR(m.of(2, Feature::skipped_after), std::log(2.0), 1e-12);
    EXPECT_EQ(m.of(2, Feature::share_after), 0.0);
    EXPECT_EQ(m.of(1, Feature::same_artist), 1.0);
    EXPECT_EQ(m.of(1, Feature::same_album), 1.0);
    EXPECT_EQ(m.of(2, Feature::same_artist), 0.0);
}

TEST(Features, OfTheSessionGoingOn) {
    const Moment m({finished(1, kNow - minutes(20)), finished(2, kNow - minutes(15)),
                    skipped(3, kNow - minutes(10)), skipped(3, kNow - minutes(9))},
                   1);
    EXPECT_EQ(m.of(0, Feature::session_artist), 2.0);
    EXPECT_EQ(m.of(3, Feature::session_artist_skips), 2.0) << "the same artist as the skipped one";
    EXPECT_EQ(m.of(2, Feature::session_skips), 1.0);
    EXPECT_EQ(m.of(2, Feature::skips_in_a_row), 2.0);
    EXPECT_EQ(m.features.skips_in_a_row(), 2);
    EXPECT_EQ(m.context(Context::one_skip), 1.0);
    EXPECT_EQ(m.context(Context::two_skips), 1.0);
    EXPECT_EQ(m.context(Context::three_skips), 0.0);
    EXPECT_NEAR(m.context(Context::lately), 0.5, 1e-12);
    EXPECT_EQ(m.context(Context::session_start), 0.0);
}

TEST(Features, WhereASessionBeginsNothingIsOfTheOldOne) {
    const Moment m({finished(1, kNow - hours(3)), skipped(3, kNow - hours(3) + minutes(5))}, kNone);
    EXPECT_EQ(m.context(Context::session_start), 1.0);
    EXPECT_EQ(m.context(Context::one_skip), 0.0);
    EXPECT_EQ(m.of(0, Feature::session_artist), 0.0);
    EXPECT_GT(m.of(0, Feature::starts_with), 0.0);
    // The session before ended with it 174.6 minutes ago: 2^-(2.91/12).
    EXPECT_NEAR(m.of(2, Feature::begun_again), 0.8453, 1e-3);
    EXPECT_EQ(m.of(0, Feature::begun_again), 0.0);
}

TEST(Features, WhatPlaysNowEndsARunOfSkips) {
    const Moment m({skipped(3, kNow - minutes(10)), skipped(4, kNow - minutes(9))}, 0, 0);
    EXPECT_EQ(m.features.skips_in_a_row(), 0);
    EXPECT_EQ(m.of(1, Feature::session_artist), 1.0);
}

}  // namespace
}  // namespace refrain::ranking
