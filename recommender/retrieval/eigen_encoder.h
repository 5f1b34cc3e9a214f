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

    /// The state after the last step, unit length. `items`: (T, H), the raw item vectors c_i + m_i W_up V[i]
    /// of the steps; T in [1, max_length]; `feedback` has T entries.
    Row encode(const Matrix& items, const std::vector<StepFeedback>& feedback) const;

    /// c_i of a track: the weighted sum of its features' rows; zero when the model has no content part.
    Row content_vector(const Track& track) const;

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
    Matrix run_layer(const Layer& layer, const Matrix& x, const Matrix& f, Eigen::Index rows) const;
    /// What the first layer takes.
    Matrix first_states(const Matrix& items) const;
    Matrix attended(const Layer& layer, const Matrix& asking, const Matrix& asked, const Matrix& f) const;
    /// Of all steps, and of the last step alone: q (T, H) or (1, H), k and v (T, H).
    Matrix attend(const Matrix& q, const Matrix& k, const Matrix& v) const;
    Matrix attend_from_last(const Matrix& q, const Matrix& k, const Matrix& v) const;

    EncoderConfig config_;
    Matrix position_, rates_, intents_, tags_;
    Row rate_unknown_;
    std::vector<Layer> layers_;
    Norm final_norm_;
};

/// x / max(|x|, 1e-12), row by row.
void normalise_rows(EigenEncoder::Matrix& rows);

}  // namespace refrain
