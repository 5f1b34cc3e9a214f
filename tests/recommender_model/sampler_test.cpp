// Negative samplers: probabilities sum to 1, draws follow them, the inclusion correction is exact.
#include "recommender/model/negative_sampler.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace refrain {
namespace {

constexpr SamplerKind kinds[] = {SamplerKind::uniform, SamplerKind::log_uniform,
                                 SamplerKind::learned_unigram};

double total_probability(const NegativeSampler& sampler, std::size_t items) {
    double total = 0.0;
    for (std::size_t i = 0; i < items; ++i) {
        total += sampler.probability(i);
    }
    return total;
}

TEST(NegativeSampler, ProbabilitiesSumToOne) {
    for (const auto kind : kinds) {
        for (const std::size_t items : {1U, 2U, 7U, 1000U}) {
            NegativeSampler sampler(kind, items, 1);
            EXPECT_NEAR(total_probability(sampler, items), 1.0, 1e-12);
            sampler.observe({0, 0, static_cast<std::int64_t>(items) - 1});
            EXPECT_NEAR(total_probability(sampler, items), 1.0, 1e-12);
        }
    }
}

TEST(NegativeSampler, LogUniformIsTheWrittenFormula) {
    const NegativeSampler sampler(SamplerKind::log_uniform, 9, 1);
    EXPECT_NEAR(sampler.probability(0), 0.30102999566398120, 1e-15);  // log10(2)
    EXPECT_NEAR(sampler.probability(8), 0.04575749056067514, 1e-15);  // log10(10/9)
}

TEST(NegativeSampler, LearnedUnigramStartsEvenAndFollowsTheTargetsMet) {
    NegativeSampler sampler(SamplerKind::learned_unigram, 4, 1);
    EXPECT_DOUBLE_EQ(sampler.probability(2), 0.25);
    sampler.observe({2, 2, 2, 0});
    EXPECT_DOUBLE_EQ(sampler.probability(2), 0.5);
    EXPECT_DOUBLE_EQ(sampler.probability(0), 0.25);
    EXPECT_DOUBLE_EQ(sampler.probability(3), 0.125);
}

TEST(NegativeSampler, DrawsAsOftenAsItSays) {
    constexpr std::size_t items = 6;
    constexpr int rounds = 60'000;
    for (const auto kind : kinds) {
        NegativeSampler sampler(kind, items, 7);
        sampler.observe({5, 5, 5, 1});
        std::vector<int> drawn(items, 0);
        for (int i = 0; i < rounds; ++i) {
            ++drawn[static_cast<std::size_t>(sampler.draw(1).items.at(0))];
        }
        for (std::size_t i = 0; i < items; ++i) {
            const double q = sampler.probability(i);
            // Five standard deviations of the binomial; the seed is fixed.
            EXPECT_NEAR(drawn[i] / static_cast<double>(rounds), q, 5 * std::sqrt(q * (1 - q) / rounds));
        }
    }
}

TEST(NegativeSampler, KeepsEachItemOnceAndKnowsItsChanceOfBeingThere) {
    NegativeSampler sampler(SamplerKind::uniform, 4, 3);
    const auto sample = sampler.draw(50);
    EXPECT_EQ(sample.items, (std::vector<std::int64_t>{0, 1, 2, 3}));
    // 1 - (3/4)^50 and, for three draws, 1 - 27/64.
    EXPECT_NEAR(sample.log_inclusion[0], std::log(1 - std::pow(0.75, 50)), 1e-6);
    EXPECT_NEAR(sampler.draw(3).log_inclusion[0], std::log(37.0 / 64.0), 1e-6);
}

TEST(NegativeSampler, WeighedByInclusionEstimatesTheWholeSumWithoutBias) {
    // E[ sum over the sample of e^s / q ] = sum over all items of e^s: the point of the logQ correction.
    const std::vector<double> scores{0.3, -1.0, 2.0, 0.0, 1.1};
    double exact = 0.0;
    for (const double s : scores) {
        exact += std::exp(s);
    }
    for (const auto kind : kinds) {
        NegativeSampler sampler(kind, scores.size(), 11);
        sampler.observe({4, 4, 0});
        constexpr int rounds = 40'000;
        double sum = 0.0;
        double squares = 0.0;
        for (int i = 0; i < rounds; ++i) {
            const auto sample = sampler.draw(3);
            double estimate = 0.0;
            for (std::size_t j = 0; j < sample.items.size(); ++j) {
                estimate += std::exp(scores[static_cast<std::size_t>(sample.items[j])] -
                                     static_cast<double>(sample.log_inclusion[j]));
            }
            sum += estimate;
            squares += estimate * estimate;
        }
        const double mean = sum / rounds;
        const double error = std::sqrt((squares / rounds - mean * mean) / rounds);
        EXPECT_NEAR(mean, exact, 5 * error);
    }
}

}  // namespace
}  // namespace refrain
