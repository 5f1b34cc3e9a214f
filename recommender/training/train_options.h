// The options of `train` beside those of the model: how to go about it. One thread. Nothing fails.
#pragma once

#include "recommender/training/machine_state.h"
#include "recommender/training/trainer.h"

#include <filesystem>

namespace CLI {
class App;
}

namespace refrain {

struct TrainOptions {
    WeightOptions weights;
    PauseOptions pause;
    bool no_refit = false, warm_start = false;
    int checkpoint_steps = 0;
    double checkpoint_seconds = 60.0;
};

void add_train_options(CLI::App& app, TrainOptions& options);

/// Puts them over `to`; reads the newest model of `models` where it is to be started from.
void apply(const TrainOptions& options, const std::filesystem::path& models, TrainingOptions& to);

}  // namespace refrain
