// An encoder trained on the training part of a split by the trainer's own code, as an arm of the comparison:
// stopped by the validation part, then asked as the player would ask it. No LibTorch type shows here.
// Blocking, one thread. What can fail: what train() says, and a set with nothing to train on.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/evaluation/scorer.h"
#include "recommender/retrieval/eigen_encoder.h"
#include "recommender/training/session_runner.h"
#include "recommender/training/trainer.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace refrain::evaluation {

/// What training learns from: the split's training part, items by falling number of interactions in it (the
/// samplers need that), its validation cases as what stops training.
struct TrainingSet {
    Examples examples;
    /// By place in examples.items.
    std::vector<ItemNumber> items;
};
Result<TrainingSet> training_set(const DataSet& data, const Split& split, FeedbackMode mode);

struct TrainingFacts {
    int epochs_run = 0, best_epoch = 0;
    double seconds = 0.0;
    std::string device, loss;
};

class EncoderScorer final : public Scorer {
  public:
    struct Parts {
        EigenEncoder encoder;
        /// Raw vectors by item number, as the encoder takes them; and as they are scored.
        EigenEncoder::Matrix raw, scored;
        double scale = 1.0;
    };
    EncoderScorer(const DataSet& data, Parts parts) : data_(data), parts_(std::move(parts)) {}

    /// scale * cosine, or where training did not normalise its vectors, the inner product over the length of
    /// the user's vector, which ranks alike.
    void score(const Place& at, std::span<float> scores) override;

  private:
    const DataSet& data_;
    Parts parts_;
};

/// SDM mode. Without times a listener has one session; its steps before the newest count as earlier ones.
class SdmScorer final : public Scorer {
  public:
    struct Parts {
        SessionRunner runner;
        /// By place in Examples::items.
        std::vector<ItemNumber> items;
        FeedbackMode feedback = FeedbackMode::none;
    };
    SdmScorer(const DataSet& data, Parts parts) : data_(data), parts_(std::move(parts)) {}
    /// The asked listen's time is known: it tells whether a session goes on.
    void score(const Place& at, std::span<float> scores) override;

  private:
    const DataSet& data_;
    Parts parts_;
};

struct TrainedArm {
    std::unique_ptr<Scorer> scorer;
    TrainingFacts facts;
};
Result<TrainedArm> train_arm(const DataSet& data, const Split& split, const TrainingOptions& options,
                             const std::function<void(const TrainingStatus&)>& report);

/// base + weight * added: recommender design, section 6.
class SumScorer final : public Scorer {
  public:
    SumScorer(Scorer& base, Scorer& added, double weight, std::size_t items)
        : base_(base), added_(added), weight_(weight), second_(items) {}
    void observe(const Place& what) override;
    void score(const Place& at, std::span<float> scores) override;

  private:
    Scorer& base_;
    Scorer& added_;
    double weight_;
    std::vector<float> second_;
};

}  // namespace refrain::evaluation
