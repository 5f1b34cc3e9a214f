// Copies the demo's music into a folder of its own and tags the copies: <music>/<artist>/<album>/<title>.ext.
// The unpacked packages are only read. Blocks on disk. What can fail: a disk; packages that are not there are
// left out and named.
#pragma once

#include "app/demo/collection.h"

#include <cstdint>

namespace refrain::app {

struct PreparedMusic {
    std::int64_t copied = 0, there_already = 0;
    /// Packages of which no track was found.
    std::vector<std::string> absent;
};

/// `unpacked` holds one folder per package, named like it.
Result<PreparedMusic> prepare_music(const std::vector<DemoPackage>& packages,
                                    const std::filesystem::path& unpacked,
                                    const std::filesystem::path& music);

}  // namespace refrain::app
