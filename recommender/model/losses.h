// The losses of recommender design, section 3. Pure functions of tensors; one thread.
// User and item vectors are of unit length; `scale` is 1 / tau, shape (1).
#pragma once

#include <cstdint>

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

/// Literal L-: mean of -log(1 - sigmoid(scale * u.v)) over pairs. `users`, `items` (P, H).
/// L+ does not see a shift of all scores, so this one can be had for nothing by pushing every item away from
/// the listener: the ranking need not change. Kept as it was published; not the default.
torch::Tensor literal_negative_loss(const torch::Tensor& users, const torch::Tensor& items,
                                    const torch::Tensor& scale);

/// Relative L-: mean of log(1 + N p_j), p = softmax(scale * u V^T) over all N items, which is the literal
/// one's softplus on the item's log-probability relative to an even choice, ln(N p_j). A shift of all scores
/// cancels: what lowers it is only to rank j below the others. At an even choice its slope is 1/2, so it
/// teaches from the first step, where -log(1 - p_j) has the slope 1/N.
/// `users` (P, H), `items` (N, H), `targets` (P) int64.
torch::Tensor full_relative_negative_loss(const torch::Tensor& users, const torch::Tensor& items,
                                          const torch::Tensor& targets, const torch::Tensor& scale);

/// The same with the sum over all items estimated as in sampled_softmax_loss(). `catalogue` is N.
torch::Tensor sampled_relative_negative_loss(const torch::Tensor& users, const torch::Tensor& target_vectors,
                                             const torch::Tensor& target_ids,
                                             const torch::Tensor& sample_vectors,
                                             const torch::Tensor& sample_ids,
                                             const torch::Tensor& log_inclusion, const torch::Tensor& scale,
                                             std::int64_t catalogue);

}  // namespace refrain
