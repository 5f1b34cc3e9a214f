#include "player/engine/output/pulse_watch.h"

#include <algorithm>
#include <string>
#include <unistd.h>
#include <utility>

namespace refrain {
namespace {

/// A server that went away comes back, as a rule; each wait is twice the one before.
constexpr std::chrono::milliseconds first_wait{500}, longest_wait{60'000};

PulseWatch& of(void* self) {
    return *static_cast<PulseWatch*>(self);
}

SinkPort::Plugged plugged(int available) {
    switch (available) {
        case PA_PORT_AVAILABLE_YES:
            return SinkPort::Plugged::yes;
        case PA_PORT_AVAILABLE_NO:
            return SinkPort::Plugged::no;
        default:
            return SinkPort::Plugged::unknown;
    }
}

SoundSink sink_of(const pa_sink_info& info) {
    SoundSink sink;
    sink.name = info.name;
    sink.description = info.description != nullptr ? info.description : info.name;
    for (std::uint32_t i = 0; i < info.n_ports; ++i) {
        const pa_sink_port_info& port = *info.ports[i];
        sink.ports.push_back({port.name, plugged(port.available), is_headphone_port(port.type, port.name)});
    }
    if (info.active_port != nullptr) {
        sink.active_port = info.active_port->name;
    }
    return sink;
}

}  // namespace

std::unique_ptr<PulseWatch> PulseWatch::start(const PulseApi& api, Told told) {
    pa_threaded_mainloop* const loop = api.threaded_mainloop_new();
    if (loop == nullptr) {
        return nullptr;
    }
    std::unique_ptr<PulseWatch> watch(new PulseWatch(api, std::move(told), loop));
    watch->connect();
    api.threaded_mainloop_start(loop);
    return watch;
}

PulseWatch::PulseWatch(const PulseApi& api, Told told, pa_threaded_mainloop* loop)
    : pa_(api), told_(std::move(told)), loop_(loop), wait_(first_wait) {}

PulseWatch::~PulseWatch() {
    // Waits for the library's thread, which never waits for the server.
    pa_.threaded_mainloop_stop(loop_);
    if (again_ != nullptr) {
        pa_.threaded_mainloop_get_api(loop_)->time_free(again_);
    }
    drop_context();
    pa_.threaded_mainloop_free(loop_);
}

void PulseWatch::drop_context() {
    if (context_ != nullptr) {
        pa_.context_set_state_callback(context_, nullptr, nullptr);
        pa_.context_set_subscribe_callback(context_, nullptr, nullptr);
        pa_.context_disconnect(context_);
        pa_.context_unref(std::exchange(context_, nullptr));
    }
    awaited_ = 0;
    read_again_ = false;
}

void PulseWatch::connect() {
    drop_context();
    context_ = pa_.context_new(pa_.threaded_mainloop_get_api(loop_), "Refrain");
    if (context_ == nullptr) {
        told_(std::nullopt);
        return;
    }
    pa_.context_set_state_callback(context_, state_changed, this);
    if (pa_.context_connect(context_, nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0) {
        connect_later();
    }
}

void PulseWatch::connect_later() {
    if (again_ != nullptr) {
        // An attempt that fails at once says so in two ways.
        return;
    }
    const auto wait = std::chrono::duration_cast<std::chrono::microseconds>(wait_);
    wait_ = std::min(wait_ * 2, longest_wait);
    again_ = pa_.context_rttime_new(
        context_, pa_.rtclock_now() + static_cast<pa_usec_t>(wait.count()),
        [](pa_mainloop_api* api, pa_time_event* event, const timeval*, void* self) {
            api->time_free(event);
            of(self).again_ = nullptr;
            of(self).connect();
        },
        this);
    told_(std::nullopt);
}

void PulseWatch::state_changed(pa_context* context, void* self) {
    PulseWatch& watch = of(self);
    switch (watch.pa_.context_get_state(context)) {
        case PA_CONTEXT_READY: {
            watch.wait_ = first_wait;
            watch.pa_.context_set_subscribe_callback(context, something_changed, self);
            constexpr auto what = static_cast<pa_subscription_mask_t>(
                PA_SUBSCRIPTION_MASK_SINK | PA_SUBSCRIPTION_MASK_SINK_INPUT | PA_SUBSCRIPTION_MASK_SERVER);
            if (auto* const asked = watch.pa_.context_subscribe(context, what, nullptr, nullptr)) {
                watch.pa_.operation_unref(asked);
            }
            watch.read();
            break;
        }
        case PA_CONTEXT_FAILED:
        case PA_CONTEXT_TERMINATED:
            watch.connect_later();
            break;
        default:
            break;
    }
}

void PulseWatch::something_changed(pa_context* /*context*/, pa_subscription_event_type_t event,
                                   std::uint32_t index, void* self) {
    PulseWatch& watch = of(self);
    const auto what = event & PA_SUBSCRIPTION_EVENT_FACILITY_MASK;
    const auto how = event & PA_SUBSCRIPTION_EVENT_TYPE_MASK;
    // Of the streams only our own, or one that may become it; the volume of others is none of ours.
    if (what != PA_SUBSCRIPTION_EVENT_SINK_INPUT || how == PA_SUBSCRIPTION_EVENT_NEW ||
        index == watch.our_stream_) {
        watch.read();
    }
}

void PulseWatch::read() {
    if (awaited_ > 0) {
        read_again_ = true;
        return;
    }
    being_read_ = {};
    our_stream_ = our_sink_ = PA_INVALID_INDEX;
    // Answers come in the order of the questions: the sinks last, when our sink's number is known.
    await(pa_.context_get_server_info(context_, server_told, this));
    await(pa_.context_get_sink_input_info_list(context_, stream_told, this));
    await(pa_.context_get_sink_info_list(context_, sink_told, this));
}

void PulseWatch::await(pa_operation* question) {
    if (question != nullptr) {
        ++awaited_;
        pa_.operation_unref(question);
    }
}

void PulseWatch::answered() {
    if (--awaited_ > 0) {
        return;
    }
    if (std::exchange(read_again_, false)) {
        read();
        return;
    }
    told_(std::exchange(being_read_, {}));
}

void PulseWatch::server_told(pa_context* /*context*/, const pa_server_info* info, void* self) {
    if (info != nullptr && info->default_sink_name != nullptr) {
        of(self).being_read_.default_sink = info->default_sink_name;
    }
    of(self).answered();
}

void PulseWatch::stream_told(pa_context* /*context*/, const pa_sink_input_info* info, int end, void* self) {
    PulseWatch& watch = of(self);
    if (end != 0 || info == nullptr) {
        watch.answered();
        return;
    }
    const char* const process = watch.pa_.proplist_gets(info->proplist, PA_PROP_APPLICATION_PROCESS_ID);
    if (process != nullptr && process == std::to_string(::getpid())) {
        watch.our_stream_ = info->index;
        watch.our_sink_ = info->sink;
    }
}

void PulseWatch::sink_told(pa_context* /*context*/, const pa_sink_info* info, int end, void* self) {
    PulseWatch& watch = of(self);
    if (end != 0 || info == nullptr) {
        watch.answered();
        return;
    }
    SoundSink sink = sink_of(*info);
    if (info->index == watch.our_sink_) {
        watch.being_read_.our_sink = sink.name;
    }
    watch.being_read_.sinks.push_back(std::move(sink));
}

}  // namespace refrain
