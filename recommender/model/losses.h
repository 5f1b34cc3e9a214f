// The losses of recommender design, section 3. Pure functions of tensors; one thread.
// User and item vectors are of unit length; `scale` is 1 / tau, shape (1).
#pragma once

#include "recommender/model/fused.h"  // normalised()

#include <cstdint>

#include <torch/types.h>

namespace refrain {

// `weights` (P), where it is defined, multiplies each row's loss; the mean is over the rows all the same.
/// L+ over the whole catalogue: mean of -log softmax(scale * u v^T)[target].
/// `users` (P, H), `items` (N, H), `targets` (P) int64.
torch::Tensor full_softmax_loss(const torch::Tensor& users, const torch::Tensor& items,
                                const torch::Tensor& targets, const torch::Tensor& scale,
                                const torch::Tensor& weights = {});

/// L+ over the target and a sample that the batch shares: mean of -log( e^s / (e^s + sum_j e^(s_j - log q_j))
/// ), what is the row's own target left out of the sample (accidental hit). q_j is the chance that j is in
/// the sample, so the sum is an unbiased estimate of the softmax's. The target is always there (q = 1): no
/// correction. `items` (n, H) holds each item once; `targets` (P) and `sample` (S), int64, are rows of it;
/// `log_inclusion` (S).
torch::Tensor sampled_softmax_loss(const torch::Tensor& users, const torch::Tensor& items,
                                   const torch::Tensor& targets, const torch::Tensor& sample,
                                   const torch::Tensor& log_inclusion, const torch::Tensor& scale,
                                   const torch::Tensor& weights = {});

/// L+ as SASRec was published (Kang & McAuley, ICDM 2018): mean of -log sigmoid(s) - log(1 - sigmoid(s')), s
/// the target's score and s' that of one other item. `users` (P, H), `items` (n, H); `targets` and `others`
/// (P), int64, are rows of it. The vectors may be of any length.
torch::Tensor one_negative_loss(const torch::Tensor& users, const torch::Tensor& items,
                                const torch::Tensor& targets, const torch::Tensor& others,
                                const torch::Tensor& scale, const torch::Tensor& weights = {});

/// Literal L-: mean of -log(1 - sigmoid(scale * u.v)) over pairs. `users`, `items` (P, H).
/// L+ does not see a shift of all scores, so this one can be had for nothing by pushing every item away from
/// the listener: the ranking need not change. Kept as it was published; not the default.
torch::Tensor literal_negative_loss(const torch::Tensor& users, const torch::Tensor& items,
                                    const torch::Tensor& scale, const torch::Tensor& weights = {});

/// Relative L-: mean of log(1 + N p_j), p = softmax(scale * u V^T) over all N items, which is the literal
/// one's softplus on the item's log-probability relative to an even choice, ln(N p_j). A shift of all scores
/// cancels: what lowers it is only to rank j below the others. At an even choice its slope is 1/2, so it
/// teaches from the first step, where -log(1 - p_j) has the slope 1/N.
/// `users` (P, H), `items` (N, H), `targets` (P) int64.
torch::Tensor full_relative_negative_loss(const torch::Tensor& users, const torch::Tensor& items,
                                          const torch::Tensor& targets, const torch::Tensor& scale,
                                          const torch::Tensor& weights = {});

/// The same with the sum over all items estimated as in sampled_softmax_loss(). `catalogue` is N.
torch::Tensor sampled_relative_negative_loss(const torch::Tensor& users, const torch::Tensor& items,
                                             const torch::Tensor& targets, const torch::Tensor& sample,
                                             const torch::Tensor& log_inclusion, const torch::Tensor& scale,
                                             std::int64_t catalogue, const torch::Tensor& weights = {});

}  // namespace refrain
