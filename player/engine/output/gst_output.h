// An output through GStreamer: appsrc -> sink. For devices without a sound server we speak to, and the fake
// one.
//
// Threads: see Output; `wake` and the tap run on GStreamer's threads.
// What can fail: the device (none there, went away), as Error.
#pragma once

#include "player/engine/engine_events.h"
#include "player/engine/gst_handle.h"
#include "player/engine/output/audio_sink.h"
#include "player/engine/output/output.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace refrain {

class GstOutput final : public Output {
  public:
    /// `sink` is the device's element, opened; none for the fake one.
    static Result<OutputPtr> open(const AudioSinkOptions& options, StreamFormat format,
                                  GstHandle<GstElement> sink, std::function<void()> wake);
    GstOutput(const GstOutput&) = delete;
    GstOutput& operator=(const GstOutput&) = delete;

    bool is_device() const override { return options_.kind == AudioSinkOptions::Kind::automatic; }
    bool has_room() const override;
    /// A device drops what comes late, so it is kept full.
    bool paced() const override {
        return !is_device() && options_.speed == AudioSinkOptions::Speed::realtime;
    }
    std::chrono::microseconds can_wait() override;
    bool runs_dry() override { return is_device(); }
    /// While calm, nobody is woken for room or for what was rendered: the mixer comes by itself.
    void set_calm(bool calm) override { calm_ = calm; }
    void push(const float* samples, std::size_t frames) override;
    std::int64_t pushed() const override { return pushed_; }
    std::int64_t rendered() override;

    void play() override;
    void pause() override;
    void stop() override;
    std::optional<Error> failure() override;

  private:
    GstOutput(AudioSinkOptions options, StreamFormat format);
    ~GstOutput() override;
    bool let_go() override;
    void change_state(GstState state);
    void wake();
    std::optional<Error> build(GstHandle<GstElement> sink);
    static void took(GstElement* sink, GstBuffer* buffer, GstPad* pad, void* self);
    static void wants_data(GstElement* source, unsigned bytes, void* self);
    static GstPadProbeReturn left_the_queue(GstPad* pad, GstPadProbeInfo* info, void* self);
    std::optional<std::int64_t> clock_frames();
    static GstBusSyncReply message_came(GstBus* bus, GstMessage* message, void* self);

    // Fixed after opening.
    AudioSinkOptions options_;
    StreamFormat format_;
    GstHandle<GstElement> pipeline_;
    GstHandle<GstBus> bus_;
    GstElement* source_ = nullptr;

    // The mixer's thread.
    std::int64_t pushed_ = 0;
    std::int64_t rendered_ = 0;
    bool hangs_ = false;

    /// Guards wake_, which is empty once nobody is to be woken.
    std::mutex wake_mutex_;
    std::function<void()> wake_;

    // The sink's threads.
    /// The fake device was lost.
    bool lost_ = false;
    std::atomic<bool> wants_data_{false};
    std::atomic<bool> calm_{false};
    std::atomic<std::int64_t> left_queue_{0};
    std::atomic<std::int64_t> taken_{0};
};

}  // namespace refrain
