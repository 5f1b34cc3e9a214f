// The options of model and training as `train` and `evaluate` take them from the command line. One thread.
// What can fail: sizes that do not fit each other.
#pragma once

#include "recommender/training/trainer.h"

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace refrain {

/// As the words of the command line say it; chosen_options() puts them over the published configuration.
struct ModelOptions {
    std::string config = "c", device = "auto", fusion = "additive", sampler = "log_uniform",
                negative_loss = "relative";
    std::uint64_t seed = 1;
    bool literal = false, shared_layers = false;
    std::optional<double> negative_weight;
    TrainingOptions options;
};

void add_model_options(CLI::App& app, ModelOptions& model);

/// Error `malformed` when the sizes are no encoder's.
Result<TrainingOptions> chosen_options(const ModelOptions& model);

}  // namespace refrain
