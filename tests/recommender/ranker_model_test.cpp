// The ranker's learnt part: what a file may hold, what a score is made of, what the fit learns.
#include "recommender/ranking/bounded_minimum.h"
#include "recommender/ranking/ranker_fit.h"
#include "tests/recommender/listening_world.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::ranking {
namespace {

using namespace refrain::test;
using testing::HasSubstr;

constexpr double kInfinite = std::numeric_limits<double>::infinity();

TEST(BoundedMinimum, FindsTheLowestPointInsideTheBounds) {
    // Rosenbrock's valley has its minimum at (1, 1).
    const SmoothFunction valley = [](const std::vector<double>& x, std::vector<double>& g) {
        const double a = 1.0 - x[0], b = x[1] - x[0] * x[0];
        g = {-2.0 * a - 400.0 * x[0] * b, 200.0 * b};
        return a * a + 100.0 * b * b;
    };
    auto at = minimum(valley, {-1.2, 1.0}, {{-kInfinite, kInfinite}, {-kInfinite, kInfinite}}, 300);
    EXPECT_NEAR(at[0], 1.0, 1e-3);
    EXPECT_NEAR(at[1], 1.0, 2e-3);
    // With x <= 0.5 it lies on the bound: y = x^2.
    at = minimum(valley, {-1.2, 1.0}, {{-kInfinite, 0.5}, {-kInfinite, kInfinite}}, 300);
    EXPECT_NEAR(at[0], 0.5, 1e-9);
    EXPECT_NEAR(at[1], 0.25, 1e-3);
}

TEST(RankerModel, TheSharesOfAScoreSumToIt) {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> any(0.0, 2.0);
    RankerModel m = prior_model();
    m.love_say = 0.3;
    m.love[index_of(Feature::finished)] = 0.7;
    for (int i = 0; i < 100; ++i) {
        FeatureRow x{};
        for (double& v : x) {
            v = any(random);
        }
        const double expected = product(m.choice, x) - m.item_share * product(m.choice_item_only, x) -
                                m.skip_say * product(m.skip, x) + m.love_say * product(m.love, x);
        EXPECT_NEAR(m.score(x), expected, 1e-9);
        EXPECT_NEAR(m.shares(x).total(), expected, 1e-9);
    }
}

TEST(RankerModel, TheGateOpensAfterSkipsAloneAndNeverWhereItIsOff) {
    RankerModel m = prior_model();
    ContextRow calm{}, skipping{};
    calm[0] = skipping[0] = 1.0;
    skipping[1] = skipping[2] = skipping[3] = skipping[4] = 1.0;
    EXPECT_FALSE(m.turns_round(calm));
    EXPECT_TRUE(m.turns_round(skipping));
    m.gate = 0.0;
    EXPECT_FALSE(m.turns_round(skipping));
}

TEST(RankerModel, WhatIsTurnedRoundPutsTheLikeliestLastAndWhatWasSkippedNotFirst) {
    RankerModel m;
    m.choice[index_of(Feature::base_level)] = 1.0;
    m.choice[index_of(Feature::skipped)] = -1.0;
    FeatureRow likely{}, unknown{}, disliked{};
    likely[index_of(Feature::base_level)] = 3.0;
    disliked[index_of(Feature::skipped)] = 2.0;
    const auto turned = [&](const FeatureRow& x) { return m.score(x) + m.shares(x).change(); };
    EXPECT_LT(turned(likely), turned(unknown));
    EXPECT_LT(turned(disliked), turned(unknown));
}

TEST(RankerModel, ComesBackFromItsFileAsItWas) {
    RankerModel m = prior_model();
    m.listens = 1234;
    const auto back = ranker_model_from_json(to_json(m));
    ASSERT_TRUE(back.ok()) << back.error().text();
    EXPECT_EQ(back.value().choice, m.choice);
    EXPECT_EQ(back.value().skip, m.skip);
    EXPECT_EQ(back.value().skip_context, m.skip_context);
    EXPECT_EQ(back.value().listens, 1234);
    EXPECT_EQ(to_json(back.value()), to_json(m));
}

TEST(RankerModel, ABadFileIsRefusedWithTheReason) {
    const std::string good = to_json(prior_model());
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return text.replace(at, from.size(), to);
    };
    struct Row {
        std::string text, why;
    };
    for (const Row& row : {Row{"", "no JSON"}, Row{"[1]", "no JSON"}, Row{good.substr(0, 200), "no JSON"},
                           Row{with("\"version\": 1", "\"version\": 2"), "another version"},
                           Row{with("\"artist\": 0.55", "\"artits\": 0.55"), "choice.artist"},
                           Row{with("\"artist\": 0.55", "\"artist\": \"x\""), "choice.artist"},
                           Row{with("\"artist\": 0.55", "\"artist\": -0.6"), "wrong sign"},
                           Row{with("\"gate\": 3.0", "\"gate\": -1"), "gate"},
                           Row{with("\"skip_rate\": 0.106", "\"skip_rate\": 1.5"), "skip_rate"}}) {
        const auto read = ranker_model_from_json(row.text);
        ASSERT_FALSE(read.ok()) << row.why;
        EXPECT_THAT(read.error().message, HasSubstr(row.why));
    }
    const TemporaryFolder folder;
    EXPECT_EQ(read_ranker_model(folder.path() / "none.json").error().code, ErrorCode::not_found);
    std::ofstream(folder.path() / "bad.json") << "{}";
    EXPECT_THAT(read_ranker_model(folder.path() / "bad.json").error().path, HasSubstr("bad.json"));
}

/// A listener who always plays the next one of a ring of twenty, and skips what the shuffle throws in.
std::vector<Listen> a_ring(int rounds) {
    std::mt19937_64 random(5);
    std::vector<Listen> listens;
    for (int i = 0; i < rounds * 20; ++i) {
        const UtcTime at = kNow - days(60) + minutes(6 * i);
        listens.push_back(finished(1 + i % 20, at));
        if (i % 3 == 0) {
            listens.push_back(skipped(21 + static_cast<std::int64_t>(random() % 80), at + minutes(5)));
        }
    }
    return listens;
}

TEST(RankerFit, LearnsThatWhatFollowedFollowsAgainAndKeepsTheSigns) {
    const Catalogue catalogue(library(many_tracks(100, {"a", "b"})));
    const EventLog log = project(catalogue, a_ring(40));
    const RankerModel m = fit_ranker(catalogue, log.all());
    EXPECT_EQ(m.listens > 0, true);
    EXPECT_GT(m.choice[index_of(Feature::share_after)], prior_model().choice[index_of(Feature::share_after)]);
    EXPECT_NEAR(m.skip_rate, 0.25, 0.03);
    EXPECT_TRUE(ranker_model_from_json(to_json(m)).ok()) << "the signs hold";
    // The next one of the ring leads.
    const Taste taste(catalogue, log.all(), kNow);
    const UtcTime then = log.all().back().ended;
    const Taste now(catalogue, log.all(), then);
    const Features features(catalogue, now, 6);
    TrackIndex best = 0;
    for (TrackIndex i = 1; i < 100; ++i) {
        best = m.score(features.of(i)) > m.score(features.of(best)) ? i : best;
    }
    EXPECT_EQ(best, 7U);
}

TEST(RankerFit, WithLittleHistoryThePriorStays) {
    const Catalogue catalogue(library(many_tracks(100, {"a", "b"})));
    const EventLog log = project(catalogue, a_ring(2));
    EXPECT_EQ(fit_ranker(catalogue, log.all()).choice, prior_model().choice);
    EXPECT_EQ(fit_ranker(catalogue, {}).listens, 0);
}

TEST(RankerFit, IsTheSameForTheSameHistory) {
    const Catalogue catalogue(library(many_tracks(100, {"a", "b"})));
    const EventLog log = project(catalogue, a_ring(15));
    EXPECT_EQ(to_json(fit_ranker(catalogue, log.all())), to_json(fit_ranker(catalogue, log.all())));
}

}  // namespace
}  // namespace refrain::ranking
