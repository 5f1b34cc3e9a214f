// Which parts of a track are listened to. Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/core/time.h"

#include <vector>

namespace refrain::analysis {

struct Excerpt {
    Milliseconds from{0}, length{0};
};

/// Three of 10 s, in the middle of the first, second and last third; a track of up to 30 s whole. Of a track
/// of unknown length (0) its first 30 s.
std::vector<Excerpt> excerpts_of(Milliseconds duration);

}  // namespace refrain::analysis
