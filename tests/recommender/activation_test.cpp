#include "recommender/ranking/activation.h"

#include "tests/recommender/listening_world.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::ranking {
namespace {

using namespace refrain::test;

struct Heard {
    Heard(std::vector<Track> tracks, const std::vector<Listen>& listens)
        : catalogue(library(std::move(tracks))),
          log(project(catalogue, listens)),
          taste(catalogue, log.until(kNow), kNow) {}
    Catalogue catalogue;
    EventLog log;
    Taste taste;
};

std::vector<Track> two_styles() {
    return {track(1, "A", "One", {"ambient"}, 1), track(2, "A", "One", {"ambient"}, 2),
            track(3, "B", "Two", {"techno"}, 1), track(4, "B", "Two", {"techno"}, 2)};
}

TEST(Evidence, FinishedAddsSkippedTakesAwayAndWhatLiesBetweenSaysNothing) {
    struct Row {
        const char* what;
        Listen listen;
        float expected;
    };
    Listen browsing = skipped(1, kNow), secret = finished(1, kNow), bare = finished(1, kNow), open = bare;
    browsing.browsing = true;
    secret.private_session = true;
    bare.intent = Intent::import;
    bare.end_reason = EndReason::unknown;
    bare.duration = Milliseconds{0};
    open.end_reason = EndReason::open;
    Listen bare_private = bare;
    bare_private.private_session = true;
    const std::vector<Row> table{
        {"finished", finished(1, kNow), 1.0F},
        {"next after a tenth", skipped(1, kNow), -1.0F},
        {"next after half", listen(1, kNow, 0.5, EndReason::next), 0.0F},
        {"not for me after half", listen(1, kNow, 0.5, EndReason::not_for_me), -1.0F},
        {"quit after a tenth", listen(1, kNow, 0.1, EndReason::quit), 0.0F},
        {"browsing", browsing, 0.0F},
        {"private", secret, 0.0F},
        {"open", open, 0.0F},
        {"imported with no rate", bare, 0.5F},
        {"imported with no rate, private", bare_private, 0.0F},
    };
    for (const Row& row : table) {
        EXPECT_EQ(evidence(row.listen), row.expected) << row.what;
    }
}

TEST(Activation, IsTheSignedLogOfDecayedFinishesLessSkips) {
    // 16 h and 100 h ago finished, 25 h ago skipped: 0.25 + 0.1 - 0.2 = 0.15; ln(1 + 20 * 0.15) = ln 4.
    const Heard h(two_styles(), {finished(1, kNow - hours(100)), skipped(1, kNow - hours(25)),
                                 finished(1, kNow - hours(16)), skipped(3, kNow - minutes(30))});
    EXPECT_NEAR(h.taste.activation(0), 1.3862943611198906, 1e-12);
    // Half an hour counts as the floor of twelve: -ln(1 + 20 / sqrt 12).
    EXPECT_NEAR(h.taste.activation(2), -1.9130183374544247, 1e-12);
    EXPECT_EQ(h.taste.activation(1), 0.0);
}

TEST(Activation, ASkipCostsWhatAFinishOfTheSameAgeGives) {
    const Heard h(two_styles(), {finished(1, kNow - hours(30)), skipped(3, kNow - hours(30))});
    EXPECT_NEAR(h.taste.activation(0), -h.taste.activation(2), 1e-12);
}

TEST(Activation, RecentFinishOutweighsAnOldOne) {
    const Heard h(two_styles(), {finished(1, kNow - days(200)), finished(2, kNow - days(2))});
    EXPECT_GT(h.taste.activation(1), h.taste.activation(0));
}

TEST(Affinity, OfArtistsAndStylesFollowsFinishesAndSkips) {
    // A: 0.25 finished, none skipped: 0.25 / (0.25 + 0.15). B: the same, skipped.
    const Heard h(two_styles(), {finished(1, kNow - hours(16)), skipped(3, kNow - hours(16))});
    EXPECT_NEAR(h.taste.artist_affinity(h.catalogue.find_artist("A")), 0.625, 1e-12);
    EXPECT_NEAR(h.taste.artist_affinity(h.catalogue.find_artist("B")), -0.625, 1e-12);
    // Styles have a prior of 0.3: 0.25 / 0.55.
    EXPECT_NEAR(h.taste.style_affinity(h.catalogue.find_style("ambient")), 5.0 / 11.0, 1e-12);
    EXPECT_NEAR(h.taste.style_affinity(h.catalogue.find_style("techno")), -5.0 / 11.0, 1e-12);
    EXPECT_EQ(h.taste.artist_affinity(kNone), 0.0);
}

TEST(Affinity, ListensOfNoTrackInTheLibraryStillTellOfTheArtist) {
    Listen elsewhere = finished(99, kNow - hours(16));
    elsewhere.track = TrackId();
    elsewhere.artist = "a";
    const Heard h(two_styles(), {elsewhere});
    EXPECT_NEAR(h.taste.artist_affinity(h.catalogue.find_artist("A")), 0.625, 1e-12);
    EXPECT_TRUE(h.taste.heard().empty());
}

TEST(Transitions, CountWhatFollowedInASessionAndTakeSkipsAway) {
    const UtcTime t = kNow - days(3);
    const Heard h(two_styles(), {finished(1, t), finished(2, t + minutes(5)),              // 1 -> 2
                                 finished(1, t + hours(2)), skipped(3, t + minutes(125)),  // 1 -> 3 skipped
                                 finished(4, t + minutes(126)),                            // 1 -> 4 past it
                                 finished(1, t + hours(5)), finished(2, t + minutes(306)),
                                 finished(1, t + hours(9)), finished(3, t + hours(10))});  // two sessions
    const auto next = h.taste.transitions(0);
    ASSERT_EQ(next.size(), 2U);
    EXPECT_EQ(next[0].to, 1U);
    EXPECT_EQ(next[0].count, 2.0);
    EXPECT_EQ(next[1].to, 3U);
    EXPECT_EQ(next[1].count, 1.0);
    EXPECT_TRUE(h.taste.transitions(kNone).empty());
}

TEST(FamiliarShare, IsTheListenersOwnAndNotWhatThePlayerQueued) {
    std::vector<Listen> listens;
    for (int i = 0; i < 10; ++i) {
        listens.push_back(finished(1, kNow - hours(100 - i)));
    }
    Listen queued = finished(2, kNow - hours(5));
    queued.intent = Intent::guess;
    listens.push_back(queued);
    // Nine of ten again, and ten of the assumption at 0.7: (9 + 7) / (10 + 10).
    EXPECT_NEAR(Heard(two_styles(), listens).taste.familiar_share(), 0.8, 1e-12);
    EXPECT_NEAR(Heard(two_styles(), {}).taste.familiar_share(), 0.7, 1e-12);
}

TEST(EventLog, WhatLiesInTheFutureDoesNotCountYet) {
    const Heard h(two_styles(), {finished(1, kNow - hours(16)), finished(1, kNow + hours(1))});
    EXPECT_EQ(h.log.all().size(), 2U);
    EXPECT_EQ(h.log.until(kNow).size(), 1U);
    EXPECT_NEAR(h.taste.activation(0), std::log(6.0), 1e-12);
}

TEST(EventLog, ACopyStaysAsItWasWhenEitherGoesOn) {
    const Catalogue catalogue(library(two_styles()));
    EventLog log;
    for (int i = 0; i < 100; ++i) {
        const EventLog before = log;
        EventLog other = log;
        ASSERT_TRUE(log.append(catalogue, finished(1, kNow + minutes(i))));
        ASSERT_TRUE(other.append(catalogue, finished(2, kNow + minutes(i))));
        EXPECT_EQ(before.all().size(), static_cast<std::size_t>(i));
        EXPECT_EQ(log.all().back().track, 0U);
        EXPECT_EQ(other.all().back().track, 1U);
    }
    EXPECT_TRUE(
        std::all_of(log.all().begin(), log.all().end(), [](const Event& e) { return e.track == 0U; }));
}

TEST(EventLog, BrowsingPastATrackIsNotHearingIt) {
    Listen browsed = skipped(1, kNow - hours(16));
    browsed.browsing = true;
    EXPECT_TRUE(Heard(two_styles(), {browsed}).taste.heard().empty());
}

}  // namespace
}  // namespace refrain::ranking
