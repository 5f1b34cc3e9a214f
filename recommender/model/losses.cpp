#include "recommender/model/losses.h"

#include "recommender/model/kernels/loss_kernel.h"
#include "recommender/model/kernels/row_kernels.h"
#include "recommender/model/over_columns.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <vector>

#include <torch/csrc/autograd/custom_function.h>
#include <torch/utils.h>

namespace refrain {

using torch::Tensor;

namespace {

/// LibTorch's own operations: for any device and type.
Tensor sampled_log_probability(const Tensor& users, const Tensor& items, const Tensor& targets,
                               const Tensor& sample, const Tensor& log_inclusion, const Tensor& scale) {
    const Tensor scaled = users * scale;
    const Tensor own = (scaled * items.index_select(0, targets)).sum(-1);
    const Tensor scores =
        torch::matmul(scaled, items.index_select(0, sample).t()) - log_inclusion.to(scaled.dtype());
    const Tensor hits = targets.unsqueeze(1) == sample.unsqueeze(0);
    // A row may have nothing but hits; a finite score keeps its gradients numbers.
    constexpr double nothing = -1e30;
    const Tensor others = torch::logsumexp(scores.masked_fill(hits, nothing), 1);
    return own - torch::logaddexp(own, others);
}

/// (n x H) in rows of a multiple of 16, and the same on its side.
struct PackedSample {
    std::vector<float> vectors, on_side, log_inclusion;
    std::vector<std::int32_t> ids;
};
PackedSample pack(const Tensor& items, const Tensor& sample, const Tensor& log_inclusion) {
    const std::int64_t width = items.size(1);
    const std::int64_t count = sample.size(0);
    const auto rounded = [](std::int64_t n) { return static_cast<std::size_t>((n + 15) / 16 * 16); };
    const std::size_t row = rounded(width);
    const std::size_t columns = rounded(count);
    PackedSample out;
    out.vectors.assign(static_cast<std::size_t>(count) * row, 0.0F);
    out.on_side.assign(static_cast<std::size_t>(width) * columns, 0.0F);
    out.log_inclusion.assign(columns, 1e30F);
    out.ids.assign(columns, -1);
    const auto* vectors = items.data_ptr<float>();
    const auto* rows = sample.data_ptr<std::int64_t>();
    const auto* chances = log_inclusion.data_ptr<float>();
    for (std::size_t j = 0; j < static_cast<std::size_t>(count); ++j) {
        const float* from = vectors + rows[j] * width;
        for (std::size_t i = 0; i < static_cast<std::size_t>(width); ++i) {
            out.vectors[j * row + i] = from[i];
            out.on_side[i * columns + j] = from[i];
        }
        out.log_inclusion[j] = chances[j];
        out.ids[j] = static_cast<std::int32_t>(rows[j]);
    }
    return out;
}

/// Mean over rows of weight * loss(ln p), value and gradients in one pass: the (P, S) scores are most of a
/// step's memory traffic, and differentiating operation by operation keeps several copies of them.
class SampledLoss : public torch::autograd::Function<SampledLoss> {
  public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& user_rows,
                          const Tensor& item_rows, const Tensor& targets, const Tensor& sample,
                          const Tensor& log_inclusion, const Tensor& scale, const Tensor& weights,
                          bool positive, std::int64_t catalogue) {
        const Tensor users = user_rows.contiguous();
        const Tensor items = item_rows.contiguous();
        const std::int64_t count = users.size(0);
        const PackedSample packed = pack(items, sample.contiguous(), log_inclusion.contiguous());
        SampledLossShape shape;
        shape.width = users.size(1);
        shape.samples = sample.size(0);
        shape.scale = scale.item<float>();
        shape.loss = positive ? RowLoss::positive : RowLoss::relative_negative;
        shape.log_items = static_cast<float>(std::log(static_cast<double>(catalogue)));

        const Tensor numbers = targets.contiguous();
        const auto* target = numbers.data_ptr<std::int64_t>();
        std::vector<const float*> target_rows;
        std::vector<std::int32_t> target_ids;
        for (std::int64_t r = 0; r < count; ++r) {
            target_rows.push_back(items.data_ptr<float>() + target[r] * shape.width);
            target_ids.push_back(static_cast<std::int32_t>(target[r]));
        }
        const Tensor row_weights = weights / static_cast<double>(count);
        Tensor by_users = torch::empty(users.sizes(), users.options());
        std::vector<float> by_own(static_cast<std::size_t>(count));

        // As many partial sums whatever the number of threads, so that the result does not depend on it.
        const auto padded_width = static_cast<std::int64_t>(packed.vectors.size()) / shape.samples;
        const std::int64_t groups = std::clamp<std::int64_t>(
            most_partial_numbers / static_cast<std::int64_t>(packed.vectors.size()), 1, most_groups);
        std::vector<Partial> partial(static_cast<std::size_t>(groups));
        const std::int64_t blocks = (count + sampled_loss_rows - 1) / sampled_loss_rows;
        at::parallel_for(0, groups, 1, [&](std::int64_t begin, std::int64_t end) {
            std::vector<float> scratch(
                static_cast<std::size_t>(sampled_loss_scratch_size(shape.samples, shape.width)));
            for (std::int64_t group = begin; group < end; ++group) {
                Partial& mine = partial[static_cast<std::size_t>(group)];
                mine.by_samples.assign(packed.vectors.size(), 0.0F);
                for (std::int64_t block = group; block < blocks; block += groups) {
                    const std::int64_t first = block * sampled_loss_rows;
                    SampledRows rows;
                    rows.count = std::min(sampled_loss_rows, count - first);
                    rows.users = users.data_ptr<float>() + first * shape.width;
                    rows.targets = target_rows.data() + first;
                    rows.target_ids = target_ids.data() + first;
                    rows.weights = row_weights.data_ptr<float>() + first;
                    rows.by_users = by_users.data_ptr<float>() + first * shape.width;
                    rows.by_own = by_own.data() + first;
                    rows.by_samples = mine.by_samples.data();
                    rows.loss = &mine.loss;
                    rows.by_scale = &mine.by_scale;
                    sampled_loss(shape,
                                 {packed.vectors.data(), packed.on_side.data(), packed.log_inclusion.data(),
                                  packed.ids.data()},
                                 rows, scratch.data());
                }
            }
        });
        double loss = 0.0;
        double by_scale = 0.0;
        for (const auto& part : partial) {
            loss += part.loss;
            by_scale += part.by_scale;
        }
        Tensor by_items = torch::zeros(items.sizes(), items.options());
        add_to_items(shape, users, target, by_own, sample, partial, padded_width, by_items);
        context->save_for_backward({by_users, by_items, torch::full({1}, by_scale, users.options())});
        return torch::full({}, loss, users.options());
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        const auto saved = context->get_saved_variables();
        return {saved[0] * gradients[0],
                saved[1] * gradients[0],
                Tensor(),
                Tensor(),
                Tensor(),
                saved[2] * gradients[0],
                Tensor(),
                Tensor(),
                Tensor()};
    }

  private:
    static constexpr std::int64_t most_groups = 8;
    static constexpr std::int64_t most_partial_numbers = 1 << 22;
    struct Partial {
        std::vector<float> by_samples;
        double loss = 0.0, by_scale = 0.0;
    };

    static void add_to_items(const SampledLossShape& shape, const Tensor& users, const std::int64_t* target,
                             const std::vector<float>& by_own, const Tensor& sample,
                             const std::vector<Partial>& partial, std::int64_t padded_width,
                             Tensor& by_items) {
        const auto* user = users.data_ptr<float>();
        const auto* row = sample.data_ptr<std::int64_t>();
        auto* to = by_items.data_ptr<float>();
        over_columns(shape.width, [&](std::int64_t first, std::int64_t last) {
            for (std::int64_t r = 0; r < users.size(0); ++r) {
                add_scaled(last - first, by_own[static_cast<std::size_t>(r)] * shape.scale,
                           user + r * shape.width + first, to + target[r] * shape.width + first);
            }
            for (const auto& part : partial) {
                for (std::int64_t j = 0; j < shape.samples; ++j) {
                    add_scaled(last - first, 1.0F, part.by_samples.data() + j * padded_width + first,
                               to + row[j] * shape.width + first);
                }
            }
        });
    }
};

bool fusable(const Tensor& users, const Tensor& sample) {
    return users.is_cpu() && users.scalar_type() == torch::kFloat32 && users.size(0) > 0 &&
           sample.size(0) > 0;
}

Tensor fused(const Tensor& users, const Tensor& items, const Tensor& targets, const Tensor& sample,
             const Tensor& log_inclusion, const Tensor& scale, const Tensor& weights, bool positive,
             std::int64_t catalogue) {
    const Tensor all = weights.defined() ? weights : torch::ones({users.size(0)}, torch::kFloat32);
    return SampledLoss::apply(users, items, targets, sample, log_inclusion, scale, all, positive, catalogue);
}

Tensor weighted_mean(const Tensor& losses, const Tensor& weights) {
    return weights.defined() ? (losses * weights).mean() : losses.mean();
}

double log_count(std::int64_t count) {
    return std::log(static_cast<double>(count));
}

}  // namespace

Tensor full_softmax_loss(const Tensor& users, const Tensor& items, const Tensor& targets, const Tensor& scale,
                         const Tensor& weights) {
    const Tensor scores = torch::matmul(users * scale, items.t());
    if (!weights.defined()) {
        return torch::cross_entropy_loss(scores, targets);
    }
    return weighted_mean(torch::cross_entropy_loss(scores, targets, {}, at::Reduction::None), weights);
}

Tensor one_negative_loss(const Tensor& users, const Tensor& items, const Tensor& targets,
                         const Tensor& others, const Tensor& scale, const Tensor& weights) {
    const Tensor scaled = users * scale;
    const Tensor own = (scaled * gather_rows(items, targets)).sum(-1);
    const Tensor other = (scaled * gather_rows(items, others)).sum(-1);
    return weighted_mean(torch::softplus(-own) + torch::softplus(other), weights);
}

Tensor literal_negative_loss(const Tensor& users, const Tensor& items, const Tensor& scale,
                             const Tensor& weights) {
    // -log(1 - sigmoid(x)) = log(1 + e^x)
    return weighted_mean(torch::softplus((users * items).sum(-1) * scale), weights);
}

Tensor sampled_softmax_loss(const Tensor& users, const Tensor& items, const Tensor& targets,
                            const Tensor& sample, const Tensor& log_inclusion, const Tensor& scale,
                            const Tensor& weights) {
    if (fusable(users, sample)) {
        return fused(users, items, targets, sample, log_inclusion, scale, weights, true, 1);
    }
    return weighted_mean(-sampled_log_probability(users, items, targets, sample, log_inclusion, scale),
                         weights);
}

Tensor full_relative_negative_loss(const Tensor& users, const Tensor& items, const Tensor& targets,
                                   const Tensor& scale, const Tensor& weights) {
    const Tensor scores = torch::matmul(users * scale, items.t());
    const Tensor own = scores.gather(1, targets.unsqueeze(1)).squeeze(1);
    return weighted_mean(torch::softplus(own - torch::logsumexp(scores, 1) + log_count(items.size(0))),
                         weights);
}

Tensor sampled_relative_negative_loss(const Tensor& users, const Tensor& items, const Tensor& targets,
                                      const Tensor& sample, const Tensor& log_inclusion, const Tensor& scale,
                                      std::int64_t catalogue, const Tensor& weights) {
    if (fusable(users, sample)) {
        return fused(users, items, targets, sample, log_inclusion, scale, weights, false, catalogue);
    }
    const Tensor log_p = sampled_log_probability(users, items, targets, sample, log_inclusion, scale);
    return weighted_mean(torch::softplus(log_p + log_count(catalogue)), weights);
}

}  // namespace refrain
