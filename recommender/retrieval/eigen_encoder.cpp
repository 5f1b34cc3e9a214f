#include "recommender/retrieval/eigen_encoder.h"

#include "recommender/content/tag_features.h"
#include "recommender/model/kernels/attention_kernel.h"
#include "recommender/model/kernels/encoder_kernels.h"

#include <cmath>
#include <optional>

namespace refrain {
namespace {

using Matrix = EigenEncoder::Matrix;
using Row = EigenEncoder::Row;

constexpr float norm_epsilon = 1e-5F;
constexpr float length_epsilon = 1e-12F;

/// Takes tensors out of a file's map and keeps the first error, so that make() reads as a list.
class Taker {
  public:
    Taker(const TensorMap& tensors, const std::string& path) : tensors_(tensors), path_(path) {}

    Matrix matrix(const std::string& name, Eigen::Index rows, Eigen::Index columns) {
        const auto* values = take(name, {rows, columns});
        return values == nullptr ? Matrix() : Matrix(Eigen::Map<const Matrix>(values->data(), rows, columns));
    }
    Row row(const std::string& name, Eigen::Index columns) {
        const auto* values = take(name, {columns});
        return values == nullptr ? Row() : Row(Eigen::Map<const Row>(values->data(), columns));
    }
    const std::optional<Error>& error() const { return error_; }

  private:
    const std::vector<float>* take(const std::string& name, const std::vector<std::int64_t>& shape) {
        auto values = floats_of(tensors_, name, shape, path_);
        if (!values) {
            error_ = error_ ? error_ : values.error();
            return nullptr;
        }
        return values.value();
    }

    const TensorMap& tensors_;
    const std::string& path_;
    std::optional<Error> error_;
};

template <class Norm>
Matrix normed(const Matrix& x, const Norm& norm) {
    Matrix out(x.rows(), x.cols());
    for (Eigen::Index t = 0; t < x.rows(); ++t) {
        const float mean = x.row(t).mean();
        const float variance = (x.row(t).array() - mean).square().mean();
        out.row(t) = ((x.row(t).array() - mean) / std::sqrt(variance + norm_epsilon)) * norm.weight.array() +
                     norm.bias.array();
    }
    return out;
}

/// As Linear keeps it, from (out, in).
Matrix packed(const Matrix& weight) {
    constexpr Eigen::Index lanes = 16;
    Matrix out = Matrix::Zero(weight.cols(), (weight.rows() + lanes - 1) / lanes * lanes);
    out.leftCols(weight.rows()) = weight.transpose();
    return out;
}

}  // namespace

Matrix EigenEncoder::Linear::operator()(const Matrix& x) const {
    Matrix out(x.rows(), weight.cols());
    multiply_rows(x.rows(), weight.cols(), x.cols(), x.data(), weight.data(), out.data());
    if (weight.cols() != bias.cols()) {
        out.conservativeResize(Eigen::NoChange, bias.cols());
    }
    out.rowwise() += bias;
    return out;
}

void normalise_rows(Matrix& rows) {
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
        rows.row(i) /= std::max(rows.row(i).norm(), length_epsilon);
    }
}

Result<EigenEncoder> EigenEncoder::make(const EncoderConfig& config, const TensorMap& tensors,
                                        const std::string& path) {
    if (auto status = validate(config); !status) {
        return status.error();
    }
    Taker take(tensors, path);
    EigenEncoder out;
    out.config_ = config;
    const Eigen::Index h = config.hidden;
    out.position_ = take.matrix("position", config.max_length, h);
    if (config.feedback == FeedbackMode::literal) {
        out.rates_ = take.row("rate_vector", h);
    } else if (config.feedback == FeedbackMode::soft_bins) {
        out.rates_ = take.matrix("rate_rows", rate_rows, h);
        out.rate_unknown_ = take.row("rate_unknown", h);
    }
    if (config.feedback != FeedbackMode::none) {
        out.intents_ = take.matrix("intent", intent_rows, h);
    }
    if (config.tag_buckets > 0) {
        out.tags_ = take.matrix("tags", config.tag_buckets, h);
    }
    const auto norm = [&](const std::string& name) {
        return Norm{take.row(name + ".weight", h), take.row(name + ".bias", h)};
    };
    const auto linear = [&](const std::string& name, Eigen::Index rows, Eigen::Index columns) {
        return Linear{packed(take.matrix(name + ".weight", rows, columns)), take.row(name + ".bias", rows)};
    };
    for (int i = 0; i < config.stored_layers(); ++i) {
        const std::string at = "layers." + std::to_string(i) + ".";
        Layer layer;
        layer.attention_norm = norm(at + "attention_norm");
        layer.feed_forward_norm = norm(at + "feed_forward_norm");
        layer.query = linear(at + "query", h, h);
        layer.key = linear(at + "key", h, h);
        layer.value = linear(at + "value", h, h);
        if (config.layout == EncoderLayout::pre_norm) {
            layer.out = linear(at + "out", h, h);
        }
        layer.expand = linear(at + "expand", config.feed_forward, h);
        layer.contract = linear(at + "contract", h, config.feed_forward);
        if (config.feedback != FeedbackMode::none && config.fusion == FeedbackFusion::signed_gate) {
            layer.feedback_query = take.matrix(at + "feedback_query.weight", h, h);
            layer.feedback_key = take.matrix(at + "feedback_key.weight", h, h);
            layer.feedback_gate = take.matrix(at + "feedback_gate.weight", h, h);
            layer.feedback_value = take.matrix(at + "feedback_value.weight", h, h);
        }
        out.layers_.push_back(std::move(layer));
    }
    out.final_norm_ = norm("final_norm");
    if (take.error()) {
        return *take.error();
    }
    return out;
}

Matrix EigenEncoder::feedback_rows(const std::vector<StepFeedback>& feedback) const {
    Matrix f = Matrix::Zero(static_cast<Eigen::Index>(feedback.size()), config_.hidden);
    if (config_.feedback == FeedbackMode::none) {
        return f;
    }
    for (std::size_t t = 0; t < feedback.size(); ++t) {
        auto row = f.row(static_cast<Eigen::Index>(t));
        const float rate = feedback[t].rate;
        if (config_.feedback == FeedbackMode::literal) {
            row = rate * rates_.row(0);
        } else if (rate < 0.0F) {
            row = rate_unknown_;
        } else {
            const RateBins bins = rate_bins(rate);
            row = (1.0F - bins.upper_share) * rates_.row(bins.lower) +
                  bins.upper_share * rates_.row(bins.upper);
        }
        row += intents_.row(feedback[t].intent);
    }
    return f;
}

/// One layer, for all steps or for the last one alone, which is what the top layer is asked for.
Matrix EigenEncoder::run_layer(const Layer& layer, const Matrix& x, const Matrix& f, Eigen::Index rows,
                               const LayerPast& past) const {
    if (config_.layout == EncoderLayout::sasrec) {
        const Matrix asking = normed(x.bottomRows(rows), layer.attention_norm);
        const Matrix y = normed(asking + attended(layer, asking, x, f, past), layer.feed_forward_norm);
        return y + layer.contract(layer.expand(y).cwiseMax(0.0F));
    }
    const Matrix xn = normed(x, layer.attention_norm);
    Matrix out = x.bottomRows(rows) + layer.out(attended(layer, xn.bottomRows(rows), xn, f, past));
    Matrix expanded = layer.expand(normed(out, layer.feed_forward_norm));
    gelu_rows(expanded.size(), expanded.data());
    out += layer.contract(expanded);
    return out;
}

/// `asking`: the last rows of what asks, as many as are wanted; `asked`: all steps.
Matrix EigenEncoder::attended(const Layer& layer, const Matrix& asking, const Matrix& asked, const Matrix& f,
                              const LayerPast& past) const {
    const Eigen::Index rows = asking.rows();
    Matrix q = layer.query(asking);
    Matrix k = layer.key(asked);
    Matrix v = layer.value(asked);
    if (config_.feedback != FeedbackMode::none) {
        if (config_.fusion == FeedbackFusion::additive) {
            q += f.bottomRows(rows);
            k += f;
            v += f;
        } else {
            q += f.bottomRows(rows) * layer.feedback_query.transpose();
            k += f * layer.feedback_key.transpose();
            const Matrix gate = f * layer.feedback_gate.transpose();
            v = v.array() * (1.0F + gate.array().tanh()) + (f * layer.feedback_value.transpose()).array();
        }
    }
    if (past.keys == nullptr) {
        return rows == 1 ? attend_from_last(q, k, v) : attend(q, k, v);
    }
    past.keys->middleRows(past.steps, k.rows()) = k;
    past.values->middleRows(past.steps, v.rows()) = v;
    const Eigen::Index all = past.steps + k.rows();
    return rows == 1 ? attend_from_last(q, past.keys->topRows(all), past.values->topRows(all))
                     : attend(q, k, v);
}

Matrix EigenEncoder::first_states(const Matrix& items, Eigen::Index place) const {
    const auto positions = position_.middleRows(place, items.rows());
    const float factor =
        config_.layout == EncoderLayout::sasrec ? std::sqrt(static_cast<float>(config_.hidden)) : 1.0F;
    return factor * items + positions;
}

Matrix EigenEncoder::attend(const Matrix& q, const Matrix& k, const Matrix& v) const {
    AttentionShape shape;
    shape.steps = q.rows();
    shape.stride = config_.hidden;
    shape.width = config_.hidden / config_.heads;
    shape.scale = 1.0F / std::sqrt(static_cast<float>(shape.width));
    const auto floats = [](std::int64_t count) { return Row(static_cast<Eigen::Index>(count)); };
    Row weights = floats(attention_weights_size(shape.steps));
    Row scratch = floats(attention_scratch_size(shape.steps, shape.width));
    const Eigen::Array<bool, 1, Eigen::Dynamic> real =
        Eigen::Array<bool, 1, Eigen::Dynamic>::Constant(q.rows(), true);
    Matrix out(q.rows(), q.cols());
    for (Eigen::Index head = 0; head < config_.heads; ++head) {
        const Eigen::Index at = head * shape.width;
        attention_forward(shape, q.data() + at, k.data() + at, v.data() + at, real.data(), out.data() + at,
                          weights.data(), scratch.data());
    }
    return out;
}

Matrix EigenEncoder::attend_from_last(const Matrix& q, const Eigen::Ref<const Matrix>& k,
                                      const Eigen::Ref<const Matrix>& v) const {
    const Eigen::Index width = config_.hidden / config_.heads;
    const float scale = 1.0F / std::sqrt(static_cast<float>(width));
    Matrix out(1, config_.hidden);
    for (Eigen::Index head = 0; head < config_.heads; ++head) {
        const Eigen::Index at = head * width;
        Row scores = scale * q.middleCols(at, width) * k.middleCols(at, width).transpose();
        scores = (scores.array() - scores.maxCoeff()).exp().eval();
        scores /= scores.sum();
        out.middleCols(at, width).noalias() = scores * v.middleCols(at, width);
    }
    return out;
}

Row EigenEncoder::encode(const Matrix& items, const std::vector<StepFeedback>& feedback, Past* past) const {
    if (past != nullptr) {
        const auto layers = static_cast<std::size_t>(config_.layers);
        past->keys.assign(layers, Matrix(config_.max_length, config_.hidden));
        past->values = past->keys;
        past->steps = 0;
    }
    const int place = config_.position_of(0, static_cast<int>(items.rows()));
    return through_layers(first_states(items, place), feedback_rows(feedback), past);
}

Row EigenEncoder::encode_next(const Row& item, const StepFeedback& feedback, Past& past) const {
    return through_layers(first_states(item, past.steps), feedback_rows({feedback}), &past);
}

Row EigenEncoder::through_layers(Matrix x, const Matrix& f, Past* past) const {
    const auto steps = static_cast<int>(x.rows());
    for (int i = 0; i < config_.layers; ++i) {
        const auto number = static_cast<std::size_t>(i);
        LayerPast layer_past;
        if (past != nullptr) {
            layer_past = {&past->keys[number], &past->values[number], past->steps};
        }
        const auto& layer = layers_[config_.shared_layers ? 0 : number];
        x = run_layer(layer, x, f, i + 1 == config_.layers ? 1 : x.rows(), layer_past);
    }
    if (past != nullptr) {
        past->steps += steps;
    }
    Matrix last = normed(x, final_norm_);
    normalise_rows(last);
    return last.row(0);
}

Row EigenEncoder::content_vector(const TrackView& track) const {
    Row out = Row::Zero(config_.hidden);
    for (const auto& feature : tag_features(track, config_.tag_buckets)) {
        out += feature.weight * tags_.row(feature.bucket);
    }
    return out;
}

}  // namespace refrain
