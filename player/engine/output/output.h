// The way out: one appsrc -> equaliser -> (volume, peak guard) -> sink, kept open from track to track.
//
// Threads: all functions on the mixer's thread; none waits, but for a sound server that hangs: then two
// seconds, once, and failure() says so. `wake` is called from GStreamer's threads when there is room for more
// or something was rendered; the tap runs on the sink's thread. What can fail: the device (none there, went
// away), as Error.
#pragma once

#include "player/engine/engine_events.h"
#include "player/engine/gst_handle.h"
#include "player/engine/mixing/final_stage.h"
#include "player/engine/output/audio_sink.h"

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace refrain {

/// Loudness as heard grows about with the third root of the amplitude, so amplitude = volume^3: half the way
/// of the slider sounds about half as loud (the "cubic" scale of GstStreamVolume and PulseAudio).
/// `volume` is clipped to [0, 1]; what is no number counts as 0.
double amplitude_of(double volume);

class Output;

/// Nobody is woken afterwards. An output whose sound server hangs goes when that lets go of it.
struct OutputCloser {
    void operator()(Output* output) const;
};
using OutputPtr = std::unique_ptr<Output, OutputCloser>;

class Output {
  public:
    /// `sink` is the device's element, opened; none for the fake one.
    static Result<OutputPtr> open(const AudioSinkOptions& options, StreamFormat format,
                                  GstHandle<GstElement> sink, std::function<void()> wake);
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// Can it take another block? Where it is paced that need not be handed over before it is due.
    bool has_room() const;
    /// Does it lose nothing when a block comes late, and goes by a clock? A device drops what is late, so it
    /// is kept full.
    bool paced() const { return !is_device() && options_.speed == AudioSinkOptions::Speed::realtime; }
    /// Frames that were handed over and, by that clock, not played yet. Below 0 once it ran dry.
    std::int64_t ahead();
    /// While calm, nobody is woken for room or for what was rendered: the mixer comes by itself.
    void set_calm(bool calm) { calm_ = calm; }
    void push(const float* samples, std::size_t frames);
    /// Frames that came out of the sink since it was opened; never goes back. A device counts by its own
    /// clock, a fake by what it took.
    std::int64_t rendered();
    /// Runs by the clock of a device: must be fed silence rather than nothing.
    bool is_device() const { return options_.kind == AudioSinkOptions::Kind::automatic; }

    void play();
    void pause();
    /// For good: neither the tap nor a wake comes after it. rendered() still answers.
    void stop();
    /// Linear; slides there.
    void set_amplitude(double amplitude) { final_.set_volume(amplitude); }
    /// Slides there, a little with every push.
    void set_equaliser(const EqualiserSettings& settings);
    std::optional<Error> failure();

  private:
    friend OutputCloser;
    ~Output();
    Output(AudioSinkOptions options, StreamFormat format);
    std::optional<Error> build(GstHandle<GstElement> sink);
    void change_state(GstState state);
    void wake();
    void glide_equaliser(double step_db);
    static void took(GstElement* sink, GstBuffer* buffer, GstPad* pad, void* self);
    static void wants_data(GstElement* source, unsigned bytes, void* self);
    static GstPadProbeReturn left_the_queue(GstPad* pad, GstPadProbeInfo* info, void* self);
    static GstPadProbeReturn finish(GstPad* pad, GstPadProbeInfo* info, void* self);
    std::optional<std::int64_t> clock_frames();
    static GstBusSyncReply message_came(GstBus* bus, GstMessage* message, void* self);

    // Fixed after opening.
    AudioSinkOptions options_;
    StreamFormat format_;
    GstHandle<GstElement> pipeline_;
    GstHandle<GstBus> bus_;
    GstElement* source_ = nullptr;
    GstElement* equaliser_ = nullptr;

    // The mixer's thread.
    std::int64_t pushed_ = 0;
    std::int64_t rendered_ = 0;
    bool hangs_ = false;
    std::array<double, equaliser_bands> band_db_{}, wanted_db_{};

    /// Guards wake_, which is empty once nobody is to be woken.
    std::mutex wake_mutex_;
    std::function<void()> wake_;

    // The sink's threads.
    FinalStage final_;
    std::atomic<bool> wants_data_{false};
    std::atomic<bool> calm_{false};
    std::atomic<std::int64_t> left_queue_{0};
    std::atomic<std::int64_t> taken_{0};
};

}  // namespace refrain
