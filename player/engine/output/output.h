// The way out: takes finished sound and plays it, kept open from track to track. Two kinds: PulseOutput, a
// sound server spoken to directly, and GstOutput, whatever else GStreamer can play on and the fake of the
// tests.
//
// Threads: all functions on the mixer's thread; none waits for the device. `wake`, given when it is opened,
// is called from other threads. What can fail: the device (none there, went away), as Error.
#pragma once

#include "library_scanner/core/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace refrain {

/// Loudness as heard grows about with the third root of the amplitude, so amplitude = volume^3: half the way
/// of the slider sounds about half as loud (the "cubic" scale of GstStreamVolume and PulseAudio).
/// `volume` is clipped to [0, 1]; what is no number counts as 0.
double amplitude_of(double volume);

/// For the listener: the device, and what to do about it.
Error device_error(const std::string& reason);
Error server_hangs();

class Output;

/// Nobody is woken afterwards. An output whose sound server hangs goes when that lets go of it.
struct OutputCloser {
    void operator()(Output* output) const;
};
using OutputPtr = std::unique_ptr<Output, OutputCloser>;

class Output {
  public:
    Output() = default;
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// Runs by the clock of a device: goes on without us.
    virtual bool is_device() const = 0;
    /// Can it take another block?
    virtual bool has_room() const = 0;
    /// Goes by a clock and says how long the next block can wait: nobody needs to be woken by it.
    virtual bool paced() const = 0;
    virtual std::chrono::microseconds can_wait() = 0;
    /// Must be given something soon, if only silence.
    virtual bool runs_dry() = 0;
    /// The listener does nothing: longer ahead is better than sooner heard.
    virtual void set_calm(bool calm) = 0;

    /// Interleaved stereo, float32.
    virtual void push(const float* samples, std::size_t frames) = 0;
    /// Several blocks were pushed, and no more for now.
    virtual void flush() {}
    /// Frames pushed since it was opened.
    virtual std::int64_t pushed() const = 0;
    /// Frames that came out since it was opened; never goes back. A device counts by its own clock, a fake by
    /// what it took.
    virtual std::int64_t rendered() = 0;
    /// The first frame that can still be replaced, where any can.
    virtual std::optional<std::int64_t> earliest_change() { return std::nullopt; }
    /// What is pushed next takes the place of what was from `frame` on.
    virtual void go_back(std::int64_t frame) { static_cast<void>(frame); }

    /// It went back too late by so many frames: they were heard as they were before, and what was to replace
    /// them is lost. Told once.
    virtual std::int64_t late() { return 0; }

    virtual void play() = 0;
    virtual void pause() = 0;
    /// For good: no wake comes after it. rendered() still answers.
    virtual void stop() = 0;
    virtual std::optional<Error> failure() = 0;

  protected:
    friend OutputCloser;
    virtual ~Output() = default;
    /// The last call: stops, and wakes nobody from now on. False: the destructor may have to wait for a
    /// server that hangs.
    virtual bool let_go() = 0;
};

}  // namespace refrain
