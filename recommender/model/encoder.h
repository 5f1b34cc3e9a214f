// The feedback-aware encoder in LibTorch (recommender design, section 2): what refrain-trainer trains.
// The player never links this; it runs the exported weights with recommender/retrieval/eigen_encoder.h.
// One thread. Broken invariants (shapes that do not fit) throw c10::Error.
// Norms stand before the sublayers with one more at the end (pre-LN, Xiong et al., ICML 2020): it trains
// without a warm-up, which a history of a few hundred listens has no steps for. The layout of SASRec is there
// to be compared with (encoder_config.h says what it computes).
#pragma once

#include "recommender/model/fused_layer.h"
#include "recommender/model/sequence_model.h"

#include <string>
#include <vector>

#include <torch/types.h>

namespace refrain {

class FeedbackEncoder final : public SequenceModel {
  public:
    FeedbackEncoder(const EncoderConfig& config, const CatalogueFeatures& catalogue);

    torch::Tensor states(const torch::Tensor& raw, const StepBatch& batch) const override;
    /// What EigenEncoder::make() asks for, and "up" where there is one.
    TensorMap export_encoder() const override;

  private:
    struct Norm {
        torch::Tensor weight, bias;
        torch::Tensor operator()(const torch::Tensor& x) const;
    };
    struct Layer {
        Norm attention_norm, feed_forward_norm;
        Linear query, key, value, out, expand, contract;
        Linear feedback_query, feedback_key, feedback_gate, feedback_value;
    };

    static LayerTensors tensors_of(const Layer& layer);
    Norm norm(const std::string& name);
    Layer layer(int index);
    /// Items and positions: (B, T, H).
    torch::Tensor first_states(const torch::Tensor& raw, const StepBatch& batch) const;
    /// `asking`: what queries are made of, `asked`: what keys and values are made of; (B, T, H).
    torch::Tensor attention(const Layer& layer, const torch::Tensor& asking, const torch::Tensor& asked,
                            const torch::Tensor& f, const StepBatch& batch) const;
    torch::Tensor pre_norm_layer(const Layer& layer, const torch::Tensor& x, const torch::Tensor& f,
                                 const StepBatch& batch) const;
    torch::Tensor sasrec_layer(const Layer& layer, const torch::Tensor& x, const torch::Tensor& f,
                               const StepBatch& batch) const;
    /// Dropout where there is any; `width` numbers a step.
    torch::Tensor thinned(const torch::Tensor& x, const StepBatch& batch) const;

    torch::Tensor position_;
    std::vector<Layer> layers_;
    Norm final_norm_;
};

}  // namespace refrain
