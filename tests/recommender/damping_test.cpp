#include "recommender/ranking/damping.h"

#include "tests/recommender/listening_world.h"

#include <cmath>

#include <gtest/gtest.h>

namespace refrain::ranking {
namespace {

using namespace refrain::test;

class DampingTest : public testing::Test {
  protected:
    Damping damping(const std::vector<Listen>& listens, std::vector<Reaction> reactions = {},
                    UtcTime now = kNow) {
        log_ = project(catalogue_, listens);
        reactions_ = std::move(reactions);
        return {catalogue_, log_.until(now), reactions_, now};
    }

    Catalogue catalogue_{
        library({track(1, "A", "", {"techno"}), track(2, "B", "", {"techno"}), track(3, "C", "", {"ambient"}),
                 track(4, "D", "", {"techno", "ambient"}), track(5, "E", "", {})})};
    EventLog log_;
    std::vector<Reaction> reactions_;
};

TEST_F(DampingTest, ASkipLowersItsStyleByTheFormulaAndNoOther) {
    // 0.7 * (1 - 0.1) * exp(-15/30) * (1 - 0.3) = 0.441 * 0.6065306597126334
    const Damping d = damping({skipped(1, kNow - minutes(15))});
    EXPECT_NEAR(d.amount(1), 0.26748002093327133, 1e-9);
    EXPECT_EQ(d.amount(2), 0.0);
    EXPECT_EQ(d.amount(4), 0.0);
}

TEST_F(DampingTest, NearStylesAreLoweredByWhatTheirSimilarityHasAboveTheThreshold) {
    // techno and ambient: N = 4, n = 3 and 2: idf ln(7/3) and ln 3; their cosine with techno alone:
    // 0.8472978604 / sqrt(0.8472978604^2 + 1.0986122887^2) = 0.6107186...; less 0.3, times 0.7 * 0.9.
    const double cosine = 0.8472978603872037 / std::hypot(0.8472978603872037, 1.0986122886681098);
    EXPECT_NEAR(damping({skipped(1, kNow)}).amount(3), 0.63 * (cosine - 0.3), 1e-9);
}

TEST_F(DampingTest, NotForMeWeighsFullWhateverWasHeard) {
    EXPECT_NEAR(damping({listen(1, kNow, 0.6, EndReason::not_for_me)}).amount(1), 0.49, 1e-9);
}

TEST_F(DampingTest, AFullPlayOfANearNeighbourHalvesIt) {
    const Listen skip = skipped(1, kNow - minutes(15));
    const double before = damping({skip}).amount(1);
    EXPECT_NEAR(damping({skip, finished(2, kNow - minutes(5))}).amount(1), before / 2.0, 1e-12);
    EXPECT_NEAR(damping({skip, finished(2, kNow - minutes(10)), finished(2, kNow - minutes(5))}).amount(1),
                before / 4.0, 1e-12);
    EXPECT_NEAR(damping({skip, finished(3, kNow - minutes(5))}).amount(1), before, 1e-12)
        << "a full play of another style says nothing";
    EXPECT_NEAR(damping({finished(2, kNow - minutes(20)), skip}).amount(1), before, 1e-12)
        << "nor one from before the skip";
}

TEST_F(DampingTest, TheTotalIsCapped) {
    std::vector<Listen> skips;
    for (int i = 0; i < 40; ++i) {
        skips.push_back(skipped(1, kNow - minutes(40 - i)));
    }
    EXPECT_EQ(damping(skips).amount(1), DampingOptions{}.cap);
}

TEST_F(DampingTest, HeldBackNamesTheStyleTheAmountAndTheInstantItFades) {
    // Two skips now: 2 * 0.441 = 0.882. Until a tenth of the cap, 0.15: 30 min * ln(0.882 / 0.15) = 53.1462
    // min.
    const auto held = damping({skipped(1, kNow), skipped(2, kNow)}).held_back();
    ASSERT_EQ(held.size(), 1U);
    EXPECT_EQ(held[0].style, "techno");
    EXPECT_NEAR(held[0].amount, 0.882, 1e-9);
    EXPECT_NEAR(seconds_between(kNow, held[0].until), 1800.0 * std::log(0.882 / 0.15), 0.01);
}

TEST_F(DampingTest, HeldBackIsOverAtTheInstantItNamed) {
    const std::vector<Listen> skips{skipped(1, kNow)};
    const UtcTime until = damping(skips).held_back().at(0).until;
    EXPECT_EQ(damping(skips, {}, until - Milliseconds(10)).held_back().size(), 1U);
    EXPECT_EQ(damping(skips, {}, until + Milliseconds(10)).held_back().size(), 0U);
}

TEST_F(DampingTest, ALiftEndsItForThatStyleAtOnce) {
    const auto lift = about_style(ReactionKind::lift, "Techno", kNow - minutes(5));
    const Damping d = damping({skipped(1, kNow - minutes(15))}, {lift});
    EXPECT_TRUE(d.nothing());
    EXPECT_TRUE(d.held_back().empty());
}

TEST_F(DampingTest, ALiftLeavesTheOtherStylesOfTheSkippedTrack) {
    const Listen both = skipped(4, kNow - minutes(15));
    const double ambient_before = damping({both}).amount(2);
    const Damping d = damping({both}, {about_style(ReactionKind::lift, "techno", kNow - minutes(5))});
    EXPECT_EQ(d.amount(0), 0.0);
    EXPECT_NEAR(d.amount(2), ambient_before, 1e-12);
}

TEST_F(DampingTest, SkipsAfterALiftCountAgain) {
    const auto lift = about_style(ReactionKind::lift, "techno", kNow - minutes(5));
    EXPECT_NEAR(damping({skipped(1, kNow)}, {lift}).amount(1), 0.441, 1e-9);
}

TEST_F(DampingTest, BrowsingAndQuittingHoldNothingBack) {
    Listen browsing = skipped(1, kNow);
    browsing.browsing = true;
    EXPECT_TRUE(damping({browsing, listen(2, kNow, 0.1, EndReason::quit)}).nothing());
}

TEST_F(DampingTest, ASkipOfATrackWithNoStyleHoldsNothingBack) {
    EXPECT_TRUE(damping({skipped(5, kNow)}).nothing());
}

TEST_F(DampingTest, SkipsInTheFutureWaitForTheClock) {
    EXPECT_TRUE(damping({skipped(1, kNow + hours(2))}).nothing());
}

}  // namespace
}  // namespace refrain::ranking
