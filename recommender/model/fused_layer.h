// A layer of the encoder in one pass each way, on a CPU in float32: each sequence goes through the whole
// layer while its numbers are in the second cache, and the sequences are spread over the threads. The same as
// the operations of fused.h one after another, to rounding. Differentiable once. One thread calls; the work
// is split. The number of threads does not change a result.
#pragma once

#include <cstdint>

#include <torch/types.h>

namespace refrain {

/// A layer's parameters as LibTorch has them: weights (out, in).
struct LayerTensors {
    torch::Tensor attention_gain, attention_shift, query, query_bias, key, key_bias, value, value_bias, out,
        out_bias, feed_forward_gain, feed_forward_shift, expand, expand_bias, contract, contract_bias;
};

/// Whether fused_layer() takes it: on a CPU, in float32, widths that are multiples of 16.
bool fits_fused_layer(const torch::Tensor& x, std::int64_t wide);

/// What kernels/layer_kernel.h computes, for x (B, T, H) and the feedback f of its steps, which may be
/// undefined. `first_sequence` as in causal_attention().
torch::Tensor fused_layer(const torch::Tensor& x, const torch::Tensor& f, const torch::Tensor& real,
                          const LayerTensors& layer, std::int64_t heads, double dropout,
                          std::int64_t first_sequence = 0);

}  // namespace refrain
