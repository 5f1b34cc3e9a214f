#include "recommender/model/kernels/encoder_kernels.h"

#include "recommender/model/kernels/gelu.h"
#include "recommender/model/kernels/simd.h"

#include <algorithm>

namespace refrain {
namespace {

constexpr int lanes = simd::width;

template <int vectors>
REFRAIN_INLINE void multiply_rows_body(std::int64_t rows, std::int64_t columns, std::int64_t depth,
                                       const float* a, const float* b, float* c) {
    simd::product<vectors>(rows, columns, depth, a, depth, 1, b, columns, c, columns, false);
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
