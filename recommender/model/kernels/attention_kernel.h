// Causal softmax attention of one head over one sequence, forward and backward, with dropout on the weights.
// Plain float arrays; what lies after a step is never computed, and a head's numbers stay in the first
// caches. Pure; any thread; nothing fails. Sequences and heads are independent: callers spread them over
// threads.
#pragma once

#include <cstdint>

namespace refrain {

struct AttentionShape {
    std::int64_t steps = 0;
    /// Width of the head, and the distance between two steps in q, k, v, the output and their gradients.
    std::int64_t width = 0, stride = 0;
    /// 1 / sqrt(d_k)
    float scale = 1.0F;
    /// Weights are dropped with this probability (to 1/65536).
    double dropout = 0.0;
    /// Which weights: a function of the seed and their place alone.
    std::uint32_t seed = 0;
};

/// The seed of one head of one sequence, from that of the whole batch: `number` counts heads through it.
constexpr std::uint32_t attention_seed_of(std::uint32_t seed, std::int64_t number) {
    return seed + static_cast<std::uint32_t>(number) * 0x9E3779B9U;
}

/// Floats that `weights` must hold for one head and sequence: kept from forward to backward.
std::int64_t attention_weights_size(std::int64_t steps);
/// Floats that `scratch` must hold.
std::int64_t attention_scratch_size(std::int64_t steps, std::int64_t width);

/// out = dropout(softmax(scale q k^T)) v over the steps up to each one's own that are `real`. A step with
/// none of these gets numbers without meaning.
void attention_forward(const AttentionShape& shape, const float* q, const float* k, const float* v,
                       const bool* real, float* out, float* weights, float* scratch);

/// The gradients of the loss by q, k, v, from the one by the output.
void attention_backward(const AttentionShape& shape, const float* q, const float* k, const float* v,
                        const float* weights, const float* by_out, float* by_q, float* by_k, float* by_v,
                        float* scratch);

}  // namespace refrain
