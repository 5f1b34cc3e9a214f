// One track at the output's rate: its source, the conversion of its rate, its own loudness. What lies beyond
// its edges, where the filter looks too, is its neighbour's sound or a guess.
//
// Pure: no audio library, no clock. One owner. Nothing fails: a source with nothing ready gives fewer frames.
#pragma once

#include "player/engine/engine_events.h"
#include "player/engine/mixing/ramp.h"
#include "player/engine/mixing/resampler.h"
#include "player/engine/mixing/sample_source.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace refrain {

/// A play, as the mixer is given it.
struct Voice {
    PlayId play;
    std::shared_ptr<SampleSource> source;
    /// Number of the seek that led to it.
    std::uint64_t seek = 0;
    /// Linear.
    double gain = 1.0;
    /// Begins inside the track, where it would click.
    bool inside = false;
    /// How long it sounds together with what it follows.
    Milliseconds crossfade{0};
    /// Of the track, as far as it is known.
    std::optional<Milliseconds> length;
    /// The play ends here, wherever the track does.
    std::optional<Milliseconds> end;
};

class TrackReader {
  public:
    TrackReader(Voice voice, int out_rate);

    const Voice& voice() const { return voice_; }
    /// Reads ahead. True once enough is there to begin, or all there is.
    bool primed();
    bool has_primed() const;
    /// 0 while unknown.
    int rate() const { return rate_; }

    /// The first frame of the output lies `offset` output frames behind the track's start. `before` is what
    /// sounded just before at the track's own rate; where nothing did, its beginning is led up to smoothly.
    void begin(double offset, std::span<const float> before);
    bool begun() const { return resampler_.has_value(); }
    /// Writes up to `frames` frames of the output.
    std::size_t read(float* out, std::size_t frames);
    /// Position in the track, in frames of the output rate, of what read() gives next.
    std::int64_t position() const;

    /// Everything was read, and the rest cannot be given before it is known what follows: close().
    bool wants_after() const;
    /// `after` follows at the track's own rate; nothing: a guess.
    void close(std::span<const float> after);
    /// Everything was given.
    bool done() const;
    /// Nothing will come any more from the source; what was read is all.
    void break_off();

    /// Frames of the output until the end, once that is known.
    std::optional<std::int64_t> left() const;
    /// At the track's own rate: up to `frames` frames of its beginning (before anything was read), or of its
    /// end (once everything was read).
    std::vector<float> head(std::size_t frames) const;
    std::vector<float> tail(std::size_t frames) const;
    /// Of what follows this track without a gap.
    double offset_behind() const;
    bool quiet_at_head() const;
    bool quiet_at_tail() const;

    /// Slides there over `frames` frames of the output.
    void set_gain(double gain, std::int64_t frames);
    void set_length(Milliseconds length) { voice_.length = length; }
    void set_seek(std::uint64_t number) { voice_.seek = number; }
    void set_end(std::optional<Milliseconds> end) { voice_.end = end; }

  private:
    bool pull(std::int64_t until);
    void forget_the_past();
    std::optional<std::int64_t> end_frame() const;
    std::optional<std::int64_t> known_frames() const;
    std::int64_t frame_of(Milliseconds position) const;
    std::size_t give(float* out, std::size_t frames);

    Voice voice_;
    int out_rate_;
    int rate_ = 0;
    /// Interleaved frames from number first_ on, counted from where reading began; negative ones are context.
    std::vector<float> input_;
    std::int64_t first_ = 0;
    std::int64_t end_ = 0;
    /// Position in the track of frame 0.
    std::int64_t origin_ = 0;
    bool origin_known_ = false;
    bool source_ended_ = false;
    bool closed_ = false;
    /// The number of frames, fixed by close().
    std::int64_t frames_ = 0;
    std::optional<Resampler> resampler_;
    std::int64_t given_ = 0;
    Ramp gain_;
};

}  // namespace refrain
