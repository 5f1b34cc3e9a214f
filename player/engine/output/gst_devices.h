// The devices that GStreamer knows of where no PulseAudio server answers: PipeWire's, the hardware's.
//
// Threads: any; the list is kept up by a thread of its own, which calls `told`. Nothing waits long for a
// server that hangs: opening a device for four seconds, the destructor for one.
// What can fail: opening a device, as Error.
#pragma once

#include "library_scanner/core/result.h"
#include "player/engine/gst_handle.h"
#include "player/playback_settings.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace refrain {

class GstDevices {
  public:
    /// The system's default comes first. Not called once the destructor has begun; it must not call back.
    using Told = std::function<void(std::vector<OutputDevice>)>;

    explicit GstDevices(Told told);
    ~GstDevices();
    GstDevices(const GstDevices&) = delete;
    GstDevices& operator=(const GstDevices&) = delete;

    /// The element of a device, opened.
    Result<GstHandle<GstElement>> open(const std::string& id) const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

/// Opens what GStreamer can play on by itself: PipeWire, then the hardware.
Result<GstHandle<GstElement>> open_default_sink();

}  // namespace refrain
