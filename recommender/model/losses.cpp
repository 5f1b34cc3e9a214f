#include "recommender/model/losses.h"

#include <limits>

#include <torch/utils.h>

namespace refrain {

using torch::Tensor;

Tensor normalised(const Tensor& x) {
    return x / x.norm(2, -1, /*keepdim=*/true).clamp_min(1e-12);
}

Tensor full_softmax_loss(const Tensor& users, const Tensor& items, const Tensor& targets,
                         const Tensor& scale) {
    return torch::cross_entropy_loss(torch::matmul(users * scale, items.t()), targets);
}

Tensor sampled_softmax_loss(const Tensor& users, const Tensor& target_vectors, const Tensor& target_ids,
                            const Tensor& sample_vectors, const Tensor& sample_ids,
                            const Tensor& log_inclusion, const Tensor& scale) {
    const Tensor scaled = users * scale;
    const Tensor own = (scaled * target_vectors).sum(-1, /*keepdim=*/true);
    const Tensor hits = target_ids.unsqueeze(1) == sample_ids.unsqueeze(0);
    const Tensor others = (torch::matmul(scaled, sample_vectors.t()) - log_inclusion)
                              .masked_fill(hits, -std::numeric_limits<double>::infinity());
    return (torch::logsumexp(torch::cat({own, others}, 1), 1) - own.squeeze(1)).mean();
}

Tensor negative_loss(const Tensor& users, const Tensor& items, const Tensor& scale) {
    // -log(1 - sigmoid(x)) = log(1 + e^x)
    return torch::softplus((users * items).sum(-1) * scale).mean();
}

}  // namespace refrain
