#include "recommender/model/encoder.h"

#include "recommender/model/fused.h"
#include "recommender/model/fused_layer.h"

#include <cmath>
#include <utility>

#include <torch/utils.h>

namespace refrain {

using torch::Tensor;

namespace {

/// Items begin at about 0.1 a number, and what comes out of a norm at 1: so that the layers begin by adding
/// to the item and not by burying it. On Last.fm's artists SASRec's loss fell about half as fast with 1.
constexpr double branch_gain = 0.1;

}  // namespace

Tensor FeedbackEncoder::Norm::operator()(const Tensor& x) const {
    return torch::layer_norm(x, {x.size(-1)}, weight, bias, 1e-5);
}

FeedbackEncoder::Norm FeedbackEncoder::norm(const std::string& name) {
    Norm made{parameter(name + ".weight", {config().hidden}, 0.0),
              parameter(name + ".bias", {config().hidden}, 0.0)};
    const torch::NoGradGuard no_grad;
    made.weight.fill_(1.0);
    return made;
}

FeedbackEncoder::Layer FeedbackEncoder::layer(int index) {
    const std::string at = "layers." + std::to_string(index) + ".";
    const std::int64_t h = config().hidden;
    Layer made;
    made.attention_norm = norm(at + "attention_norm");
    made.query = linear(at + "query", h, h, true);
    made.key = linear(at + "key", h, h, true);
    made.value = linear(at + "value", h, h, true);
    const bool published = config().layout == EncoderLayout::sasrec;
    if (!published) {
        made.out = linear(at + "out", h, h, true, branch_gain);
    }
    if (config().feedback != FeedbackMode::none && config().fusion == FeedbackFusion::signed_gate) {
        made.feedback_query = linear(at + "feedback_query", h, h, false);
        made.feedback_key = linear(at + "feedback_key", h, h, false);
        made.feedback_gate = linear(at + "feedback_gate", h, h, false);
        made.feedback_value = linear(at + "feedback_value", h, h, false);
    }
    made.feed_forward_norm = norm(at + "feed_forward_norm");
    made.expand = linear(at + "expand", config().feed_forward, h, true);
    made.contract = linear(at + "contract", h, config().feed_forward, true, published ? 1.0 : branch_gain);
    return made;
}

FeedbackEncoder::FeedbackEncoder(const EncoderConfig& config, const CatalogueFeatures& catalogue)
    : SequenceModel(config, catalogue) {
    position_ = parameter("position", {config.max_length, config.hidden}, 0.02);
    add_feedback();
    for (int i = 0; i < config.stored_layers(); ++i) {
        layers_.push_back(layer(i));
    }
    final_norm_ = norm("final_norm");
    add_scale();
}

Tensor FeedbackEncoder::thinned(const Tensor& x, const StepBatch& batch) const {
    return dropout() > 0.0 ? dropped(x, dropout(), batch.first_row * x.size(1) * x.size(2)) : x;
}

Tensor FeedbackEncoder::first_states(const Tensor& raw, const StepBatch& batch) const {
    const std::int64_t rows = batch.items.size(0);
    const std::int64_t steps = batch.items.size(1);
    const Tensor items = gather_rows(raw, batch.items).view({rows, steps, config().hidden});
    if (config().layout == EncoderLayout::pre_norm) {
        return items + position_.slice(0, 0, steps);
    }
    // Counted from the end, so that the newest step always has the same. What is padding takes any.
    const Tensor before = config().max_length - batch.real.sum(1, /*keepdim=*/true);
    const Tensor places =
        (before + torch::arange(steps, before.options())).clamp_max(config().max_length - 1);
    return items * std::sqrt(static_cast<double>(config().hidden)) +
           gather_rows(position_, places).view({rows, steps, config().hidden});
}

Tensor FeedbackEncoder::attention(const Layer& layer, const Tensor& asking, const Tensor& asked,
                                  const Tensor& f, const StepBatch& batch) const {
    Tensor q = layer.query(asking);
    Tensor k = layer.key(asked);
    Tensor v = layer.value(asked);
    if (f.defined()) {
        if (config().fusion == FeedbackFusion::additive) {
            // Adding before the split is adding each head's share of f after it. In place: nobody else has
            // seen these three.
            q.add_(f);
            k.add_(f);
            v.add_(f);
        } else {
            q.add_(layer.feedback_query(f));
            k.add_(layer.feedback_key(f));
            v = v * (1.0 + torch::tanh(layer.feedback_gate(f))) + layer.feedback_value(f);
        }
    }
    return causal_attention(q, k, v, batch.real, config().heads, dropout(), batch.first_row);
}

LayerTensors FeedbackEncoder::tensors_of(const Layer& layer) {
    LayerTensors out;
    out.attention_gain = layer.attention_norm.weight;
    out.attention_shift = layer.attention_norm.bias;
    out.feed_forward_gain = layer.feed_forward_norm.weight;
    out.feed_forward_shift = layer.feed_forward_norm.bias;
    out.query = layer.query.weight;
    out.query_bias = layer.query.bias;
    out.key = layer.key.weight;
    out.key_bias = layer.key.bias;
    out.value = layer.value.weight;
    out.value_bias = layer.value.bias;
    out.out = layer.out.weight;
    out.out_bias = layer.out.bias;
    out.expand = layer.expand.weight;
    out.expand_bias = layer.expand.bias;
    out.contract = layer.contract.weight;
    out.contract_bias = layer.contract.bias;
    return out;
}

Tensor FeedbackEncoder::pre_norm_layer(const Layer& layer, const Tensor& x, const Tensor& f,
                                       const StepBatch& batch) const {
    if (config().fusion == FeedbackFusion::additive && fits_fused_layer(x, config().feed_forward)) {
        return fused_layer(x, f, batch.real, tensors_of(layer), config().heads, dropout(), batch.first_row);
    }
    const std::int64_t first = batch.first_row * x.size(1) * x.size(2);
    const Tensor normed = layer.attention_norm(x);
    const Tensor y = add_dropped(x, layer.out(attention(layer, normed, normed, f, batch)), dropout(), first);
    return add_dropped(y, layer.contract(torch::gelu(layer.expand(layer.feed_forward_norm(y)))), dropout(),
                       first);
}

Tensor FeedbackEncoder::sasrec_layer(const Layer& layer, const Tensor& x, const Tensor& f,
                                     const StepBatch& batch) const {
    const Tensor asking = layer.attention_norm(x);
    const Tensor y = layer.feed_forward_norm(asking + attention(layer, asking, x, f, batch));
    const Tensor wide = thinned(torch::relu(layer.expand(y)), batch);
    return add_dropped(y, layer.contract(wide), dropout(), batch.first_row * x.size(1) * x.size(2));
}

Tensor FeedbackEncoder::states(const Tensor& raw, const StepBatch& batch) const {
    Tensor x = thinned(first_states(raw, batch), batch);
    const Tensor f = config().feedback == FeedbackMode::none ? Tensor() : feedback(batch);
    for (int i = 0; i < config().layers; ++i) {
        const Layer& layer = layers_[config().shared_layers ? 0 : static_cast<std::size_t>(i)];
        x = config().layout == EncoderLayout::sasrec ? sasrec_layer(layer, x, f, batch)
                                                     : pre_norm_layer(layer, x, f, batch);
    }
    return final_norm_(x);
}

TensorMap FeedbackEncoder::export_encoder() const {
    TensorMap out = export_shared();
    out["position"] = exported(position_);
    const auto add_norm = [&](const std::string& name, const Norm& norm) {
        out[name + ".weight"] = exported(norm.weight);
        out[name + ".bias"] = exported(norm.bias);
    };
    const auto add_linear = [&](const std::string& name, const Linear& linear) {
        if (linear.weight.defined()) {
            out[name + ".weight"] = exported(linear.weight);
        }
        if (linear.bias.defined()) {
            out[name + ".bias"] = exported(linear.bias);
        }
    };
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const std::string at = "layers." + std::to_string(i) + ".";
        const Layer& layer = layers_[i];
        add_norm(at + "attention_norm", layer.attention_norm);
        add_norm(at + "feed_forward_norm", layer.feed_forward_norm);
        add_linear(at + "query", layer.query);
        add_linear(at + "key", layer.key);
        add_linear(at + "value", layer.value);
        add_linear(at + "out", layer.out);
        add_linear(at + "expand", layer.expand);
        add_linear(at + "contract", layer.contract);
        add_linear(at + "feedback_query", layer.feedback_query);
        add_linear(at + "feedback_key", layer.feedback_key);
        add_linear(at + "feedback_gate", layer.feedback_gate);
        add_linear(at + "feedback_value", layer.feedback_value);
    }
    add_norm("final_norm", final_norm_);
    return out;
}

}  // namespace refrain
