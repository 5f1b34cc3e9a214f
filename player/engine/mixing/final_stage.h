// The last thing that happens to the sound: the volume, sliding so that it makes no noise of its own, and a
// guard that holds peaks below full scale.
//
// Pure, one owner, nothing fails.
#pragma once

#include "player/engine/mixing/ramp.h"

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
    /// What comes now is heard first.
    void restart() { begun_ = false; }

    /// Where it is, without where it was set to: what came out since can be made again.
    struct State {
        Ramp volume;
        PeakGuard guard;
    };
    const State& state() const { return state_; }
    void restore(const State& state) { state_ = state; }

  private:
    int rate_;
    double wanted_ = 1.0;
    State state_;
    bool begun_ = false;
};

}  // namespace refrain
