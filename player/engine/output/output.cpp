#include "player/engine/output/output.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gst/app/gstappsrc.h>
#include <gst/audio/audio.h>

namespace refrain {
namespace {

/// Frames that may wait before the sink: enough to never run dry, short enough for a click to act at once.
constexpr std::int64_t frames_ahead = 2048;
/// What a device buffers, in microseconds: the time from a click to its sound.
constexpr gint64 device_buffer_us = 120'000;

std::size_t frame_bytes(StreamFormat format) {
    return sizeof(float) * static_cast<std::size_t>(format.channels);
}

Error no_device(const std::string& reason) {
    return {ErrorCode::not_found,
            "No audio device could be opened" + (reason.empty() ? std::string() : " (" + reason + ")") +
                ". Connect one or start the sound server, then play again",
            {}};
}

}  // namespace

double amplitude_of(double volume) {
    const double v = volume > 0.0 ? std::min(volume, 1.0) : 0.0;
    return v * v * v;
}

Output::Output(AudioSinkOptions options, StreamFormat format, std::function<void()> wake)
    : options_(std::move(options)), format_(format), wake_(std::move(wake)) {}

Output::~Output() {
    if (pipeline_) {
        stop();
        gst_bus_set_sync_handler(bus_.get(), nullptr, nullptr, nullptr);
    }
}

Result<std::unique_ptr<Output>> Output::open(const AudioSinkOptions& options, StreamFormat format,
                                             std::function<void()> wake) {
    std::unique_ptr<Output> output(new Output(options, format, std::move(wake)));
    if (auto error = output->build()) {
        return *error;
    }
    return output;
}

void Output::took(GstElement*, GstBuffer* buffer, GstPad*, void* self) {
    auto* const output = static_cast<Output*>(self);
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
    output->wake_();
}

GstPadProbeReturn Output::left_the_queue(GstPad*, GstPadProbeInfo* info, void* self) {
    auto* const output = static_cast<Output*>(self);
    const GstBuffer* const buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    output->left_queue_ +=
        static_cast<std::int64_t>(GST_BUFFER_OFFSET_END(buffer) - GST_BUFFER_OFFSET(buffer));
    output->wake_();
    return GST_PAD_PROBE_OK;
}

GstBusSyncReply Output::message_came(GstBus*, GstMessage*, void* self) {
    static_cast<Output*>(self)->wake_();
    return GST_BUS_PASS;
}

std::optional<Error> Output::find_device(GstElement* automatic) {
    if (gst_element_set_state(automatic, GST_STATE_READY) == GST_STATE_CHANGE_FAILURE) {
        return no_device({});
    }
    // With nothing to open autoaudiosink takes a fake sink and plays into nothing; the listener must know.
    bool found = false;
    GstIterator* const sinks = gst_bin_iterate_sinks(GST_BIN(automatic));
    GValue item = G_VALUE_INIT;
    while (gst_iterator_next(sinks, &item) == GST_ITERATOR_OK) {
        auto* const sink = GST_ELEMENT(g_value_get_object(&item));
        const GstElementFactory* const factory = gst_element_get_factory(sink);
        found = found || g_strcmp0(GST_OBJECT_NAME(factory), "fakesink") != 0;
        if (g_object_class_find_property(G_OBJECT_GET_CLASS(sink), "buffer-time") != nullptr) {
            g_object_set(sink, "buffer-time", device_buffer_us, nullptr);
        }
        g_value_reset(&item);
    }
    g_value_unset(&item);
    gst_iterator_free(sinks);
    return found ? std::nullopt : std::optional<Error>(no_device({}));
}

std::optional<Error> Output::build() {
    if (const auto started = start_gstreamer(); !started) {
        return started.error();
    }
    pipeline_.reset(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))));
    bus_.reset(gst_element_get_bus(pipeline_.get()));
    gst_bus_set_sync_handler(bus_.get(), message_came, this, nullptr);
    const bool fake = options_.kind == AudioSinkOptions::Kind::fake;
    const std::vector<const char*> factories =
        fake ? std::vector<const char*>{"appsrc", "volume", "fakesink"}
             : std::vector<const char*>{"appsrc", "volume", "audioconvert", "audioresample", "autoaudiosink"};
    std::vector<GstElement*> parts;
    for (const char* factory : factories) {
        const auto part = make_element(factory);
        if (!part) {
            return part.error();
        }
        gst_bin_add(GST_BIN(pipeline_.get()), part.value());
        if (!parts.empty() && !gst_element_link(parts.back(), part.value())) {
            return Error{ErrorCode::failed, "The parts of the audio output do not fit together", {}};
        }
        parts.push_back(part.value());
    }
    source_ = parts[0];
    volume_ = parts[1];
    GstElement* const sink = parts.back();
    const GstHandle<GstCaps> caps(gst_caps_new_simple(
        "audio/x-raw", "format", G_TYPE_STRING, GST_AUDIO_NE(F32), "layout", G_TYPE_STRING, "interleaved",
        "rate", G_TYPE_INT, format_.rate, "channels", G_TYPE_INT, format_.channels, nullptr));
    g_object_set(source_, "caps", caps.get(), "format", GST_FORMAT_TIME, "max-bytes", guint64{0}, nullptr);
    const GstHandle<GstPad> out(gst_element_get_static_pad(source_, "src"));
    gst_pad_add_probe(out.get(), GST_PAD_PROBE_TYPE_BUFFER, left_the_queue, this, nullptr);
    if (fake) {
        const bool realtime = options_.speed == AudioSinkOptions::Speed::realtime;
        g_object_set(sink, "sync", static_cast<gboolean>(realtime), "signal-handoffs", TRUE, "async", FALSE,
                     "enable-last-sample", FALSE, nullptr);
        g_signal_connect(sink, "handoff", G_CALLBACK(took), this);
    } else if (auto error = find_device(sink)) {
        return error;
    }
    play();
    return failure();
}

bool Output::has_room() const {
    return pushed_ - left_queue_.load() < frames_ahead;
}

void Output::push(const float* samples, std::size_t frames) {
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
    gst_app_src_push_buffer(GST_APP_SRC(source_), buffer);
}

std::int64_t Output::rendered() {
    if (!is_device()) {
        return taken_.load();
    }
    gint64 time = 0;
    if (gst_element_query_position(pipeline_.get(), GST_FORMAT_TIME, &time) && time > 0) {
        const auto frames = static_cast<std::int64_t>(gst_util_uint64_scale(
            static_cast<guint64>(time), static_cast<guint64>(format_.rate), GST_SECOND));
        rendered_ = std::clamp(frames, rendered_, pushed_);
    }
    return rendered_;
}

void Output::play() {
    gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
}

void Output::pause() {
    gst_element_set_state(pipeline_.get(), GST_STATE_PAUSED);
}

void Output::stop() {
    // Joins the streaming thread.
    gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
}

void Output::set_amplitude(double amplitude, bool muted) {
    g_object_set(volume_, "volume", amplitude, "mute", static_cast<gboolean>(muted), nullptr);
}

std::optional<Error> Output::failure() {
    const GstHandle<GstMessage> message(gst_bus_pop_filtered(bus_.get(), GST_MESSAGE_ERROR));
    if (!message) {
        return std::nullopt;
    }
    GError* raw = nullptr;
    gst_message_parse_error(message.get(), &raw, nullptr);
    const GstHandle<GError> error(raw);
    return no_device(error->message);
}

}  // namespace refrain
