// Gradients held beside differences. Doubles; throws what torch throws.
#pragma once

#include <cstdint>
#include <functional>
#include <random>

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace refrain {

/// Three numbers of each parameter of `model`, drawn with a fixed seed: the gradient of `loss` is the central
/// difference of step 1e-6, to 1e-6.
inline void expect_gradients_by_differences(torch::nn::Module& model,
                                            const std::function<torch::Tensor()>& loss) {
    loss().backward();
    const torch::NoGradGuard no_grad;
    std::mt19937 random(3);
    for (const auto& entry : model.named_parameters()) {
        auto values = entry.value().view({-1});
        ASSERT_TRUE(entry.value().grad().defined()) << entry.key();
        const auto gradient = entry.value().grad().reshape({-1});
        for (int probe = 0; probe < 3; ++probe) {
            const auto i = static_cast<std::int64_t>(random() % static_cast<unsigned>(values.size(0)));
            constexpr double step = 1e-6;
            const double kept = values[i].item<double>();
            values[i] = kept + step;
            const double above = loss().item<double>();
            values[i] = kept - step;
            const double below = loss().item<double>();
            values[i] = kept;
            EXPECT_NEAR(gradient[i].item<double>(), (above - below) / (2 * step), 1e-6) << entry.key();
        }
    }
}

}  // namespace refrain
