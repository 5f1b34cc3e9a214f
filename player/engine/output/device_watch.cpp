#include "player/engine/output/device_watch.h"

#include "player/engine/output/gst_devices.h"
#include "player/engine/output/output_watch.h"
#include "player/engine/output/pulse_watch.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace refrain {
namespace {

/// With a sound server that has not answered yet.
constexpr std::chrono::seconds patience{4};

OutputDevice device_of(const SoundSink& sink) {
    return {std::string(on_sound_server) + sink.name, sink.description};
}

std::vector<OutputDevice> devices_of(const SoundPicture& picture) {
    std::vector<OutputDevice> devices;
    for (const SoundSink& sink : picture.sinks) {
        // The server's nowhere, for when it has no device.
        if (sink.name != "auto_null") {
            devices.push_back(device_of(sink));
        }
    }
    const std::string standard = std::string(on_sound_server) + picture.default_sink;
    std::stable_partition(devices.begin(), devices.end(),
                          [&](const OutputDevice& device) { return device.id == standard; });
    return devices;
}

}  // namespace

struct DeviceWatch::State {
    std::function<void()> wake;

    mutable std::mutex mutex;
    // Guarded by it.
    std::optional<std::vector<OutputDevice>> devices;
    std::optional<OutputDevice> in_use, removed;
    bool news = false;
    /// A sound server has answered once: others are not asked any more.
    bool on_server = false;
    /// Either it has, or it is known to be missing.
    std::condition_variable answered;

    // The sound server's thread.
    OutputWatch watch;

    // Last, so that what they call is there as long as they are. `gst` is made by the server's thread, or
    // where there is none by ours.
    std::unique_ptr<GstDevices> gst;
    std::unique_ptr<PulseWatch> pulse;

    void start() {
        if (const auto api = PulseApi::load()) {
            pulse = PulseWatch::start(api.value(), [this](auto picture) { server_told(std::move(picture)); });
        }
        if (!pulse) {
            ask_gstreamer();
        }
    }

    void ask_gstreamer() {
        if (!gst) {
            const std::lock_guard lock(mutex);
            gst = std::make_unique<GstDevices>([this](auto found) { gstreamer_told(std::move(found)); });
            answered.notify_all();
        }
    }

    void gstreamer_told(std::vector<OutputDevice> found) {
        {
            const std::lock_guard lock(mutex);
            if (on_server) {
                return;
            }
            news = news || found != devices;
            devices = std::move(found);
        }
        wake();
    }

    void server_told(std::optional<SoundPicture> picture) {
        if (!picture) {
            server_gone();
            return;
        }
        const auto gone = watch.removed(*picture, OutputWatch::Clock::now());
        std::vector<OutputDevice> found = devices_of(*picture);
        const SoundSink* const ours = picture->sink(picture->our_sink);
        bool changed = false;
        {
            const std::lock_guard lock(mutex);
            on_server = true;
            answered.notify_all();
            auto now_in_use = ours ? std::optional(device_of(*ours)) : std::nullopt;
            changed = gone || devices != found || in_use != now_in_use;
            news = news || devices != found;
            devices = std::move(found);
            in_use = std::move(now_in_use);
            if (gone) {
                removed = device_of(*gone);
            }
        }
        if (changed) {
            wake();
        }
    }

    void server_gone() {
        watch.forget();
        bool was_there = false;
        {
            const std::lock_guard lock(mutex);
            was_there = on_server;
            in_use.reset();
            if (was_there) {
                news = news || !devices->empty();
                devices->clear();
            }
        }
        if (was_there) {
            wake();
        } else {
            ask_gstreamer();
        }
    }
};

DeviceWatch::DeviceWatch(std::function<void()> wake) : state_(std::make_unique<State>()) {
    state_->wake = std::move(wake);
    state_->start();
}

DeviceWatch::~DeviceWatch() = default;

std::optional<std::vector<OutputDevice>> DeviceWatch::take_changes() {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->news, false) ? state_->devices : std::nullopt;
}

std::optional<OutputDevice> DeviceWatch::take_removed() {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->removed, std::nullopt);
}

bool DeviceWatch::knows() const {
    const std::lock_guard lock(state_->mutex);
    return state_->devices.has_value();
}

std::optional<OutputDevice> DeviceWatch::find(const std::string& id) const {
    const std::lock_guard lock(state_->mutex);
    if (!state_->devices) {
        return std::nullopt;
    }
    const auto at = std::find_if(state_->devices->begin(), state_->devices->end(),
                                 [&](const OutputDevice& device) { return device.id == id; });
    return at == state_->devices->end() ? std::nullopt : std::optional(*at);
}

std::optional<OutputDevice> DeviceWatch::first() const {
    const std::lock_guard lock(state_->mutex);
    return state_->devices && !state_->devices->empty() ? std::optional(state_->devices->front())
                                                        : std::nullopt;
}

std::optional<OutputDevice> DeviceWatch::in_use() const {
    const std::lock_guard lock(state_->mutex);
    return state_->in_use;
}

Result<GstHandle<GstElement>> DeviceWatch::open(const std::string& id) const {
    const GstDevices* gst = nullptr;
    {
        std::unique_lock lock(state_->mutex);
        state_->answered.wait_for(lock, patience, [this] { return state_->gst || state_->on_server; });
        gst = state_->gst.get();
    }
    if (gst == nullptr) {
        return Error{ErrorCode::not_found, "The chosen audio device is not connected", {}};
    }
    return gst->open(id);
}

}  // namespace refrain
