// POS@N and NEG@N as the design defines them.
#include "recommender/evaluation/ranking_metrics.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(AverageRank, CountsFromOneAndSharesTies) {
    EXPECT_EQ(average_rank({0.1F, 0.9F, 0.5F}, 1), 1.0);
    EXPECT_EQ(average_rank({0.1F, 0.9F, 0.5F}, 0), 3.0);
    EXPECT_EQ(average_rank({2.0F, 1.0F, 1.0F, 1.0F, 0.0F}, 2), 3.0);  // ranks 2, 3, 4
    EXPECT_EQ(average_rank({0.0F, 0.0F, 0.0F, 0.0F}, 0), 2.5);
}

TEST(Measures, AreSharesWithinNKeptApartByFamiliarity) {
    const auto m = measure({{1.0, true, true},
                            {11.0, true, true},
                            {10.0, true, false},
                            {3.0, false, false},
                            {40.0, false, false},
                            {1.0, false, true}},
                           10.0);
    EXPECT_EQ(m.positives, 3U);
    EXPECT_DOUBLE_EQ(*m.positive_at_n, 2.0 / 3.0);
    EXPECT_DOUBLE_EQ(*m.positive_familiar_at_n, 0.5);
    EXPECT_DOUBLE_EQ(*m.positive_new_at_n, 1.0);
    EXPECT_EQ(m.negatives, 2U) << "a skip of a track heard before tells nothing new";
    EXPECT_DOUBLE_EQ(*m.negative_at_n, 0.5);
    EXPECT_DOUBLE_EQ(*m.negative_familiar_at_n, 1.0);
}

TEST(Measures, OfNoCasesAreNoNumbers) {
    EXPECT_FALSE(measure({}, 10.0).positive_at_n.has_value());
    EXPECT_FALSE(measure({}, 10.0).negative_at_n.has_value());
}

}  // namespace
}  // namespace refrain
