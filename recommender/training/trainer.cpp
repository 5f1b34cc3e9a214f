#include "recommender/training/trainer.h"

#include "recommender/model/parallel/peers.h"
#include "recommender/training/checkpoint.h"
#include "recommender/training/training_failure.h"
#include "recommender/training/training_run.h"

#include <exception>
#include <string>
#include <utility>

#include <torch/cuda.h>

namespace refrain {

std::optional<TrainingOptions> published_configuration(const std::string& name) {
    TrainingOptions out;
    if (name == "a") {
        out.encoder.feedback = FeedbackMode::none;
    } else if (name != "b" && name != "c") {
        return std::nullopt;
    }
    if (name != "c") {
        out.learning.negative_weight = 0.0;
    }
    return out;
}

Result<TrainedModel> train(Examples examples, const TrainingOptions& options,
                           const std::function<void(const TrainingStatus&)>& report,
                           std::shared_ptr<Peers> peers) {
    try {
        if (!peers) {
            peers = std::make_shared<Alone>();
        }
        return TrainingRun(examples, options, report, std::move(peers)).finish();
    } catch (const std::exception& error) {
        return training_failed(error);
    }
}

void remove_checkpoint(const std::filesystem::path& checkpoint) {
    CheckpointFile(checkpoint, {}).remove();
}

std::vector<std::string> training_devices() {
    std::vector<std::string> devices;
    const auto graphics = static_cast<int>(torch::cuda::device_count());
    for (int i = 0; i < graphics; ++i) {
        devices.push_back("cuda:" + std::to_string(i));
    }
    devices.emplace_back("cpu");
    return devices;
}

}  // namespace refrain
