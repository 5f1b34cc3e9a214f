// Which frames of which play are on their way to the sink, and which have been heard:
// frames pushed per play minus what the sink still holds = frames heard. Where two plays sound at once, each
// has its frames.
// Pure: no audio, no clock; one owner. Nothing fails.
#pragma once

#include "player/engine/engine_events.h"
#include "player/engine/mixing/mixed_span.h"

#include <cstdint>
#include <deque>
#include <span>
#include <utility>
#include <vector>

namespace refrain {

/// Adds `event`; frames that continue a span among `events` make it longer.
void add_event(std::vector<EngineEvent>& events, EngineEvent event);

class FrameLedger {
  public:
    /// `frames` frames were handed to the sink, behind all before them. `spans` are counted from their first.
    void pushed(std::int64_t frames, std::span<const MixedSpan> spans);
    /// Told once everything pushed so far was rendered.
    void mark(EngineEvent event);
    /// The sink has rendered `total` frames since the ledger was made or cleared. What that means: spans
    /// heard and plays ended, in order. A total that does not grow means nothing.
    std::vector<EngineEvent> rendered(std::int64_t total);
    /// What was handed over from frame `at` on is taken back from the sink and was never heard; it may be
    /// handed over again. `at` is where pushed() was called and has not been rendered.
    void take_back(std::int64_t at);
    /// It was taken back too late: the first `frames` frames were heard as they were before, and what was
    /// handed over in their place was not.
    void came_late(std::int64_t frames);
    /// What is on its way will never be heard: forgets it, and returns the ends that were among it. Totals
    /// are counted from zero again, but for balance() and FramesRendered::at.
    std::vector<EngineEvent> abandon();

    std::int64_t pending() const { return pushed_ - rendered_; }
    /// Nothing that belongs to a play is on its way, no end is left to tell.
    bool settled() const { return entries_.empty(); }
    /// Frames of silence that were rendered behind the last of a play.
    std::int64_t silence() const { return rendered_ - sound_end_; }
    /// Of everything rendered since the ledger was made.
    const SinkBalance& balance() const { return balance_; }
    /// Does any frame of `play` still wait to be heard, or its end to be told?
    bool holds(PlayId play) const;

  private:
    struct Entry {
        /// Counted from the ledger's start.
        std::int64_t at = 0;
        std::int64_t frames = 0;
        /// Where what it came with begins.
        std::int64_t block = 0;
        /// FramesRendered with the frames that are left of it, or what is told at that place.
        EngineEvent event;
    };

    /// Of the frames [from, to), which carried the stretches `heard`.
    void balance(std::int64_t from, std::int64_t to,
                 const std::vector<std::pair<std::int64_t, std::int64_t>>& heard);

    std::deque<Entry> entries_;
    /// Taken back last, and from where on.
    std::deque<Entry> replaced_;
    std::int64_t replaced_at_ = 0;
    SinkBalance balance_;
    /// Rendered before the ledger was abandoned.
    std::int64_t base_ = 0;
    std::int64_t pushed_ = 0;
    std::int64_t rendered_ = 0;
    std::int64_t sound_end_ = 0;
};

}  // namespace refrain
