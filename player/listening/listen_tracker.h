// Turns what happened in playback into the figures of a listen: how much was heard, how far it got, how long
// it was paused, how often it was wound. The one place where these are counted.
//
// Pure: no Qt, no clock, no audio; times and frames are handed in. One owner, no locking; nothing fails.
#pragma once

#include "library_scanner/core/listen.h"
#include "player/engine/engine_events.h"

#include <cstdint>
#include <optional>

namespace refrain {

class ListenTracker {
  public:
    /// `about` says what is played, why it started and when; its figures are counted here from zero.
    /// `rate`: frames per second of the spans handed to rendered().
    ListenTracker(Listen about, int rate);

    /// Frames of the track came out of the output. Spans come in the order in which they began to be heard.
    /// Where two places of the track sound at once (what was left by a seek fades out under what was asked
    /// for) that time was heard once: returns how many frames of the output were not counted before.
    std::int64_t rendered(const FramesRendered& span);
    /// `now`: any clock that only goes forward. A second pause without a resume between changes nothing.
    void paused(Milliseconds now);
    void resumed(Milliseconds now);
    /// The listener wound to `to`. A jump to the very position it is at counts as neither direction.
    void seeked(Milliseconds from, Milliseconds to);
    /// The decoder's word on the length; kept if it is more than zero.
    void duration_known(Milliseconds duration);
    void muted(bool muted) { listen_.muted = muted; }
    /// The listen turns private, and stays so: what was begun or continued in private is not learned from.
    void made_private() { listen_.private_session = true; }
    void named(std::string source_key) { listen_.source_key = std::move(source_key); }

    /// Of the track, as Listen::heard counts them.
    std::int64_t heard_frames() const { return heard_frames_; }
    /// The figures so far at `now`; a pause that still goes on is counted up to it.
    Listen so_far(Milliseconds now) const;
    /// The final figures.
    Listen ended(EndReason reason, Milliseconds now);

  private:
    Milliseconds to_time(std::int64_t frames) const;

    Listen listen_;
    std::int64_t rate_;
    std::int64_t heard_frames_ = 0;
    std::int64_t furthest_frame_ = 0;
    /// In the output.
    std::int64_t counted_until_ = 0;
    std::optional<Milliseconds> paused_since_;
};

}  // namespace refrain
