// How parameters move: Adam over one stretch of numbers, Adagrad over chosen rows of a table.
// Plain arrays; pure; any thread; nothing fails.
#pragma once

#include <cstdint>

namespace refrain {

struct AdamStep {
    float rate = 1e-3F;  // divided by 1 - beta1^t
    float beta1 = 0.9F, beta2 = 0.999F;
    float root_correction = 1.0F;  // sqrt(1 - beta2^t)
    float epsilon = 1e-8F;
};

/// Kingma & Ba, ICLR 2015: m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2,
/// x -= rate m / (sqrt(v) / root_correction + epsilon). Sets `gradient` to 0 for the next step.
void adam(const AdamStep& step, std::int64_t count, float* gradient, float* mean, float* square, float* x);

/// Duchi, Hazan & Singer, JMLR 2011, per number: s += g^2, x -= rate g / (sqrt(s) + epsilon).
void adagrad(float rate, float epsilon, std::int64_t count, const float* gradient, float* squares, float* x);

}  // namespace refrain
