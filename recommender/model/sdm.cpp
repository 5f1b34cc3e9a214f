#include "recommender/model/sdm.h"

#include "recommender/model/fused.h"

#include <cmath>
#include <string>

#include <torch/utils.h>

namespace refrain {
namespace {

using torch::Tensor;

/// Finite, so that a set with no members gives numbers; they are multiplied by zero.
constexpr double hidden_score = -1e9;

/// sum_k softmax_k(q . k) k over the members that are real: `query` (B, H), `members` (B, S, H), `real`
/// (B, S).
Tensor pooled(const Tensor& query, const Tensor& members, const Tensor& real) {
    const Tensor scores = torch::matmul(members, query.unsqueeze(-1)).squeeze(-1);
    const Tensor weights = torch::softmax(scores.masked_fill(real.logical_not(), hidden_score), -1);
    return torch::matmul((weights * real).unsqueeze(1), members).squeeze(1);
}

/// The same over steps 1 to t for every t: (B, T, H).
Tensor pooled_so_far(const Tensor& query, const Tensor& steps, const Tensor& real) {
    const std::int64_t count = steps.size(1);
    const Tensor scores = torch::matmul(steps, query.unsqueeze(-1)).transpose(1, 2);  // (B, 1, T)
    const Tensor later = torch::ones({count, count}, real.options()).triu(1);
    const Tensor hidden = real.logical_not().unsqueeze(1).logical_or(later);  // (B, T, T)
    const Tensor weights =
        torch::softmax(scores.expand({-1, count, -1}).masked_fill(hidden, hidden_score), -1);
    return torch::matmul(weights, steps);
}

}  // namespace

SdmModel::SdmModel(const EncoderConfig& config, const SdmOptions& options, const SdmShape& shape,
                   const CatalogueFeatures& catalogue)
    : SequenceModel(config, catalogue), fusion_(options.fusion) {
    const std::int64_t h = config.hidden;
    add_feedback();
    start_ = parameter("start", {h}, 0.1);
    users_ = parameter("users", {shape.users, h}, 0.1);
    const double deviation = 1.0 / std::sqrt(static_cast<double>(h));
    lstm_ = {parameter("lstm.input", {4 * h, h}, deviation), parameter("lstm.state", {4 * h, h}, deviation),
             parameter("lstm.input_bias", {4 * h}, 0.0), parameter("lstm.state_bias", {4 * h}, 0.0)};
    query_ = linear("query", h, h, true);
    key_ = linear("key", h, h, true);
    value_ = linear("value", h, h, true);
    out_ = linear("out", h, h, true);
    short_query_ = linear("short_query", h, h, false);
    set_queries_.push_back(linear("tracks_query", h, h, false));
    for (std::size_t field = 0; field < shape.fields.size(); ++field) {
        if (shape.fields[field] > 0) {
            const std::string name = "field" + std::to_string(field);
            fields_.push_back(parameter(name, {shape.fields[field], h}, 0.1));
            set_queries_.push_back(linear(name + "_query", h, h, false));
        }
    }
    long_ = linear("long", h, h * static_cast<std::int64_t>(set_queries_.size()), true);
    if (fusion_ == SdmFusion::gate) {
        join_ = linear("join", h, 3 * h, true);
    } else if (fusion_ == SdmFusion::concat) {
        join_ = linear("join", h, 2 * h, true);
    }
    add_scale();
}

Tensor SdmModel::thinned(const Tensor& x) const {
    return dropout() > 0.0 ? dropped(x, dropout()) : x;
}

Tensor SdmModel::session_inputs(const Tensor& tracks, const StepBatch& batch) const {
    const std::int64_t rows = batch.items.size(0);
    Tensor steps = tracks.slice(1, batch.earlier + 1);
    if (config().feedback != FeedbackMode::none) {
        StepBatch session;
        session.rates = batch.rates.slice(1, batch.earlier + 1);
        session.intents = batch.intents.slice(1, batch.earlier + 1);
        steps = steps + feedback(session);
    }
    return torch::cat({start_.expand({rows, 1, config().hidden}), steps}, 1);
}

Tensor SdmModel::short_term(const Tensor& inputs, const Tensor& user, const Tensor& real) const {
    const Tensor nothing = torch::zeros({1, inputs.size(0), config().hidden}, inputs.options());
    const Tensor h =
        std::get<0>(torch::lstm(inputs, {nothing, nothing}, lstm_, true, 1, 0.0, is_training(), false, true));
    const Tensor attended =
        out_(causal_attention(query_(h), key_(h), value_(h), real, config().heads, dropout()));
    return h + thinned(pooled_so_far(torch::tanh(short_query_(user)), attended, real));
}

Tensor SdmModel::long_term(const Tensor& earlier, const Tensor& user, const StepBatch& batch) const {
    std::vector<Tensor> pools{
        pooled(torch::tanh(set_queries_[0](user)), earlier, batch.real.slice(1, 0, batch.earlier))};
    for (std::size_t field = 0; field < fields_.size(); ++field) {
        const SetBatch& set = batch.sets.at(field);
        const Tensor members = gather_rows(fields_[field], set.members)
                                   .view({set.members.size(0), set.members.size(1), config().hidden});
        pools.push_back(pooled(torch::tanh(set_queries_[field + 1](user)), members, set.real));
    }
    return torch::tanh(long_(thinned(torch::cat(pools, -1))));
}

Tensor SdmModel::fused(const Tensor& user, const Tensor& now, const Tensor& always) const {
    switch (fusion_) {
        case SdmFusion::multiply:
            return now * always;
        case SdmFusion::concat:
            return join_(torch::cat({now, always}, -1));
        case SdmFusion::add:
            return now + always;
        case SdmFusion::gate:
            break;
    }
    const Tensor gate = torch::sigmoid(join_(torch::cat({user, now, always}, -1)));
    return gate * now + (1.0 - gate) * always;
}

Tensor SdmModel::states(const Tensor& raw, const StepBatch& batch) const {
    const std::int64_t rows = batch.items.size(0);
    const std::int64_t h = config().hidden;
    const Tensor tracks = gather_rows(raw, batch.items).view({rows, batch.items.size(1), h});
    const Tensor real = batch.real.slice(1, batch.earlier).contiguous();
    const Tensor user = gather_rows(users_, batch.users);
    const Tensor now = short_term(thinned(session_inputs(tracks, batch)), user, real);
    const Tensor always = long_term(tracks.slice(1, 0, batch.earlier), user, batch);
    const auto at_each_step = [&](const Tensor& x) { return x.unsqueeze(1).expand({-1, now.size(1), -1}); };
    const Tensor states = fused(at_each_step(user), now, at_each_step(always));
    return torch::cat({torch::zeros({rows, batch.earlier, h}, states.options()), states}, 1);
}

}  // namespace refrain
