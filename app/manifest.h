// Reads what a trained generation says of itself. Any thread; blocks on disk.
// What can fail: no such file, not JSON.
#pragma once

#include "library_scanner/core/result.h"

#include <filesystem>

#include <nlohmann/json.hpp>

namespace refrain::app {

/// manifest.json of the generation in `folder`.
Result<nlohmann::json> read_manifest(const std::filesystem::path& folder);

}  // namespace refrain::app
