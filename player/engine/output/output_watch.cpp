#include "player/engine/output/output_watch.h"

#include <algorithm>
#include <pulse/def.h>
#include <utility>

namespace refrain {

const SinkPort* SoundSink::port(const std::string& port_name) const {
    const auto found = std::find_if(ports.begin(), ports.end(),
                                    [&](const SinkPort& known) { return known.name == port_name; });
    return found == ports.end() ? nullptr : &*found;
}

const SoundSink* SoundPicture::sink(const std::string& sink_name) const {
    const auto found = std::find_if(sinks.begin(), sinks.end(),
                                    [&](const SoundSink& known) { return known.name == sink_name; });
    return found == sinks.end() ? nullptr : &*found;
}

std::optional<SoundSink> OutputWatch::removed(const SoundPicture& now, Clock::time_point at) {
    const auto before = std::exchange(before_, now);
    if (!before) {
        return std::nullopt;
    }
    const std::string& used = before->in_use();
    const SoundSink* const then = before->sink(used);
    if (then == nullptr) {
        return std::nullopt;
    }
    const SoundSink* const still = now.sink(used);
    if (still == nullptr) {
        left_.reset();
        return *then;
    }
    constexpr std::chrono::seconds a_moment(2);
    if (left_ && now.sink(left_->name) == nullptr && at - left_at_ <= a_moment) {
        return std::exchange(left_, std::nullopt);
    }
    if (now.in_use() != used) {
        left_ = *then;
        left_at_ = at;
        return std::nullopt;
    }
    const SinkPort* const port_then = then->port(then->active_port);
    const SinkPort* const port_now = still->port(still->active_port);
    if (port_then == nullptr || port_now == nullptr || !port_then->headphones || port_now->headphones) {
        return std::nullopt;
    }
    // Still plugged in: the listener has chosen the loudspeaker.
    const SinkPort* const old_port = still->port(then->active_port);
    const bool chosen = old_port != nullptr && old_port->plugged == SinkPort::Plugged::yes;
    return chosen ? std::nullopt : std::optional(*then);
}

void OutputWatch::forget() {
    before_.reset();
    left_.reset();
}

bool is_headphone_port(unsigned kind, const std::string& name) {
    switch (kind) {
        case PA_DEVICE_PORT_TYPE_HEADPHONES:
        case PA_DEVICE_PORT_TYPE_HEADSET:
        case PA_DEVICE_PORT_TYPE_HANDSFREE:
        case PA_DEVICE_PORT_TYPE_PORTABLE:
            return true;
        case PA_DEVICE_PORT_TYPE_UNKNOWN:
            return name.find("headphone") != std::string::npos || name.find("headset") != std::string::npos;
        default:
            return false;
    }
}

}  // namespace refrain
