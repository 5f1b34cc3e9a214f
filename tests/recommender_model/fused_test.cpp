// What a step computes in one pass (attention, dropout, the losses), against the written formulas and single
// operations in double precision, with its gradients.
#include "recommender/model/fused.h"

#include "recommender/model/losses.h"

#include <ATen/Parallel.h>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>
#include <torch/utils.h>

namespace refrain {
namespace {

// LibTorch's loops are templates of its headers: compiled without OpenMP they run on one thread and say
// nothing.
TEST(Loops, AreSpreadOverTheThreadsThatWereAskedFor) {
    const int before = torch::get_num_threads();
    torch::set_num_threads(2);
    std::atomic<int> stretches{0};
    at::parallel_for(0, 64, 1, [&](std::int64_t, std::int64_t) { ++stretches; });
    torch::set_num_threads(before);
    EXPECT_EQ(stretches.load(), 2);
}

TEST(Attention, InOnePassIsThatOfSingleOperationsInDoublePrecision) {
    torch::manual_seed(21);
    struct Shape {
        std::int64_t sequences, steps, width, heads;
    };
    // One step; fewer numbers than a vector; no multiples of anything; the usual ones.
    for (const auto& shape : {Shape{2, 1, 4, 2}, Shape{3, 5, 6, 3}, Shape{2, 37, 38, 2}, Shape{2, 50, 64, 2},
                              Shape{1, 70, 48, 1}}) {
        std::vector<torch::Tensor> inputs;
        for (int i = 0; i < 4; ++i) {
            inputs.push_back(torch::randn({shape.sequences, shape.steps, shape.width}, torch::kFloat64));
        }
        auto real = torch::rand({shape.sequences, shape.steps}) < 0.8;
        real.slice(1, 0, 1).fill_(true);
        const auto results = [&](torch::ScalarType type) {
            std::vector<torch::Tensor> x;
            for (const auto& input : inputs) {
                x.push_back(input.to(type).detach().clone().requires_grad_());
            }
            const auto out = causal_attention(x[0], x[1], x[2], real, shape.heads, 0.0);
            (out * x[3].detach()).sum().backward();
            return torch::stack({out.detach(), x[0].grad(), x[1].grad(), x[2].grad()}).to(torch::kFloat64);
        };
        const auto exact = results(torch::kFloat64);
        EXPECT_LT((results(torch::kFloat32) - exact).abs().max().item<double>(),
                  1e-5 * exact.abs().max().item<double>())
            << shape.steps << " steps of width " << shape.width;
    }
}

TEST(Attention, DropsTheWeightsThatItsGradientsKnowOf) {
    // Linear in v, and at q = k = 0 the weights are even: what is dropped can be seen in the output.
    torch::manual_seed(22);
    const auto q = torch::zeros({4, 30, 32});
    const auto v = torch::randn({4, 30, 32}).requires_grad_();
    const auto real = torch::ones({4, 30}, torch::kBool);
    const auto out = causal_attention(q, q, v, real, 2, 0.25);
    const auto factors = torch::randn({4, 30, 32});
    (out * factors).sum().backward();
    EXPECT_NEAR((v.grad() * v.detach()).sum().item<double>(), (out.detach() * factors).sum().item<double>(),
                1e-2);
    const auto ones = causal_attention(q, q, torch::ones({4, 30, 32}), real, 2, 0.25);
    EXPECT_NEAR(ones.mean().item<double>(), 1.0, 0.1) << "the mean is kept";
    EXPECT_FALSE(torch::allclose(ones, torch::ones_like(ones)));
    EXPECT_FALSE(torch::equal(ones.slice(2, 0, 1), ones.slice(2, 16, 17))) << "heads are dropped apart";
    EXPECT_FALSE(torch::equal(ones[0], ones[1])) << "and sequences";
}

TEST(Dropout, DropsItsShareAndKeepsTheMean) {
    torch::manual_seed(7);
    const auto mask = dropped(torch::ones({200, 1001}), 0.2);
    const auto kept = mask == 1.25;
    EXPECT_TRUE(torch::logical_or(kept, mask == 0.0).all().item<bool>());
    // 0.8 within five standard deviations: sqrt(0.2 * 0.8 / 200200) = 0.0009.
    EXPECT_NEAR(kept.to(torch::kFloat64).mean().item<double>(), 0.8, 0.0045);
    // Neighbours in a row, and the same place in the next row, are independent: both kept with 0.64.
    const auto both = [](const torch::Tensor& a, const torch::Tensor& b) {
        return torch::logical_and(a, b).to(torch::kFloat64).mean().item<double>();
    };
    EXPECT_NEAR(both(kept.slice(1, 1), kept.slice(1, 0, 1000)), 0.64, 0.006);
    EXPECT_NEAR(both(kept.slice(0, 1), kept.slice(0, 0, 199)), 0.64, 0.006);
}

TEST(Dropout, HasOneMaskPerSeedWhateverTheThreads) {
    const auto ones = torch::ones({300, 301});
    const auto mask = [&](int threads, std::uint64_t seed) {
        const int before = torch::get_num_threads();
        torch::set_num_threads(threads);
        torch::manual_seed(seed);
        const auto out = dropped(ones, 0.5);
        torch::set_num_threads(before);
        return out;
    };
    EXPECT_TRUE(torch::equal(mask(1, 7), mask(2, 7)));
    EXPECT_NEAR((mask(1, 7) == mask(1, 8)).to(torch::kFloat64).mean().item<double>(), 0.5, 0.01);
}

TEST(Dropout, TakesTheSameGradientsAsNumbers) {
    torch::manual_seed(9);
    const auto x = torch::randn({40, 33}).requires_grad_();
    const auto y = torch::ones({40, 33}).requires_grad_();
    const auto out = add_dropped(x, y, 0.3);
    const auto factors = torch::randn({40, 33});
    (out * factors).sum().backward();
    EXPECT_TRUE(torch::equal(x.grad(), factors));
    EXPECT_TRUE(torch::allclose(y.grad(), (out - x).detach() * factors, 1e-4, 1e-6))
        << "y is 1: out - x is the mask";
}

TEST(Losses, AreTheWrittenFormulas) {
    const auto users = torch::tensor({{1.0, 0.0}, {0.6, 0.8}}, torch::kFloat64);
    const auto items = torch::tensor({{1.0, 0.0}, {0.0, 1.0}, {-1.0, 0.0}}, torch::kFloat64);
    const auto scale = torch::tensor({2.0}, torch::kFloat64);
    const auto targets = torch::tensor(std::vector<std::int64_t>{0, 1});
    // -2 + ln(e^2 + 1 + e^-2) and -1.6 + ln(e^1.2 + e^1.6 + e^-1.2), halved together.
    const double first = -2.0 + std::log(std::exp(2.0) + 1.0 + std::exp(-2.0));
    const double second = -1.6 + std::log(std::exp(1.2) + std::exp(1.6) + std::exp(-1.2));
    EXPECT_NEAR(full_softmax_loss(users, items, targets, scale).item<double>(), (first + second) / 2, 1e-12);
    // -ln(1 - sigmoid(2)) and -ln(1 - sigmoid(1.6)).
    const double pair = (std::log(1.0 + std::exp(2.0)) + std::log(1.0 + std::exp(1.6))) / 2;
    EXPECT_NEAR(literal_negative_loss(users, items.slice(0, 0, 2), scale).item<double>(), pair, 1e-12);
    // ln(1 + 3 p): p of the targets is e^-first and e^-second.
    const double relative =
        (std::log(1.0 + 3.0 * std::exp(-first)) + std::log(1.0 + 3.0 * std::exp(-second))) / 2;
    EXPECT_NEAR(full_relative_negative_loss(users, items, targets, scale).item<double>(), relative, 1e-12);
}

TEST(Losses, SampledEqualsFullWhenEveryItemIsSampledForSure) {
    torch::manual_seed(2);
    const auto users = normalised(torch::randn({5, 4}, torch::kFloat64));
    const auto items = normalised(torch::randn({7, 4}, torch::kFloat64));
    const auto targets = torch::tensor(std::vector<std::int64_t>{0, 6, 3, 3, 1});
    const auto scale = torch::tensor({5.0}, torch::kFloat64);
    const auto sampled =
        sampled_softmax_loss(users, items, targets, torch::arange(7), torch::zeros({7}), scale);
    EXPECT_NEAR(sampled.item<double>(), full_softmax_loss(users, items, targets, scale).item<double>(),
                1e-12);
    const auto negative =
        sampled_relative_negative_loss(users, items, targets, torch::arange(7), torch::zeros({7}), scale, 7);
    EXPECT_NEAR(negative.item<double>(),
                full_relative_negative_loss(users, items, targets, scale).item<double>(), 1e-12);
}

TEST(Losses, SampledHaveTheGradientsOfTheFullOnes) {
    // The full ones are LibTorch's own derivatives, which finite differences confirm above.
    torch::manual_seed(3);
    const auto targets = torch::tensor(std::vector<std::int64_t>{0, 6, 3, 3, 1});
    const auto gradients = [&](bool sampled, bool negative, bool weighted) {
        torch::manual_seed(4);
        const auto users = torch::randn({5, 4}, torch::kFloat64).requires_grad_();
        const auto items = torch::randn({7, 4}, torch::kFloat64).requires_grad_();
        const auto scale = torch::tensor({2.0}, torch::kFloat64).requires_grad_();
        const auto weights = weighted ? torch::rand({5}, torch::kFloat64) : torch::Tensor();
        const auto all = torch::arange(7);
        const auto certain = torch::zeros({7});
        if (sampled) {
            (negative ? sampled_relative_negative_loss(users, items, targets, all, certain, scale, 7, weights)
                      : sampled_softmax_loss(users, items, targets, all, certain, scale, weights))
                .backward();
        } else {
            (negative ? full_relative_negative_loss(users, items, targets, scale, weights)
                      : full_softmax_loss(users, items, targets, scale, weights))
                .backward();
        }
        return torch::cat({users.grad().view({-1}), items.grad().view({-1}), scale.grad()});
    };
    for (const bool negative : {false, true}) {
        for (const bool weighted : {false, true}) {
            EXPECT_TRUE(torch::allclose(gradients(true, negative, weighted),
                                        gradients(false, negative, weighted), 1e-9, 1e-12));
        }
    }
}

TEST(Losses, SampledInOnePassAreThoseOfSingleOperationsInDoublePrecision) {
    // Sizes that are no multiples of what the kernel works on at once, more rows than one block, and targets
    // that are in the sample.
    torch::manual_seed(8);
    constexpr std::int64_t rows = 83;
    constexpr std::int64_t width = 21;
    const auto users = normalised(torch::randn({rows, width}, torch::kFloat64));
    const auto items = normalised(torch::randn({60, width}, torch::kFloat64));
    const auto targets = torch::randint(60, {rows}, torch::kInt64);
    const auto sample = torch::arange(5, 42);
    const auto log_inclusion = torch::rand({37}, torch::kFloat64).log();
    const auto weights = torch::rand({rows}, torch::kFloat64) * 2;
    for (const bool negative : {false, true}) {
        const auto results = [&](torch::ScalarType type) {
            const auto u = users.to(type).detach().clone().requires_grad_();
            const auto v = items.to(type).detach().clone().requires_grad_();
            const auto scale = torch::tensor({7.0}, type).requires_grad_();
            const auto loss =
                negative ? sampled_relative_negative_loss(u, v, targets, sample, log_inclusion.to(type),
                                                          scale, 60, weights.to(type))
                         : sampled_softmax_loss(u, v, targets, sample, log_inclusion.to(type), scale,
                                                weights.to(type));
            (loss * 3.0).backward();
            return torch::cat(
                       {loss.detach().view({1}), u.grad().view({-1}), v.grad().view({-1}), scale.grad()})
                .to(torch::kFloat64);
        };
        const auto exact = results(torch::kFloat64);
        const auto fast = results(torch::kFloat32);
        EXPECT_LT((fast - exact).abs().max().item<double>(), 2e-6 * exact.abs().max().item<double>());
    }
}

TEST(Losses, SampledOfNothingButTheTargetAreThoseOfCertainty) {
    const auto users = torch::tensor({{1.0F, 0.0F}}).requires_grad_();
    const auto item = torch::tensor({{0.6F, 0.8F}});
    const auto own = torch::zeros({1}, torch::kInt64);
    const auto loss = sampled_softmax_loss(users, item, own, own, torch::zeros({1}), torch::ones({1}));
    EXPECT_EQ(loss.item<float>(), 0.0F);
    loss.backward();
    EXPECT_EQ(users.grad().abs().max().item<float>(), 0.0F) << "and no number that is none";
}

TEST(Losses, RelativeNegativeDoesNotSeeAShiftOfAllScores) {
    // With (cos a, sin a) for items and the listener along a third axis, the axis's share shifts all alike.
    const auto loss = [](double shift, bool relative) {
        const auto items = torch::tensor({{0.6, 0.8, shift}, {0.8, -0.6, shift}, {-1.0, 0.0, shift}});
        const auto users = torch::tensor({{1.0, 0.5, 1.0}});
        const auto targets = torch::tensor(std::vector<std::int64_t>{1});
        const auto scale = torch::tensor({3.0});
        return (relative ? full_relative_negative_loss(users, items, targets, scale)
                         : literal_negative_loss(users, items.index_select(0, targets), scale))
            .item<double>();
    };
    EXPECT_NEAR(loss(0.0, true), loss(-2.0, true), 1e-5);
    EXPECT_LT(loss(-2.0, false), 0.01 * loss(0.0, false)) << "the literal one is had for nothing";
}

TEST(Losses, RelativeNegativeIsLn2WhereNothingIsKnown) {
    const auto users = torch::tensor({{1.0, 0.0}}, torch::kFloat64).requires_grad_();
    const auto items = torch::tensor({{0.0, 1.0}, {0.0, -1.0}, {0.0, 1.0}}, torch::kFloat64);
    const auto loss = full_relative_negative_loss(users, items, torch::tensor(std::vector<std::int64_t>{1}),
                                                  torch::ones({1}, torch::kFloat64));
    EXPECT_NEAR(loss.item<double>(), std::log(2.0), 1e-12);
    loss.backward();
    // Half the gradient of ln p_1: (v_1 - mean v) / 2.
    EXPECT_NEAR(users.grad()[0][1].item<double>(), (-1.0 - 1.0 / 3.0) / 2, 1e-12);
}

TEST(Losses, SampledLeavesAccidentalHitsOut) {
    const auto users = torch::tensor({{1.0, 0.0}}, torch::kFloat64);
    const auto items = torch::tensor({{1.0, 0.0}, {0.0, 1.0}}, torch::kFloat64);
    const auto log_q = torch::log(torch::tensor({0.5, 0.25}, torch::kFloat64));
    const auto loss = sampled_softmax_loss(users, items, torch::tensor(std::vector<std::int64_t>{0}),
                                           torch::arange(2), log_q, torch::ones({1}));
    // Only item 1 competes, with e^0 / 0.25.
    EXPECT_NEAR(loss.item<double>(), std::log(std::exp(1.0) + 4.0) - 1.0, 1e-12);
}

}  // namespace
}  // namespace refrain
