// The Gaussian error linear unit on sixteen numbers. Only for the .cpp files of this folder.
#pragma once

#include "recommender/model/kernels/simd.h"

namespace refrain {

struct Gelu {
    simd::Floats value, slope;
};

/// x Phi(x) and its derivative Phi(x) + x phi(x). Phi by Abramowitz & Stegun 7.1.26, whose error is below
/// 1.5e-7.
REFRAIN_INLINE Gelu gelu_with_slope(const simd::Floats& x) {
    using simd::Floats;
    const Floats size = x < 0.0F ? -x : x;
    const Floats z = size * 0.70710678F;
    const Floats t = 1.0F / (1.0F + 0.3275911F * z);
    Floats p = t * 1.061405429F - 1.453152027F;
    p = p * t + 1.421413741F;
    p = p * t - 0.284496736F;
    p = p * t + 0.254829592F;
    const Floats bell = simd::exponential(-z * z);  // e^(-x^2 / 2)
    const Floats beyond = p * t * bell;             // 1 - erf(z)
    const Floats below = 0.5F * (x < 0.0F ? beyond : 2.0F - beyond);
    return {x * below, below + x * bell * 0.39894228F};
}

REFRAIN_INLINE simd::Floats gelu(const simd::Floats& x) {
    return gelu_with_slope(x).value;
}

}  // namespace refrain
