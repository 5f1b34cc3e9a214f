#include "recommender/model/losses.h"

#include <cmath>
#include <limits>

#include <torch/utils.h>

namespace refrain {

using torch::Tensor;

namespace {

/// ln p of each row's target (P), the sum over all items estimated from the sample.
Tensor sampled_log_probability(const Tensor& users, const Tensor& target_vectors, const Tensor& target_ids,
                               const Tensor& sample_vectors, const Tensor& sample_ids,
                               const Tensor& log_inclusion, const Tensor& scale) {
    const Tensor scaled = users * scale;
    const Tensor own = (scaled * target_vectors).sum(-1, /*keepdim=*/true);
    const Tensor hits = target_ids.unsqueeze(1) == sample_ids.unsqueeze(0);
    const Tensor others = (torch::matmul(scaled, sample_vectors.t()) - log_inclusion)
                              .masked_fill(hits, -std::numeric_limits<double>::infinity());
    return own.squeeze(1) - torch::logsumexp(torch::cat({own, others}, 1), 1);
}

double log_count(std::int64_t count) {
    return std::log(static_cast<double>(count));
}

}  // namespace

Tensor normalised(const Tensor& x) {
    return x / x.norm(2, -1, /*keepdim=*/true).clamp_min(1e-12);
}

Tensor full_softmax_loss(const Tensor& users, const Tensor& items, const Tensor& targets,
                         const Tensor& scale) {
    return torch::cross_entropy_loss(torch::matmul(users * scale, items.t()), targets);
}

Tensor literal_negative_loss(const Tensor& users, const Tensor& items, const Tensor& scale) {
    // -log(1 - sigmoid(x)) = log(1 + e^x)
    return torch::softplus((users * items).sum(-1) * scale).mean();
}

Tensor sampled_softmax_loss(const Tensor& users, const Tensor& target_vectors, const Tensor& target_ids,
                            const Tensor& sample_vectors, const Tensor& sample_ids,
                            const Tensor& log_inclusion, const Tensor& scale) {
    return -sampled_log_probability(users, target_vectors, target_ids, sample_vectors, sample_ids,
                                    log_inclusion, scale)
                .mean();
}

Tensor full_relative_negative_loss(const Tensor& users, const Tensor& items, const Tensor& targets,
                                   const Tensor& scale) {
    const Tensor scores = torch::matmul(users * scale, items.t());
    const Tensor own = scores.gather(1, targets.unsqueeze(1)).squeeze(1);
    return torch::softplus(own - torch::logsumexp(scores, 1) + log_count(items.size(0))).mean();
}

Tensor sampled_relative_negative_loss(const Tensor& users, const Tensor& target_vectors,
                                      const Tensor& target_ids, const Tensor& sample_vectors,
                                      const Tensor& sample_ids, const Tensor& log_inclusion,
                                      const Tensor& scale, std::int64_t catalogue) {
    const Tensor log_p = sampled_log_probability(users, target_vectors, target_ids, sample_vectors,
                                                 sample_ids, log_inclusion, scale);
    return torch::softplus(log_p + log_count(catalogue)).mean();
}

}  // namespace refrain
