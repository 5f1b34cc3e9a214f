// A gain on its way from one value to another.
// Pure, one owner, nothing fails.
#pragma once

#include <cstddef>
#include <cstdint>

namespace refrain {

class Ramp {
  public:
    enum class Curve {
        linear,
        /// The squares of a fade-out and of the fade-in beside it add up to one at every moment.
        equal_power
    };

    explicit Ramp(double value = 1.0) : from_(value), to_(value) {}

    /// From where it is to `target` over `frames`; 0 is at once.
    void go(double target, std::int64_t frames, Curve curve = Curve::linear);
    double value() const;
    double target() const { return to_; }
    /// Frames until it is there.
    std::int64_t left() const { return length_ - done_; }
    bool at_rest() const { return done_ >= length_; }
    /// The value one frame on.
    double step();
    /// Multiplies interleaved stereo. At rest at 1 no sample is touched.
    void apply(float* samples, std::size_t frames);

  private:
    double from_, to_;
    std::int64_t length_ = 0, done_ = 0;
    Curve curve_ = Curve::linear;
};

}  // namespace refrain
