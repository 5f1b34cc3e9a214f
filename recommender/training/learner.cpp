#include "recommender/training/learner.h"

#include "recommender/content/tag_features.h"
#include "recommender/model/losses.h"
#include "recommender/training/checkpoint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <thread>
#include <utility>

#ifdef _OPENMP
#include <omp.h>
#endif
#include <torch/cuda.h>
#include <torch/utils.h>

namespace refrain {

using torch::Tensor;

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
    const int count = threads > 0 ? threads : std::clamp(cores, 1, 2);
    torch::set_num_threads(count);
#ifdef _OPENMP
    // A torch of Python brings an OpenMP of its own; that of our loops would still take every core.
    omp_set_num_threads(count);
#endif
    // OpenBLAS takes its work space (128 MiB of addresses) at the first product and asks for it for ever
    // where there is none: it must have it before memory can run out. Large enough to wake all threads.
    constexpr std::int64_t edge = 256;
    const Tensor some = torch::ones({edge, edge});
    (void)torch::mm(some, some);
}

Learner::Learner(SequenceModel& encoder, const LearningOptions& options, torch::Device device,
                 std::shared_ptr<Peers> peers)
    : encoder_(encoder),
      options_(options),
      device_(device),
      sampled_(static_cast<std::size_t>(encoder.items()) > options.full_softmax_up_to),
      sampler_(options.sampler, static_cast<std::size_t>(encoder.items()), options.seed),
      item_numbers_(sampled_ ? static_cast<std::size_t>(encoder.items()) : 0),
      peers_(std::move(peers)) {
    std::vector<Tensor> dense = encoder_.dense_parameters();
    const auto tables = encoder_.table_parameters();
    if (sampled_) {
        for (const auto& table : tables) {
            tables_.emplace_back(table, options_.table_learning_rate, peers_);
        }
    } else {
        dense.insert(dense.end(), tables.begin(), tables.end());
    }
    dense_ = std::make_unique<FlatAdam>(std::move(dense), options_.learning_rate, options_.adam_beta2);
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

Learner::Forward Learner::forward_full(const TrainingBatch& own) {
    const Tensor raw = encoder_.raw_items(options_.id_dropout);
    Forward out;
    out.states = encoder_.states(raw, own.steps.to(device_)).view({-1, encoder_.config().hidden});
    out.items = scored(raw);
    out.positives = on_device(own.positives.items);
    out.negatives = on_device(own.negatives.items);
    out.others = on_device(own.positives.others);
    return out;
}

void Learner::meet(const TrainingBatch& part, const std::vector<std::int64_t>& sample) {
    item_numbers_.start();
    const auto* item = part.steps.items.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < part.steps.items.numel(); ++i) {
        item_numbers_.number(item[i]);
    }
    for (const auto* items :
         {&part.positives.items, &part.negatives.items, &part.positives.others, &sample}) {
        for (const auto one : *items) {
            item_numbers_.number(one);
        }
    }
}

void Learner::plan_exchanges(const TrainingBatch& batch, const std::vector<std::int64_t>& sample) {
    std::vector<std::vector<std::int64_t>> items;
    std::vector<std::vector<std::int64_t>> tags;
    for (int p = 0; p < peers_->count(); ++p) {
        meet(part_of(batch, share_of(batch.steps.items.size(0), p, peers_->count())), sample);
        items.push_back(item_numbers_.ids());
        tags.push_back(encoder_.tags_of(items.back()));
    }
    plans_ = {plan_exchange(items, peers_->own()), plan_exchange(tags, peers_->own())};
    // One process alone would draw for each item of the batch whether it keeps its id: so does each of
    // several, and takes what falls to the items of its own part.
    meet(batch, sample);
    const auto all = static_cast<std::int64_t>(item_numbers_.ids().size());
    std::vector<std::int64_t> own;
    for (const auto id : items[static_cast<std::size_t>(peers_->own())]) {
        own.push_back(item_numbers_.number(id));
    }
    kept_ids_ = options_.id_dropout > 0.0 && encoder_.is_training()
                    ? (torch::rand({all}, scale().options().requires_grad(false)) >= options_.id_dropout)
                          .index_select(0, on_device(own))
                    : Tensor();
}

RowsInUse Learner::rows_in_use(const std::vector<std::int64_t>& ids) {
    if (peers_->alone()) {
        return encoder_.rows_in_use(ids);
    }
    RowsInUse rows = encoder_.rows_without_values(ids);
    rows.items = tables_[0].fetch(plans_[0]).requires_grad_();
    if (tables_.size() > 1) {
        rows.tags = tables_[1].fetch(plans_[1]).requires_grad_();
    }
    if (kept_ids_.defined()) {
        rows.has_id = rows.has_id * kept_ids_.to(rows.has_id.dtype());
    }
    return rows;
}

Tensor Learner::numbered(const std::vector<std::int64_t>& items) {
    Tensor out = torch::empty({static_cast<std::int64_t>(items.size())}, torch::kInt64);
    auto* to = out.data_ptr<std::int64_t>();
    for (const auto item : items) {
        *to++ = item_numbers_.number(item);
    }
    return out.to(device_);
}

Learner::Forward Learner::forward_sampled(const TrainingBatch& batch, const TrainingBatch& own) {
    const auto sample = sampler_.draw(static_cast<std::size_t>(options_.sampled_negatives));
    sampler_.observe(batch.positives.items);
    if (!peers_->alone()) {
        plan_exchanges(batch, sample.items);
    }
    Forward out;
    // Each row in use is looked up once, however often it stands in the batch.
    item_numbers_.start();
    StepBatch steps = own.steps;
    steps.items = own.steps.items.clone();
    auto* item = steps.items.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < steps.items.numel(); ++i) {
        item[i] = item_numbers_.number(item[i]);
    }
    out.positives = numbered(own.positives.items);
    out.negatives = numbered(own.negatives.items);
    out.others = numbered(own.positives.others);
    out.sample = numbered(sample.items);
    out.log_inclusion = torch::tensor(sample.log_inclusion).to(device_);
    out.rows = rows_in_use(item_numbers_.ids());
    const Tensor raw = encoder_.raw_items(out.rows, peers_->alone() ? options_.id_dropout : 0.0);
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
        return one_negative_loss(users, forward.items, forward.positives, forward.others, scale(), weights);
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

namespace {

/// The losses are means over the targets of a part; added up over the parts they are to be that of the whole.
double weight_of(const TargetList& part, const TargetList& whole) {
    return static_cast<double>(part.items.size()) /
           static_cast<double>(std::max<std::size_t>(1, whole.items.size()));
}

}  // namespace

void Learner::step(const TrainingBatch& batch) {
    const TrainingBatch own =
        peers_->alone() ? batch
                        : part_of(batch, share_of(batch.steps.items.size(0), peers_->own(), peers_->count()));
    const Forward forward = sampled_ ? forward_sampled(batch, own) : forward_full(own);
    Tensor total = positive_loss(own, forward);
    if (!peers_->alone()) {
        total = total * weight_of(own.positives, batch.positives);
    }
    positive_sum_.add_(total.detach());
    const bool repels = options_.negative_weight > 0.0 && !batch.negatives.items.empty();
    if (repels && !own.negatives.items.empty()) {
        Tensor negative = negative_loss(own, forward);
        if (!peers_->alone()) {
            negative = negative * weight_of(own.negatives, batch.negatives);
        }
        negative_sum_.add_(negative.detach());
        total = total + options_.negative_weight * negative;
    }
    ++steps_since_;
    if (batch.positives.items.empty() && !repels) {
        return;
    }
    if (total.requires_grad()) {  // a part may have no target at all
        total.backward();
    }
    peers_->sum(dense_->gradient());
    dense_->step();
    move_tables(forward);
}

void Learner::move_tables(const Forward& forward) {
    const std::array<std::array<Tensor, 2>, 2> used{
        {{forward.rows.item_ids, forward.rows.items}, {forward.rows.tag_ids, forward.rows.tags}}};
    for (std::size_t i = 0; i < tables_.size(); ++i) {
        const auto& [ids, rows] = used[i];
        const Tensor gradient = rows.grad().defined() ? rows.grad() : torch::zeros_like(rows);
        if (peers_->alone()) {
            tables_[i].step(ids, gradient);
        } else {
            tables_[i].step(plans_[i], gradient);
        }
    }
}

Learner::WholeTables::WholeTables(Learner& learner) : learner_(learner) {
    for (auto& table : learner_.tables_) {
        table.assemble();
    }
}

Learner::WholeTables::~WholeTables() {
    for (auto& table : learner_.tables_) {
        table.cut();
    }
}

void Learner::align() {
    for (auto& tensor : dense_->state()) {
        peers_->take_first(tensor);
    }
}

Learner::Loss Learner::take_loss() {
    peers_->sum(positive_sum_);
    peers_->sum(negative_sum_);
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
