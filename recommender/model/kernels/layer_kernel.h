// One layer of the encoder in its pre-norm layout (recommender design, section 2) over one sequence, forward
// and backward: y = b + drop(contract(gelu(expand(norm(b))))), b = x + drop(out(attention(norm(x)))), with
// the feedback f added to queries, keys and values. A sequence's numbers stay in the second cache from one
// end of the layer to the other. Plain float arrays; pure; any thread; nothing fails. Sequences are
// independent: callers spread them over threads.
#pragma once

#include <cstdint>

namespace refrain {

struct LayerShape {
    /// `hidden` and `wide` (between expand and contract) are multiples of 16, `hidden` one of `heads`.
    std::int64_t steps = 0, hidden = 0, wide = 0, heads = 1;
    double dropout = 0.0;
    /// Which numbers are dropped of the attention's weights, of what `out` gives and of what `contract`
    /// gives.
    std::uint32_t attention_seed = 0, out_seed = 0, contract_seed = 0;
    /// The sequence's number in the whole batch: what is dropped depends on it.
    std::int64_t sequence = 0;
};

/// x W^T + bias. `weight` is (out x in), `on_side` the same as (in x out).
struct LinearWeights {
    const float *weight = nullptr, *on_side = nullptr, *bias = nullptr;
};
struct NormWeights {
    const float *gain = nullptr, *shift = nullptr;
};
struct LayerWeights {
    NormWeights attention_norm, feed_forward_norm;
    LinearWeights query, key, value, out, expand, contract;
};

/// Gradients, added to.
struct LinearGradient {
    float *weight = nullptr, *bias = nullptr;
};
struct NormGradient {
    float *gain = nullptr, *shift = nullptr;
};
struct LayerGradient {
    NormGradient attention_norm, feed_forward_norm;
    LinearGradient query, key, value, out, expand, contract;
};

/// Of one sequence, kept from forward to backward.
struct LayerKept {
    /// (steps x hidden) each: queries, keys, values, what attention gives, and the sum before the second
    /// norm.
    float *q = nullptr, *k = nullptr, *v = nullptr, *mixed = nullptr, *between = nullptr;
    /// (steps x wide): what `expand` gives.
    float* expanded = nullptr;
    /// (4 x steps): mean and 1 / deviation of each step at the first norm, then at the second.
    float* moments = nullptr;
    /// heads * attention_weights_size(steps)
    float* weights = nullptr;
};

/// Floats that `scratch` must hold, for either direction.
std::int64_t layer_scratch_size(const LayerShape& shape);

/// x, f, y (steps x hidden); f may be null. `real` as in attention_forward().
void layer_forward(const LayerShape& shape, const LayerWeights& weights, const float* x, const float* f,
                   const bool* real, const LayerKept& kept, float* y, float* scratch);

/// by_x and by_f are set (by_f may be null), `gradient` is added to.
void layer_backward(const LayerShape& shape, const LayerWeights& weights, const float* x,
                    const LayerKept& kept, const float* by_y, float* by_x, float* by_f,
                    const LayerGradient& gradient, float* scratch);

}  // namespace refrain
