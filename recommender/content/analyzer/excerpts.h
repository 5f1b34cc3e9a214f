// Which parts of a track are listened to. Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/core/time.h"

#include <vector>

namespace refrain::analysis {

struct Excerpt {
    Milliseconds from{0}, length{0};
};

/// Three of 5 s, in the middle of the first, second and last third; a track of up to 15 s whole. Of a track
/// of unknown length (0) its first 15 s. Longer ones cost as much more and find no more: content_retrieval.
std::vector<Excerpt> excerpts_of(Milliseconds duration);

}  // namespace refrain::analysis
