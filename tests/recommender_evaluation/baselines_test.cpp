// The plain arms: what they score, by hand.
#include "recommender/evaluation/baselines.h"

#include "tests/recommender_evaluation/made_set.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace refrain::evaluation {
namespace {

using test::Made;
using test::made_set;
using test::skip;

constexpr std::uint32_t hour = 3600;
constexpr std::uint32_t day = 24 * hour;

/// Items are numbered by first sight.
std::vector<float> scores_at(Scorer& scorer, const DataSet& data, const Place& asked, bool observe = true) {
    for (UserNumber user = 0; observe && user < data.users(); ++user) {
        const std::size_t known = user == asked.user ? asked.position : data.of(user).size();
        for (std::uint32_t i = 0; i < known; ++i) {
            scorer.observe({user, i});
        }
    }
    std::vector<float> scores(data.items(), -99.0F);
    scorer.score(asked, scores);
    return scores;
}

TEST(Popularity, CountsWhatWasHeardOut) {
    const auto data =
        made_set({{"a", "x", 0}, {"a", "x", 1}, skip("a", "y", 2), {"b", "y", 3}, {"b", "z", 4}});
    PopularityScorer scorer(data);
    EXPECT_EQ(scores_at(scorer, data, {1, 1}), (std::vector<float>{2.0F, 1.0F, 0.0F}));
}

TEST(PersonalPopularity, HalvesInThirtyDays) {
    const auto data =
        made_set({{"a", "x", 0}, {"a", "y", 30 * day}, skip("a", "z", 31 * day), {"a", "x", 60 * day}});
    PersonalPopularityScorer scorer(data);
    const auto scores = scores_at(scorer, data, {0, 3});
    EXPECT_FLOAT_EQ(scores[0], 0.25F);
    EXPECT_FLOAT_EQ(scores[1], 0.5F);
    EXPECT_EQ(scores[2], 0.0F);
}

TEST(Activation, AddsFinishesAndTakesSkipsAwayByTheirAge) {
    const auto data =
        made_set({{"a", "x", 0}, {"a", "x", 75 * hour}, skip("a", "y", 75 * hour), {"a", "z", 100 * hour}});
    ActivationScorer scorer(data, {});
    const auto scores = scores_at(scorer, data, {0, 3});
    // Ages 100 h and 25 h: 100^-0.5 + 25^-0.5 = 0.3; ln(1 + 20 * 0.3) = ln 7. The skip: -ln(1 + 20 * 0.2).
    EXPECT_NEAR(scores[0], std::log(7.0), 1e-6);
    EXPECT_NEAR(scores[1], -std::log(5.0), 1e-6);
    EXPECT_EQ(scores[2], 0.0F);
}

TEST(Activation, PutsNewTracksOfLikedArtistsBetweenFinishedAndSkippedOnes) {
    auto data = made_set({{"a", "heard", 0},
                          skip("a", "skipped", hour),
                          {"a", "liked artist", 2 * hour},
                          {"a", "skipped artist", 3 * hour},
                          {"a", "nobody", 4 * hour}});
    data.tracks.resize(5);
    data.tracks[0].artist = data.tracks[2].artist = "liked";
    data.tracks[1].artist = data.tracks[3].artist = "skipped";
    data.tracks[4].artist = "nobody";
    ActivationScorer scorer(data, {});
    const auto s = scores_at(scorer, data, {0, 2});
    EXPECT_GT(s[0], s[2]);
    EXPECT_GT(s[2], s[4]);
    EXPECT_GT(s[4], s[3]);
    EXPECT_GT(s[3], s[1]);
}

TEST(Activation, AddsWhatFollowedTheLastTrackBefore) {
    const auto data =
        made_set({{"a", "x", 0}, {"a", "y", 60}, {"a", "x", 120}, {"a", "y", 180}, {"a", "z", 240}});
    ActivationScorerOptions with;
    with.transition_weight = 2.0;
    ActivationScorer plain(data, {});
    ActivationScorer scorer(data, with);
    const auto without = scores_at(plain, data, {0, 3});
    const auto scores = scores_at(scorer, data, {0, 3});
    EXPECT_EQ(scores[0], without[0]);
    EXPECT_NEAR(scores[1] - without[1], 2.0 * std::log(2.0), 1e-6);  // x -> y was heard once
}

TEST(Markov, CountsWhatFollowedWithinASessionAndFallsBackOnPopularity) {
    const auto data = made_set({{"a", "x", 0},
                                skip("a", "n", 30),
                                {"a", "y", 60},
                                {"b", "x", 0},
                                {"b", "z", 9000},
                                {"b", "z", 9060},
                                {"c", "x", 0},
                                {"c", "y", 60}});
    MarkovScorer scorer(data);
    const auto scores = scores_at(scorer, data, {2, 1});  // items x n y z
    EXPECT_GT(scores[2], scores[3]) << "z came in another session";
    EXPECT_GT(scores[3], scores[1]) << "what nobody heard out ranks last";
    EXPECT_FLOAT_EQ(scores[2], 1.0F + 1.0F / 4.0F);  // one transition over the skip; popularity 1 of 3 + 1
}

TEST(Window, CountsWhatCameWithinSixOfEachOtherByDistance) {
    // In session one x, y, z; in session two x, over a skip, z. Asked in session three after x and then y.
    const auto data = made_set({{"a", "x", 0},
                                {"a", "y", 60},
                                {"a", "z", 120},
                                {"a", "x", 9000},
                                skip("a", "n", 9030),
                                {"a", "z", 9060},
                                {"a", "x", 20000},
                                {"a", "y", 20060},
                                {"a", "z", 20120}});
    WindowScorer scorer(data);
    const auto scores = scores_at(scorer, data, {0, 8});  // items x y z n
    const float least = std::pow(0.8F, 5.0F) / 6.0F;
    // From y, the last: y -> z once at distance 1. From x, the one before: x -> z at 2 and, over the skip, at
    // 1; x -> y twice at 1. Heard out: x 3, y 2, z 2, the most being 3.
    EXPECT_NEAR(scores[2], 0.8F * 1.0F + 0.64F * 1.5F + least * 2.0F / 4.0F, 1e-6);
    EXPECT_NEAR(scores[1], 0.64F * 2.0F + least * 2.0F / 4.0F, 1e-6);
    EXPECT_NEAR(scores[0], least * 3.0F / 4.0F, 1e-6) << "another session does not count";
    EXPECT_EQ(scores[3], 0.0F);
}

TEST(ItemKnn, ScoresByHowOftenItemsShareAUser) {
    const auto data = made_set(
        {{"a", "x"}, {"a", "y"}, {"b", "x"}, {"b", "y"}, {"b", "z"}, {"c", "z"}, {"d", "x"}, {"d", "y"}},
        false);
    ItemKnnScorer scorer(data);
    const auto scores = scores_at(scorer, data, {3, 1});
    // Of x: three users (a, b, d), y two of them before d's question, z one of its two.
    EXPECT_FLOAT_EQ(scores[1], 2.0F / std::sqrt(3.0F * 2.0F));
    EXPECT_FLOAT_EQ(scores[2], 1.0F / std::sqrt(3.0F * 2.0F));
    EXPECT_EQ(scores[0], 0.0F) << "an item is no neighbour of itself";
}

TEST(ItemKnn, TakesSessionsForUsersWhereThereIsOneUser) {
    const auto data =
        made_set({{"a", "x", 0}, {"a", "y", 60}, {"a", "z", 9000}, {"a", "x", 20000}, {"a", "y", 20060}});
    ItemKnnScorer scorer(data);
    const auto scores = scores_at(scorer, data, {0, 4});
    EXPECT_GT(scores[1], 0.0F);
    EXPECT_EQ(scores[2], 0.0F);
}

TEST(Random, IsTheSameForTheSameSeedAndEvenOverall) {
    const auto data = made_set({{"a", "x"}, {"a", "y"}, {"a", "z"}}, false);
    RandomScorer one(1), again(1), other(2);
    std::vector<float> a(1000), b(1000), c(1000);
    one.score({0, 2}, a);
    again.score({0, 2}, b);
    other.score({0, 2}, c);
    EXPECT_EQ(a, b);
    EXPECT_NE(a, c);
    EXPECT_NEAR(std::accumulate(a.begin(), a.end(), 0.0) / 1000.0, 0.5, 0.05);
}

}  // namespace
}  // namespace refrain::evaluation
