#include "player/engine/output/gst_devices.h"

#include "player/engine/output/output.h"
#include "player/engine/output/within.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

namespace refrain {
namespace {

constexpr std::chrono::seconds patience_at_end{1};
/// A server on this machine answers within milliseconds, one that is just being started within a second or
/// two.
constexpr std::chrono::seconds patience_with_opening{4};

struct Unref {
    void operator()(GstDevice* p) const { gst_object_unref(p); }
    void operator()(GstDeviceMonitor* p) const { gst_object_unref(p); }
    void operator()(GstStructure* p) const { gst_structure_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

struct Known {
    OutputDevice device;
    std::shared_ptr<GstDevice> handle;
    bool standard = false;
};

GstHandle<GstElement> element_of(GstDevice* device) {
    GstElement* const element = gst_device_create_element(device, nullptr);
    return GstHandle<GstElement>(element ? GST_ELEMENT(gst_object_ref_sink(element)) : nullptr);
}

/// The name by which the system knows the device, behind the way to it: "alsasink:hw:0".
std::string id_of(GstElement* element) {
    const GstElementFactory* const factory = gst_element_get_factory(element);
    for (const char* property : {"device", "target-object", "path"}) {
        const GParamSpec* const spec = g_object_class_find_property(G_OBJECT_GET_CLASS(element), property);
        if (spec != nullptr && spec->value_type == G_TYPE_STRING) {
            char* raw = nullptr;
            g_object_get(element, property, &raw, nullptr);
            if (const GstHandle<char> name(raw); name) {
                return std::string(GST_OBJECT_NAME(factory)) + ":" + name.get();
            }
        }
    }
    return {};
}

using Opened = Result<GstHandle<GstElement>>;

bool ready(GstElement* sink) {
    if (gst_element_set_state(sink, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE) {
        return true;
    }
    gst_element_set_state(sink, GST_STATE_NULL);
    return false;
}

/// Opening asks the sound server; one that hangs holds up nobody for longer than that.
template <class Open>
Opened open_with_patience(Open open) {
    auto opened = within(patience_with_opening, std::move(open), [](Opened late) {
        if (late) {
            gst_element_set_state(late.value().get(), GST_STATE_NULL);
        }
    });
    return opened ? std::move(*opened) : Opened(server_hangs());
}

Opened open_first_of_the_system() {
    for (const char* factory : {"pipewiresink", "alsasink", "osssink"}) {
        GstElement* const made = gst_element_factory_make(factory, nullptr);
        if (made == nullptr) {
            continue;
        }
        GstHandle<GstElement> sink(GST_ELEMENT(gst_object_ref_sink(made)));
        if (ready(sink.get())) {
            return sink;
        }
    }
    return Error{ErrorCode::not_found,
                 "No audio device could be opened. Connect one or start the sound server, then play again",
                 {}};
}

constexpr std::string_view pipewire = "pipewiresink:";

bool of_pipewire(const Known& known) {
    return known.device.id.starts_with(pipewire);
}

std::optional<Known> known(GstDevice* device) {
    const GstHandle<GstElement> element = element_of(device);
    if (!element) {
        return std::nullopt;
    }
    Known out;
    const GstHandle<char> name(gst_device_get_display_name(device));
    out.device = {id_of(element.get()), name.get()};
    if (out.device.id.empty()) {
        return std::nullopt;
    }
    if (const Owned<GstStructure> properties(gst_device_get_properties(device)); properties) {
        gboolean standard = FALSE;
        out.standard =
            gst_structure_get_boolean(properties.get(), "is-default", &standard) && standard != FALSE;
        const char* const node = gst_structure_get_string(properties.get(), "node.name");
        if (node != nullptr && of_pipewire(out)) {
            // Its numbers are others after the next start.
            out.device.id = std::string(pipewire) + node;
        }
    }
    out.handle.reset(GST_DEVICE(gst_object_ref(device)), gst_object_unref);
    return out;
}

std::vector<Known> devices_of(GstDeviceMonitor* monitor) {
    std::vector<Known> devices;
    GList* const list = gst_device_monitor_get_devices(monitor);
    for (const GList* at = list; at != nullptr; at = at->next) {
        if (auto device = known(GST_DEVICE(at->data))) {
            devices.push_back(std::move(*device));
        }
    }
    g_list_free_full(list, gst_object_unref);
    std::stable_partition(devices.begin(), devices.end(), [](const Known& k) { return k.standard; });
    return devices;
}

}  // namespace

struct GstDevices::State {
    std::mutex mutex;
    std::condition_variable changed;
    Told told;
    std::vector<Known> devices;
    bool look_again = true, looked = false;
    bool quitting = false;
    bool gone = false;

    static GstBusSyncReply message_came(GstBus*, GstMessage* message, void* self) {
        // Whoever drops a message owns it.
        const GstHandle<GstMessage> dropped(message);
        auto* const state = static_cast<State*>(self);
        const std::lock_guard lock(state->mutex);
        state->look_again = true;
        state->changed.notify_all();
        return GST_BUS_DROP;
    }

    std::vector<OutputDevice> named() const {
        std::vector<OutputDevice> out;
        for (const Known& known : devices) {
            out.push_back(known.device);
        }
        return out;
    }

    void run() {
        const Owned<GstDeviceMonitor> monitor(gst_device_monitor_new());
        gst_device_monitor_add_filter(monitor.get(), "Audio/Sink", nullptr);
        const GstHandle<GstBus> bus(gst_device_monitor_get_bus(monitor.get()));
        gst_bus_set_sync_handler(bus.get(), message_came, this, nullptr);
        const bool started = gst_device_monitor_start(monitor.get()) != FALSE;
        std::unique_lock lock(mutex);
        while (!quitting) {
            if (look_again) {
                look_again = false;
                lock.unlock();
                std::vector<Known> found = devices_of(monitor.get());
                lock.lock();
                devices = std::move(found);
                looked = true;
                changed.notify_all();
                if (!quitting) {
                    told(named());
                }
            }
            changed.wait(lock, [this] { return quitting || look_again; });
        }
        lock.unlock();
        if (started) {
            gst_device_monitor_stop(monitor.get());
        }
        gst_bus_set_sync_handler(bus.get(), nullptr, nullptr, nullptr);
    }
};

GstDevices::GstDevices(Told told) : state_(std::make_shared<State>()) {
    state_->told = std::move(told);
    // It is left to itself at the end where a sound server hangs: it owns all that it touches.
    std::thread([state = state_] {
        if (start_gstreamer()) {
            state->run();
        }
        const std::lock_guard lock(state->mutex);
        state->devices.clear();
        state->gone = true;
        state->changed.notify_all();
    }).detach();
}

GstDevices::~GstDevices() {
    std::unique_lock lock(state_->mutex);
    state_->quitting = true;
    state_->changed.notify_all();
    state_->changed.wait_for(lock, patience_at_end, [this] { return state_->gone; });
}

Result<GstHandle<GstElement>> GstDevices::open(const std::string& id) const {
    std::shared_ptr<GstDevice> device;
    {
        std::unique_lock lock(state_->mutex);
        state_->changed.wait_for(lock, patience_with_opening,
                                 [this] { return state_->looked || state_->gone; });
        for (const Known& known : state_->devices) {
            device = known.device.id == id ? known.handle : device;
        }
    }
    return open_with_patience([device]() -> Opened {
        if (device) {
            GstHandle<GstElement> sink = element_of(device.get());
            if (sink && ready(sink.get())) {
                return sink;
            }
        }
        return Error{ErrorCode::not_found, "The chosen audio device cannot be opened", {}};
    });
}

Result<GstHandle<GstElement>> open_default_sink() {
    if (const auto started = start_gstreamer(); !started) {
        return started.error();
    }
    return open_with_patience(open_first_of_the_system);
}

}  // namespace refrain
