// The encoder once more, in plain loops and double precision, written from recommender design, section 2, and
// from nothing else: what LibTorch's and Eigen's results are held against. Also weights to try it with.
#pragma once

#include "recommender/retrieval/encoder_config.h"
#include "recommender/retrieval/safetensors.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace refrain::test {

using Doubles = std::vector<double>;
using Rows = std::vector<Doubles>;

class ReferenceEncoder {
  public:
    ReferenceEncoder(const EncoderConfig& config, const TensorMap& tensors)
        : config_(config), tensors_(tensors) {}

    /// The state after every step, before it is brought to unit length.
    Rows states(const Rows& items, const std::vector<StepFeedback>& feedback) const {
        const std::size_t steps = items.size();
        const std::size_t h = width();
        const bool published = config_.layout == EncoderLayout::sasrec;
        const std::size_t first = published ? static_cast<std::size_t>(config_.max_length) - steps : 0;
        Rows x = items;
        for (std::size_t t = 0; t < steps; ++t) {
            for (std::size_t i = 0; i < h; ++i) {
                x[t][i] *= published ? std::sqrt(static_cast<double>(h)) : 1.0;
                x[t][i] += at("position", (first + t) * h + i);
            }
        }
        const Rows f = feedback_rows(feedback);
        if (published) {
            return published_states(x, f);
        }
        for (int l = 0; l < config_.layers; ++l) {
            const std::string name = "layers." + std::to_string(config_.shared_layers ? 0 : l) + ".";
            const Rows normed_first = norm(name + "attention_norm", x);
            const Rows attended = attention(name, normed_first, normed_first, f);
            for (std::size_t t = 0; t < steps; ++t) {
                const Doubles projected = linear(name + "out", attended[t]);
                for (std::size_t i = 0; i < h; ++i) {
                    x[t][i] += projected[i];
                }
            }
            const Rows normed = norm(name + "feed_forward_norm", x);
            for (std::size_t t = 0; t < steps; ++t) {
                Doubles wide = linear(name + "expand", normed[t]);
                for (double& value : wide) {
                    value *= 0.5 * (1.0 + std::erf(value / std::sqrt(2.0)));
                }
                const Doubles narrow = linear(name + "contract", wide);
                for (std::size_t i = 0; i < h; ++i) {
                    x[t][i] += narrow[i];
                }
            }
        }
        return norm("final_norm", x);
    }

    /// The listener's vector: the last state at unit length.
    Doubles encode(const Rows& items, const std::vector<StepFeedback>& feedback) const {
        Doubles user = states(items, feedback).back();
        double length = 0.0;
        for (const double value : user) {
            length += value * value;
        }
        for (double& value : user) {
            value /= std::sqrt(length);
        }
        return user;
    }

  private:
    std::size_t width() const { return static_cast<std::size_t>(config_.hidden); }
    double at(const std::string& name, std::size_t i) const {
        return static_cast<double>(std::get<std::vector<float>>(tensors_.at(name).values).at(i));
    }

    Rows feedback_rows(const std::vector<StepFeedback>& feedback) const {
        Rows f(feedback.size(), Doubles(width(), 0.0));
        if (config_.feedback == FeedbackMode::none) {
            return f;
        }
        for (std::size_t t = 0; t < feedback.size(); ++t) {
            const double r = static_cast<double>(feedback[t].rate);
            for (std::size_t i = 0; i < width(); ++i) {
                double value = at("intent", static_cast<std::size_t>(feedback[t].intent) * width() + i);
                if (config_.feedback == FeedbackMode::literal) {
                    value += r * at("rate_vector", i);
                } else if (r < 0.0) {
                    value += at("rate_unknown", i);
                } else {
                    for (std::size_t k = 0; k + 1 < rate_knots.size(); ++k) {
                        const double low = static_cast<double>(rate_knots[k]);
                        const double high = static_cast<double>(rate_knots[k + 1]);
                        if (r >= low && (r < high || k + 2 == rate_knots.size())) {
                            const double share = (r - low) / (high - low);
                            value += (1.0 - share) * at("rate_rows", k * width() + i) +
                                     share * at("rate_rows", (k + 1) * width() + i);
                        }
                    }
                }
                f[t][i] = value;
            }
        }
        return f;
    }

    Rows norm(const std::string& name, const Rows& x) const {
        Rows out = x;
        for (auto& row : out) {
            double mean = 0.0;
            double variance = 0.0;
            for (const double value : row) {
                mean += value / static_cast<double>(row.size());
            }
            for (const double value : row) {
                variance += (value - mean) * (value - mean) / static_cast<double>(row.size());
            }
            for (std::size_t i = 0; i < row.size(); ++i) {
                row[i] = (row[i] - mean) / std::sqrt(variance + 1e-5) * at(name + ".weight", i) +
                         at(name + ".bias", i);
            }
        }
        return out;
    }

    Doubles linear(const std::string& name, const Doubles& x, bool bias = true) const {
        const auto& shape = tensors_.at(name + ".weight").shape;
        Doubles out(static_cast<std::size_t>(shape[0]), 0.0);
        for (std::size_t o = 0; o < out.size(); ++o) {
            out[o] = bias ? at(name + ".bias", o) : 0.0;
            for (std::size_t i = 0; i < x.size(); ++i) {
                out[o] += at(name + ".weight", o * x.size() + i) * x[i];
            }
        }
        return out;
    }

    /// SASRec's layers (encoder_config.h).
    Rows published_states(Rows x, const Rows& f) const {
        for (int l = 0; l < config_.layers; ++l) {
            const std::string name = "layers." + std::to_string(config_.shared_layers ? 0 : l) + ".";
            const Rows asking = norm(name + "attention_norm", x);
            const Rows attended = attention(name, asking, x, f);
            for (std::size_t t = 0; t < x.size(); ++t) {
                for (std::size_t i = 0; i < width(); ++i) {
                    x[t][i] = asking[t][i] + attended[t][i];
                }
            }
            x = norm(name + "feed_forward_norm", x);
            for (auto& row : x) {
                Doubles wide = linear(name + "expand", row);
                for (double& value : wide) {
                    value = std::max(value, 0.0);
                }
                const Doubles narrow = linear(name + "contract", wide);
                for (std::size_t i = 0; i < width(); ++i) {
                    row[i] += narrow[i];
                }
            }
        }
        return norm("final_norm", x);
    }

    /// Queries are made of `asking`, keys and values of `x`.
    Rows attention(const std::string& name, const Rows& asking, const Rows& x, const Rows& f) const {
        const std::size_t steps = x.size();
        Rows q(steps);
        Rows k(steps);
        Rows v(steps);
        for (std::size_t t = 0; t < steps; ++t) {
            q[t] = linear(name + "query", asking[t]);
            k[t] = linear(name + "key", x[t]);
            v[t] = linear(name + "value", x[t]);
            if (config_.feedback == FeedbackMode::none) {
                continue;
            }
            const bool gated = config_.fusion == FeedbackFusion::signed_gate;
            const Doubles fq = gated ? linear(name + "feedback_query", f[t], false) : f[t];
            const Doubles fk = gated ? linear(name + "feedback_key", f[t], false) : f[t];
            const Doubles fv = gated ? linear(name + "feedback_value", f[t], false) : f[t];
            const Doubles gate = gated ? linear(name + "feedback_gate", f[t], false) : Doubles(width(), 0.0);
            for (std::size_t i = 0; i < width(); ++i) {
                q[t][i] += fq[i];
                k[t][i] += fk[i];
                v[t][i] = v[t][i] * (1.0 + std::tanh(gate[i])) + fv[i];
            }
        }
        const auto heads = static_cast<std::size_t>(config_.heads);
        const std::size_t dk = width() / heads;
        Rows out(steps, Doubles(width(), 0.0));
        for (std::size_t head = 0; head < heads; ++head) {
            for (std::size_t t = 0; t < steps; ++t) {
                Doubles weight(t + 1, 0.0);
                double total = 0.0;
                for (std::size_t s = 0; s <= t; ++s) {
                    for (std::size_t i = head * dk; i < (head + 1) * dk; ++i) {
                        weight[s] += q[t][i] * k[s][i];
                    }
                    weight[s] = std::exp(weight[s] / std::sqrt(static_cast<double>(dk)));
                    total += weight[s];
                }
                for (std::size_t s = 0; s <= t; ++s) {
                    for (std::size_t i = head * dk; i < (head + 1) * dk; ++i) {
                        out[t][i] += weight[s] / total * v[s][i];
                    }
                }
            }
        }
        return out;
    }

    EncoderConfig config_;
    const TensorMap& tensors_;
};

/// Every tensor of an encoder of that shape, with random weights (norms near 1).
inline TensorMap random_encoder(const EncoderConfig& config, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0.0F, 0.5F);
    TensorMap out;
    const auto add = [&](const std::string& name, std::vector<std::int64_t> shape, float centre = 0.0F) {
        std::int64_t count = 1;
        for (const auto extent : shape) {
            count *= extent;
        }
        std::vector<float> values(static_cast<std::size_t>(count));
        for (float& value : values) {
            value = centre + normal(random);
        }
        out[name] = {std::move(shape), std::move(values)};
    };
    const std::int64_t h = config.hidden;
    add("position", {config.max_length, h});
    add("rate_vector", {h});
    add("rate_rows", {rate_rows, h});
    add("rate_unknown", {h});
    add("intent", {intent_rows, h});
    add("tags", {static_cast<std::int64_t>(config.tag_buckets), h});
    add("final_norm.weight", {h}, 1.0F);
    add("final_norm.bias", {h});
    for (int l = 0; l < config.stored_layers(); ++l) {
        const std::string at = "layers." + std::to_string(l) + ".";
        for (const char* name : {"attention_norm", "feed_forward_norm"}) {
            add(at + name + ".weight", {h}, 1.0F);
            add(at + name + ".bias", {h});
        }
        for (const char* name : {"query", "key", "value", "out", "feedback_query", "feedback_key",
                                 "feedback_gate", "feedback_value"}) {
            add(at + name + ".weight", {h, h});
            add(at + name + ".bias", {h});
        }
        add(at + "expand.weight", {config.feed_forward, h});
        add(at + "expand.bias", {config.feed_forward});
        add(at + "contract.weight", {h, config.feed_forward});
        add(at + "contract.bias", {h});
    }
    return out;
}

}  // namespace refrain::test
