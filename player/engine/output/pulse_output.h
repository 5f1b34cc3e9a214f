// An output through a PulseAudio server, or PipeWire in its place, spoken to directly. It is given much sound
// ahead, so that a busy machine causes no gap and the mixer sleeps; what the device has not come to yet can
// be replaced, so that a click is heard at once all the same.
//
// Threads: all functions on the mixer's thread. They wait for the library's own thread only, never for the
// server; open() waits for the server, for four seconds at most. `wake` is called on the library's thread.
// What can fail: no server, no device, either goes away; as Error.
#pragma once

#include "player/engine/engine_events.h"
#include "player/engine/output/output.h"
#include "player/engine/output/pulse_api.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

class PulseOutput final : public Output {
  public:
    /// `device` is the server's name for it; empty: the server's default.
    static Result<OutputPtr> open(const std::string& device, StreamFormat format, std::function<void()> wake);
    PulseOutput(const PulseOutput&) = delete;
    PulseOutput& operator=(const PulseOutput&) = delete;

    bool is_device() const override { return true; }
    bool has_room() const override;
    bool paced() const override { return true; }
    std::chrono::microseconds can_wait() override;
    bool runs_dry() override;
    void set_calm(bool calm) override { calm_ = calm; }
    void push(const float* samples, std::size_t frames) override;
    void flush() override;
    std::int64_t pushed() const override { return pushed_; }
    std::int64_t rendered() override;
    std::optional<std::int64_t> earliest_change() override;
    void go_back(std::int64_t frame) override;
    std::int64_t late() override;

    void play() override;
    void pause() override;
    void stop() override;
    std::optional<Error> failure() override;

  private:
    using Clock = std::chrono::steady_clock;
    class Lock;
    /// What the server told about where it is.
    struct Timing {
        Clock::time_point when;
        /// Frames that the device has taken, and what it has not played of them, in microseconds.
        std::int64_t taken = 0, behind_us = 0;
        /// How far behind it is at most.
        std::int64_t most_behind_us = 0;
        bool playing = false;
    };

    PulseOutput(const PulseApi& api, StreamFormat format, std::function<void()> wake);
    ~PulseOutput() override;
    bool let_go() override;
    std::optional<Error> connect(const std::string& device);
    template <class Ready, class Failed>
    bool wait_for(Ready ready, Failed failed);
    std::int64_t taken_soon() const;
    void hurry(std::int64_t late_us);
    void ask_timing();
    void learn_state();
    void learn_timing();
    std::int64_t heard() const;
    std::int64_t ahead_us() const;
    std::int64_t behind_us() const;
    std::int64_t low_us() const;
    std::int64_t high_us() const;
    void cork(bool held);
    std::int64_t frames_of(std::int64_t us) const { return us * format_.rate / 1'000'000; }
    std::int64_t us_of(std::int64_t frames) const { return frames * 1'000'000 / format_.rate; }

    // Fixed after opening.
    const PulseApi pa_;
    const StreamFormat format_;
    const std::function<void()> wake_;
    pa_threaded_mainloop* loop_ = nullptr;
    pa_context* context_ = nullptr;
    pa_stream* stream_ = nullptr;

    // The mixer's thread.
    std::int64_t pushed_ = 0, rendered_ = 0;
    /// Pushed and not handed to the library yet; where it is to go, from what was handed over last.
    std::vector<float> waiting_;
    std::int64_t written_ = 0, offset_ = 0;
    /// How far those that wait now may reach.
    std::int64_t full_at_us_ = 0;
    bool calm_ = false;
    /// Corked; and to be let go as soon as there is something to play.
    bool held_ = true, let_go_ = true;
    Clock::time_point first_written_{};

    // The library's lock.
    std::optional<Timing> timing_;
    Clock::time_point asked_{};
    /// Questions asked and answered; answers to older ones are out of date.
    std::int64_t questions_ = 0, answers_ = 0, outdated_ = 0;
    /// The frame it went back to, and the number of the question whose answer tells whether that was in time.
    std::int64_t went_back_to_ = 0, verified_by_ = -1;
    std::int64_t late_ = 0;
    /// For the way to the server: longer while it turns out too short.
    std::int64_t way_us_;
    bool out_of_time_ = false;

    std::atomic<bool> failed_{false};
    bool failure_told_ = false;
};

}  // namespace refrain
