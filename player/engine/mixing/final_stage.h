// The last thing that happens to the sound: the volume, sliding so that it makes no noise of its own, and a
// guard that holds peaks below full scale.
//
// Pure but for one thing: set_volume() may be called on another thread than apply(). Nothing fails.
#pragma once

#include "player/engine/mixing/ramp.h"

#include <atomic>
#include <cstddef>

namespace refrain {

/// Holds what is louder than full scale (1.0) below it: down at once, up again within some 0.1 s. It adds no
/// delay, and sound that keeps below full scale is left as it is, bit for bit.
class PeakGuard {
  public:
    explicit PeakGuard(int rate);
    /// Interleaved stereo.
    void apply(float* samples, std::size_t frames);
    double gain() const { return gain_; }

  private:
    double release_;
    double gain_ = 1.0;
};

class FinalStage {
  public:
    explicit FinalStage(int rate);
    /// Linear factor, 0 to 1. Before anything was heard it is there at once.
    void set_volume(double amplitude) { wanted_ = amplitude; }
    void apply(float* samples, std::size_t frames);

  private:
    const int rate_;
    std::atomic<double> wanted_{1.0};

    // The thread of apply().
    Ramp volume_;
    PeakGuard guard_;
    bool begun_ = false;
};

}  // namespace refrain
