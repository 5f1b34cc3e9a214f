// The demo's music: which free tracks of which Debian packages, and what to tag the demo's own copies with.
// Plain values, any thread. What can fail: reading the table; as Result naming the file.
#pragma once

#include "library_scanner/core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace refrain::app {

struct DemoTrack {
    /// Inside the unpacked package.
    std::filesystem::path file;
    std::string artist, album, title, genre;
};

struct DemoPackage {
    std::string name;
    std::vector<DemoTrack> tracks;
};

/// Reads resources/demo/collection.json.
Result<std::vector<DemoPackage>> read_collection(const std::filesystem::path& file);

}  // namespace refrain::app
