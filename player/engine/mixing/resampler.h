// Sample-rate conversion of interleaved stereo by a polyphase windowed sinc.
//
// Pure, without memory of its own: output frame j is a function of j and of the input frames around it, so
// the same input gives the same output however it is cut into calls. One owner. Nothing fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace refrain {

/// The filter is linear-phase, flat (within 0.001 dB) to 0.92 of the lower rate's Nyquist frequency and 100
/// dB down from that frequency on. It is designed with Kaiser's window (J. F. Kaiser, "Nonrecursive digital
/// filter design using the I0-sinh window function", 1974).
class Resampler {
  public:
    /// From `from` to `to` frames per second, both above 0. Output frame 0 lies `offset` output frames
    /// behind input frame 0; `offset` in [0, 1).
    Resampler(int from, int to, double offset);

    /// Equal rates without an offset: output is input, bit for bit.
    bool identity() const { return rows_.empty(); }
    double offset() const { return offset_; }

    /// How many output frames lie within `input` input frames.
    std::int64_t frames_of(std::int64_t input) const;
    /// The offset of what follows `input` input frames without a gap: what frames_of() rounded up.
    double offset_behind(std::int64_t input) const;

    /// Output frame j needs the input frames [first_needed(j), end_needed(j)), which may lie outside the
    /// track.
    std::int64_t first_needed(std::int64_t j) const;
    std::int64_t end_needed(std::int64_t j) const;
    /// Input frames needed on either side of a moment, at most.
    int reach() const;

    /// Writes output frames [j, j + frames). `input` begins with input frame `first` and holds all that is
    /// needed.
    void run(std::int64_t j, std::size_t frames, const float* input, std::int64_t first, float* out) const;

  private:
    struct Place {
        std::int64_t base;
        double fraction;
        std::size_t row;
    };
    Place place_of(std::int64_t j) const;

    std::int64_t from_, to_;
    double offset_;
    /// Rates over their greatest common divisor: `up` phases, after which the pattern repeats.
    std::int64_t down_, up_;
    /// Offset in input frames: whole ones, and the rest.
    std::int64_t shift_ = 0;
    double shift_rest_ = 0.0;
    /// Reach of the filter in input frames; taps of a row, rounded up for the vector unit.
    std::int64_t half_ = 0;
    std::size_t taps_ = 0;
    /// Too many phases to keep: rows lie on a grid and neighbours are blended.
    bool blended_ = false;
    /// Every coefficient twice, once per channel.
    std::vector<float> rows_;
};

}  // namespace refrain
