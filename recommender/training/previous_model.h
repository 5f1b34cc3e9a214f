// The newest generation of a model folder, to start a training from.
// Blocking; any thread; no LibTorch. What can fail: nothing that matters: what cannot be read is not there.
#pragma once

#include "recommender/training/trainer.h"

#include <filesystem>
#include <optional>
#include <string>

namespace refrain {

struct NamedModel {
    std::string name;
    PreviousModel model;
};

/// Checked as the player checks it: checksums, shapes, finite numbers.
std::optional<NamedModel> newest_model(const std::filesystem::path& model_directory);

}  // namespace refrain
