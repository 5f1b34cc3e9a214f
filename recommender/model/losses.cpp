#include "recommender/model/losses.h"

#include <cmath>
#include <limits>

#include <torch/csrc/autograd/custom_function.h>
#include <torch/utils.h>

namespace refrain {

using torch::Tensor;

namespace {

/// ln sum_j e^(users . candidate_j - log_inclusion_j), each row's accidental hits left out: (P).
/// The gradients are written out, because the (P, S) scores are most of a step's memory traffic and
/// differentiating operation by operation keeps several copies of them. Not differentiable twice.
class SampledPartition : public torch::autograd::Function<SampledPartition> {
  public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& users,
                          const Tensor& candidates, const Tensor& log_inclusion, const Tensor& hits) {
        Tensor scores = torch::addmm(-log_inclusion, users, candidates.t());
        scores.masked_fill_(hits, -std::numeric_limits<double>::infinity());
        // A row may have nothing but hits: its sum is 0 and its logarithm -infinity, as it should be.
        const Tensor top = std::get<0>(scores.max(1, /*keepdim=*/true)).clamp_min(lowest_score);
        scores.sub_(top).exp_();
        const Tensor sums = scores.sum(1, /*keepdim=*/true);
        scores.div_(sums.clamp_min(std::numeric_limits<float>::min()));
        context->save_for_backward({users, candidates, scores});
        return (sums.log() + top).squeeze(1);
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        const auto saved = context->get_saved_variables();
        // d ln sum / d score_j is j's share of the sum.
        const Tensor by_score = saved[2] * gradients[0].unsqueeze(1);
        return {torch::matmul(by_score, saved[1]), torch::matmul(by_score.t(), saved[0]), Tensor(), Tensor()};
    }

  private:
    static constexpr double lowest_score = -1e30;
};

/// ln p of each row's target (P), the sum over all items estimated from the sample.
Tensor sampled_log_probability(const Tensor& users, const Tensor& target_vectors, const Tensor& target_ids,
                               const Tensor& sample_vectors, const Tensor& sample_ids,
                               const Tensor& log_inclusion, const Tensor& scale) {
    const Tensor scaled = users * scale;
    const Tensor own = (scaled * target_vectors).sum(-1);
    const Tensor hits = target_ids.unsqueeze(1) == sample_ids.unsqueeze(0);
    const Tensor others =
        SampledPartition::apply(scaled, sample_vectors, log_inclusion.to(scaled.dtype()), hits);
    return own - torch::logaddexp(own, others);
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
