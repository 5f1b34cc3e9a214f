#include "recommender/model/kernels/row_kernels.h"

#include "recommender/model/kernels/dropout_bits.h"
#include "recommender/model/kernels/simd.h"

#include <algorithm>
#include <cmath>

namespace refrain {
namespace {

using simd::Floats;
constexpr int lanes = simd::width;

/// Sixteen lanes of products, so that the compiler may keep them side by side; then what is left over.
REFRAIN_INLINE float dot(std::int64_t width, const float* a, const float* b) {
    Floats lane_sums{};
    std::int64_t i = 0;
    for (; i + lanes <= width; i += lanes) {
        lane_sums += simd::load(a + i) * simd::load(b + i);
    }
    float out = simd::sum(lane_sums);
    for (; i < width; ++i) {
        out += a[i] * b[i];
    }
    return out;
}

template <int vectors>
REFRAIN_INLINE void add_scaled_body(std::int64_t count, float factor, const float* from, float* to) {
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        simd::store(to + i, simd::load(to + i) + simd::load(from + i) * factor);
    }
    for (; i < count; ++i) {
        to[i] += factor * from[i];
    }
}

template <int vectors>
REFRAIN_INLINE void unit_rows_body(std::int64_t rows, std::int64_t width, const float* x, float* out,
                                   float* lengths) {
    for (std::int64_t r = 0; r < rows; ++r) {
        const float* from = x + r * width;
        float* to = out + r * width;
        lengths[r] = std::max(std::sqrt(dot(width, from, from)), 1e-12F);
        const float inverse = 1.0F / lengths[r];
        for (std::int64_t i = 0; i < width; ++i) {
            to[i] = from[i] * inverse;
        }
    }
}

template <int vectors>
REFRAIN_INLINE void unit_rows_backward_body(std::int64_t rows, std::int64_t width, const float* out,
                                            const float* lengths, const float* by_out, float* by_x) {
    for (std::int64_t r = 0; r < rows; ++r) {
        const float* y = out + r * width;
        const float* g = by_out + r * width;
        const float along = dot(width, y, g);
        const float inverse = 1.0F / lengths[r];
        for (std::int64_t i = 0; i < width; ++i) {
            by_x[r * width + i] = (g[i] - y[i] * along) * inverse;
        }
    }
}

template <int vectors>
REFRAIN_INLINE void add_dropped_elements_body(std::int64_t first, std::int64_t count, const float* x,
                                              const float* y, double p, std::uint32_t seed, float* out) {
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        const Floats kept =
            simd::load(y + i) * dropout_factors(seed, static_cast<std::uint32_t>(first + i), p);
        simd::store(out + i, x == nullptr ? kept : simd::load(x + i) + kept);
    }
    if (i < count) {
        float factors[lanes];
        simd::store(factors, dropout_factors(seed, static_cast<std::uint32_t>(first + i), p));
        for (std::int64_t k = 0; i < count; ++i, ++k) {
            out[i] = (x == nullptr ? 0.0F : x[i]) + y[i] * factors[k];
        }
    }
}

}  // namespace

REFRAIN_KERNEL(add_scaled, (std::int64_t count, float factor, const float* from, float* to),
               (count, factor, from, to))
REFRAIN_KERNEL(unit_rows, (std::int64_t rows, std::int64_t width, const float* x, float* out, float* lengths),
               (rows, width, x, out, lengths))
REFRAIN_KERNEL(unit_rows_backward,
               (std::int64_t rows, std::int64_t width, const float* out, const float* lengths,
                const float* by_out, float* by_x),
               (rows, width, out, lengths, by_out, by_x))
REFRAIN_KERNEL(add_dropped_elements,
               (std::int64_t first, std::int64_t count, const float* x, const float* y, double p,
                std::uint32_t seed, float* out),
               (first, count, x, y, p, seed, out))

}  // namespace refrain
