#include "recommender/training/learner.h"

#include "recommender/content/tag_features.h"
#include "recommender/model/losses.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <thread>

#include <torch/cuda.h>
#include <torch/utils.h>

namespace refrain {

using torch::Tensor;

TrainingBatch make_batch(const std::vector<std::vector<TrainingStep>>& sequences,
                         const std::vector<Window>& windows) {
    std::size_t longest = 1;
    for (const auto& window : windows) {
        longest = std::max(longest, window.end - window.begin);
    }
    const auto rows = static_cast<std::int64_t>(windows.size());
    const auto steps = static_cast<std::int64_t>(longest);
    TrainingBatch out;
    out.steps.items = torch::zeros({rows, steps}, torch::kInt64);
    out.steps.rates = torch::full({rows, steps}, -1.0F, torch::kFloat32);
    out.steps.intents = torch::zeros({rows, steps}, torch::kInt64);
    out.steps.real = torch::zeros({rows, steps}, torch::kBool);
    auto* items = out.steps.items.data_ptr<std::int64_t>();
    auto* rates = out.steps.rates.data_ptr<float>();
    auto* intents = out.steps.intents.data_ptr<std::int64_t>();
    auto* real = out.steps.real.data_ptr<bool>();
    for (std::size_t row = 0; row < windows.size(); ++row) {
        const Window& window = windows[row];
        const std::size_t at = row * longest;
        for (std::size_t t = window.begin; t < window.end; ++t) {
            const TrainingStep& step = sequences[window.sequence][t];
            const std::size_t cell = at + t - window.begin;
            items[cell] = step.item;
            rates[cell] = step.feedback.rate;
            intents[cell] = step.feedback.intent;
            real[cell] = true;
        }
        const auto add = [at](const std::vector<Window::At>& from, TargetList& to) {
            for (const auto& target : from) {
                to.positions.push_back(static_cast<std::int64_t>(at + target.position));
                to.items.push_back(target.item);
            }
        };
        add(window.positives, out.positives);
        add(window.negatives, out.negatives);
    }
    return out;
}

CatalogueFeatures catalogue_features(const Examples& examples, std::uint32_t tag_buckets,
                                     int fewest_listens_for_id) {
    CatalogueFeatures out;
    for (std::size_t i = 0; i < examples.items.size(); ++i) {
        for (const auto& feature : tag_features(examples.items[i], tag_buckets)) {
            out.buckets.push_back(feature.bucket);
            out.weights.push_back(feature.weight);
        }
        out.offsets.push_back(static_cast<std::int64_t>(out.buckets.size()));
        // With no content part an item has nothing but its id.
        const bool own = tag_buckets == 0 || examples.listen_counts[i] >= fewest_listens_for_id;
        out.has_id.push_back(own ? 1.0F : 0.0F);
    }
    return out;
}

torch::Device pick_device(const std::string& name) {
    if (name == "cpu" || (name == "auto" && !torch::cuda::is_available())) {
        return torch::kCPU;
    }
    if (!torch::cuda::is_available()) {
        throw std::runtime_error("no CUDA device can be used here");
    }
    return torch::kCUDA;
}

void set_threads(int threads) {
    const auto cores = static_cast<int>(std::thread::hardware_concurrency());
    torch::set_num_threads(threads > 0 ? threads : std::clamp(cores, 1, 2));
}

Learner::Learner(FeedbackEncoder& encoder, const LearningOptions& options, torch::Device device)
    : encoder_(encoder),
      options_(options),
      device_(device),
      sampled_(static_cast<std::size_t>(encoder.items()) > options.full_softmax_up_to),
      sampler_(options.sampler, static_cast<std::size_t>(encoder.items()), options.seed) {
    std::vector<Tensor> dense = encoder_.dense_parameters();
    const auto tables = encoder_.table_parameters();
    if (sampled_) {
        tables_ = std::make_unique<torch::optim::Adagrad>(
            tables, torch::optim::AdagradOptions(options_.table_learning_rate));
    } else {
        dense.insert(dense.end(), tables.begin(), tables.end());
    }
    dense_ = std::make_unique<torch::optim::Adam>(dense, torch::optim::AdamOptions(options_.learning_rate));
}

Tensor Learner::on_device(const std::vector<std::int64_t>& values) const {
    return torch::tensor(values, torch::kInt64).to(device_);
}

Tensor Learner::users_at(const Forward& forward, const std::vector<std::int64_t>& positions) const {
    return normalised(forward.states.index_select(0, on_device(positions)));
}

Learner::Forward Learner::forward_full(const TrainingBatch& batch) {
    const Tensor raw = encoder_.raw_items({}, options_.id_dropout);
    const StepBatch steps = batch.steps.to(device_);
    Forward out;
    out.states = encoder_.states(raw, steps).view({-1, encoder_.config().hidden});
    out.candidates = normalised(raw);
    out.negatives = out.candidates.index_select(0, on_device(batch.negatives.items));
    return out;
}

Learner::Forward Learner::forward_sampled(const TrainingBatch& batch) {
    const auto sample = sampler_.draw(static_cast<std::size_t>(options_.sampled_negatives));
    sampler_.observe(batch.positives.items);
    StepBatch steps = batch.steps.to(device_);
    Forward out;
    out.candidate_ids = on_device(sample.items);
    out.log_inclusion = torch::tensor(sample.log_inclusion).to(device_);
    const Tensor positive_ids = on_device(batch.positives.items);
    const Tensor negative_ids = on_device(batch.negatives.items);
    // Each row in use is looked up once, however often it stands in the batch.
    const Tensor used =
        torch::cat({steps.items.reshape({-1}), positive_ids, negative_ids, out.candidate_ids});
    const auto unique = torch::_unique(used, /*sorted=*/true, /*return_inverse=*/true);
    const Tensor raw = encoder_.raw_items(std::get<0>(unique), options_.id_dropout);
    const auto parts = std::get<1>(unique).split_with_sizes(
        {steps.items.numel(), positive_ids.size(0), negative_ids.size(0), out.candidate_ids.size(0)});
    steps.items = parts[0].view(steps.items.sizes());
    out.states = encoder_.states(raw, steps).view({-1, encoder_.config().hidden});
    const Tensor items = normalised(raw);
    out.positives = items.index_select(0, parts[1]);
    out.negatives = items.index_select(0, parts[2]);
    out.candidates = items.index_select(0, parts[3]);
    return out;
}

Tensor Learner::positive_loss(const TrainingBatch& batch, const Forward& forward) const {
    if (batch.positives.items.empty()) {
        return torch::zeros({}, forward.states.options());
    }
    const Tensor users = users_at(forward, batch.positives.positions);
    const Tensor ids = on_device(batch.positives.items);
    return sampled_ ? sampled_softmax_loss(users, forward.positives, ids, forward.candidates,
                                           forward.candidate_ids, forward.log_inclusion, encoder_.scale())
                    : full_softmax_loss(users, forward.candidates, ids, encoder_.scale());
}

Tensor Learner::negative_loss(const TrainingBatch& batch, const Forward& forward) const {
    const Tensor users = users_at(forward, batch.negatives.positions);
    if (options_.negative_loss == NegativeLoss::literal) {
        return literal_negative_loss(users, forward.negatives, encoder_.scale());
    }
    const Tensor ids = on_device(batch.negatives.items);
    return sampled_ ? sampled_relative_negative_loss(users, forward.negatives, ids, forward.candidates,
                                                     forward.candidate_ids, forward.log_inclusion,
                                                     encoder_.scale(), encoder_.items())
                    : full_relative_negative_loss(users, forward.candidates, ids, encoder_.scale());
}

Learner::Loss Learner::step(const TrainingBatch& batch) {
    dense_->zero_grad();
    if (tables_) {
        tables_->zero_grad();
    }
    const Forward forward = sampled_ ? forward_sampled(batch) : forward_full(batch);
    const Tensor positive = positive_loss(batch, forward);
    Loss out;
    out.positive = positive.item<double>();
    Tensor total = positive;
    if (options_.negative_weight > 0.0 && !batch.negatives.items.empty()) {
        const Tensor negative = negative_loss(batch, forward);
        out.negative = negative.item<double>();
        total = total + options_.negative_weight * negative;
    }
    if (!std::isfinite(out.positive) || !std::isfinite(out.negative)) {
        throw std::runtime_error("the loss is no number any more");
    }
    if (total.requires_grad()) {
        total.backward();
        dense_->step();
        if (tables_) {
            tables_->step();
        }
    }
    return out;
}

}  // namespace refrain
