#include "recommender/model/kernels/encoder_kernels.h"

#include "recommender/model/kernels/simd.h"

#include <algorithm>

namespace refrain {
namespace {

using simd::Floats;
constexpr int lanes = simd::width;

template <int vectors>
REFRAIN_INLINE void multiply_rows_body(std::int64_t rows, std::int64_t columns, std::int64_t depth,
                                       const float* a, const float* b, float* c) {
    simd::product<vectors>(rows, columns, depth, a, depth, 1, b, columns, c, columns, false);
}

REFRAIN_INLINE Floats gelu(const Floats& x) {
    const Floats size = x < 0.0F ? -x : x;
    const Floats z = size * 0.70710678F;
    const Floats t = 1.0F / (1.0F + 0.3275911F * z);
    Floats p = t * 1.061405429F - 1.453152027F;
    p = p * t + 1.421413741F;
    p = p * t - 0.284496736F;
    p = p * t + 0.254829592F;
    const Floats beyond = p * t * simd::exponential(-z * z);  // 1 - erf(z)
    return 0.5F * (x < 0.0F ? x * beyond : x * (2.0F - beyond));
}

template <int vectors>
REFRAIN_INLINE void gelu_rows_body(std::int64_t count, float* x) {
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        simd::store(x + i, gelu(simd::load(x + i)));
    }
    if (i < count) {
        float rest[lanes] = {};
        std::copy(x + i, x + count, rest);
        simd::store(rest, gelu(simd::load(rest)));
        std::copy(rest, rest + (count - i), x + i);
    }
}

}  // namespace

REFRAIN_KERNEL(multiply_rows,
               (std::int64_t rows, std::int64_t columns, std::int64_t depth, const float* a, const float* b,
                float* c),
               (rows, columns, depth, a, b, c))
REFRAIN_KERNEL(gelu_rows, (std::int64_t count, float* x), (count, x))

}  // namespace refrain
