// One training step: batch in, losses out, parameters moved. Full softmax with Adam for small catalogues;
// sampled softmax for large ones, where only the rows in use get gradients (sparse) and Adagrad moves them.
// One thread. Throws c10::Error on broken invariants, std::runtime_error when a loss is no number.
#pragma once

#include "recommender/model/encoder.h"
#include "recommender/training/trainer.h"

#include <memory>
#include <vector>

#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/types.h>

namespace refrain {

/// Positions index the flattened (B * T) steps.
struct TargetList {
    std::vector<std::int64_t> positions, items;
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

    struct Loss {
        double positive = 0.0, negative = 0.0;
    };
    Loss step(const TrainingBatch& batch);

  private:
    struct Forward {
        torch::Tensor states;      // (B * T, H)
        torch::Tensor positives;   // (P, H), as all items here: unit length
        torch::Tensor negatives;   // (N, H)
        torch::Tensor candidates;  // (n, H): the whole catalogue, or the sample
        /// Of the sample only: (n) int64 and (n) float.
        torch::Tensor candidate_ids, log_inclusion;
    };
    Forward forward_full(const TrainingBatch& batch);
    Forward forward_sampled(const TrainingBatch& batch);
    torch::Tensor positive_loss(const TrainingBatch& batch, const Forward& forward) const;
    torch::Tensor negative_loss(const TrainingBatch& batch, const Forward& forward) const;
    torch::Tensor users_at(const Forward& forward, const std::vector<std::int64_t>& positions) const;
    torch::Tensor on_device(const std::vector<std::int64_t>& values) const;

    FeedbackEncoder& encoder_;
    LearningOptions options_;
    torch::Device device_;
    bool sampled_ = false;
    NegativeSampler sampler_;
    std::unique_ptr<torch::optim::Adam> dense_;
    std::unique_ptr<torch::optim::Adagrad> tables_;
};

}  // namespace refrain
