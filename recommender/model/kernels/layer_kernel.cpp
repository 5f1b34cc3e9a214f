#include "recommender/model/kernels/layer_kernel.h"

#include "recommender/model/kernels/attention_kernel.h"
#include "recommender/model/kernels/dropout_bits.h"
#include "recommender/model/kernels/gelu.h"
#include "recommender/model/kernels/simd.h"

#include <cmath>

namespace refrain {
namespace {

using simd::Floats;
constexpr int lanes = simd::width;
/// As LibTorch's layer norm has it.
constexpr float least_variance = 1e-5F;

/// c = a W^T + bias (+ more)
template <int vectors>
REFRAIN_INLINE void linear(std::int64_t steps, std::int64_t out, std::int64_t in, const float* a,
                           const LinearWeights& weights, const float* more, float* c) {
    for (std::int64_t t = 0; t < steps; ++t) {
        for (std::int64_t i = 0; i < out; i += lanes) {
            const Floats bias = simd::load(weights.bias + i);
            simd::store(c + t * out + i, more == nullptr ? bias : bias + simd::load(more + t * out + i));
        }
    }
    simd::product<vectors>(steps, out, in, a, in, 1, weights.on_side, out, c, out, true);
}

/// Adds a's gradient to `by_a` (or sets it), and those of weight and bias to `gradient`, from that of c.
template <int vectors>
REFRAIN_INLINE void linear_backward(std::int64_t steps, std::int64_t out, std::int64_t in, const float* a,
                                    const LinearWeights& weights, const float* by_c, float* by_a, bool add,
                                    const LinearGradient& gradient) {
    simd::product<vectors>(out, in, steps, by_c, 1, out, a, in, gradient.weight, in, true);
    for (std::int64_t i = 0; i < out; i += lanes) {
        Floats total = simd::load(gradient.bias + i);
        for (std::int64_t t = 0; t < steps; ++t) {
            total += simd::load(by_c + t * out + i);
        }
        simd::store(gradient.bias + i, total);
    }
    simd::product<vectors>(steps, in, out, by_c, out, 1, weights.weight, in, by_a, in, add);
}

/// Mean and 1 / deviation of each step.
REFRAIN_INLINE void take_moments(std::int64_t steps, std::int64_t width, const float* x, float* means,
                                 float* inverses) {
    const float share = 1.0F / static_cast<float>(width);
    for (std::int64_t t = 0; t < steps; ++t) {
        const float* row = x + t * width;
        Floats total{};
        for (std::int64_t i = 0; i < width; i += lanes) {
            total += simd::load(row + i);
        }
        const float mean = simd::sum(total) * share;
        Floats squares{};
        for (std::int64_t i = 0; i < width; i += lanes) {
            const Floats off = simd::load(row + i) - mean;
            squares += off * off;
        }
        means[t] = mean;
        inverses[t] = 1.0F / std::sqrt(simd::sum(squares) * share + least_variance);
    }
}

REFRAIN_INLINE void normalise(std::int64_t steps, std::int64_t width, const float* x, const float* means,
                              const float* inverses, const NormWeights& weights, float* out) {
    for (std::int64_t t = 0; t < steps; ++t) {
        for (std::int64_t i = 0; i < width; i += lanes) {
            const Floats unit = (simd::load(x + t * width + i) - means[t]) * inverses[t];
            simd::store(out + t * width + i,
                        unit * simd::load(weights.gain + i) + simd::load(weights.shift + i));
        }
    }
}

/// by_x += the gradient by x of the normalised, from `by_out`; those of gain and shift likewise.
REFRAIN_INLINE void normalise_backward(std::int64_t steps, std::int64_t width, const float* x,
                                       const float* means, const float* inverses, const NormWeights& weights,
                                       const float* by_out, float* by_x, const NormGradient& gradient) {
    const float share = 1.0F / static_cast<float>(width);
    for (std::int64_t t = 0; t < steps; ++t) {
        const float* from = x + t * width;
        const float* by = by_out + t * width;
        Floats total{};
        Floats along{};
        for (std::int64_t i = 0; i < width; i += lanes) {
            const Floats unit = (simd::load(from + i) - means[t]) * inverses[t];
            const Floats g = simd::load(by + i);
            simd::store(gradient.gain + i, simd::load(gradient.gain + i) + g * unit);
            simd::store(gradient.shift + i, simd::load(gradient.shift + i) + g);
            const Floats scaled = g * simd::load(weights.gain + i);
            total += scaled;
            along += scaled * unit;
        }
        const float mean = simd::sum(total) * share;
        const float slope = simd::sum(along) * share;
        for (std::int64_t i = 0; i < width; i += lanes) {
            const Floats unit = (simd::load(from + i) - means[t]) * inverses[t];
            const Floats scaled = simd::load(by + i) * simd::load(weights.gain + i);
            simd::store(by_x + t * width + i,
                        simd::load(by_x + t * width + i) + (scaled - mean - unit * slope) * inverses[t]);
        }
    }
}

/// out = x + drop(y); x may be null (0).
REFRAIN_INLINE void add_dropped(const LayerShape& s, const float* x, const float* y, std::uint32_t seed,
                                float* out) {
    const std::int64_t count = s.steps * s.hidden;
    const auto first = static_cast<std::uint32_t>(s.sequence * count);
    for (std::int64_t i = 0; i < count; i += lanes) {
        Floats kept = simd::load(y + i);
        if (s.dropout > 0.0) {
            kept *= dropout_factors(seed, first + static_cast<std::uint32_t>(i), s.dropout);
        }
        simd::store(out + i, x == nullptr ? kept : simd::load(x + i) + kept);
    }
}

REFRAIN_INLINE AttentionShape head_of(const LayerShape& s, std::int64_t head) {
    AttentionShape shape;
    shape.steps = s.steps;
    shape.stride = s.hidden;
    shape.width = s.hidden / s.heads;
    shape.scale = 1.0F / std::sqrt(static_cast<float>(shape.width));
    shape.dropout = s.dropout;
    shape.seed = attention_seed_of(s.attention_seed, s.sequence * s.heads + head);
    return shape;
}

template <int vectors>
REFRAIN_INLINE void layer_forward_body(const LayerShape& s, const LayerWeights& w, const float* x,
                                       const float* f, const bool* real, const LayerKept& kept, float* y,
                                       float* scratch) {
    float* narrow = scratch;
    float* wide = narrow + s.steps * s.hidden;
    float* rest = wide + s.steps * s.wide;
    float* moments = kept.moments;

    take_moments(s.steps, s.hidden, x, moments, moments + s.steps);
    normalise(s.steps, s.hidden, x, moments, moments + s.steps, w.attention_norm, narrow);
    linear<vectors>(s.steps, s.hidden, s.hidden, narrow, w.query, f, kept.q);
    linear<vectors>(s.steps, s.hidden, s.hidden, narrow, w.key, f, kept.k);
    linear<vectors>(s.steps, s.hidden, s.hidden, narrow, w.value, f, kept.v);
    for (std::int64_t head = 0; head < s.heads; ++head) {
        const AttentionShape one = head_of(s, head);
        const std::int64_t at = head * one.width;
        attention_forward(one, kept.q + at, kept.k + at, kept.v + at, real, kept.mixed + at,
                          kept.weights + head * attention_weights_size(s.steps), rest);
    }
    linear<vectors>(s.steps, s.hidden, s.hidden, kept.mixed, w.out, nullptr, narrow);
    add_dropped(s, x, narrow, s.out_seed, kept.between);

    moments += 2 * s.steps;
    take_moments(s.steps, s.hidden, kept.between, moments, moments + s.steps);
    normalise(s.steps, s.hidden, kept.between, moments, moments + s.steps, w.feed_forward_norm, narrow);
    linear<vectors>(s.steps, s.wide, s.hidden, narrow, w.expand, nullptr, kept.expanded);
    for (std::int64_t i = 0; i < s.steps * s.wide; i += lanes) {
        simd::store(wide + i, gelu(simd::load(kept.expanded + i)));
    }
    linear<vectors>(s.steps, s.hidden, s.wide, wide, w.contract, nullptr, narrow);
    add_dropped(s, kept.between, narrow, s.contract_seed, y);
}

template <int vectors>
REFRAIN_INLINE void layer_backward_body(const LayerShape& s, const LayerWeights& w, const float* x,
                                        const LayerKept& kept, const float* by_y, float* by_x, float* by_f,
                                        const LayerGradient& gradient, float* scratch) {
    const std::int64_t narrow_size = s.steps * s.hidden;
    const std::int64_t wide_size = s.steps * s.wide;
    float* normed = scratch;
    float* by_normed = normed + narrow_size;
    float* by_q = by_normed + narrow_size;
    float* by_k = by_q + narrow_size;
    float* by_v = by_k + narrow_size;
    float* wide = by_v + narrow_size;
    float* by_wide = wide + wide_size;
    float* rest = by_wide + wide_size;

    // The feed-forward sublayer: what comes back to `between` is gathered in by_x.
    float* by_dropped = by_normed;
    add_dropped(s, nullptr, by_y, s.contract_seed, by_dropped);
    for (std::int64_t i = 0; i < wide_size; i += lanes) {
        simd::store(wide + i, gelu(simd::load(kept.expanded + i)));
    }
    linear_backward<vectors>(s.steps, s.hidden, s.wide, wide, w.contract, by_dropped, by_wide, false,
                             gradient.contract);
    for (std::int64_t i = 0; i < wide_size; i += lanes) {
        simd::store(by_wide + i,
                    simd::load(by_wide + i) * gelu_with_slope(simd::load(kept.expanded + i)).slope);
    }
    const float* moments = kept.moments + 2 * s.steps;
    normalise(s.steps, s.hidden, kept.between, moments, moments + s.steps, w.feed_forward_norm, normed);
    linear_backward<vectors>(s.steps, s.wide, s.hidden, normed, w.expand, by_wide, by_normed, false,
                             gradient.expand);
    for (std::int64_t i = 0; i < narrow_size; i += lanes) {
        simd::store(by_x + i, simd::load(by_y + i));
    }
    normalise_backward(s.steps, s.hidden, kept.between, moments, moments + s.steps, w.feed_forward_norm,
                       by_normed, by_x, gradient.feed_forward_norm);

    // Attention; by_normed holds first what comes back to its result.
    add_dropped(s, nullptr, by_x, s.out_seed, normed);
    linear_backward<vectors>(s.steps, s.hidden, s.hidden, kept.mixed, w.out, normed, by_normed, false,
                             gradient.out);
    for (std::int64_t head = 0; head < s.heads; ++head) {
        const AttentionShape one = head_of(s, head);
        const std::int64_t at = head * one.width;
        attention_backward(one, kept.q + at, kept.k + at, kept.v + at,
                           kept.weights + head * attention_weights_size(s.steps), by_normed + at, by_q + at,
                           by_k + at, by_v + at, rest);
    }
    if (by_f != nullptr) {
        for (std::int64_t i = 0; i < narrow_size; i += lanes) {
            simd::store(by_f + i, simd::load(by_q + i) + simd::load(by_k + i) + simd::load(by_v + i));
        }
    }
    moments = kept.moments;
    normalise(s.steps, s.hidden, x, moments, moments + s.steps, w.attention_norm, normed);
    linear_backward<vectors>(s.steps, s.hidden, s.hidden, normed, w.query, by_q, by_normed, false,
                             gradient.query);
    linear_backward<vectors>(s.steps, s.hidden, s.hidden, normed, w.key, by_k, by_normed, true, gradient.key);
    linear_backward<vectors>(s.steps, s.hidden, s.hidden, normed, w.value, by_v, by_normed, true,
                             gradient.value);
    normalise_backward(s.steps, s.hidden, x, moments, moments + s.steps, w.attention_norm, by_normed, by_x,
                       gradient.attention_norm);
}

}  // namespace

REFRAIN_KERNEL(layer_forward,
               (const LayerShape& shape, const LayerWeights& weights, const float* x, const float* f,
                const bool* real, const LayerKept& kept, float* y, float* scratch),
               (shape, weights, x, f, real, kept, y, scratch))
REFRAIN_KERNEL(layer_backward,
               (const LayerShape& shape, const LayerWeights& weights, const float* x, const LayerKept& kept,
                const float* by_y, float* by_x, float* by_f, const LayerGradient& gradient, float* scratch),
               (shape, weights, x, kept, by_y, by_x, by_f, gradient, scratch))

std::int64_t layer_scratch_size(const LayerShape& shape) {
    return 5 * shape.steps * shape.hidden + 2 * shape.steps * shape.wide +
           attention_scratch_size(shape.steps, shape.hidden / shape.heads);
}

}  // namespace refrain
