// A run of tracks joined without a gap, at the chosen speed, with one fade over all of it. What sounds at the
// same time as something else (crossfade, skip, the rest before a seek) is in a lane of its own.
//
// Pure: no audio library, no clock. One owner. Nothing fails: where a source has nothing ready there are
// fewer frames.
#pragma once

#include "player/engine/mixing/mixed_span.h"
#include "player/engine/mixing/ramp.h"
#include "player/engine/mixing/stretcher.h"
#include "player/engine/mixing/track_reader.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace refrain {

using Reader = std::unique_ptr<TrackReader>;

class Lane {
  public:
    Lane(Reader track, int rate, double speed);

    /// The track that is read from; nullptr once all was read.
    const TrackReader* track() const { return track_.get(); }
    TrackReader* track() { return track_.get(); }
    /// Has any of it been heard?
    bool begun() const { return taken_ > 0; }
    Ramp& fade() { return fade_; }
    const Ramp& fade() const { return fade_; }

    /// Makes up to `frames` frames ready and tells how many there are. Goes on with `next`, and takes it,
    /// when the track ends.
    std::size_t prepare(std::size_t frames, Reader& next);
    std::size_t prepare(std::size_t frames);
    /// Nothing is left to be made ready.
    bool dry() const { return !track_ && !stretcher_; }
    /// Nothing is left to be made ready or taken.
    bool exhausted() const { return dry() && ready_frames() == 0 && spans_.empty(); }
    /// Hands over `frames` frames that are ready, faded; spans are counted from the lane's first frame on.
    void take(float* out, std::size_t frames, std::vector<MixedSpan>& spans);
    /// The last `frames` frames that were handed over, of those that are kept, are ready again. That must be
    /// a place where take() was called.
    void take_back(std::int64_t frames);
    /// How many can be taken back.
    std::int64_t kept() const;
    /// Frames handed over so far.
    std::int64_t taken() const { return taken_; }

    /// Frames until the track ends, at the lane's speed, where that is known.
    std::optional<std::int64_t> left() const;
    void set_speed(double speed);
    /// From now on the end of its track is told by somebody else, and nothing is joined to it.
    void leave() { leaving_ = true; }
    /// Reads no more: what is ready is all.
    void detach();
    /// What is ready ends too early for a fade: goes on for `frames` frames with a guess from what sounded
    /// last.
    void guess(std::int64_t frames);
    /// The frame of the track that comes next, where behind it what was read turns back to an earlier place
    /// of the same play.
    std::optional<std::int64_t> place_before_turn() const;
    /// Gives up what is left; returns the ends of tracks that were still to be told.
    std::vector<MixedSpan> drop();
    /// The follower will not be ready for the join: goes on without it. False if that was known.
    bool do_not_wait() { return std::exchange(patient_, false); }
    /// Is there anything of `play` to come, or its end to be told?
    bool holds(PlayId play) const;

  private:
    std::size_t ready_frames() const { return ready_.size() / 2 - ready_used_; }
    std::size_t gather(float* out, std::size_t frames, Reader& next);
    void follow(Reader& next);
    bool close_edge(Reader& next);
    void gather_plain(std::size_t frames, Reader& next);
    void gather_stretched(std::size_t frames, Reader& next);
    std::size_t receive(std::size_t frames);
    void map_spans(double from, double to, std::int64_t frames);
    void back_to_plain();

    const int rate_;
    double speed_;
    Reader track_;
    /// What went before track_: its end at its own rate, to be joined to.
    struct Before {
        std::vector<float> sound;
        int rate = 0;
        double offset = 0.0;
        bool quiet = true;
    };
    std::optional<Before> before_;
    bool leaving_ = false;
    bool patient_ = true;
    Ramp fade_;

    /// Stretched: what went in, counted in frames at speed 1, and the sound from the stretcher's place on.
    std::unique_ptr<Stretcher> stretcher_;
    std::deque<MixedSpan> raw_spans_;
    MixedSpan last_;
    std::vector<float> raw_;
    std::int64_t raw_first_ = 0, raw_end_ = 0;

    /// Made ready: handed over already (and kept for a while), then what is not.
    std::vector<float> ready_;
    std::size_t ready_used_ = 0;
    std::deque<MixedSpan> spans_;
    /// What was handed over, and where that block began.
    struct Given {
        std::int64_t block = 0;
        MixedSpan span;
    };
    std::deque<Given> given_;
    std::int64_t made_ = 0, taken_ = 0;
};

}  // namespace refrain
