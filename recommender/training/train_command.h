// The command `refrain-trainer train`: reads the history, trains, tries the new model out where that was
// asked for, and publishes it as a generation. One line of JSON at each epoch and at the end. Blocking; one
// thread.
#pragma once

#include "recommender/training/model_options.h"
#include "recommender/training/train_options.h"

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace refrain {

struct TrainCommand {
    std::string database, out;
    int peer_seconds = 300;
    bool background = false;
    /// A model that does not win its trial (training/trial.h) is not published.
    bool if_better = false;
    ModelOptions model;
    TrainOptions train;

    void add_to(CLI::App& app);
};

/// The exit status: 0 also where the model in service stayed.
int run_train(const TrainCommand& command);

}  // namespace refrain
