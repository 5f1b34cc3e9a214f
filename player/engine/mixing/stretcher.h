// Plays faster or slower with the pitch kept: SoundTouch, and an account of which moment of the track its
// output belongs to.
//
// Pure: no audio device, no clock. One owner. Nothing fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>

namespace soundtouch {
class SoundTouch;
}

namespace refrain {

class Stretcher {
  public:
    /// Begins with input frame `position`.
    Stretcher(int rate, double speed, std::int64_t position);
    ~Stretcher();
    Stretcher(const Stretcher&) = delete;
    Stretcher& operator=(const Stretcher&) = delete;

    double speed() const { return speed_; }
    /// For what is not made yet: a few milliseconds may still come out at the speed before.
    void set_speed(double speed);

    /// Interleaved stereo.
    void put(const float* samples, std::size_t frames);
    /// Nothing more will be put: the rest comes out.
    void finish();
    /// Writes up to `frames` frames; returns how many there were.
    std::size_t take(float* out, std::size_t frames);
    /// The input frame that the next output frame belongs to, to a few milliseconds.
    double position() const { return position_; }

  private:
    std::unique_ptr<soundtouch::SoundTouch> touch_;
    double speed_;
    /// What was made at a speed that has changed since, and not taken yet.
    struct Made {
        std::size_t frames = 0;
        double speed = 1.0;
    };
    std::deque<Made> made_;
    double position_;
    std::int64_t put_;
    bool finished_ = false;
};

}  // namespace refrain
