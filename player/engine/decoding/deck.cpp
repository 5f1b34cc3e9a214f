#include "player/engine/decoding/deck.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <gst/app/gstappsink.h>
#include <gst/audio/audio.h>
#include <gst/pbutils/missing-plugins.h>

namespace refrain {
namespace {

/// How many decoded buffers wait in a deck: some 0.3 s of music with the usual decoders.
constexpr guint buffers_ahead = 16;

GstClockTime to_clock(std::int64_t frames, int rate) {
    return gst_util_uint64_scale_round(static_cast<guint64>(frames), GST_SECOND, static_cast<guint64>(rate));
}
std::int64_t to_frames(GstClockTime time, int rate) {
    return static_cast<std::int64_t>(
        gst_util_uint64_scale_round(time, static_cast<guint64>(rate), GST_SECOND));
}

void wake_from(void* deck_wake) {
    (*static_cast<std::function<void()>*>(deck_wake))();
}
GstFlowReturn sample_came(GstAppSink*, void* deck_wake) {
    wake_from(deck_wake);
    return GST_FLOW_OK;
}
void end_came(GstAppSink*, void* deck_wake) {
    wake_from(deck_wake);
}
GstBusSyncReply message_came(GstBus*, GstMessage*, void* deck_wake) {
    wake_from(deck_wake);
    return GST_BUS_PASS;
}
void pad_came(GstElement*, GstPad* pad, void* convert) {
    const GstHandle<GstPad> input(gst_element_get_static_pad(static_cast<GstElement*>(convert), "sink"));
    if (!gst_pad_is_linked(input.get())) {
        gst_pad_link(pad, input.get());
    }
}

gboolean look_for_task(GstElement*, GstPad* pad, void* found) {
    GST_OBJECT_LOCK(pad);
    if (GST_PAD_TASK(pad) != nullptr && GST_TASK_STATE(GST_PAD_TASK(pad)) == GST_TASK_STARTED) {
        *static_cast<bool*>(found) = true;
    }
    GST_OBJECT_UNLOCK(pad);
    return TRUE;
}
void look_for_tasks(const GValue* element, void* found) {
    gst_element_foreach_pad(GST_ELEMENT(g_value_get_object(element)), look_for_task, found);
}

}  // namespace

Deck::Deck(TrackSource source, StreamFormat format, std::function<void()> wake)
    : source_(std::move(source)), format_(format), wake_(std::move(wake)) {
    failure_ = open();
    if (source_.start > Milliseconds(0)) {
        seek(source_.start);
    }
}

Deck::~Deck() {
    if (pipeline_) {
        // Joins the decoding threads: no callback runs after it.
        gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
        gst_bus_set_sync_handler(bus_.get(), nullptr, nullptr, nullptr);
    }
}

std::optional<Error> Deck::check_file() const {
    namespace fs = std::filesystem;
    std::error_code code;
    const auto status = fs::status(fs::path(source_.path), code);
    if (status.type() == fs::file_type::not_found) {
        return Error{ErrorCode::not_found, "The file is not there any more", source_.path};
    }
    // A pipe or a device would keep us waiting for ever.
    if (code || status.type() != fs::file_type::regular) {
        return Error{ErrorCode::unreadable, "This is not a file that can be played", source_.path};
    }
    if (::access(source_.path.c_str(), R_OK) != 0) {
        return Error{ErrorCode::unreadable, "The file may not be read", source_.path};
    }
    if (fs::file_size(fs::path(source_.path), code) == 0) {
        return Error{ErrorCode::malformed, "The file is empty", source_.path};
    }
    return std::nullopt;
}

Result<GstElement*> Deck::build() {
    const auto uri = file_uri(source_.path);
    if (!uri) {
        return uri.error();
    }
    GstHandle<GstElement> pipeline(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))));
    GstElement* parts[4] = {};
    const char* const factories[4] = {"uridecodebin", "audioconvert", "audioresample", "appsink"};
    for (int i = 0; i < 4; ++i) {
        const auto part = make_element(factories[i]);
        if (!part) {
            return part.error();
        }
        parts[i] = part.value();
        gst_bin_add(GST_BIN(pipeline.get()), parts[i]);
    }
    const auto [decode, convert, resample, sink] = parts;
    const GstHandle<GstCaps> any_audio(gst_caps_from_string("audio/x-raw(ANY)"));
    g_object_set(decode, "uri", uri.value().c_str(), "caps", any_audio.get(), "expose-all-streams", FALSE,
                 nullptr);
    g_signal_connect(decode, "pad-added", G_CALLBACK(pad_came), convert);
    const GstHandle<GstCaps> wanted(gst_caps_new_simple(
        "audio/x-raw", "format", G_TYPE_STRING, GST_AUDIO_NE(F32), "layout", G_TYPE_STRING, "interleaved",
        "rate", G_TYPE_INT, format_.rate, "channels", G_TYPE_INT, format_.channels, nullptr));
    g_object_set(sink, "caps", wanted.get(), "sync", FALSE, "max-buffers", buffers_ahead, "wait-on-eos",
                 FALSE, nullptr);
    if (!gst_element_link_many(convert, resample, sink, nullptr)) {
        return Error{ErrorCode::failed, "The parts of the decoder do not fit together", source_.path};
    }
    sink_ = sink;
    return pipeline.release();
}

std::optional<Error> Deck::open() {
    if (auto error = check_file()) {
        return error;
    }
    if (const auto gstreamer = start_gstreamer(); !gstreamer) {
        return gstreamer.error();
    }
    auto built = build();
    if (!built) {
        Error error = built.error();
        error.path = source_.path;
        return error;
    }
    pipeline_.reset(built.value());
    bus_.reset(gst_element_get_bus(pipeline_.get()));
    gst_bus_set_sync_handler(bus_.get(), message_came, &wake_, nullptr);
    GstAppSinkCallbacks callbacks = {};
    callbacks.eos = end_came;
    callbacks.new_sample = sample_came;
    gst_app_sink_set_callbacks(GST_APP_SINK(sink_), &callbacks, &wake_, nullptr);
    // A failure of the change itself is told on the bus with its reason.
    gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
    return std::nullopt;
}

void Deck::drop_sample() {
    sample_.reset();
    sample_frames_ = sample_used_ = 0;
}

bool Deck::next_sample() {
    drop_sample();
    if (!pipeline_) {
        return false;
    }
    sample_.reset(gst_app_sink_try_pull_sample(GST_APP_SINK(sink_), 0));
    if (!sample_) {
        return false;
    }
    started_ = true;
    if (wanted_seek_) {
        do_seek();
        return next_sample();
    }
    GstBuffer* const buffer = gst_sample_get_buffer(sample_.get());
    const std::size_t frame_bytes = sizeof(float) * static_cast<std::size_t>(format_.channels);
    sample_frames_ = gst_buffer_get_size(buffer) / frame_bytes;
    if (!place_known_) {
        // The first buffer after opening or a seek says where it lies; those after it follow on.
        const GstClockTime time = gst_segment_to_stream_time(gst_sample_get_segment(sample_.get()),
                                                             GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
        next_frame_ = GST_CLOCK_TIME_IS_VALID(time) ? to_frames(time, format_.rate) : wanted_frame_;
        place_known_ = true;
    }
    // Decoders cut what a file holds beyond its end, but round up to a frame; the end is exact.
    const GstSegment* const segment = gst_sample_get_segment(sample_.get());
    const GstClockTime end = gst_segment_to_stream_time(segment, GST_FORMAT_TIME, segment->stop);
    if (GST_CLOCK_TIME_IS_VALID(end)) {
        const std::int64_t left = std::max<std::int64_t>(to_frames(end, format_.rate) - next_frame_, 0);
        sample_frames_ = std::min(sample_frames_, static_cast<std::size_t>(left));
    }
    if (next_frame_ < wanted_frame_) {
        const auto early = static_cast<std::size_t>(wanted_frame_ - next_frame_);
        sample_used_ = std::min(early, sample_frames_);
        next_frame_ += static_cast<std::int64_t>(sample_used_);
    }
    return true;
}

std::size_t Deck::read(float* out, std::size_t frames) {
    const auto channels = static_cast<std::size_t>(format_.channels);
    std::size_t done = 0;
    while (done < frames) {
        if (sample_used_ == sample_frames_) {
            if (!next_sample()) {
                break;
            }
            continue;
        }
        const std::size_t step = std::min(frames - done, sample_frames_ - sample_used_);
        gst_buffer_extract(gst_sample_get_buffer(sample_.get()), sample_used_ * channels * sizeof(float),
                           out + done * channels, step * channels * sizeof(float));
        sample_used_ += step;
        next_frame_ += static_cast<std::int64_t>(step);
        done += step;
    }
    return done;
}

bool Deck::ended() const {
    // Without one decoded frame an end is no end but a failure, which the bus tells.
    return pipeline_ && !failure_ && !wanted_seek_ && sample_used_ == sample_frames_ &&
           gst_app_sink_is_eos(GST_APP_SINK(sink_)) != FALSE;
}

void Deck::seek(Milliseconds position) {
    if (!pipeline_) {
        return;
    }
    wanted_seek_ = std::max(position, Milliseconds(0));
    if (started_) {
        do_seek();
    }
}

void Deck::do_seek() {
    const auto wanted = static_cast<std::int64_t>(wanted_seek_->count()) * format_.rate / 1000;
    wanted_seek_.reset();
    drop_sample();
    const bool moved =
        gst_element_seek_simple(pipeline_.get(), GST_FORMAT_TIME,
                                static_cast<GstSeekFlags>(GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE),
                                static_cast<gint64>(to_clock(wanted, format_.rate))) != FALSE;
    // A file that cannot be wound goes on from where it is.
    if (moved) {
        wanted_frame_ = next_frame_ = wanted;
        place_known_ = false;
    }
}

std::optional<Milliseconds> Deck::duration() {
    gint64 time = 0;
    if (!started_ || !gst_element_query_duration(pipeline_.get(), GST_FORMAT_TIME, &time) || time <= 0) {
        return std::nullopt;
    }
    return Milliseconds((time + GST_MSECOND / 2) / GST_MSECOND);
}

bool Deck::at_work() const {
    if (!pipeline_) {
        return false;
    }
    bool found = false;
    GstIterator* const elements = gst_bin_iterate_recurse(GST_BIN(pipeline_.get()));
    while (gst_iterator_foreach(elements, look_for_tasks, &found) == GST_ITERATOR_RESYNC) {
        gst_iterator_resync(elements);
    }
    gst_iterator_free(elements);
    return found;
}

void Deck::give_up(ErrorCode code, std::string words) {
    if (!failure_) {
        failure_ = Error{code, std::move(words), source_.path};
    }
}

Error Deck::words_for(const GError& error) const {
    const auto say = [this](ErrorCode code, std::string words) {
        return Error{code, std::move(words), source_.path};
    };
    if (!missing_decoder_.empty()) {
        return say(ErrorCode::unsupported,
                   "Nothing installed here can decode this file (" + missing_decoder_ + ")");
    }
    if (error.domain == GST_RESOURCE_ERROR) {
        return error.code == GST_RESOURCE_ERROR_NOT_FOUND
                   ? say(ErrorCode::not_found, "The file is not there any more")
                   : say(ErrorCode::unreadable, std::string("The file cannot be read: ") + error.message);
    }
    if (error.domain == GST_CORE_ERROR && error.code == GST_CORE_ERROR_MISSING_PLUGIN) {
        return say(ErrorCode::unsupported, "Nothing installed here can decode this file");
    }
    if (error.domain == GST_STREAM_ERROR && error.code == GST_STREAM_ERROR_CODEC_NOT_FOUND) {
        return say(ErrorCode::unsupported, "Nothing installed here can decode this file");
    }
    return say(ErrorCode::malformed, started_ ? "The file is damaged and cannot be played on"
                                              : "The file is damaged, or holds no music");
}

void Deck::take_messages() {
    const auto kinds = static_cast<GstMessageType>(GST_MESSAGE_ERROR | GST_MESSAGE_ELEMENT);
    while (bus_ && !failure_) {
        const GstHandle<GstMessage> message(gst_bus_pop_filtered(bus_.get(), kinds));
        if (!message) {
            return;
        }
        if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR) {
            GError* raw = nullptr;
            gst_message_parse_error(message.get(), &raw, nullptr);
            const GstHandle<GError> error(raw);
            failure_ = words_for(*error);
        } else if (gst_is_missing_plugin_message(message.get())) {
            const GstHandle<char> words(gst_missing_plugin_message_get_description(message.get()));
            missing_decoder_ = words.get();
        }
    }
}

const std::optional<Error>& Deck::failure() {
    take_messages();
    if (!failure_ && pipeline_ && !started_ && gst_app_sink_is_eos(GST_APP_SINK(sink_)) != FALSE &&
        GST_STATE(sink_) >= GST_STATE_PAUSED) {
        failure_ = Error{ErrorCode::malformed, "The file holds no music", source_.path};
    }
    return failure_;
}

}  // namespace refrain
