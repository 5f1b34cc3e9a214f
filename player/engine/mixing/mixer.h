// Joins the decks to one stream: the next track's first frame directly behind the current one's last, and
// short fades where the stream is cut.
//
// Pure: reads from sources, writes into memory; no GStreamer, no clock. One owner, no locking. Nothing
// fails: a source with nothing ready gives a shorter block.
#pragma once

#include "player/engine/mixing/frame_ledger.h"
#include "player/engine/mixing/sample_source.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace refrain {

struct Voice {
    PlayId play;
    std::shared_ptr<SampleSource> source;
    std::uint64_t seek = 0;
};

class Mixer {
  public:
    /// `fade_frames` > 0: the length of a fade from full to nothing.
    Mixer(int channels, int fade_frames);

    /// What plays now; without a source nothing does. The gain is left as it is.
    void set_current(Voice voice) { current_ = std::move(voice); }
    /// What follows without a gap when the current source ends.
    void set_next(Voice voice) { next_ = std::move(voice); }
    const Voice& current() const { return current_; }
    const Voice& next() const { return next_; }

    /// Writes up to `frames` frames and tells what they are. Fewer when a source has none ready, when
    /// the last one ended, or when a fade-out came to its end (from then on none, until open() or fade_in()).
    std::vector<MixedSpan> mix(float* out, std::size_t frames);

    void fade_out() { target_ = 0.0F; }
    void fade_in() { target_ = 1.0F; }
    /// Full gain at once: for a track that starts at its own beginning.
    void open() { gain_ = target_ = 1.0F; }
    /// No gain at once.
    void shut() { gain_ = target_ = 0.0F; }
    bool silent() const { return gain_ <= 0.0F && target_ <= 0.0F; }

  private:
    void apply_gain(float* samples, std::size_t frames);

    int channels_;
    float step_;
    Voice current_, next_;
    float gain_ = 1.0F;
    float target_ = 1.0F;
};

}  // namespace refrain
