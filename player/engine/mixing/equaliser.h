// The ten-band equaliser: peaking filters one octave wide, in a row. Bands slide to where they are set, so
// that they make no noise of their own; a band at 0 dB is left out, and with all of them flat sound passes
// bit for bit. Pure, one owner, nothing fails.
#pragma once

#include "player/playback_settings.h"

#include <array>
#include <cstddef>

namespace refrain {

class Equaliser {
  public:
    explicit Equaliser(int rate);

    /// Gains are clipped to [-12, 12] dB; what is no number counts as 0.
    void set(const EqualiserSettings& settings);
    /// Forgets the sound before; the bands are where they were set.
    void restart();
    /// Interleaved stereo.
    void apply(float* samples, std::size_t frames);

    /// Left and right; the compiler keeps them in one register.
    using Pair = double __attribute__((vector_size(2 * sizeof(double))));
    struct Band {
        double gain_db = 0.0;
        /// Of the transposed direct form II.
        Pair first{}, second{};
    };
    /// Where it is, without where it was set to: what came out since can be made again.
    using State = std::array<Band, equaliser_bands>;
    const State& state() const { return bands_; }
    void restore(const State& state);

  private:
    /// y/x = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2)
    struct Filter {
        double b0 = 1.0, b1 = 0.0, b2 = 0.0, a1 = 0.0, a2 = 0.0;
    };

    bool slide();
    void design(std::size_t band);
    void run(float* samples, std::size_t frames);

    /// Of each band: the cosine of its middle, and the tangent of half its width. 0: it has no place.
    std::array<double, equaliser_bands> cosine_{}, width_{};
    std::array<double, equaliser_bands> wanted_db_{};
    std::array<Filter, equaliser_bands> filters_{};
    State bands_{};
};

}  // namespace refrain
