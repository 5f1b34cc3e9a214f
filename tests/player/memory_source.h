// Tracks in memory for tests of the mixer, and what came out of it.
#pragma once

#include "player/engine/mixing/mixer.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <numeric>
#include <utility>
#include <vector>

namespace refrain::testing_audio {

/// Stereo frames that are all there at once, or as many as were let through.
class MemorySource final : public SampleSource {
  public:
    MemorySource(std::vector<float> interleaved, int rate)
        : values_(std::move(interleaved)), rate_(rate), ready_(values_.size() / 2) {}
    int rate() const override { return used_ > 0 || ready_ > 0 ? rate_ : 0; }
    std::size_t read(float* out, std::size_t frames) override {
        const std::size_t n = std::min(frames, ready_ - used_);
        std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(2 * used_), 2 * n, out);
        used_ += n;
        return n;
    }
    bool ended() const override { return used_ == values_.size() / 2; }
    std::int64_t next_frame() const override { return static_cast<std::int64_t>(used_); }
    void let_through(std::size_t frames) { ready_ = std::max(used_, frames); }
    void go_to(std::size_t frame) { used_ = frame; }

  private:
    std::vector<float> values_;
    int rate_;
    std::size_t ready_, used_ = 0;
};

inline std::vector<float> stereo(const std::vector<float>& left) {
    std::vector<float> out;
    for (const float x : left) {
        out.push_back(x);
        out.push_back(-x);
    }
    return out;
}
/// Left channel n, n+1, …; right the negative.
inline std::vector<float> ramp(std::size_t frames, float from = 1.0F) {
    std::vector<float> left(frames);
    std::iota(left.begin(), left.end(), from);
    return stereo(left);
}
/// One value in both channels.
inline std::vector<float> level(float value, std::size_t frames) {
    return std::vector<float>(2 * frames, value);
}
/// A sine of amplitude 0.5 from time `start` (seconds) on; the right channel is turned over.
inline std::vector<float> tone(double hertz, int rate, double start, std::int64_t frames) {
    std::vector<float> left;
    for (std::int64_t i = 0; i < frames; ++i) {
        const double time = start + static_cast<double>(i) / rate;
        left.push_back(static_cast<float>(0.5 * std::sin(2.0 * std::numbers::pi * hertz * time)));
    }
    return stereo(left);
}

inline Voice voice(std::int64_t play, std::vector<float> interleaved, int rate = 44100) {
    Voice out;
    out.play = PlayId(play);
    out.source = std::make_shared<MemorySource>(std::move(interleaved), rate);
    return out;
}

/// The largest step from one sample of a channel to the next.
inline float largest_step(const std::vector<float>& channel) {
    float largest = 0.0F;
    for (std::size_t i = 1; i < channel.size(); ++i) {
        largest = std::max(largest, std::abs(channel[i] - channel[i - 1]));
    }
    return largest;
}

struct Mixed {
    /// Interleaved stereo.
    std::vector<float> samples;
    /// Counted from the first sample.
    std::vector<MixedSpan> spans;

    std::int64_t frames() const { return static_cast<std::int64_t>(samples.size() / 2); }
    std::vector<float> left() const {
        std::vector<float> out;
        for (std::size_t i = 0; i < samples.size(); i += 2) {
            out.push_back(samples[i]);
        }
        return out;
    }
    /// Frames of the track that were told for a play.
    std::int64_t frames_of(std::int64_t play) const {
        std::int64_t frames = 0;
        for (const MixedSpan& span : spans) {
            frames += span.play == PlayId(play) ? span.end - span.begin : 0;
        }
        return frames;
    }
    const MixedSpan* end_of(std::int64_t play) const {
        for (const MixedSpan& span : spans) {
            if (span.ends && span.play == PlayId(play)) {
                return &span;
            }
        }
        return nullptr;
    }
};

/// Up to `frames` frames, in blocks of at most `block`, until nothing comes.
inline Mixed mix(Mixer& mixer, std::size_t frames, std::size_t block = 441) {
    Mixed mixed;
    while (static_cast<std::size_t>(mixed.frames()) < frames) {
        const std::size_t wanted = std::min(block, frames - static_cast<std::size_t>(mixed.frames()));
        std::vector<float> out(2 * wanted);
        std::vector<MixedSpan> spans;
        const std::size_t got = mixer.mix(out.data(), wanted, spans);
        for (MixedSpan& span : spans) {
            span.at += mixed.frames();
            mixed.spans.push_back(span);
        }
        mixed.samples.insert(mixed.samples.end(), out.begin(),
                             out.begin() + static_cast<std::ptrdiff_t>(2 * got));
        if (got == 0 && spans.empty()) {
            break;
        }
    }
    return mixed;
}
inline Mixed mix_all(Mixer& mixer) {
    return mix(mixer, static_cast<std::size_t>(-1) / 2);
}

}  // namespace refrain::testing_audio
