#include "recommender/content/analyzer/decoder.h"

#include "recommender/content/analyzer/spectrum.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <gst/app/gstappsink.h>
#include <gst/gst.h>

namespace refrain::analysis {
namespace {

/// A decoder that gives nothing for so long will not give anything.
constexpr GstClockTime patience = 20 * GST_SECOND;

struct Unref {
    void operator()(GstElement* p) const { gst_object_unref(p); }
    void operator()(GstBus* p) const { gst_object_unref(p); }
    void operator()(GstMessage* p) const { gst_message_unref(p); }
    void operator()(GstSample* p) const { gst_sample_unref(p); }
    void operator()(GError* p) const { g_error_free(p); }
    void operator()(char* p) const { g_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

/// Every byte that has a meaning in a URI is escaped; no encoding is assumed.
std::string file_uri(const std::string& path) {
    std::string uri = "file://";
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("/-._~").find(c) != std::string_view::npos;
        uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri;
}

GstClockTime to_gst(Milliseconds ms) {
    return static_cast<GstClockTime>(ms.count()) * GST_MSECOND;
}

void append_samples(std::vector<float>& samples, GstSample* sample) {
    GstMapInfo bytes;
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    if (buffer == nullptr || !gst_buffer_map(buffer, &bytes, GST_MAP_READ)) {
        return;
    }
    const auto* first = reinterpret_cast<const float*>(bytes.data);
    samples.insert(samples.end(), first, first + bytes.size / sizeof(float));
    gst_buffer_unmap(buffer, &bytes);
}

}  // namespace

struct Decoder::Impl {
    std::string path;
    Owned<GstElement> pipeline, sink;
    Owned<GstBus> bus;

    ~Impl() {
        if (pipeline) {
            gst_element_set_state(pipeline.get(), GST_STATE_NULL);
        }
    }

    Error error(std::string reason, ErrorCode code = ErrorCode::unreadable) const {
        return {code, std::move(reason), path};
    }

    /// The error that the pipeline has reported, or else `otherwise`.
    Error reported(const std::string& otherwise) const {
        const Owned<GstMessage> message(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR));
        if (!message) {
            return error(otherwise);
        }
        GError* raw = nullptr;
        gst_message_parse_error(message.get(), &raw, nullptr);
        const Owned<GError> reason(raw);
        const bool no_decoder =
            reason->domain == GST_STREAM_ERROR && reason->code == GST_STREAM_ERROR_CODEC_NOT_FOUND;
        return error(fmt::format("The file cannot be decoded ({})", reason->message),
                     no_decoder ? ErrorCode::unsupported : ErrorCode::unreadable);
    }

    /// Waits until the first samples are there, at the start or after a seek.
    Status preroll() const {
        const Owned<GstMessage> message(gst_bus_timed_pop_filtered(
            bus.get(), patience,
            static_cast<GstMessageType>(GST_MESSAGE_ASYNC_DONE | GST_MESSAGE_ERROR | GST_MESSAGE_EOS)));
        if (!message) {
            return error("Decoding the file does not get on");
        }
        if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR) {
            gst_bus_post(bus.get(), gst_message_ref(message.get()));
            return reported("The file cannot be decoded");
        }
        return Done{};
    }
};

Decoder::Decoder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Decoder::~Decoder() = default;

Result<std::unique_ptr<Decoder>> Decoder::open(const std::string& path) {
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    // Only audio is decoded: covers inside the file stay what they are.
    const auto description = fmt::format(
        "uridecodebin name=source caps=audio/x-raw expose-all-streams=false ! audioconvert ! audioresample "
        "! audio/x-raw,format=F32LE,layout=interleaved,channels=1,rate={} "
        "! appsink name=sink sync=false max-buffers=64",
        sample_rate);
    GError* raw = nullptr;
    impl->pipeline.reset(gst_parse_launch(description.c_str(), &raw));
    const Owned<GError> problem(raw);
    if (!impl->pipeline || problem) {
        return impl->error(problem ? problem->message : "The decoder cannot be built",
                           ErrorCode::unsupported);
    }
    impl->bus.reset(gst_element_get_bus(impl->pipeline.get()));
    impl->sink.reset(gst_bin_get_by_name(GST_BIN(impl->pipeline.get()), "sink"));
    const Owned<GstElement> source(gst_bin_get_by_name(GST_BIN(impl->pipeline.get()), "source"));
    g_object_set(source.get(), "uri", file_uri(path).c_str(), nullptr);
    if (gst_element_set_state(impl->pipeline.get(), GST_STATE_PAUSED) == GST_STATE_CHANGE_FAILURE) {
        return impl->reported("The file cannot be decoded");
    }
    if (auto ready = impl->preroll(); !ready) {
        return ready.error();
    }
    gst_element_set_state(impl->pipeline.get(), GST_STATE_PLAYING);
    return std::unique_ptr<Decoder>(new Decoder(std::move(impl)));
}

Milliseconds Decoder::duration() const {
    gint64 nanoseconds = 0;
    const bool known = gst_element_query_duration(impl_->pipeline.get(), GST_FORMAT_TIME, &nanoseconds);
    return Milliseconds(known && nanoseconds > 0 ? nanoseconds / static_cast<gint64>(GST_MSECOND) : 0);
}

Result<std::vector<float>> Decoder::read(const Excerpt& excerpt) {
    if (excerpt.from.count() > 0) {
        const auto flags = static_cast<GstSeekFlags>(GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE);
        const bool done =
            gst_element_seek(impl_->pipeline.get(), 1.0, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET,
                             static_cast<gint64>(to_gst(excerpt.from)), GST_SEEK_TYPE_NONE, -1);
        if (!done) {
            return impl_->reported("The file cannot be searched");
        }
    }
    const auto wanted = static_cast<std::size_t>(excerpt.length.count()) * sample_rate / 1000;
    std::vector<float> samples;
    samples.reserve(wanted);
    auto* sink = GST_APP_SINK(impl_->sink.get());
    while (samples.size() < wanted) {
        const Owned<GstSample> sample(gst_app_sink_try_pull_sample(sink, patience));
        if (sample) {
            append_samples(samples, sample.get());
        } else if (gst_app_sink_is_eos(sink)) {
            break;
        } else {
            return impl_->reported("Decoding the file does not get on");
        }
    }
    // The end of a file may be an error too: then what came before does not count for the whole.
    const Owned<GstMessage> failed(gst_bus_pop_filtered(impl_->bus.get(), GST_MESSAGE_ERROR));
    if (failed && samples.empty()) {
        gst_bus_post(impl_->bus.get(), gst_message_ref(failed.get()));
        return impl_->reported("The file cannot be decoded");
    }
    samples.resize(std::min(samples.size(), wanted));
    return samples;
}

}  // namespace refrain::analysis
