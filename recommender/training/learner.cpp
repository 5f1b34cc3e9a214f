#include "recommender/training/learner.h"

#include "recommender/content/tag_features.h"
#include "recommender/model/losses.h"
#include "recommender/training/checkpoint.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <thread>
#include <utility>

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
                to.weights.push_back(target.weight);
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
      sampler_(options.sampler, static_cast<std::size_t>(encoder.items()), options.seed),
      item_numbers_(sampled_ ? static_cast<std::size_t>(encoder.items()) : 0) {
    std::vector<Tensor> dense = encoder_.dense_parameters();
    const auto tables = encoder_.table_parameters();
    if (sampled_) {
        for (const auto& table : tables) {
            tables_.emplace_back(table, options_.table_learning_rate);
        }
    } else {
        dense.insert(dense.end(), tables.begin(), tables.end());
    }
    dense_ = std::make_unique<FlatAdam>(std::move(dense), options_.learning_rate);
    positive_sum_ = torch::zeros({}, torch::TensorOptions(device_).dtype(torch::kFloat64));
    negative_sum_ = torch::zeros_like(positive_sum_);
}

Tensor Learner::on_device(const std::vector<std::int64_t>& values) const {
    return torch::tensor(values, torch::kInt64).to(device_);
}

Tensor Learner::users_at(const Forward& forward, const std::vector<std::int64_t>& positions) const {
    return scored(gather_rows(forward.states, on_device(positions)));
}

Tensor Learner::scored(const Tensor& vectors) const {
    return options_.likeness == Likeness::cosine ? normalised(vectors) : vectors;
}

Tensor Learner::scale() const {
    return options_.likeness == Likeness::cosine
               ? encoder_.scale()
               : torch::ones({1}, torch::TensorOptions(device_).dtype(torch::kFloat32));
}

Learner::Forward Learner::forward_full(const TrainingBatch& batch) {
    const Tensor raw = encoder_.raw_items(options_.id_dropout);
    Forward out;
    out.states = encoder_.states(raw, batch.steps.to(device_)).view({-1, encoder_.config().hidden});
    out.items = scored(raw);
    out.positives = on_device(batch.positives.items);
    out.negatives = on_device(batch.negatives.items);
    return out;
}

Tensor Learner::numbered(const std::vector<std::int64_t>& items) {
    Tensor out = torch::empty({static_cast<std::int64_t>(items.size())}, torch::kInt64);
    auto* to = out.data_ptr<std::int64_t>();
    for (const auto item : items) {
        *to++ = item_numbers_.number(item);
    }
    return out.to(device_);
}

Learner::Forward Learner::forward_sampled(const TrainingBatch& batch) {
    const auto sample = sampler_.draw(static_cast<std::size_t>(options_.sampled_negatives));
    sampler_.observe(batch.positives.items);
    Forward out;
    // Each row in use is looked up once, however often it stands in the batch.
    item_numbers_.start();
    StepBatch steps = batch.steps;
    steps.items = batch.steps.items.clone();
    auto* item = steps.items.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < steps.items.numel(); ++i) {
        item[i] = item_numbers_.number(item[i]);
    }
    out.positives = numbered(batch.positives.items);
    out.negatives = numbered(batch.negatives.items);
    out.sample = numbered(sample.items);
    out.log_inclusion = torch::tensor(sample.log_inclusion).to(device_);
    out.rows = encoder_.rows_in_use(item_numbers_.ids());
    const Tensor raw = encoder_.raw_items(out.rows, options_.id_dropout);
    out.states = encoder_.states(raw, steps.to(device_)).view({-1, encoder_.config().hidden});
    out.items = scored(raw);
    return out;
}

Tensor Learner::weights_of(const TargetList& targets, const Forward& forward) const {
    if (std::all_of(targets.weights.begin(), targets.weights.end(), [](float w) { return w == 1.0F; })) {
        return {};
    }
    return torch::tensor(targets.weights).to(forward.states.options().requires_grad(false));
}

Tensor Learner::positive_loss(const TrainingBatch& batch, const Forward& forward) const {
    if (batch.positives.items.empty()) {
        return torch::zeros({}, forward.states.options());
    }
    const Tensor users = users_at(forward, batch.positives.positions);
    const Tensor weights = weights_of(batch.positives, forward);
    if (options_.positive_loss == PositiveLoss::one_negative) {
        // Any row but the target's own, evenly.
        const std::int64_t rows = forward.items.size(0);
        const Tensor step = torch::randint(1, std::max<std::int64_t>(2, rows), forward.positives.sizes(),
                                           forward.positives.options());
        return one_negative_loss(users, forward.items, forward.positives,
                                 (forward.positives + step).remainder(rows), scale(), weights);
    }
    return sampled_ ? sampled_softmax_loss(users, forward.items, forward.positives, forward.sample,
                                           forward.log_inclusion, scale(), weights)
                    : full_softmax_loss(users, forward.items, forward.positives, scale(), weights);
}

Tensor Learner::negative_loss(const TrainingBatch& batch, const Forward& forward) const {
    const Tensor users = users_at(forward, batch.negatives.positions);
    const Tensor weights = weights_of(batch.negatives, forward);
    if (options_.negative_loss == NegativeLoss::literal) {
        return literal_negative_loss(users, gather_rows(forward.items, forward.negatives), scale(), weights);
    }
    return sampled_
               ? sampled_relative_negative_loss(users, forward.items, forward.negatives, forward.sample,
                                                forward.log_inclusion, scale(), encoder_.items(), weights)
               : full_relative_negative_loss(users, forward.items, forward.negatives, scale(), weights);
}

void Learner::step(const TrainingBatch& batch) {
    const Forward forward = sampled_ ? forward_sampled(batch) : forward_full(batch);
    Tensor total = positive_loss(batch, forward);
    positive_sum_.add_(total.detach());
    if (options_.negative_weight > 0.0 && !batch.negatives.items.empty()) {
        const Tensor negative = negative_loss(batch, forward);
        negative_sum_.add_(negative.detach());
        total = total + options_.negative_weight * negative;
    }
    ++steps_since_;
    if (!total.requires_grad()) {
        return;
    }
    total.backward();
    dense_->step();
    if (sampled_) {
        tables_[0].step(forward.rows.item_ids, forward.rows.items.grad());
        if (tables_.size() > 1) {
            tables_[1].step(forward.rows.tag_ids, forward.rows.tags.grad());
        }
    }
}

Learner::Loss Learner::take_loss() {
    const double steps = static_cast<double>(std::max<std::int64_t>(1, std::exchange(steps_since_, 0)));
    const Loss out{positive_sum_.item<double>() / steps, negative_sum_.item<double>() / steps};
    positive_sum_.zero_();
    negative_sum_.zero_();
    if (!std::isfinite(out.positive) || !std::isfinite(out.negative)) {
        throw std::runtime_error("the loss is no number any more");
    }
    return out;
}

void Learner::save(TensorMap& to) const {
    const auto put_all = [&to](const std::string& name, const std::vector<Tensor>& tensors) {
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            put_tensor(to, name + std::to_string(i), tensors[i]);
        }
    };
    put_all("adam.", dense_->state());
    for (std::size_t i = 0; i < tables_.size(); ++i) {
        put_all("table." + std::to_string(i) + '.', tables_[i].state());
    }
    put_integers(to, "learner",
                 {dense_->steps(), steps_since_, bits_of(positive_sum_.item<double>()),
                  bits_of(negative_sum_.item<double>())});
    put_integers(to, "sampler.random", words_of(sampler_.random()));
    put_integers(to, "sampler.counts", sampler_.counts());
}

void Learner::resume(const TensorMap& from) {
    const auto take_all = [&from](const std::string& name, const std::vector<Tensor>& tensors) {
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            take_tensor(from, name + std::to_string(i), tensors[i]);
        }
    };
    const auto& numbers = take_integers(from, "learner");
    if (numbers.size() != 4) {
        throw std::runtime_error("the checkpoint is of another version");
    }
    take_all("adam.", dense_->state());
    for (std::size_t i = 0; i < tables_.size(); ++i) {
        take_all("table." + std::to_string(i) + '.', tables_[i].state());
    }
    dense_->set_steps(numbers[0]);
    steps_since_ = numbers[1];
    positive_sum_.fill_(double_of(numbers[2]));
    negative_sum_.fill_(double_of(numbers[3]));
    set_words(sampler_.random(), take_integers(from, "sampler.random"));
    sampler_.set_counts(take_integers(from, "sampler.counts"));
}

}  // namespace refrain
