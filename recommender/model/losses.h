// The losses of recommender design, section 3. Pure functions of tensors; one thread.
// User and item vectors are of unit length; `scale` is 1 / tau, shape (1).
#pragma once

#include <torch/types.h>

namespace refrain {

/// x / max(|x|, 1e-12) along the last axis.
torch::Tensor normalised(const torch::Tensor& x);

/// L+ over the whole catalogue: mean of -log softmax(scale * u v^T)[target].
/// `users` (P, H), `items` (N, H), `targets` (P) int64.
torch::Tensor full_softmax_loss(const torch::Tensor& users, const torch::Tensor& items,
                                const torch::Tensor& targets, const torch::Tensor& scale);

/// L+ over the target and samples that the batch shares: mean of -log( e^s / (e^s + sum_j e^(s_j - log q_j))
/// ), a sample that is the row's own target left out (accidental hit). q_j is the chance that j is in the
/// sample, so the sum is an unbiased estimate of the softmax's. The target is always there (q = 1): no
/// correction. `target_vectors` (P, H), `target_ids` (P), `sample_vectors` (S, H), `sample_ids` (S),
/// `log_inclusion` (S).
torch::Tensor sampled_softmax_loss(const torch::Tensor& users, const torch::Tensor& target_vectors,
                                   const torch::Tensor& target_ids, const torch::Tensor& sample_vectors,
                                   const torch::Tensor& sample_ids, const torch::Tensor& log_inclusion,
                                   const torch::Tensor& scale);

/// L-: mean of -log(1 - sigmoid(scale * u.v)) over pairs. `users`, `items` (P, H).
torch::Tensor negative_loss(const torch::Tensor& users, const torch::Tensor& items,
                            const torch::Tensor& scale);

}  // namespace refrain
