// SDM (Lv et al., CIKM 2019; recommender design, section 4): what the listener does now and what they have
// always done, joined by a gate. For comparison by `refrain-trainer evaluate`; the player does not serve it.
// One thread. Broken invariants (shapes that do not fit) throw c10::Error.
//
//   e      the listener's own row
//   pool   of a set or of steps, by a W of its own: sum_k softmax_k(q . k) k, q = tanh(W e); 0 for none
//   h      LSTM over the current session, which begins with a learned vector: so there is a state before its
//          first listen too
//   a      multi-head self-attention over h, causal
//   short  h_t + pool(a_1 … a_t)
//   long   tanh(W [pool(tracks); pool(artists); pool(albums); pool(genres)] + b) of earlier listens
//   state  gate: g * short + (1 - g) * long, g = sigmoid(W [e; short; long] + b);
//          multiply: short * long; concat: W [short; long] + b; add: short + long
// Play rate and intent (configurations b and c) are added to what the LSTM takes.
#pragma once

#include "recommender/model/sdm_options.h"
#include "recommender/model/sequence_model.h"

#include <vector>

#include <torch/types.h>

namespace refrain {

class SdmModel final : public SequenceModel {
  public:
    /// Of `config` counts what an LSTM and one layer of attention have: hidden, embedding, heads, dropout,
    /// feedback, tag_buckets.
    SdmModel(const EncoderConfig& config, const SdmOptions& options, const SdmShape& shape,
             const CatalogueFeatures& catalogue);

    /// The first `batch.earlier` columns are the set of earlier tracks, and so many states of zeros. Then
    /// comes a column for the beginning of the session, whose item and feedback nobody reads, then the
    /// session. `batch.users` and one of `batch.sets` for each field that the shape has are needed.
    torch::Tensor states(const torch::Tensor& raw, const StepBatch& batch) const override;

  private:
    torch::Tensor session_inputs(const torch::Tensor& tracks, const StepBatch& batch) const;
    torch::Tensor short_term(const torch::Tensor& inputs, const torch::Tensor& user,
                             const torch::Tensor& real) const;
    torch::Tensor long_term(const torch::Tensor& earlier, const torch::Tensor& user,
                            const StepBatch& batch) const;
    torch::Tensor fused(const torch::Tensor& user, const torch::Tensor& now,
                        const torch::Tensor& always) const;
    torch::Tensor thinned(const torch::Tensor& x) const;

    SdmFusion fusion_;
    torch::Tensor start_, users_;
    std::vector<torch::Tensor> lstm_;
    Linear query_, key_, value_, out_, short_query_, long_, join_;
    /// Of the tracks, then of each field there is.
    std::vector<Linear> set_queries_;
    std::vector<torch::Tensor> fields_;
};

}  // namespace refrain
