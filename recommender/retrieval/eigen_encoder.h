// The encoder as the player runs it: the forward pass of recommender/model written with Eigen, equal to it
// to 1e-4. Immutable after make(): any thread. What can fail: make(), when a tensor is missing or misshapen.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/track.h"
#include "recommender/retrieval/encoder_config.h"
#include "recommender/retrieval/safetensors.h"

#include <string>
#include <vector>

#include <Eigen/Core>

namespace refrain {

class EigenEncoder {
  public:
    using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    using Row = Eigen::Matrix<float, 1, Eigen::Dynamic>;

    /// `path` is for the words of an error.
    static Result<EigenEncoder> make(const EncoderConfig& config, const TensorMap& tensors,
                                     const std::string& path);

    const EncoderConfig& config() const { return config_; }

    /// What the steps so far leave behind in the layers: their keys and values, which no later step changes
    /// (attention is causal). With it one more step costs one step.
    struct Past {
        std::vector<Matrix> keys, values;  // of each layer, (max_length, H); the first `steps` rows count
        int steps = 0;
    };

    /// The state after the last step, unit length. `items`: (T, H), the raw item vectors c_i + m_i W_up V[i]
    /// of the steps; T in [1, max_length]; `feedback` has T entries. `past`, where it is given, is begun
    /// anew.
    Row encode(const Matrix& items, const std::vector<StepFeedback>& feedback, Past* past = nullptr) const;
    /// encode() of the steps of `past` with this one behind them, which `past` then holds too.
    /// 0 < past.steps < max_length, and can_go_on().
    Row encode_next(const Row& item, const StepFeedback& feedback, Past& past) const;
    /// Whether a step keeps its place when another follows. `sasrec` counts places from the end: it does not.
    bool can_go_on() const { return config_.layout == EncoderLayout::pre_norm; }

    /// c_i of a track: the weighted sum of its features' rows; zero when the model has no content part.
    Row content_vector(const TrackView& track) const;

  private:
    struct Norm {
        Row weight, bias;
    };
    struct Linear {
        Matrix weight;  // (in, out), `out` filled up to a multiple of 16 with zeros
        Row bias;       // (out)
        Matrix operator()(const Matrix& x) const;
    };
    struct Layer {
        Norm attention_norm, feed_forward_norm;
        Linear query, key, value, out, expand, contract;
        Matrix feedback_query, feedback_key, feedback_gate, feedback_value;  // signed gate only, (H, H)
    };

    Matrix feedback_rows(const std::vector<StepFeedback>& feedback) const;
    /// The rows of `past` that a layer reads and adds to.
    struct LayerPast {
        Matrix *keys = nullptr, *values = nullptr;
        Eigen::Index steps = 0;
    };
    Row through_layers(Matrix x, const Matrix& f, Past* past) const;
    Matrix run_layer(const Layer& layer, const Matrix& x, const Matrix& f, Eigen::Index rows,
                     const LayerPast& past) const;
    /// What the first layer takes, of steps whose first stands in row `place` of the position table.
    Matrix first_states(const Matrix& items, Eigen::Index place) const;
    Matrix attended(const Layer& layer, const Matrix& asking, const Matrix& asked, const Matrix& f,
                    const LayerPast& past) const;
    /// Of all steps, and of the last step alone: q (T, H) or (1, H), k and v (T, H).
    Matrix attend(const Matrix& q, const Matrix& k, const Matrix& v) const;
    Matrix attend_from_last(const Matrix& q, const Eigen::Ref<const Matrix>& k,
                            const Eigen::Ref<const Matrix>& v) const;

    EncoderConfig config_;
    Matrix position_, rates_, intents_, tags_;
    Row rate_unknown_;
    std::vector<Layer> layers_;
    Norm final_norm_;
};

/// x / max(|x|, 1e-12), row by row.
void normalise_rows(EigenEncoder::Matrix& rows);

}  // namespace refrain
