#include "app/desktop/pulse_monitor.h"

#include "app/desktop/pulse_library.h"

#include <string_view>
#include <unistd.h>
#include <utility>

#include <QMetaObject>
#include <spdlog/spdlog.h>

namespace refrain {

/// All members behind the context belong to libpulse's thread.
struct PulseMonitor::Connection {
    explicit Connection(const PulseLibrary& library) : pulse(library) {}

    const PulseLibrary pulse;
    PulseMonitor* monitor = nullptr;
    int number = 0;
    pa_threaded_mainloop* loop = nullptr;
    pa_context* context = nullptr;
    SoundPicture being_read;
    /// Answers of a picture that are still to come.
    int awaited = 0;
    bool read_again = false;
    uint32_t our_stream = PA_INVALID_INDEX;
    /// The sink of our stream by its number; the list of sinks tells its name.
    uint32_t our_sink = PA_INVALID_INDEX;

    template <class Work>
    void on_qt_thread(Work work) {
        QMetaObject::invokeMethod(monitor, std::move(work), Qt::QueuedConnection);
    }

    void read() {
        if (awaited > 0) {
            read_again = true;
            return;
        }
        being_read = {};
        our_stream = our_sink = PA_INVALID_INDEX;
        // Answers come in the order of the questions: the sinks last, when our sink's number is known.
        await(pulse.context_get_server_info(context, server_told, this));
        await(pulse.context_get_sink_input_info_list(context, stream_told, this));
        await(pulse.context_get_sink_info_list(context, sink_told, this));
    }

    void await(pa_operation* question) {
        if (question != nullptr) {
            ++awaited;
            pulse.operation_unref(question);
        }
    }

    void answered() {
        if (--awaited > 0) {
            return;
        }
        if (std::exchange(read_again, false)) {
            read();
            return;
        }
        on_qt_thread([self = monitor, now = std::move(being_read)] { Q_EMIT self->picture(now); });
    }

    static Connection& of(void* data) { return *static_cast<Connection*>(data); }

    static void server_told(pa_context* /*context*/, const pa_server_info* info, void* data) {
        if (info != nullptr && info->default_sink_name != nullptr) {
            of(data).being_read.default_sink = info->default_sink_name;
        }
        of(data).answered();
    }

    static void stream_told(pa_context* /*context*/, const pa_sink_input_info* info, int end, void* data) {
        auto& self = of(data);
        if (end != 0 || info == nullptr) {
            self.answered();
            return;
        }
        const char* process = self.pulse.proplist_gets(info->proplist, PA_PROP_APPLICATION_PROCESS_ID);
        if (process != nullptr && process == std::to_string(::getpid())) {
            self.our_stream = info->index;
            self.our_sink = info->sink;
        }
    }

    static void sink_told(pa_context* /*context*/, const pa_sink_info* info, int end, void* data) {
        auto& self = of(data);
        if (end != 0 || info == nullptr) {
            self.answered();
            return;
        }
        SoundSink sink;
        sink.name = info->name;
        for (uint32_t i = 0; i < info->n_ports; ++i) {
            const pa_sink_port_info& port = *info->ports[i];
            const auto plugged = port.available == PA_PORT_AVAILABLE_YES  ? SinkPort::Plugged::yes
                                 : port.available == PA_PORT_AVAILABLE_NO ? SinkPort::Plugged::no
                                                                          : SinkPort::Plugged::unknown;
            sink.ports.push_back({port.name, plugged, is_headphone_port(port.type, port.name)});
        }
        if (info->active_port != nullptr) {
            sink.active_port = info->active_port->name;
        }
        if (info->index == self.our_sink) {
            self.being_read.our_sink = sink.name;
        }
        self.being_read.sinks.push_back(std::move(sink));
    }

    static void changed(pa_context* /*context*/, pa_subscription_event_type_t event, uint32_t index,
                        void* data) {
        auto& self = of(data);
        const auto what = event & PA_SUBSCRIPTION_EVENT_FACILITY_MASK;
        const auto how = event & PA_SUBSCRIPTION_EVENT_TYPE_MASK;
        // Of the streams only our own, or one that may become it; the volume of others is none of ours.
        if (what != PA_SUBSCRIPTION_EVENT_SINK_INPUT || how == PA_SUBSCRIPTION_EVENT_NEW ||
            index == self.our_stream) {
            self.read();
        }
    }

    static void state_changed(pa_context* context, void* data) {
        auto& self = of(data);
        switch (self.pulse.context_get_state(context)) {
            case PA_CONTEXT_READY:
                self.pulse.context_set_subscribe_callback(context, changed, data);
                if (auto* asked = self.pulse.context_subscribe(
                        context,
                        static_cast<pa_subscription_mask_t>(PA_SUBSCRIPTION_MASK_SINK |
                                                            PA_SUBSCRIPTION_MASK_SINK_INPUT |
                                                            PA_SUBSCRIPTION_MASK_SERVER),
                        nullptr, nullptr)) {
                    self.pulse.operation_unref(asked);
                }
                self.read();
                break;
            case PA_CONTEXT_FAILED:
            case PA_CONTEXT_TERMINATED:
                self.on_qt_thread([monitor = self.monitor, gone = self.number] { monitor->drop(gone); });
                break;
            default:
                break;
        }
    }
};

void PulseMonitor::ConnectionDeleter::operator()(Connection* connection) const {
    if (connection->loop != nullptr) {
        connection->pulse.threaded_mainloop_lock(connection->loop);
        if (connection->context != nullptr) {
            connection->pulse.context_set_state_callback(connection->context, nullptr, nullptr);
            connection->pulse.context_set_subscribe_callback(connection->context, nullptr, nullptr);
            connection->pulse.context_disconnect(connection->context);
            connection->pulse.context_unref(connection->context);
        }
        connection->pulse.threaded_mainloop_unlock(connection->loop);
        connection->pulse.threaded_mainloop_stop(connection->loop);
        connection->pulse.threaded_mainloop_free(connection->loop);
    }
    delete connection;
}

PulseMonitor::PulseMonitor(std::string server, QObject* parent)
    : QObject(parent), server_(std::move(server)) {}

PulseMonitor::~PulseMonitor() = default;

void PulseMonitor::watch() {
    if (connection_) {
        return;
    }
    const auto library = PulseLibrary::load();
    if (!library) {
        if (!std::exchange(told_that_it_is_missing_, true)) {
            spdlog::info("{}", library.error().text());
        }
        Q_EMIT lost();
        return;
    }
    connection_.reset(new Connection(library.value()));
    auto& made = *connection_;
    made.monitor = this;
    made.number = ++connections_;
    made.loop = made.pulse.threaded_mainloop_new();
    if (made.loop != nullptr) {
        made.context = made.pulse.context_new(made.pulse.threaded_mainloop_get_api(made.loop), "Refrain");
    }
    if (made.context == nullptr) {
        drop(made.number);
        return;
    }
    made.pulse.context_set_state_callback(made.context, Connection::state_changed, connection_.get());
    // One that fails at once has called state_changed() by then.
    made.pulse.context_connect(made.context, server_.empty() ? nullptr : server_.c_str(),
                               PA_CONTEXT_NOAUTOSPAWN, nullptr);
    made.pulse.threaded_mainloop_start(made.loop);
}

void PulseMonitor::drop(int connection) {
    // Word of an older connection may still have been on its way.
    if (connection_ && connection == connection_->number) {
        connection_.reset();
        Q_EMIT lost();
    }
}

}  // namespace refrain
