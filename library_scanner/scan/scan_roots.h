// The folders that a scan begins at. Asks the disk; for scanner threads. A folder that cannot be opened is an
// answer, not a failure.
#pragma once

#include "library_scanner/core/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

/// Absolute, without "." and "..", without a slash at the end; folders inside another of them are left out.
std::vector<std::string> roots_of(const std::vector<std::filesystem::path>& folders);

/// Why a folder cannot be opened; nothing when it can.
std::optional<Error> closed_folder(const std::string& path);

}  // namespace refrain
