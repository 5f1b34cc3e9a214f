// How long a scan will still take, from what the library knew before and how fast this scan has been.
// Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/core/time.h"

#include <cstdint>
#include <optional>

namespace refrain {

struct ScanPace {
    /// Since the scan began.
    Milliseconds passed{0};
    /// Files that the library knew where this scan looks; 0 when it is new to it.
    std::int64_t expected = 0;
    std::int64_t seen = 0, to_read = 0, read = 0;
    bool walk_done = false;
};

/// Nothing while a guess would be no better than a die: in the first two seconds, before the walk of a new
/// folder is over, and when more was found than was known. Walking and reading go on side by side, so the
/// longer of the two counts; until the walk is over, as many of the files that were not seen yet are taken to
/// need reading as of those that were.
std::optional<Milliseconds> time_left(const ScanPace& pace);

}  // namespace refrain
