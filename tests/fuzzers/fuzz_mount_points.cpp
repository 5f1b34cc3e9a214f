// libFuzzer over the list of mounts: whoever mounts a disk names the folder. No more of them than lines, and
// none without a name.
#include "library_scanner/audio_file/mount_points.h"
#include "tests/fuzzers/require.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    std::istringstream list(bytes);
    const auto mounts = refrain::parse_mount_points(list);
    const auto lines = 1 + std::count(bytes.begin(), bytes.end(), '\n');
    refrain::require(mounts.size() <= static_cast<std::size_t>(lines));
    refrain::require(
        std::none_of(mounts.begin(), mounts.end(), [](const std::string& mount) { return mount.empty(); }));
    return 0;
}
