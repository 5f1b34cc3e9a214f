// One training from the first step to the exported model: epochs, early stopping on the held-out part, refit
// on all data, checkpoints, pauses, and less memory when it runs out. Several processes go the same way, step
// by step; what a clock decides, process 0 decides for all. One thread, blocking. Throws std::exception for
// what ends it (trainer.h makes an Error of it).
#pragma once

#include "recommender/model/parallel/peers.h"
#include "recommender/training/compute_plan.h"
#include "recommender/training/held_out.h"
#include "recommender/training/learner.h"
#include "recommender/training/trainer.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

class CheckpointFile;
struct StageParts;

class TrainingRun {
  public:
    /// `examples` is used up: its held-out part may become training data.
    TrainingRun(Examples& examples, const TrainingOptions& options,
                const std::function<void(const TrainingStatus&)>& report, std::shared_ptr<Peers> peers);
    ~TrainingRun();
    TrainedModel finish();

  private:
    enum class Stage { validated, refit };
    /// Where it stands: what a checkpoint keeps beside the parameters.
    struct Position {
        Stage stage = Stage::validated;
        int epoch = 1, step_of_epoch = 0, steps = 0;
        int best_epoch = 0, epochs_run = 0;
        double best_loss = 0.0, seconds = 0.0;
    };

    void begin_stage();
    void warm_start();
    void train_epochs(int epochs);
    void one_step();
    void give_less_memory(const std::exception& why);
    /// False when training shall end.
    bool end_epoch(int epochs);
    void wait_while_paused();
    bool in_time() const;
    bool checkpoint_is_due() const;
    /// What process 0 says to a question that all ask at the same moment.
    bool agreed(bool own_answer) const;
    /// Asking costs a message: several processes do so now and then.
    bool may_ask() const;
    void check_same_training() const;
    /// Whether all processes have kept the same moment.
    bool all_have(const std::optional<TensorMap>& saved) const;
    HeldOutEvaluation evaluation_now();
    void say(std::string note);
    void save() const;
    void resume(const TensorMap& saved);
    void measure_held_out();
    /// What TrainingOptions::accepts says; notes it for the model handed back.
    bool accepted();
    TrainedModel exported() const;
    int steps_per_epoch() const;

    Examples& examples_;
    TrainingOptions options_;
    const std::function<void(const TrainingStatus&)>& report_;
    std::shared_ptr<Peers> peers_;
    EncoderConfig config_;
    ComputePlan plan_;
    std::vector<Target> held_out_;
    std::unique_ptr<CheckpointFile> checkpoint_;
    std::unique_ptr<StageParts> parts_;
    Position at_;
    TrainingStatus status_;
    HeldOutEvaluation evaluation_;
    std::vector<RankedCase> popularity_;
    class Clock;
    std::unique_ptr<Clock> clock_;
    bool warm_started_ = false, accepted_ = true;
};

}  // namespace refrain
