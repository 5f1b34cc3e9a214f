// When a file was last changed, as one number. Pure, any thread, nothing fails.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <sys/stat.h>

namespace refrain {

/// Nanoseconds since 1970. File systems can name times that this number cannot (before 1677, after 2262):
/// those are the first and the last second it can name.
inline std::int64_t mtime_ns(const struct stat& status) {
    constexpr std::int64_t ns_per_s = 1'000'000'000;
    constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max() / ns_per_s - 1;
    return std::clamp<std::int64_t>(status.st_mtim.tv_sec, -last, last) * ns_per_s + status.st_mtim.tv_nsec;
}

}  // namespace refrain
