#include "app/desktop/output_watch.h"

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

bool OutputWatch::removed(const SoundPicture& now, Clock::time_point at) {
    const auto before = std::exchange(before_, now);
    if (!before) {
        return false;
    }
    const std::string& used = before->in_use();
    const SoundSink* then = before->sink(used);
    if (then == nullptr) {
        return false;
    }
    const SoundSink* still = now.sink(used);
    if (still == nullptr) {
        left_.clear();
        return true;
    }
    constexpr std::chrono::seconds a_moment(2);
    const bool left_goes = !left_.empty() && now.sink(left_) == nullptr && at - left_at_ <= a_moment;
    if (left_goes) {
        left_.clear();
        return true;
    }
    if (now.in_use() != used) {
        left_ = used;
        left_at_ = at;
        return false;
    }
    const SinkPort* port_then = then->port(then->active_port);
    const SinkPort* port_now = still->port(still->active_port);
    if (port_then == nullptr || port_now == nullptr || !port_then->headphones || port_now->headphones) {
        return false;
    }
    // Still plugged in: the listener has chosen the loudspeaker.
    const SinkPort* old_port = still->port(then->active_port);
    return old_port == nullptr || old_port->plugged != SinkPort::Plugged::yes;
}

void OutputWatch::forget() {
    before_.reset();
    left_.clear();
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
