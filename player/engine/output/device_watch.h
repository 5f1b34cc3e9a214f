// Which devices can play sound, which one our own goes to, and word when that changes. A sound server is
// asked itself; where none answers, GStreamer.
//
// Threads: all functions on the mixer's thread; the server's and GStreamer's call `wake`. Nothing waits long
// for a server that hangs: open() for four seconds, the destructor for one.
// What can fail: opening a device, as Error.
#pragma once

#include "library_scanner/core/result.h"
#include "player/engine/gst_handle.h"
#include "player/playback_settings.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// How the ids of a sound server's devices begin; its own name follows.
inline constexpr std::string_view on_sound_server = "pulsesink:";

class DeviceWatch {
  public:
    explicit DeviceWatch(std::function<void()> wake);
    ~DeviceWatch();
    DeviceWatch(const DeviceWatch&) = delete;
    DeviceWatch& operator=(const DeviceWatch&) = delete;

    /// The list, if it has changed since it was taken last; the system's default comes first.
    std::optional<std::vector<OutputDevice>> take_changes();
    /// The device of the sound server that our sound went to, when it was taken away: it is gone, or the
    /// headphones were pulled out of it. Told once; the server goes on elsewhere by itself.
    std::optional<OutputDevice> take_removed();
    /// Has anybody answered yet?
    bool knows() const;
    /// As far as known; nothing for one that is not connected.
    std::optional<OutputDevice> find(const std::string& id) const;
    std::optional<OutputDevice> first() const;
    /// Where the sound server plays our sound; nothing while it plays none.
    std::optional<OutputDevice> in_use() const;
    /// The element of a device that is not the sound server's, opened.
    Result<GstHandle<GstElement>> open(const std::string& id) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace refrain
