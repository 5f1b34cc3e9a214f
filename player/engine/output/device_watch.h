// Which devices can play sound, and word when that changes.
//
// Threads: all functions on the mixer's thread; the list is kept up by a thread of its own and the sound
// server's, which call `wake`. Nothing waits long for a server that hangs: opening a device for four seconds,
// the destructor for one.
// What can fail: opening a device, as Error.
#pragma once

#include "library_scanner/core/result.h"
#include "player/engine/gst_handle.h"
#include "player/playback_settings.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

class DeviceWatch {
  public:
    explicit DeviceWatch(std::function<void()> wake);
    ~DeviceWatch();
    DeviceWatch(const DeviceWatch&) = delete;
    DeviceWatch& operator=(const DeviceWatch&) = delete;

    /// The list, if it has changed since it was taken last; the system's default comes first.
    std::optional<std::vector<OutputDevice>> take_changes();
    /// As far as known; nothing for one that is not connected.
    std::optional<OutputDevice> find(const std::string& id) const;
    std::optional<OutputDevice> first() const;
    /// The element of a device, opened.
    Result<GstHandle<GstElement>> open(const std::string& id) const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

/// In words for the listener.
Error server_hangs();

/// Opens what GStreamer can play on where no PulseAudio server answers: PipeWire itself, then the hardware.
Result<GstHandle<GstElement>> open_default_sink();

}  // namespace refrain
