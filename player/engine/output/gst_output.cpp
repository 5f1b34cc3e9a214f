#include "player/engine/output/gst_output.h"

#include "player/engine/output/within.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <gst/app/gstappsrc.h>
#include <gst/audio/audio.h>

namespace refrain {
namespace {

/// What a fake sink at maximum speed may have waiting: fewer changes of thread.
constexpr std::int64_t most_frames_ahead = 8192;
/// What a device buffers, and how much it asks for at a time, in microseconds. It is the better part of the
/// time from a click to its sound; shorter ones mean more wake-ups and a greater danger of running dry.
constexpr gint64 device_buffer_us = 40'000, device_period_us = 10'000;
/// Opening asks a sound server several things, the rest one.
constexpr std::chrono::seconds patience_with_opening{4}, patience_with_server{2};
/// What is still to be played when the next block of a paced fake is mixed. As little as can be, so that a
/// click is heeded soon.
constexpr std::int64_t margin_us = 5000;

std::size_t frame_bytes(StreamFormat format) {
    return sizeof(float) * static_cast<std::size_t>(format.channels);
}

void set_if_there(GstElement* element, const char* property, gint64 value) {
    if (g_object_class_find_property(G_OBJECT_GET_CLASS(element), property) != nullptr) {
        g_object_set(element, property, value, nullptr);
    }
}

}  // namespace

GstOutput::GstOutput(AudioSinkOptions options, StreamFormat format)
    : options_(std::move(options)), format_(format) {}

GstOutput::~GstOutput() {
    if (pipeline_) {
        // Joins the streaming thread.
        gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
        gst_bus_set_sync_handler(bus_.get(), nullptr, nullptr, nullptr);
    }
}

bool GstOutput::let_go() {
    {
        const std::lock_guard lock(wake_mutex_);
        wake_ = nullptr;
    }
    if (is_device()) {
        stop();
    }
    return !hangs_;
}

Result<OutputPtr> GstOutput::open(const AudioSinkOptions& options, StreamFormat format,
                                  GstHandle<GstElement> sink, std::function<void()> wake) {
    using Made = std::unique_ptr<GstOutput, OutputCloser>;
    auto build = [options, format, sink = std::move(sink)]() mutable -> Result<Made> {
        Made output(new GstOutput(options, format));
        if (auto error = output->build(std::move(sink))) {
            return *error;
        }
        return output;
    };
    auto built = options.kind == AudioSinkOptions::Kind::automatic
                     ? within(patience_with_opening, std::move(build), [](Result<Made> /*late*/) {})
                     : std::optional(build());
    if (!built) {
        return server_hangs();
    }
    if (!*built) {
        return built->error();
    }
    Made output = std::move(*built).value();
    {
        // Only now: whoever waited too long for it may be gone by then.
        const std::lock_guard lock(output->wake_mutex_);
        output->wake_ = std::move(wake);
    }
    return OutputPtr(std::move(output));
}

void GstOutput::took(GstElement* sink, GstBuffer* buffer, GstPad*, void* self) {
    auto* const output = static_cast<GstOutput*>(self);
    if (output->lost_) {
        return;
    }
    if (output->options_.lost && output->options_.lost()) {
        output->lost_ = true;
        GST_ELEMENT_ERROR(sink, RESOURCE, NOT_FOUND, ("The fake device is gone"), (nullptr));
        return;
    }
    GstMapInfo map;
    if (gst_buffer_map(buffer, &map, GST_MAP_READ)) {
        const std::size_t frames = map.size / frame_bytes(output->format_);
        if (output->options_.tap) {
            output->options_.tap(static_cast<const float*>(static_cast<const void*>(map.data)), frames,
                                 output->format_.channels, output->format_.rate);
        }
        gst_buffer_unmap(buffer, &map);
        output->taken_ += static_cast<std::int64_t>(frames);
    }
    if (!output->calm_) {
        output->wake();
    }
}

// The queue is empty and the block before it is in the device's hands.
void GstOutput::wants_data(GstElement*, unsigned, void* self) {
    auto* const output = static_cast<GstOutput*>(self);
    output->wants_data_ = true;
    if (!output->calm_) {
        output->wake();
    }
}

GstPadProbeReturn GstOutput::left_the_queue(GstPad*, GstPadProbeInfo* info, void* self) {
    const GstBuffer* const buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    static_cast<GstOutput*>(self)->left_queue_ +=
        static_cast<std::int64_t>(GST_BUFFER_OFFSET_END(buffer) - GST_BUFFER_OFFSET(buffer));
    return GST_PAD_PROBE_OK;
}

GstBusSyncReply GstOutput::message_came(GstBus*, GstMessage* message, void* self) {
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
        static_cast<GstOutput*>(self)->wake();
        return GST_BUS_PASS;
    }
    // Whoever drops a message owns it, and it owns the element that it came from.
    gst_message_unref(message);
    return GST_BUS_DROP;
}

std::optional<Error> GstOutput::build(GstHandle<GstElement> sink) {
    if (const auto started = start_gstreamer(); !started) {
        return started.error();
    }
    pipeline_.reset(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))));
    bus_.reset(gst_element_get_bus(pipeline_.get()));
    gst_bus_set_sync_handler(bus_.get(), message_came, this, nullptr);
    std::vector<GstElement*> parts;
    const auto add = [&](GstElement* part) {
        gst_bin_add(GST_BIN(pipeline_.get()), part);
        const bool fits = parts.empty() || gst_element_link(parts.back(), part);
        parts.push_back(part);
        return fits;
    };
    std::vector<const char*> factories{"appsrc"};
    if (sink) {
        factories.insert(factories.end(), {"audioconvert", "audioresample"});
    } else {
        factories.push_back("fakesink");
    }
    bool fits = true;
    for (const char* factory : factories) {
        const auto part = make_element(factory);
        if (!part) {
            return part.error();
        }
        fits = add(part.value()) && fits;
    }
    if (sink) {
        set_if_there(sink.get(), "buffer-time", device_buffer_us);
        set_if_there(sink.get(), "latency-time", device_period_us);
        fits = add(sink.get()) && fits;
    } else {
        const bool realtime = options_.speed == AudioSinkOptions::Speed::realtime;
        g_object_set(parts.back(), "sync", static_cast<gboolean>(realtime), "signal-handoffs", TRUE, "async",
                     FALSE, "enable-last-sample", FALSE, nullptr);
        g_signal_connect(parts.back(), "handoff", G_CALLBACK(took), this);
    }
    if (!fits) {
        return Error{ErrorCode::failed, "The parts of the audio output do not fit together", {}};
    }
    source_ = parts[0];
    const GstHandle<GstCaps> caps(gst_caps_new_simple(
        "audio/x-raw", "format", G_TYPE_STRING, GST_AUDIO_NE(F32), "layout", G_TYPE_STRING, "interleaved",
        "rate", G_TYPE_INT, format_.rate, "channels", G_TYPE_INT, format_.channels, nullptr));
    g_object_set(source_, "caps", caps.get(), "format", GST_FORMAT_TIME, "max-bytes", guint64{0}, nullptr);
    g_signal_connect(source_, "need-data", G_CALLBACK(wants_data), this);
    const GstHandle<GstPad> out(gst_element_get_static_pad(source_, "src"));
    gst_pad_add_probe(out.get(), GST_PAD_PROBE_TYPE_BUFFER, left_the_queue, this, nullptr);
    play();
    return failure();
}

bool GstOutput::has_room() const {
    const bool maximum = !is_device() && options_.speed == AudioSinkOptions::Speed::maximum;
    return wants_data_ || (maximum && pushed_ - left_queue_ < most_frames_ahead);
}

void GstOutput::push(const float* samples, std::size_t frames) {
    GstBuffer* const buffer = gst_buffer_new_memdup(samples, frames * frame_bytes(format_));
    const auto rate = static_cast<guint64>(format_.rate);
    const auto begin = static_cast<guint64>(pushed_);
    pushed_ += static_cast<std::int64_t>(frames);
    const auto end = static_cast<guint64>(pushed_);
    GST_BUFFER_OFFSET(buffer) = begin;
    GST_BUFFER_OFFSET_END(buffer) = end;
    // Times come from the count, so that they never drift.
    GST_BUFFER_PTS(buffer) = gst_util_uint64_scale(begin, GST_SECOND, rate);
    GST_BUFFER_DURATION(buffer) = gst_util_uint64_scale(end, GST_SECOND, rate) - GST_BUFFER_PTS(buffer);
    wants_data_ = false;
    gst_app_src_push_buffer(GST_APP_SRC(source_), buffer);
}

std::optional<std::int64_t> GstOutput::clock_frames() {
    gint64 time = 0;
    if (!gst_element_query_position(pipeline_.get(), GST_FORMAT_TIME, &time) || time <= 0) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(gst_util_uint64_scale_round(
        static_cast<guint64>(time), static_cast<guint64>(format_.rate), GST_SECOND));
}

std::int64_t GstOutput::rendered() {
    if (!is_device()) {
        return taken_.load();
    }
    if (const auto frames = clock_frames()) {
        rendered_ = std::max(rendered_, std::min(*frames, pushed_));
    }
    return rendered_;
}

std::chrono::microseconds GstOutput::can_wait() {
    const std::int64_t ahead = pushed_ - clock_frames().value_or(rendered_);
    return std::chrono::microseconds(
        paced() ? std::max<std::int64_t>(ahead * 1'000'000 / format_.rate - margin_us, 0) : 0);
}

// A device is asked on another thread: its server may hang.
void GstOutput::change_state(GstState state) {
    if (!is_device()) {
        gst_element_set_state(pipeline_.get(), state);
        return;
    }
    if (hangs_ || !pipeline_) {
        return;
    }
    const auto pipeline = std::shared_ptr<GstElement>(GST_ELEMENT(gst_object_ref(pipeline_.get())),
                                                      [](GstElement* element) { gst_object_unref(element); });
    hangs_ = !within(
        patience_with_server, [pipeline, state] { return gst_element_set_state(pipeline.get(), state); },
        [](GstStateChangeReturn /*late*/) {});
}

void GstOutput::wake() {
    const std::lock_guard lock(wake_mutex_);
    if (wake_) {
        wake_();
    }
}

void GstOutput::play() {
    change_state(GST_STATE_PLAYING);
}

void GstOutput::pause() {
    change_state(GST_STATE_PAUSED);
}

void GstOutput::stop() {
    // Joins the streaming thread.
    change_state(GST_STATE_NULL);
}

std::optional<Error> GstOutput::failure() {
    if (hangs_) {
        return server_hangs();
    }
    const GstHandle<GstMessage> message(gst_bus_pop_filtered(bus_.get(), GST_MESSAGE_ERROR));
    if (!message) {
        return std::nullopt;
    }
    GError* raw = nullptr;
    gst_message_parse_error(message.get(), &raw, nullptr);
    const GstHandle<GError> error(raw);
    return device_error(error->message);
}

}  // namespace refrain
