#include "recommender/content/analyzer/decoder.h"

#include "library_scanner/audio_file/codec_packages.h"
#include "library_scanner/audio_file/dff_as_dsf.h"
#include "library_scanner/audio_file/file_source.h"
#include "library_scanner/audio_file/open_file.h"
#include "recommender/content/analyzer/spectrum.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <iterator>
#include <limits>
#include <mutex>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <gst/app/gstappsink.h>
#include <gst/audio/audio.h>
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

/// Takes the samples of an excerpt on the decoder's own thread: handed over buffer by buffer they would wake
/// two threads for each. While nothing is wanted the decoder is held, so that nothing is decoded in vain.
/// Any thread.
class Collector {
  public:
    /// The decoder's thread.
    void take(GstSample* sample) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return closed_ || samples_.size() < wanted_; });
        if (closed_ || ends_before(sample, from_)) {
            return;
        }
        append_samples(samples_, sample);
        if (samples_.size() >= wanted_) {
            changed_.notify_all();
        }
    }
    void end() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        changed_.notify_all();
    }
    /// From now on nobody is held; what comes is dropped.
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }
    /// Before the seek to it. What the decoder has at hand from before it is left out.
    void begin(GstClockTime from, std::size_t wanted) {
        const std::lock_guard lock(mutex_);
        samples_.clear();
        samples_.reserve(wanted);
        from_ = from;
        wanted_ = wanted;
        // A seek follows, and leads back from the end; what is wanted from the beginning on needs none.
        ended_ = ended_ && from == 0;
        changed_.notify_all();
    }
    /// The samples, fewer than wanted at the end of the file; nothing when none come for too long.
    std::optional<std::vector<float>> finish() {
        std::unique_lock lock(mutex_);
        for (std::size_t before = 0;; before = samples_.size()) {
            const bool there = changed_.wait_for(lock, std::chrono::nanoseconds(patience),
                                                 [this] { return ended_ || samples_.size() >= wanted_; });
            if (there) {
                samples_.resize(std::min(samples_.size(), wanted_));
                wanted_ = 0;
                return std::move(samples_);
            }
            if (samples_.size() == before) {
                return std::nullopt;
            }
        }
    }

  private:
    static bool ends_before(GstSample* sample, GstClockTime from) {
        const GstBuffer* buffer = gst_sample_get_buffer(sample);
        return buffer != nullptr && GST_BUFFER_PTS_IS_VALID(buffer) && GST_BUFFER_DURATION_IS_VALID(buffer) &&
               GST_BUFFER_PTS(buffer) + GST_BUFFER_DURATION(buffer) <= from;
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<float> samples_;
    GstClockTime from_ = 0;
    std::size_t wanted_ = 0;
    bool ended_ = false, closed_ = false;
};

/// Has the sink's buffers taken by the collector, which outlives the pipeline.
void collect_from(GstElement* sink, Collector& collector) {
    GstAppSinkCallbacks callbacks{};
    callbacks.eos = [](GstAppSink* /*sink*/, gpointer data) { static_cast<Collector*>(data)->end(); };
    callbacks.new_sample = [](GstAppSink* from, gpointer data) {
        const Owned<GstSample> sample(gst_app_sink_pull_sample(from));
        if (sample) {
            static_cast<Collector*>(data)->take(sample.get());
        }
        return GST_FLOW_OK;
    };
    gst_app_sink_set_callbacks(GST_APP_SINK(sink), &callbacks, &collector, nullptr);
}

}  // namespace

struct Decoder::Impl {
    std::string path;
    /// Its first bytes tell what it is.
    std::string head;
    /// For excerpts alone.
    Collector collector;
    Owned<GstElement> pipeline, sink;
    Owned<GstBus> bus;

    ~Impl() {
        collector.close();
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
        if (const auto needed = no_decoder ? package_for_content(head) : std::nullopt) {
            return error(
                fmt::format("To read {} files, install the package {}", needed->format, needed->package),
                ErrorCode::unsupported);
        }
        return error(fmt::format("The file cannot be decoded ({})", reason->message),
                     no_decoder ? ErrorCode::unsupported : ErrorCode::unreadable);
    }

    Status seek(Milliseconds to) const {
        if (to.count() == 0) {
            return Done{};
        }
        const auto flags = static_cast<GstSeekFlags>(GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE);
        const bool done = gst_element_seek(pipeline.get(), 1.0, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET,
                                           static_cast<gint64>(to_gst(to)), GST_SEEK_TYPE_NONE, -1);
        return done ? Status(Done{}) : reported("The file cannot be searched");
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

namespace {

Speaker speaker_at(GstAudioChannelPosition position) {
    switch (position) {
        case GST_AUDIO_CHANNEL_POSITION_LFE1:
        case GST_AUDIO_CHANNEL_POSITION_LFE2:
            return Speaker::bass;
        case GST_AUDIO_CHANNEL_POSITION_REAR_LEFT:
        case GST_AUDIO_CHANNEL_POSITION_REAR_RIGHT:
        case GST_AUDIO_CHANNEL_POSITION_SIDE_LEFT:
        case GST_AUDIO_CHANNEL_POSITION_SIDE_RIGHT:
        case GST_AUDIO_CHANNEL_POSITION_SURROUND_LEFT:
        case GST_AUDIO_CHANNEL_POSITION_SURROUND_RIGHT:
            return Speaker::surround;
        case GST_AUDIO_CHANNEL_POSITION_REAR_CENTER:
            return Speaker::other;
        default:
            return Speaker::front;
    }
}

/// Hands the samples of one buffer over, no more than `frames_left`. Counts them down.
bool hand_over(GstSample* sample, std::int64_t& frames_left, std::vector<Speaker>& speakers,
               const std::function<bool(const AudioPiece&)>& take) {
    GstAudioInfo info;
    GstMapInfo bytes;
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    if (buffer == nullptr || !gst_audio_info_from_caps(&info, gst_sample_get_caps(sample)) ||
        !gst_buffer_map(buffer, &bytes, GST_MAP_READ)) {
        return true;
    }
    const auto channels = static_cast<std::size_t>(GST_AUDIO_INFO_CHANNELS(&info));
    speakers.resize(channels);
    for (std::size_t i = 0; i < channels; ++i) {
        const bool placed = !GST_AUDIO_INFO_IS_UNPOSITIONED(&info) && i < std::size(info.position);
        speakers[i] = placed ? speaker_at(info.position[i]) : Speaker::front;
    }
    const auto there = static_cast<std::int64_t>(bytes.size / sizeof(float) / channels);
    const auto frames = std::min(there, frames_left);
    frames_left -= frames;
    const bool goes_on =
        take({{reinterpret_cast<const float*>(bytes.data), static_cast<std::size_t>(frames) * channels},
              GST_AUDIO_INFO_RATE(&info),
              speakers});
    gst_buffer_unmap(buffer, &bytes);
    return goes_on;
}

int rate_of(GstSample* sample) {
    GstAudioInfo info;
    return gst_audio_info_from_caps(&info, gst_sample_get_caps(sample)) ? GST_AUDIO_INFO_RATE(&info) : 0;
}

}  // namespace

Decoder::Decoder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Decoder::~Decoder() = default;

Result<std::unique_ptr<Decoder>> Decoder::open(const std::string& path, Format format) {
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    auto opened = OpenFile::open(path);
    if (!opened) {
        return opened.error();
    }
    const std::shared_ptr<const Bytes> file = std::move(opened).value();
    constexpr std::uint64_t head_bytes = 2048;
    impl->head = file->take(0, std::min<std::uint64_t>(head_bytes, file->size())).value_or("");
    const std::shared_ptr<const Bytes> dsf = dff_as_dsf(file);
    // Only audio is decoded: covers inside the file stay what they are.
    const auto description = fmt::format(
        "decodebin name=decode caps=audio/x-raw expose-all-streams=false ! audioconvert ! audioresample "
        "! audio/x-raw,format=F32LE,layout=interleaved{} ! appsink name=sink sync=false max-buffers=64",
        format == Format::features ? fmt::format(",channels=1,rate={}", sample_rate) : "");
    GError* raw = nullptr;
    impl->pipeline.reset(gst_parse_launch(description.c_str(), &raw));
    const Owned<GError> problem(raw);
    if (!impl->pipeline || problem) {
        return impl->error(problem ? problem->message : "The decoder cannot be built",
                           ErrorCode::unsupported);
    }
    impl->bus.reset(gst_element_get_bus(impl->pipeline.get()));
    impl->sink.reset(gst_bin_get_by_name(GST_BIN(impl->pipeline.get()), "sink"));
    if (format == Format::features) {
        collect_from(impl->sink.get(), impl->collector);
    }
    const Owned<GstElement> decode(gst_bin_get_by_name(GST_BIN(impl->pipeline.get()), "decode"));
    GstElement* const source = make_file_source(dsf ? dsf : file, file_uri(path));
    gst_bin_add(GST_BIN(impl->pipeline.get()), source);
    if (!gst_element_link(source, decode.get())) {
        return impl->error("The parts of the decoder do not fit together", ErrorCode::failed);
    }
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
    impl_->collector.begin(to_gst(excerpt.from),
                           static_cast<std::size_t>(excerpt.length.count()) * sample_rate / 1000);
    if (auto there = impl_->seek(excerpt.from); !there) {
        return there.error();
    }
    auto samples = impl_->collector.finish();
    if (!samples) {
        return impl_->reported("Decoding the file does not get on");
    }
    // The end of a file may be an error too: then what came before does not count for the whole.
    const Owned<GstMessage> failed(gst_bus_pop_filtered(impl_->bus.get(), GST_MESSAGE_ERROR));
    if (failed && samples->empty()) {
        gst_bus_post(impl_->bus.get(), gst_message_ref(failed.get()));
        return impl_->reported("The file cannot be decoded");
    }
    return std::move(*samples);
}

Status Decoder::read_all(Milliseconds from, Milliseconds to,
                         const std::function<bool(const AudioPiece&)>& take) {
    if (auto there = impl_->seek(from); !there) {
        return there;
    }
    auto* sink = GST_APP_SINK(impl_->sink.get());
    std::vector<Speaker> speakers;
    std::int64_t frames_left = -1;
    while (frames_left != 0) {
        const Owned<GstSample> sample(gst_app_sink_try_pull_sample(sink, patience));
        if (!sample) {
            if (gst_app_sink_is_eos(sink)) {
                break;
            }
            return impl_->reported("Decoding the file does not get on");
        }
        if (frames_left < 0) {
            // The rate is known from here on.
            frames_left = to.count() > 0 ? (to - from).count() * rate_of(sample.get()) / 1000
                                         : std::numeric_limits<std::int64_t>::max();
        }
        if (!hand_over(sample.get(), frames_left, speakers, take)) {
            return Done{};
        }
    }
    const Owned<GstMessage> failed(gst_bus_pop_filtered(impl_->bus.get(), GST_MESSAGE_ERROR));
    if (failed) {
        gst_bus_post(impl_->bus.get(), gst_message_ref(failed.get()));
        return impl_->reported("The file cannot be decoded");
    }
    return Done{};
}

}  // namespace refrain::analysis
