// POS@N, NEG@N, NDCG@N and their intervals.
#include "recommender/evaluation/measures.h"

#include <cmath>

#include <gtest/gtest.h>

namespace refrain::evaluation {
namespace {

/// positive, familiar, rank, rank within its list, unit
const std::vector<Outcome> outcomes{{true, true, 1.0, 1.0, 0},    {true, true, 12.0, 3.0, 1},
                                    {true, false, 10.0, 2.5, 1},  {false, false, 3.0, 1.0, 2},
                                    {false, false, 40.0, 4.0, 2}, {false, true, 2.0, 2.0, 0}};

TEST(MeasuresAtN, KeepRepeatsAndDiscoveriesApart) {
    const auto m = measure_at(outcomes, 10, RankedAmong::catalogue);
    EXPECT_DOUBLE_EQ(m.pos->value, 2.0 / 3.0);
    EXPECT_EQ(m.pos->cases, 3U);
    EXPECT_DOUBLE_EQ(m.pos_repeats->value, 0.5);
    EXPECT_DOUBLE_EQ(m.pos_discoveries->value, 1.0);
    EXPECT_DOUBLE_EQ(m.neg->value, 0.5) << "first exposures only";
    EXPECT_EQ(m.neg->cases, 2U);
    EXPECT_DOUBLE_EQ(m.neg_repeats->value, 1.0);
    EXPECT_DOUBLE_EQ(m.neg_all->value, 2.0 / 3.0);
    const auto own = measure_at(outcomes, 3, RankedAmong::own_list);
    EXPECT_DOUBLE_EQ(own.pos->value, 1.0);
}

TEST(MeasuresAtN, DiscountByTheLogarithmOfTheRank) {
    EXPECT_DOUBLE_EQ(discounted_gain(1.0, 10), 1.0);
    EXPECT_DOUBLE_EQ(discounted_gain(3.0, 10), 0.5);
    EXPECT_DOUBLE_EQ(discounted_gain(10.5, 10), 0.0);
    const auto m = measure_at(outcomes, 10, RankedAmong::catalogue);
    EXPECT_DOUBLE_EQ(m.ndcg->value, (1.0 + 0.0 + std::log(2.0) / std::log(11.0)) / 3.0);
}

TEST(MeasuresAtN, OfNoCasesAreNoNumbers) {
    EXPECT_FALSE(measure_at({}, 10, RankedAmong::catalogue).pos);
    EXPECT_FALSE(measure_at({{true, true, 1.0, 1.0, 0}}, 10, RankedAmong::catalogue).neg);
}

TEST(Intervals, HoldTheValueAndNarrowWithMoreUnits) {
    const auto made = [](std::uint32_t units) {
        std::vector<Outcome> out;
        for (std::uint32_t i = 0; i < units; ++i) {
            out.push_back({true, false, i % 4 == 0 ? 1.0 : 100.0, 1.0, i});
        }
        return *measure_at(out, 10, RankedAmong::catalogue).pos;
    };
    const Figure few = made(40), many = made(4000);
    EXPECT_DOUBLE_EQ(few.value, 0.25);
    EXPECT_LT(few.low, 0.25);
    EXPECT_GT(few.high, 0.25);
    // 1.96 standard errors of a share of 1/4 among 4000.
    EXPECT_NEAR(many.high - many.low, 2.0 * 1.96 * std::sqrt(0.25 * 0.75 / 4000.0), 0.004);
    EXPECT_GT(few.high - few.low, 3.0 * (many.high - many.low));
}

TEST(Intervals, DrawWholeUnits) {
    // A hundred cases of two users are two observations, not a hundred.
    std::vector<Outcome> out;
    for (std::uint32_t i = 0; i < 100; ++i) {
        out.push_back({true, false, i < 50 ? 1.0 : 100.0, 1.0, i < 50 ? 0U : 1U});
    }
    const auto figure = *measure_at(out, 10, RankedAmong::catalogue).pos;
    EXPECT_DOUBLE_EQ(figure.low, 0.0);
    EXPECT_DOUBLE_EQ(figure.high, 1.0);
}

TEST(Differences, AreTakenQuestionByQuestion) {
    // Both arms are right at half of the units, but never far apart: at one unit in ten only one of them is.
    std::vector<Outcome> one, other;
    for (std::uint32_t i = 0; i < 400; ++i) {
        const double rank = i % 2 == 0 ? 1.0 : 100.0;
        one.push_back({true, i % 4 == 0, rank, 1.0, i});
        other.push_back({true, i % 4 == 0, i % 10 == 0 ? 100.0 : rank, 1.0, i});
    }
    const auto d = *difference_at(one, other, 10, RankedAmong::catalogue).pos;
    EXPECT_DOUBLE_EQ(d.value, 0.1);
    EXPECT_EQ(d.cases, 400U);
    // 1.96 standard errors of a share of 1/10 among 400; each arm alone has 1.96 of a half.
    EXPECT_NEAR(d.high - d.low, 2.0 * 1.96 * std::sqrt(0.1 * 0.9 / 400.0), 0.015);
    EXPECT_GT(d.low, 0.0);
    EXPECT_FALSE(difference_at(one, other, 10, RankedAmong::catalogue).neg) << "no case, no number";
    EXPECT_DOUBLE_EQ(difference_at(one, other, 10, RankedAmong::own_list).pos->value, 0.0);
}

TEST(Spreads, AreMeanAndSampleDeviation) {
    const auto s = spread({1.0, 2.0, 3.0, 4.0});
    EXPECT_DOUBLE_EQ(s.mean, 2.5);
    EXPECT_DOUBLE_EQ(s.deviation, std::sqrt(5.0 / 3.0));
    EXPECT_DOUBLE_EQ(spread({7.0}).deviation, 0.0);
}

}  // namespace
}  // namespace refrain::evaluation
