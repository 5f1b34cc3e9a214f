#include "recommender/model/sequence_model.h"

#include "recommender/model/fused.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include <torch/utils.h>

namespace refrain {
namespace {

using torch::Tensor;

constexpr double largest_scale = 100.0;
constexpr double first_temperature = 0.1;
/// About what SASRec's program begins with (Glorot's, over a table of some thousand rows).
constexpr double published_deviation = 0.02;

Tensor buffer_of(const std::vector<std::int64_t>& values) {
    return torch::tensor(values, torch::kInt64);
}
Tensor buffer_of(const std::vector<float>& values) {
    return torch::tensor(values, torch::kFloat32);
}

/// The tensor that a parameter is stored as (dots for its underscores); null where there is none of that
/// shape.
const std::vector<float>* stored_floats(const TensorMap& tensors, const std::string& parameter,
                                        const std::vector<std::int64_t>& shape) {
    for (const auto& [name, tensor] : tensors) {
        std::string plain = name;
        std::replace(plain.begin(), plain.end(), '.', '_');
        if (plain == parameter && tensor.shape == shape) {
            return std::get_if<std::vector<float>>(&tensor.values);
        }
    }
    return nullptr;
}

}  // namespace

StepBatch StepBatch::to(torch::Device device) const {
    StepBatch out{
        items.to(device), rates.to(device), intents.to(device), real.to(device), first_row, earlier, {}, {}};
    out.users = users.defined() ? users.to(device) : users;
    for (const auto& set : sets) {
        out.sets.push_back({set.members.to(device), set.real.to(device)});
    }
    return out;
}

Tensor SequenceModel::Linear::operator()(const Tensor& x) const {
    return torch::linear(x, weight, bias);
}

Tensor SequenceModel::parameter(const std::string& name, torch::IntArrayRef shape, double deviation) {
    std::string key = name;  // the module's names may hold no dot
    for (char& c : key) {
        c = c == '.' ? '_' : c;
    }
    return register_parameter(key, torch::randn(shape) * deviation);
}

SequenceModel::Linear SequenceModel::linear(const std::string& name, std::int64_t out, std::int64_t in,
                                            bool bias, double gain) {
    Linear made;
    // Glorot & Bengio, AISTATS 2010.
    made.weight =
        parameter(name + ".weight", {out, in}, gain * std::sqrt(2.0 / static_cast<double>(in + out)));
    if (bias) {
        made.bias = parameter(name + ".bias", {out}, 0.0);
    }
    return made;
}

SequenceModel::SequenceModel(const EncoderConfig& config, const CatalogueFeatures& catalogue)
    : config_(config) {
    const std::int64_t h = config_.hidden;
    const auto count = static_cast<std::int64_t>(catalogue.items());
    if (config_.layout == EncoderLayout::sasrec) {
        items_ = parameter("items", {count, h}, published_deviation);
    } else {
        items_ = parameter("items", {count, config_.embedding}, 0.1);
        up_ = parameter("up", {h, config_.embedding},
                        std::sqrt(2.0 / static_cast<double>(h + config_.embedding)));
    }
    if (config_.tag_buckets > 0) {
        tags_ = parameter("tags", {static_cast<std::int64_t>(config_.tag_buckets), h}, 0.1);
    }
    offsets_ = register_buffer("feature_offsets", buffer_of(catalogue.offsets));
    buckets_ = register_buffer("feature_buckets", buffer_of(catalogue.buckets));
    weights_ = register_buffer("feature_weights", buffer_of(catalogue.weights));
    has_id_ = register_buffer("has_id", buffer_of(catalogue.has_id));
    // The same memory; on another device the module's go there and these stay.
    host_offsets_ = offsets_.detach();
    host_buckets_ = buckets_.detach();
    host_weights_ = weights_.detach();
    host_has_id_ = has_id_.detach();
    tag_numbers_ = RowNumbers(config_.tag_buckets);
}

void SequenceModel::add_feedback() {
    const std::int64_t h = config_.hidden;
    if (config_.feedback == FeedbackMode::literal) {
        rates_ = parameter("rate_vector", {h}, 0.1);
    } else if (config_.feedback == FeedbackMode::soft_bins) {
        rates_ = parameter("rate_rows", {rate_rows, h}, 0.1);
        rate_unknown_ = parameter("rate_unknown", {h}, 0.1);
    }
    if (config_.feedback != FeedbackMode::none) {
        intents_ = parameter("intent", {intent_rows, h}, 0.1);
    }
}

void SequenceModel::add_scale() {
    log_scale_ = parameter("log_scale", {1}, 0.0);
    const torch::NoGradGuard no_grad;
    log_scale_.fill_(std::log(1.0 / first_temperature));
}

RowsInUse SequenceModel::rows_in_use(const std::vector<std::int64_t>& ids) {
    RowsInUse out = rows_without_values(ids);
    const torch::NoGradGuard no_grad;
    out.items = gather_rows(items_, out.item_ids).requires_grad_();
    if (config_.tag_buckets > 0) {
        out.tags = gather_rows(tags_, out.tag_ids).requires_grad_();
    }
    return out;
}

const std::vector<std::int64_t>& SequenceModel::tags_of(const std::vector<std::int64_t>& ids) {
    const auto* offsets = host_offsets_.data_ptr<std::int64_t>();
    const auto* buckets = host_buckets_.data_ptr<std::int64_t>();
    tag_numbers_.start();
    for (const auto id : ids) {
        for (std::int64_t e = offsets[id]; e < offsets[id + 1]; ++e) {
            tag_numbers_.number(buckets[e]);
        }
    }
    return tag_numbers_.ids();
}

RowsInUse SequenceModel::rows_without_values(const std::vector<std::int64_t>& ids) {
    RowsInUse out;
    const auto* offsets = host_offsets_.data_ptr<std::int64_t>();
    const auto* buckets = host_buckets_.data_ptr<std::int64_t>();
    const auto count = static_cast<std::int64_t>(ids.size());
    Tensor bag_offsets = torch::zeros({count + 1}, torch::kInt64);
    auto* ends = bag_offsets.data_ptr<std::int64_t>();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        ends[i + 1] = ends[i] + offsets[ids[i] + 1] - offsets[ids[i]];
    }
    Tensor bag_tags = torch::empty({ends[ids.size()]}, torch::kInt64);
    Tensor entries = torch::empty({ends[ids.size()]}, torch::kInt64);
    auto* tag = bag_tags.data_ptr<std::int64_t>();
    auto* entry = entries.data_ptr<std::int64_t>();
    tag_numbers_.start();
    for (const auto id : ids) {
        for (std::int64_t e = offsets[id]; e < offsets[id + 1]; ++e) {
            *tag++ = tag_numbers_.number(buckets[e]);
            *entry++ = e;
        }
    }
    const auto device = items_.device();
    const Tensor chosen = buffer_of(ids);
    out.item_ids = chosen.to(device);
    out.tag_ids = buffer_of(tag_numbers_.ids()).to(device);
    out.bag_offsets = bag_offsets.to(device);
    out.bag_tags = bag_tags.to(device);
    out.bag_weights = host_weights_.index_select(0, entries).to(items_.options().requires_grad(false));
    out.has_id = host_has_id_.index_select(0, chosen).to(items_.options().requires_grad(false));
    return out;
}

Tensor SequenceModel::raw_of(const Tensor& rows, const Tensor& has_id, double id_dropout, const Tensor& tags,
                             const Bags& bags) const {
    Tensor own = has_id;
    if (is_training() && id_dropout > 0.0) {
        own = own * (torch::rand_like(own) >= id_dropout).to(own.dtype());
    }
    const Tensor rows_or_none = rows * own.unsqueeze(1);
    const Tensor raw = up_.defined() ? torch::matmul(rows_or_none, up_.t()) : rows_or_none;
    return config_.tag_buckets == 0 ? raw : raw + bag_rows(tags, bags.rows, bags.offsets, bags.weights);
}

Tensor SequenceModel::raw_items(const RowsInUse& rows, double id_dropout) const {
    return raw_of(rows.items, rows.has_id, id_dropout, rows.tags,
                  {rows.bag_tags, rows.bag_offsets, rows.bag_weights});
}

Tensor SequenceModel::raw_items(double id_dropout) const {
    return raw_of(items_, has_id_, id_dropout, tags_, {buckets_, offsets_, weights_});
}

Tensor SequenceModel::feedback(const StepBatch& batch) const {
    const Tensor rate = batch.rates.unsqueeze(-1);
    const Tensor intent = torch::embedding(intents_, batch.intents);
    if (config_.feedback == FeedbackMode::literal) {
        return rate * rates_ + intent;
    }
    if (rate.is_cpu() && rate.scalar_type() == torch::kFloat32) {
        return feedback_of_bags(batch);
    }
    // Linear interpolation as hat functions: knot k weighs max(0, 1 - distance / spacing) on either side.
    std::vector<Tensor> shares;
    const Tensor known = (batch.rates >= 0).to(batch.rates.dtype());
    const Tensor r = batch.rates.clamp(0.0, 1.0);
    for (std::size_t k = 0; k < rate_knots.size(); ++k) {
        const double here = rate_knots[k];
        Tensor share = torch::ones_like(r);
        if (k > 0) {
            share = torch::minimum(share, (r - rate_knots[k - 1]) / (here - rate_knots[k - 1]));
        }
        if (k + 1 < rate_knots.size()) {
            share = torch::minimum(share, (rate_knots[k + 1] - r) / (rate_knots[k + 1] - here));
        }
        shares.push_back(share.clamp_min(0.0) * known);
    }
    const Tensor unknown = (1.0 - known).unsqueeze(-1);
    return torch::matmul(torch::stack(shares, -1), rates_) + unknown * rate_unknown_ + intent;
}

/// The same in one pass: a step takes up to two rows of the rates, or the one for unknown, and one intent.
Tensor SequenceModel::feedback_of_bags(const StepBatch& batch) const {
    const std::int64_t count = batch.rates.numel();
    const Tensor rates = batch.rates.contiguous();
    const Tensor intents = batch.intents.contiguous();
    const auto* rate = rates.data_ptr<float>();
    const auto* intent = intents.data_ptr<std::int64_t>();
    constexpr std::int64_t entries = 3;
    const Tensor offsets = torch::arange(count + 1, torch::kInt64) * entries;
    Tensor rows = torch::empty({count * entries}, torch::kInt64);
    Tensor weights = torch::empty({count * entries}, torch::kFloat32);
    auto* row = rows.data_ptr<std::int64_t>();
    auto* weight = weights.data_ptr<float>();
    for (std::int64_t i = 0; i < count; ++i, row += entries, weight += entries) {
        const bool known = rate[i] >= 0.0F;
        const RateBins bins = known ? rate_bins(rate[i]) : RateBins{rate_rows, rate_rows, 0.0F};
        row[0] = bins.lower;
        row[1] = bins.upper;
        row[2] = rate_rows + 1 + intent[i];
        weight[0] = 1.0F - bins.upper_share;
        weight[1] = bins.upper_share;
        weight[2] = 1.0F;
    }
    const Tensor table = torch::cat({rates_, rate_unknown_.unsqueeze(0), intents_});
    return bag_rows(table, rows, offsets, weights)
        .view({batch.rates.size(0), batch.rates.size(1), config_.hidden});
}

double SequenceModel::dropout() const {
    return is_training() ? config_.dropout : 0.0;
}

Tensor SequenceModel::scale() const {
    return log_scale_.exp().clamp_max(largest_scale);
}

std::vector<Tensor> SequenceModel::table_parameters() const {
    return config_.tag_buckets > 0 ? std::vector<Tensor>{items_, tags_} : std::vector<Tensor>{items_};
}

std::vector<Tensor> SequenceModel::dense_parameters() const {
    std::vector<Tensor> out;
    for (const auto& entry : named_parameters(false)) {
        if (entry.key() != "items" && entry.key() != "tags") {
            out.push_back(entry.value());
        }
    }
    return out;
}

StoredTensor SequenceModel::exported(const Tensor& tensor) {
    const Tensor plain = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    StoredTensor out;
    out.shape = plain.sizes().vec();
    out.values = std::vector<float>(plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
    return out;
}

TensorMap SequenceModel::export_shared() const {
    TensorMap out;
    if (config_.feedback == FeedbackMode::literal) {
        out["rate_vector"] = exported(rates_);
    } else if (config_.feedback == FeedbackMode::soft_bins) {
        out["rate_rows"] = exported(rates_);
        out["rate_unknown"] = exported(rate_unknown_);
    }
    if (config_.feedback != FeedbackMode::none) {
        out["intent"] = exported(intents_);
    }
    if (config_.tag_buckets > 0) {
        out["tags"] = exported(tags_);
    }
    out["scale"] = exported(scale());
    if (up_.defined()) {
        out["up"] = exported(up_);
    }
    return out;
}

TensorMap SequenceModel::export_encoder() const {
    TensorMap out = export_shared();
    for (const auto& entry : named_parameters(false)) {
        if (entry.key() != "items" && entry.key() != "log_scale") {
            out[entry.key()] = exported(entry.value());
        }
    }
    return out;
}

TensorMap SequenceModel::export_items(const std::vector<std::int64_t>& track_ids) {
    const torch::NoGradGuard no_grad;
    const bool was_training = is_training();
    eval();
    TensorMap out;
    out["raw"] = exported(raw_items(0.0));
    out["own"] = exported(items_);
    out["track_ids"].shape = {static_cast<std::int64_t>(track_ids.size())};
    out["track_ids"].values = track_ids;
    train(was_training);
    return out;
}

bool SequenceModel::import(const TensorMap& encoder, const TensorMap& items,
                           const std::vector<std::int64_t>& track_ids) {
    const torch::NoGradGuard no_grad;
    // All or nothing: half of one model and half of another is worse than none.
    std::vector<std::pair<Tensor, const std::vector<float>*>> found;
    for (auto& entry : named_parameters(false)) {
        if (entry.key() == "items" || entry.key() == "log_scale") {
            continue;
        }
        const auto* values = stored_floats(encoder, entry.key(), entry.value().sizes().vec());
        if (values == nullptr) {
            return false;
        }
        found.emplace_back(entry.value(), values);
    }
    const auto* scale = stored_floats(encoder, "scale", {1});
    const auto ids = items.find("track_ids");
    const auto* known =
        ids == items.end() ? nullptr : std::get_if<std::vector<std::int64_t>>(&ids->second.values);
    const auto* own =
        known == nullptr
            ? nullptr
            : stored_floats(items, "own", {static_cast<std::int64_t>(known->size()), config_.embedding});
    if (scale == nullptr || own == nullptr || scale->front() <= 0.0F) {
        return false;
    }
    for (const auto& [parameter, values] : found) {
        parameter.copy_(torch::tensor(*values).view(parameter.sizes()));
    }
    log_scale_.fill_(std::log(static_cast<double>(scale->front())));
    std::unordered_map<std::int64_t, std::size_t> rows;
    for (std::size_t i = 0; i < known->size(); ++i) {
        rows.emplace((*known)[i], i);
    }
    const auto width = static_cast<std::size_t>(config_.embedding);
    Tensor table = items_.detach().to(torch::kCPU, torch::kFloat32).contiguous().clone();
    auto* to = table.data_ptr<float>();
    for (std::size_t i = 0; i < track_ids.size(); ++i) {
        if (const auto row = rows.find(track_ids[i]); row != rows.end()) {
            std::copy_n(own->data() + row->second * width, width, to + i * width);
        }
    }
    items_.copy_(table);
    return true;
}

}  // namespace refrain
