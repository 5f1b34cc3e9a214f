#include "recommender/model/kernels/attention_kernel.h"

#include "recommender/model/kernels/dropout_bits.h"
#include "recommender/model/kernels/simd.h"

#include <algorithm>

namespace refrain {
namespace {

using simd::Floats;
using simd::Ints;
using simd::padded;
constexpr int lanes = simd::width;

/// Rows of so many steps share what they may look at: all up to the last of them.
constexpr std::int64_t block = 4;

/// (steps x width) with `stride` between the rows, into rows of a multiple of 16, times `factor`.
REFRAIN_INLINE void pack(const AttentionShape& s, const float* from, float factor, float* to) {
    const std::int64_t row = padded(s.width);
    for (std::int64_t t = 0; t < s.steps; ++t) {
        for (std::int64_t i = 0; i < s.width; ++i) {
            to[t * row + i] = from[t * s.stride + i] * factor;
        }
        for (std::int64_t i = s.width; i < row; ++i) {
            to[t * row + i] = 0.0F;
        }
    }
}

/// The same on its side: (width x steps), rows of a multiple of 16.
REFRAIN_INLINE void pack_transposed(const AttentionShape& s, const float* from, float* to) {
    const std::int64_t row = padded(s.steps);
    for (std::int64_t i = 0; i < s.width; ++i) {
        for (std::int64_t t = 0; t < s.steps; ++t) {
            to[i * row + t] = from[t * s.stride + i];
        }
        for (std::int64_t t = s.steps; t < row; ++t) {
            to[i * row + t] = 0.0F;
        }
    }
}

REFRAIN_INLINE void unpack(const AttentionShape& s, const float* from, float factor, float* to) {
    const std::int64_t row = padded(s.width);
    for (std::int64_t t = 0; t < s.steps; ++t) {
        for (std::int64_t i = 0; i < s.width; ++i) {
            to[t * s.stride + i] = from[t * row + i] * factor;
        }
    }
}

/// 0 or 1 / (1 - p) for sixteen weights of step `t`, from `j` on.
REFRAIN_INLINE Floats kept(const AttentionShape& s, std::int64_t t, std::int64_t j) {
    return dropout_factors(s.seed, static_cast<std::uint32_t>(t * padded(s.steps) + j), s.dropout);
}

/// A row of scores becomes weights: those up to `t` that are real, the others 0.
REFRAIN_INLINE void softmax_row(std::int64_t t, std::int64_t columns, const float* hidden, float* row) {
    constexpr float unseen = -3e38F;
    const Ints numbers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    Floats top = simd::all(unseen);
    for (std::int64_t j = 0; j < columns; j += lanes) {
        const Ints later = numbers + static_cast<std::int32_t>(j) > static_cast<std::int32_t>(t);
        const Floats x = later ? simd::all(unseen) : simd::load(row + j) + simd::load(hidden + j);
        simd::store(row + j, x);
        top = x > top ? x : top;
    }
    float parts[lanes];
    simd::store(parts, top);
    const Floats highest = simd::all(*std::max_element(parts, parts + lanes));
    Floats total{};
    for (std::int64_t j = 0; j < columns; j += lanes) {
        const Floats e = simd::exponential(simd::load(row + j) - highest);
        simd::store(row + j, e);
        total += e;
    }
    const float inverse = 1.0F / simd::sum(total);
    for (std::int64_t j = 0; j < columns; j += lanes) {
        simd::store(row + j, simd::load(row + j) * inverse);
    }
}

template <int vectors>
REFRAIN_INLINE void attention_forward_body(const AttentionShape& s, const float* q, const float* k,
                                           const float* v, const bool* real, float* out, float* weights,
                                           float* scratch) {
    const std::int64_t row = padded(s.width);
    const std::int64_t columns = padded(s.steps);
    float* queries = scratch;
    float* keys = queries + s.steps * row;  // on their side
    float* values = keys + s.width * columns;
    float* mixed = values + s.steps * row;
    float* dropped = mixed + s.steps * row;
    float* hidden = dropped + block * columns;
    pack(s, q, s.scale, queries);
    pack_transposed(s, k, keys);
    pack(s, v, 1.0F, values);
    for (std::int64_t j = 0; j < columns; ++j) {
        hidden[j] = j < s.steps && real[j] ? 0.0F : -1e9F;
    }
    for (std::int64_t t = 0; t < s.steps; t += block) {
        const std::int64_t rows = std::min(block, s.steps - t);
        const std::int64_t seen = t + rows;
        const std::int64_t wide = padded(seen);
        float* own = weights + t * columns;
        simd::product<vectors>(rows, wide, s.width, queries + t * row, row, 1, keys, columns, own, columns,
                               false);
        const float* factors = own;
        for (std::int64_t i = 0; i < rows; ++i) {
            softmax_row(t + i, wide, hidden, own + i * columns);
        }
        if (s.dropout > 0.0) {
            for (std::int64_t i = 0; i < rows; ++i) {
                for (std::int64_t j = 0; j < wide; j += lanes) {
                    simd::store(dropped + i * columns + j,
                                simd::load(own + i * columns + j) * kept(s, t + i, j));
                }
            }
            factors = dropped;
        }
        simd::product<vectors>(rows, row, seen, factors, columns, 1, values, row, mixed + t * row, row,
                               false);
    }
    unpack(s, mixed, 1.0F, out);
}

template <int vectors>
REFRAIN_INLINE void attention_backward_body(const AttentionShape& s, const float* q, const float* k,
                                            const float* v, const float* weights, const float* by_out,
                                            float* by_q, float* by_k, float* by_v, float* scratch) {
    const std::int64_t row = padded(s.width);
    const std::int64_t columns = padded(s.steps);
    float* queries = scratch;
    float* keys = queries + s.steps * row;
    float* values = keys + s.steps * row;  // on their side
    float* outs = values + s.width * columns;
    float* to_q = outs + s.steps * row;
    float* to_k = to_q + s.steps * row;
    float* to_v = to_k + s.steps * row;
    float* dropped = to_v + s.steps * row;
    float* by_score = dropped + block * columns;
    pack(s, q, 1.0F, queries);
    pack(s, k, 1.0F, keys);
    pack_transposed(s, v, values);
    pack(s, by_out, 1.0F, outs);
    std::fill(to_k, to_k + s.steps * row, 0.0F);
    std::fill(to_v, to_v + s.steps * row, 0.0F);
    for (std::int64_t t = 0; t < s.steps; t += block) {
        const std::int64_t rows = std::min(block, s.steps - t);
        const std::int64_t seen = t + rows;
        const std::int64_t wide = padded(seen);
        simd::product<vectors>(rows, wide, s.width, outs + t * row, row, 1, values, columns, by_score,
                               columns, false);
        for (std::int64_t i = 0; i < rows; ++i) {
            const float* own = weights + (t + i) * columns;
            float* g = by_score + i * columns;
            float* d = dropped + i * columns;
            Floats total{};
            for (std::int64_t j = 0; j < wide; j += lanes) {
                const Floats w = simd::load(own + j);
                Floats by_weight = simd::load(g + j);
                Floats used = w;
                if (s.dropout > 0.0) {
                    const Floats keep = kept(s, t + i, j);
                    by_weight *= keep;
                    used *= keep;
                }
                simd::store(d + j, used);
                const Floats product = w * by_weight;
                simd::store(g + j, product);
                total += product;
            }
            // d softmax: w (g - sum w g)
            const float mean = simd::sum(total);
            for (std::int64_t j = 0; j < wide; j += lanes) {
                simd::store(g + j, simd::load(g + j) - simd::load(own + j) * mean);
            }
        }
        simd::product<vectors>(rows, row, seen, by_score, columns, 1, keys, row, to_q + t * row, row, false);
        // The transposed ones: each of these few steps adds to all that it looked at.
        simd::product<vectors>(seen, row, rows, by_score, 1, columns, queries + t * row, row, to_k, row,
                               true);
        simd::product<vectors>(seen, row, rows, dropped, 1, columns, outs + t * row, row, to_v, row, true);
    }
    unpack(s, to_q, s.scale, by_q);
    unpack(s, to_k, s.scale, by_k);
    unpack(s, to_v, 1.0F, by_v);
}

}  // namespace

REFRAIN_KERNEL(attention_forward,
               (const AttentionShape& shape, const float* q, const float* k, const float* v, const bool* real,
                float* out, float* weights, float* scratch),
               (shape, q, k, v, real, out, weights, scratch))
REFRAIN_KERNEL(attention_backward,
               (const AttentionShape& shape, const float* q, const float* k, const float* v,
                const float* weights, const float* by_out, float* by_q, float* by_k, float* by_v,
                float* scratch),
               (shape, q, k, v, weights, by_out, by_q, by_k, by_v, scratch))

std::int64_t attention_weights_size(std::int64_t steps) {
    return steps * padded(steps);
}

std::int64_t attention_scratch_size(std::int64_t steps, std::int64_t width) {
    return 7 * padded(steps) * padded(width) + 3 * block * padded(steps);
}

}  // namespace refrain
