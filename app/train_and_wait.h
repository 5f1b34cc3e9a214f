// One training from start to end on the calling thread, with its own event loop. For the command line.
// Needs a QCoreApplication. What can fail: no trainer, another training running, the training itself.
#pragma once

#include "app/paths.h"
#include "library_scanner/core/result.h"

#include <cstdint>
#include <functional>
#include <string>

namespace refrain::app {

struct TrainingOptions {
    std::string config = "c";
    std::string device = "auto";
    std::uint64_t seed = 1;
    /// Only a model that wins its trial goes into service.
    bool trial = true;
};

/// Is there a trainer, and no training of this data folder running?
Status ready_to_train(const DataPaths& paths);

struct TrainingEnd {
    /// Empty where the model did not win its trial; then `note` says so.
    std::string generation, note;
};

/// `progress` gets a line of words at each new phase and epoch.
Result<TrainingEnd> train_and_wait(const DataPaths& paths, const TrainingOptions& options,
                                   const std::function<void(const std::string&)>& progress);

}  // namespace refrain::app
