// The short-time spectrum of mono audio, by FFTW.
// Threads: one object, one thread at a time; make them one after another (FFTW plans are not thread-safe).
// Nothing fails.
#pragma once

#include <memory>
#include <span>
#include <vector>

namespace refrain::analysis {

/// What the features are defined at: samples a second, samples a frame, samples from frame to frame.
inline constexpr int sample_rate = 22'050;
inline constexpr std::size_t frame_size = 2048;
inline constexpr std::size_t hop_size = 512;
inline constexpr std::size_t bins = frame_size / 2 + 1;

/// Hz at the middle of a bin.
constexpr double bin_frequency(std::size_t bin) {
    return static_cast<double>(bin) * sample_rate / static_cast<double>(frame_size);
}

class Spectrum {
  public:
    Spectrum();
    ~Spectrum();
    Spectrum(const Spectrum&) = delete;
    Spectrum& operator=(const Spectrum&) = delete;

    /// |X[k]|² of a frame of `frame_size` samples under a periodic Hann window, divided by the square of the
    /// window's sum: a sine of amplitude a has (a/2)² at its bin, whatever the frame size. The answer holds
    /// until the next call.
    std::span<const float> power(std::span<const float> frame);

  private:
    struct Plan;
    std::unique_ptr<Plan> plan_;
    std::vector<float> window_, power_;
    float scale_ = 1.0F;
};

}  // namespace refrain::analysis
