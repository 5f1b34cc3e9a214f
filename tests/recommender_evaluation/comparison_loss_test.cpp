// The loss that SASRec was published with, against numbers worked out by hand.
#include "recommender/model/losses.h"

#include <cmath>

#include <gtest/gtest.h>
#include <torch/utils.h>

namespace refrain {
namespace {

TEST(OneNegativeLoss, IsTheSigmoidCrossEntropyOfTheTargetAndOfOneOther) {
    const auto users = torch::tensor({{1.0, 2.0}, {0.0, -1.0}}, torch::kFloat64);
    const auto items = torch::tensor({{1.0, 1.0}, {0.0, 2.0}, {-1.0, 0.5}}, torch::kFloat64);
    const auto targets = torch::tensor({1, 0}, torch::kInt64);
    const auto others = torch::tensor({2, 1}, torch::kInt64);
    const auto one = torch::ones({1}, torch::kFloat64);
    // Scores of the targets 4 and -1, of the others 0 and -2.
    const double first = std::log1p(std::exp(-4.0)) + std::log(2.0);
    const double second = std::log1p(std::exp(1.0)) + std::log1p(std::exp(-2.0));
    EXPECT_NEAR(one_negative_loss(users, items, targets, others, one).item<double>(), (first + second) / 2.0,
                1e-12);
    const auto weights = torch::tensor({1.0, 0.5}, torch::kFloat64);
    EXPECT_NEAR(one_negative_loss(users, items, targets, others, one, weights).item<double>(),
                (first + 0.5 * second) / 2.0, 1e-12);
}

TEST(OneNegativeLoss, HasTheGradientThatDifferencesHave) {
    torch::manual_seed(1);
    const auto users = torch::randn({4, 3}, torch::kFloat64).requires_grad_(true);
    const auto items = torch::randn({5, 3}, torch::kFloat64).requires_grad_(true);
    const auto targets = torch::tensor({0, 1, 2, 4}, torch::kInt64);
    const auto others = torch::tensor({3, 0, 1, 2}, torch::kInt64);
    const auto one = torch::ones({1}, torch::kFloat64);
    const auto loss = [&] { return one_negative_loss(users, items, targets, others, one); };
    loss().backward();
    const torch::NoGradGuard no_grad;
    constexpr double step = 1e-6;
    for (const auto& parameter : {users, items}) {
        const auto gradient = parameter.grad().view({-1});
        auto values = parameter.data().view({-1});
        for (std::int64_t i = 0; i < values.numel(); ++i) {
            const double before = values[i].item<double>();
            values[i] = before + step;
            const double above = loss().item<double>();
            values[i] = before - step;
            const double below = loss().item<double>();
            values[i] = before;
            EXPECT_NEAR(gradient[i].item<double>(), (above - below) / (2.0 * step), 1e-8);
        }
    }
}

}  // namespace
}  // namespace refrain
