// Which frames of which track are on their way to the sink, and which have been heard:
// frames pushed per track minus what the sink still holds = frames heard.
// Pure: no audio, no clock; one owner. Nothing fails.
#pragma once

#include "player/engine/engine_events.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace refrain {

/// A run of frames that was mixed from one track; `play` is invalid for silence.
struct MixedSpan {
    PlayId play;
    /// First frame within the track.
    std::int64_t begin = 0;
    std::int64_t frames = 0;
    std::uint64_t seek = 0;
    /// The track ends behind these frames, which may be none, and `followed_by` goes on.
    bool ends = false;
    PlayId followed_by;
};

class FrameLedger {
  public:
    /// The span was handed to the sink, behind all before it.
    void pushed(const MixedSpan& span);
    /// The sink has rendered `total` frames since the ledger was made or cleared. What that means: spans
    /// heard and tracks ended, in order. A total that does not grow means nothing.
    std::vector<EngineEvent> rendered(std::int64_t total);
    /// Counts everything on its way as heard now: it will be, nothing takes it back.
    std::vector<EngineEvent> claim();
    void clear();

    std::int64_t pushed_total() const { return pushed_; }
    std::int64_t pending() const { return pushed_ - rendered_; }
    /// Nothing is on its way, no end is left to tell.
    bool drained() const { return pending() == 0 && spans_.empty(); }
    /// Does any frame of `play` still wait to be heard, or its end to be told?
    bool holds(PlayId play) const;

  private:
    std::vector<EngineEvent> take(std::int64_t frames);

    std::deque<MixedSpan> spans_;
    std::int64_t pushed_ = 0;
    std::int64_t rendered_ = 0;
    /// Frames at the front that were claimed: rendered later, told already.
    std::int64_t claimed_ = 0;
};

}  // namespace refrain
