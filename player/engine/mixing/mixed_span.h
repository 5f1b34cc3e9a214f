// What a stretch of mixed sound is made of. Plain value.
#pragma once

#include "player/engine/engine_events.h"

#include <cstdint>

namespace refrain {

/// Frames [at, at + frames) of what was mixed carry frames [begin, end) of one play. Spans of several plays
/// may lie beside each other.
struct MixedSpan {
    PlayId play;
    std::int64_t at = 0;
    std::int64_t frames = 0;
    /// Of the track, at the output rate. As many as `frames` at speed 1.
    std::int64_t begin = 0, end = 0;
    std::uint64_t seek = 0;
    /// Nothing of the play follows any more; such a span has no frames.
    bool ends = false;
    /// With `ends`: at its end rather than cut short, and what goes on.
    bool at_end = false;
    PlayId followed_by;
};

}  // namespace refrain
