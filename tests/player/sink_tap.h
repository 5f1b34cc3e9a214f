// Listens at the fake sink: keeps every sample, can hold the sound at a given frame while a test acts, and
// can take the device away. Thread-safe.
#pragma once

#include "player/engine/output/audio_sink.h"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <vector>

namespace refrain::testing_audio {

class SinkTap {
  public:
    /// A fake sink at maximum speed with this tap on it. The tap must outlive the player.
    AudioSinkOptions options() {
        AudioSinkOptions sink;
        sink.kind = AudioSinkOptions::Kind::fake;
        sink.speed = AudioSinkOptions::Speed::maximum;
        sink.tap = [this](const float* samples, std::size_t frames, int channels, int) {
            take(samples, frames * static_cast<std::size_t>(channels));
        };
        sink.lost = [this] { return take_loss(); };
        return sink;
    }

    /// From now on the sink waits when it has taken this many frames in all, until let_go() or a new hold.
    void hold_at(std::size_t frames) {
        const std::lock_guard lock(mutex_);
        hold_at_ = frames;
        held_ = held_ && samples_.size() / 2 >= frames;
        changed_.notify_all();
    }
    void let_go() { hold_at(never); }
    /// The device is lost before its next block; `times` 2: the one opened in its place as well.
    void lose_device(int times = 1) {
        const std::lock_guard lock(mutex_);
        losses_ = times;
    }
    /// Waits until the sink is held.
    void wait_until_held() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return held_; });
    }
    /// Waits until the newest frame is silence: the end of a fade-out.
    void wait_until_silent() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] {
            const std::size_t n = samples_.size();
            return n >= 2 && samples_[n - 1] == 0.0F && samples_[n - 2] == 0.0F;
        });
    }
    /// Interleaved stereo.
    std::vector<float> samples() const {
        const std::lock_guard lock(mutex_);
        return samples_;
    }
    std::size_t frames() const {
        const std::lock_guard lock(mutex_);
        return samples_.size() / 2;
    }

  private:
    static constexpr std::size_t never = static_cast<std::size_t>(-1);

    bool take_loss() {
        const std::lock_guard lock(mutex_);
        return losses_ > 0 && losses_-- > 0;
    }
    void take(const float* samples, std::size_t values) {
        std::unique_lock lock(mutex_);
        samples_.insert(samples_.end(), samples, samples + values);
        held_ = samples_.size() / 2 >= hold_at_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return samples_.size() / 2 < hold_at_; });
        held_ = false;
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<float> samples_;
    std::size_t hold_at_ = never;
    int losses_ = 0;
    bool held_ = false;
};

}  // namespace refrain::testing_audio
