// Operations of a training step that LibTorch has too, in one pass and on all threads where LibTorch's own
// would take many passes, one thread or a copy: on a CPU in float32. Elsewhere (CUDA, float64) each is
// LibTorch's own operations, and its results are the same to rounding. Differentiable once. One thread calls;
// the work is split. The number of threads does not change a result.
#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

namespace refrain {

/// Rows of `table` (n, H) by number: (m, H). `rows` is int64 of any shape, flattened.
torch::Tensor gather_rows(const torch::Tensor& table, const torch::Tensor& rows);

/// Weighted sums of rows of `table` (n, H): bag b is the sum over e in [offsets[b], offsets[b + 1]) of
/// weights[e] * table[rows[e]]. `offsets` (bags + 1) and `rows` int64, `weights` as the table.
torch::Tensor bag_rows(const torch::Tensor& table, const torch::Tensor& rows, const torch::Tensor& offsets,
                       const torch::Tensor& weights);

/// x / max(|x|, 1e-12) along the last axis.
torch::Tensor normalised(const torch::Tensor& x);

/// Softmax attention of `heads` heads over the steps up to each one's own that are `real` (B, T), with
/// dropout of the weights: q, k, v and the result (B, T, H), a head's share H / heads side by side. These may
/// be the sequences from `first_sequence` on of a larger batch: dropout is then what it would be there.
torch::Tensor causal_attention(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                               const torch::Tensor& real, std::int64_t heads, double dropout,
                               std::int64_t first_sequence = 0);

/// 0 with probability `dropout`, else x / (1 - dropout), seeded from LibTorch's default generator. In (0, 1).
/// x may be the elements from `first` on of a larger whole, as in causal_attention().
torch::Tensor dropped(const torch::Tensor& x, double dropout, std::int64_t first = 0);
/// x + dropped(y); dropout 0 leaves y whole.
torch::Tensor add_dropped(const torch::Tensor& x, const torch::Tensor& y, double dropout,
                          std::int64_t first = 0);

}  // namespace refrain
