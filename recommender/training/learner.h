// One training step: batch in, parameters moved. Full softmax with Adam for small catalogues; sampled softmax
// for large ones, where only the rows in use are taken out of the tables and Adagrad moves them. One thread.
// Throws c10::Error on broken invariants, std::runtime_error when a loss is no number.
#pragma once

#include "recommender/model/encoder.h"
#include "recommender/training/optimisers.h"
#include "recommender/training/trainer.h"

#include <memory>
#include <vector>

#include <torch/types.h>

namespace refrain {

/// Positions index the flattened (B * T) steps.
struct TargetList {
    std::vector<std::int64_t> positions, items;
    /// What multiplies each target's loss.
    std::vector<float> weights;
};
struct TrainingBatch {
    StepBatch steps;
    TargetList positives, negatives;
};

/// Windows side by side, padded at the end: the first step is always position 0, as when serving.
TrainingBatch make_batch(const std::vector<std::vector<TrainingStep>>& sequences,
                         const std::vector<Window>& windows);

CatalogueFeatures catalogue_features(const Examples& examples, std::uint32_t tag_buckets,
                                     int fewest_listens_for_id);

/// "auto" takes CUDA where there is one. Throws std::runtime_error when CUDA is asked for and there is none.
torch::Device pick_device(const std::string& name);
/// Two threads at most unless told: more of them wait for each other at these sizes.
void set_threads(int threads);

class Learner {
  public:
    Learner(FeedbackEncoder& encoder, const LearningOptions& options, torch::Device device);

    void step(const TrainingBatch& batch);

    struct Loss {
        double positive = 0.0, negative = 0.0;
    };
    /// Mean over the steps since the last call: the only place that waits for a GPU. Throws
    /// std::runtime_error when it is no number.
    Loss take_loss();

    /// All that decides what comes next, but for LibTorch's generator.
    void save(TensorMap& to) const;
    void resume(const TensorMap& from);
    /// After a step that ended by an exception.
    void forget_gradients() { dense_->clear_gradients(); }

  private:
    struct Forward {
        torch::Tensor states;  // (B * T, H)
        torch::Tensor items;   // (n, H), unit length: the whole catalogue, or the rows in use
        /// Rows of `items`.
        torch::Tensor positives, negatives, sample;
        torch::Tensor log_inclusion;
        /// Of the sampled softmax only.
        RowsInUse rows;
    };
    Forward forward_full(const TrainingBatch& batch);
    Forward forward_sampled(const TrainingBatch& batch);
    torch::Tensor positive_loss(const TrainingBatch& batch, const Forward& forward) const;
    torch::Tensor negative_loss(const TrainingBatch& batch, const Forward& forward) const;
    torch::Tensor users_at(const Forward& forward, const std::vector<std::int64_t>& positions) const;
    torch::Tensor on_device(const std::vector<std::int64_t>& values) const;
    /// Of unit length where scores are cosines.
    torch::Tensor scored(const torch::Tensor& vectors) const;
    torch::Tensor scale() const;
    /// Undefined where all are 1.
    torch::Tensor weights_of(const TargetList& targets, const Forward& forward) const;
    /// Rows in use of these items, numbered as they come.
    torch::Tensor numbered(const std::vector<std::int64_t>& items);

    FeedbackEncoder& encoder_;
    LearningOptions options_;
    torch::Device device_;
    bool sampled_ = false;
    NegativeSampler sampler_;
    RowNumbers item_numbers_;
    std::unique_ptr<FlatAdam> dense_;
    std::vector<RowAdagrad> tables_;
    torch::Tensor positive_sum_, negative_sum_;
    std::int64_t steps_since_ = 0;
};

}  // namespace refrain
