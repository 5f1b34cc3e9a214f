// What is learnt in one stage of a training: the model and its learner, where its windows come from, its
// parameters at their best. And what tells one training from another, for its checkpoint. One thread. Throws
// c10::Error and std::runtime_error as Learner does.
#pragma once

#include "recommender/training/learner.h"
#include "recommender/training/session_batch.h"
#include "recommender/training/trainer.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <torch/types.h>

namespace refrain {

/// The parameters at their best, to go back to.
class Snapshot {
  public:
    bool taken() const { return !kept_.empty(); }
    void take(const SequenceModel& encoder);
    void restore(SequenceModel& encoder) const;
    void save(TensorMap& to) const;
    /// Throws std::runtime_error where `from` is of another model.
    void resume(const TensorMap& from, const SequenceModel& encoder);

  private:
    std::vector<torch::Tensor> kept_;
};

struct StageParts {
    /// The learner comes when the model is where it will compute.
    StageParts(const EncoderConfig& config, const Examples& examples, const TrainingOptions& options,
               torch::Device where);
    TrainingBatch batch_of(const Examples& examples, const std::vector<Window>& windows) const;

    torch::Device device;
    std::unique_ptr<SequenceModel> model;
    SequenceModel& encoder;
    std::unique_ptr<Learner> learner;
    WindowSource source;
    /// Of SDM mode only.
    std::optional<SessionBatches> sessions;
    Snapshot best;
    std::chrono::steady_clock::time_point last_save = std::chrono::steady_clock::now(), last_poll{};
};

/// A checksum of all that decides the numbers of a training: not how long it may take, nor on how many
/// threads.
std::string fingerprint_of(const EncoderConfig& config, const TrainingOptions& options,
                           const Examples& examples);

}  // namespace refrain
