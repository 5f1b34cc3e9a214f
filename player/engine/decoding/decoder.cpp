#include "player/engine/decoding/decoder.h"

#include "library_scanner/audio_file/dff_as_dsf.h"
#include "library_scanner/audio_file/file_source.h"
#include "library_scanner/audio_file/open_file.h"
#include "player/engine/decoding/decoder_choice.h"
#include "player/engine/decoding/trimming/mp3_length.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <utility>

#include <gst/app/gstappsink.h>
#include <gst/audio/audio.h>
#include <gst/pbutils/missing-plugins.h>

namespace refrain {
namespace {

/// How many decoded buffers wait: some 0.3 s of music with the usual decoders.
constexpr guint buffers_ahead = 16;
/// Enough for every signature in the table of packages.
constexpr std::size_t head_bytes = 2048;
/// What lies above is halved until it does not: no ear and few devices follow, and DSD has noise there.
constexpr int highest_rate = 192'000, highest_rate_of_dsd = 96'000;

gboolean look_for_task(GstElement*, GstPad* pad, gpointer found) {
    GST_OBJECT_LOCK(pad);
    if (GST_PAD_TASK(pad) != nullptr && GST_TASK_STATE(GST_PAD_TASK(pad)) == GST_TASK_STARTED) {
        *static_cast<bool*>(found) = true;
    }
    GST_OBJECT_UNLOCK(pad);
    return TRUE;
}
void look_for_tasks(const GValue* element, gpointer found) {
    gst_element_foreach_pad(GST_ELEMENT(g_value_get_object(element)), look_for_task, found);
}

/// The codings that come in Ogg.
bool in_pages(std::string_view coding) {
    return coding == "audio/x-vorbis" || coding == "audio/x-opus" || coding == "audio/x-flac" ||
           coding == "audio/x-speex";
}

}  // namespace

std::optional<Error> Decoder::open(const std::string& path) {
    path_ = path;
    auto opened = OpenFile::open(path);
    if (!opened) {
        return opened.error();
    }
    const std::shared_ptr<const OpenFile> file = std::move(opened).value();
    file_ = file;
    trouble_.head = file->take(0, std::min<std::uint64_t>(head_bytes, file->size())).value_or("");
    trimming_ = find_trimming(*file);
    claim_ = claimed_length(*file);
    bytes_ = dff_as_dsf(file);
    if (!bytes_) {
        bytes_ = seen_through(trimming_.view, file);
    }
    links_ = find_ogg_links(*file);
    flac_ = FlacIndex::of(file);
    if (const auto gstreamer = start_gstreamer(); !gstreamer) {
        return gstreamer.error();
    }
    return start_part(0);
}

std::optional<Error> Decoder::start_part(std::size_t part) {
    close();
    part_ = part;
    part_begin_ = 0;
    for (std::size_t i = 0; i < part; ++i) {
        part_begin_ += links_[i].duration;
    }
    {
        const std::lock_guard lock(mutex_);
        coded_ = {};
        coded_known_ = false;
    }
    unread_ = false;
    awaited_ = true;
    return start();
}

std::optional<Error> Decoder::start() {
    const auto uri = file_uri(path_);
    // The last part may grow, as any file.
    const std::shared_ptr<const Bytes> bytes =
        links_.empty()    ? bytes_
        : has_next_part() ? seen_through(FileView{links_[part_].begin, links_[part_].end, {}}, bytes_)
                          : seen_through(FileView{links_[part_].begin, std::nullopt, {}}, bytes_);
    auto built = uri ? build(make_file_source(bytes, uri.value())) : Result<GstElement*>(uri.error());
    if (!built) {
        Error error = built.error();
        error.path = path_;
        return error;
    }
    pipeline_.reset(built.value());
    bus_.reset(gst_element_get_bus(pipeline_.get()));
    gst_bus_set_sync_handler(
        bus_.get(),
        [](GstBus*, GstMessage*, gpointer decoder) {
            static_cast<Decoder*>(decoder)->wake_();
            return GST_BUS_PASS;
        },
        this, nullptr);
    GstAppSinkCallbacks callbacks = {};
    callbacks.eos = [](GstAppSink*, gpointer decoder) { static_cast<Decoder*>(decoder)->wake_(); };
    callbacks.new_sample = [](GstAppSink*, gpointer decoder) {
        auto* const self = static_cast<Decoder*>(decoder);
        self->unread_ = true;
        if (self->awaited_.exchange(false)) {
            self->wake_();
        }
        return GST_FLOW_OK;
    };
    gst_app_sink_set_callbacks(GST_APP_SINK(sink_), &callbacks, this, nullptr);
    // A failure of the change itself is told on the bus with its reason.
    gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
    return std::nullopt;
}

Result<GstElement*> Decoder::build(GstElement* source) {
    GstHandle<GstElement> pipeline(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))));
    gst_bin_add(GST_BIN(pipeline.get()), source);
    using OnElement = void (*)(GstBin*, GstBin*, GstElement*, gpointer);
    g_signal_connect(pipeline.get(), "deep-element-added",
                     G_CALLBACK(static_cast<OnElement>([](GstBin*, GstBin*, GstElement* e, gpointer decoder) {
                         static_cast<Decoder*>(decoder)->add_element(e);
                     })),
                     this);
    const char* const whole = reader_of_whole_file(trouble_.head);
    const bool direct = whole != nullptr && is_installed(whole);
    const std::array factories{direct ? whole : "decodebin", "audioconvert", "audioresample", "appsink"};
    std::array<GstElement*, factories.size()> parts{};
    for (std::size_t i = 0; i < factories.size(); ++i) {
        const auto part = make_element(factories[i]);
        if (!part) {
            return part.error();
        }
        parts[i] = part.value();
        gst_bin_add(GST_BIN(pipeline.get()), parts[i]);
    }
    const auto [decode, convert, resample, sink] = parts;
    // The best there is; costs nothing where the rate stays.
    g_object_set(resample, "quality", 10, nullptr);
    g_object_set(sink, "sync", FALSE, "max-buffers", buffers_ahead, "wait-on-eos", FALSE, nullptr);
    convert_ = convert;
    sink_ = sink;
    bool linked = gst_element_link(source, decode) && gst_element_link_many(convert, resample, sink, nullptr);
    if (direct) {
        want_rate(0);
        linked = linked && gst_element_link(decode, convert);
    } else {
        set_up(decode);
    }
    if (!linked) {
        return Error{ErrorCode::failed, "The parts of the decoder do not fit together", path_};
    }
    return pipeline.release();
}

void Decoder::set_up(GstElement* decodebin) {
    const GstHandle<GstCaps> any_audio(gst_caps_from_string("audio/x-raw(ANY)"));
    g_object_set(decodebin, "caps", any_audio.get(), "expose-all-streams", FALSE, nullptr);
    if (!trimming_.caps.empty()) {
        const GstHandle<GstCaps> known(gst_caps_from_string(trimming_.caps.c_str()));
        g_object_set(decodebin, "sink-caps", known.get(), nullptr);
    }
    g_signal_connect(decodebin, "autoplug-select", G_CALLBACK(choose_decoder), nullptr);
    using OnPad = void (*)(GstElement*, GstPad*, gpointer);
    g_signal_connect(decodebin, "pad-added",
                     G_CALLBACK(static_cast<OnPad>([](GstElement*, GstPad* pad, gpointer decoder) {
                         static_cast<Decoder*>(decoder)->add_pad(pad);
                     })),
                     this);
}

// 0: whatever comes, if it is not too high.
void Decoder::want_rate(int rate) {
    const GstHandle<GstCaps> wanted(gst_caps_new_simple("audio/x-raw", "format", G_TYPE_STRING,
                                                        GST_AUDIO_NE(F32), "layout", G_TYPE_STRING,
                                                        "interleaved", "channels", G_TYPE_INT, 2, nullptr));
    if (rate > 0) {
        gst_caps_set_simple(wanted.get(), "rate", G_TYPE_INT, rate, nullptr);
    } else {
        gst_caps_set_simple(wanted.get(), "rate", GST_TYPE_INT_RANGE, 1, highest_rate, nullptr);
    }
    g_object_set(sink_, "caps", wanted.get(), nullptr);
}

// The first stream of sound is the one that is played.
void Decoder::add_pad(GstPad* pad) {
    const GstHandle<GstPad> input(gst_element_get_static_pad(convert_, "sink"));
    if (gst_pad_is_linked(input.get())) {
        return;
    }
    const GstHandle<GstCaps> given(gst_pad_get_current_caps(pad));
    int rate = 0;
    if (given && gst_caps_get_size(given.get()) > 0) {
        gst_structure_get_int(gst_caps_get_structure(given.get(), 0), "rate", &rate);
    }
    const int highest = coded().coding == "audio/x-dsd" ? highest_rate_of_dsd : highest_rate;
    while (rate > highest && rate % 2 == 0) {
        rate /= 2;
    }
    {
        const std::lock_guard lock(mutex_);
        rate_ = rate_ > 0 ? rate_ : rate;
        rate = rate_;
    }
    want_rate(rate);
    gst_pad_link(pad, input.get());
}

void Decoder::add_element(GstElement* element) {
    if (!decodes_sound(element)) {
        return;
    }
    const GstHandle<GstPad> input(gst_element_get_static_pad(element, "sink"));
    if (!input) {
        return;
    }
    auto* const gate = new Gate{this};
    gst_pad_add_probe(
        input.get(), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
        [](GstPad*, GstPadProbeInfo* info, gpointer its) {
            auto* const self = static_cast<Gate*>(its);
            return self->decoder->see_event(info, *self);
        },
        gate, [](gpointer its) { delete static_cast<Gate*>(its); });
    gst_pad_add_probe(
        input.get(), GST_PAD_PROBE_TYPE_BUFFER,
        [](GstPad*, GstPadProbeInfo* info, gpointer its) {
            return let_through(info, *static_cast<Gate*>(its));
        },
        gate, nullptr);
}

// oggdemux (1.22) begins up to two of its pages, of a second each, before the place that a seek asks for.
// What lies before it need not be decoded: the deck asks for the run-in that it wants.
GstPadProbeReturn Decoder::let_through(GstPadProbeInfo* info, Gate& gate) {
    if (gate.unwanted_until == 0) {
        return GST_PAD_PROBE_OK;
    }
    const GstBuffer* const packet = GST_PAD_PROBE_INFO_BUFFER(info);
    const bool timed = GST_BUFFER_PTS_IS_VALID(packet) && GST_BUFFER_DURATION_IS_VALID(packet);
    if (timed && GST_BUFFER_PTS(packet) + GST_BUFFER_DURATION(packet) <= gate.unwanted_until) {
        return GST_PAD_PROBE_DROP;
    }
    gate.unwanted_until = 0;
    GstBuffer* const first = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
    GST_BUFFER_FLAG_SET(first, GST_BUFFER_FLAG_DISCONT);
    GST_PAD_PROBE_INFO_DATA(info) = first;
    return GST_PAD_PROBE_OK;
}

// Decoders cut what they give to the segment, to a frame more or less and in samples that are not yet in tune
// behind a seek. They are told that everything is wanted.
GstPadProbeReturn Decoder::see_event(GstPadProbeInfo* info, Gate& gate) {
    GstEvent* const event = GST_PAD_PROBE_INFO_EVENT(info);
    if (GST_EVENT_TYPE(event) == GST_EVENT_CAPS) {
        GstCaps* caps = nullptr;
        gst_event_parse_caps(event, &caps);
        const std::lock_guard lock(mutex_);
        coded_.coding = gst_structure_get_name(gst_caps_get_structure(caps, 0));
    } else if (GST_EVENT_TYPE(event) == GST_EVENT_SEGMENT) {
        const GstSegment* asked = nullptr;
        gst_event_parse_segment(event, &asked);
        if (asked->format != GST_FORMAT_TIME) {
            return GST_PAD_PROBE_OK;
        }
        if (const std::lock_guard lock(mutex_); !coded_known_) {
            coded_known_ = true;
            coded_.origin = static_cast<std::int64_t>(asked->start) - static_cast<std::int64_t>(asked->time);
            if (GST_CLOCK_TIME_IS_VALID(asked->stop)) {
                coded_.end = asked->stop;
            }
        } else {
            gate.unwanted_until = in_pages(coded_.coding) ? asked->start : 0;
        }
        GstSegment all;
        gst_segment_init(&all, GST_FORMAT_TIME);
        GstEvent* const open = gst_event_new_segment(&all);
        gst_event_set_seqnum(open, gst_event_get_seqnum(event));
        gst_event_unref(event);
        GST_PAD_PROBE_INFO_DATA(info) = open;
    }
    return GST_PAD_PROBE_OK;
}

Result<bool> Decoder::seek(std::uint64_t nanoseconds) {
    std::size_t part = 0;
    std::uint64_t left = nanoseconds;
    while (part + 1 < links_.size() && left >= links_[part].duration) {
        left -= links_[part++].duration;
    }
    if (!links_.empty() && part != part_) {
        if (auto trouble = stand_at(part)) {
            return *std::move(trouble);
        }
        // Where it cannot be wound the deck reads on to the place.
        const Result<bool> wound = left > 0 ? wind(left) : true;
        return wound ? Result<bool>(true) : wound.error();
    }
    return wind(left);
}

// Until it can be wound. decodebin (1.22) stands still now and then; if it does again, or the disk is slow,
// the deck reads on to the place.
std::optional<Error> Decoder::stand_at(std::size_t part) {
    constexpr GstClockTime patience = 500 * GST_MSECOND;
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (auto trouble = start_part(part)) {
            return trouble;
        }
        if (gst_element_get_state(pipeline_.get(), nullptr, nullptr, patience) != GST_STATE_CHANGE_ASYNC) {
            break;
        }
    }
    return std::nullopt;
}

Result<bool> Decoder::wind(std::uint64_t nanoseconds) {
    if (!pipeline_) {
        return false;
    }
    if (nanoseconds == 0 && coded().coding == "audio/x-opus") {
        // opusdec (1.22) keeps its state over a flush, and before the beginning there is nothing to run in
        // on.
        auto trouble = start_part(part_);
        return trouble ? Result<bool>(*std::move(trouble)) : true;
    }
    if (auto trouble = come_near(nanoseconds)) {
        return *std::move(trouble);
    }
    return gst_element_seek_simple(pipeline_.get(), GST_FORMAT_TIME,
                                   static_cast<GstSeekFlags>(GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE),
                                   static_cast<gint64>(nanoseconds)) != FALSE;
}

std::optional<Error> Decoder::come_near(std::uint64_t nanoseconds) {
    return prepare_way(nanoseconds) ? stand_at(part_) : std::nullopt;
}

// Of a long way through a FLAC file without a table GStreamer would read all that lies between, and of what
// is no frame in an MP3 file it loses count. True if it is to be shown the file anew.
bool Decoder::prepare_way(std::uint64_t nanoseconds) {
    if (flac_ && flac_->approach(gst_util_uint64_scale(nanoseconds, flac_->rate(), GST_SECOND))) {
        bytes_ = flac_->with_table();
        return true;
    }
    if (!mp3_ && is_mp3()) {
        mp3_ = Mp3Walk::of(bytes_);
    }
    if (mp3_ && mp3_->go_on_to(static_cast<std::int64_t>(gst_util_uint64_scale(
                    nanoseconds, static_cast<guint64>(mp3_->first().rate), GST_SECOND)))) {
        bytes_ = mp3_->without_gaps();
        return true;
    }
    return false;
}

std::optional<Error> Decoder::restart() {
    return start_part(part_);
}

std::optional<Error> Decoder::go_on() {
    return start_part(part_ + 1);
}

std::optional<std::uint64_t> Decoder::duration() {
    if (in_parts()) {
        return part_begin_ +
               std::accumulate(links_.begin() + static_cast<std::ptrdiff_t>(part_), links_.end(),
                               std::uint64_t{0},
                               [](std::uint64_t sum, const OggLink& link) { return sum + link.duration; });
    }
    if (const std::uint64_t samples = flac_ ? flac_->length() : 0; samples > 0) {
        return gst_util_uint64_scale(samples, GST_SECOND, flac_->rate());
    }
    // Without a table that says how many frames there are.
    const bool uncounted = is_mp3() && !trimming_.frames;
    if (const auto samples = uncounted ? samples_of_uneven_mp3(bytes_) : std::nullopt) {
        return gst_util_uint64_scale(static_cast<std::uint64_t>(*samples), GST_SECOND,
                                     static_cast<std::uint64_t>(trimming_.rate));
    }
    gint64 time = 0;
    if (!pipeline_ || !gst_element_query_duration(pipeline_.get(), GST_FORMAT_TIME, &time) || time <= 0) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(time);
}

void Decoder::close() {
    if (pipeline_) {
        // Joins GStreamer's threads.
        gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
        gst_bus_set_sync_handler(bus_.get(), nullptr, nullptr, nullptr);
        pipeline_.reset();
    }
}

GstHandle<GstSample> Decoder::pull() {
    unread_ = false;
    // Before looking, so that what comes meanwhile is told.
    awaited_ = true;
    GstHandle<GstSample> sample(gst_app_sink_try_pull_sample(GST_APP_SINK(sink_), 0));
    if (sample) {
        awaited_ = false;
    }
    return sample;
}

bool Decoder::part_ended() const {
    // A sink that was not started counts as ended.
    return gst_app_sink_is_eos(GST_APP_SINK(sink_)) != FALSE && GST_STATE(sink_) >= GST_STATE_PAUSED;
}

bool Decoder::at_work() const {
    bool found = false;
    GstIterator* const elements = gst_bin_iterate_recurse(GST_BIN(pipeline_.get()));
    while (gst_iterator_foreach(elements, look_for_tasks, &found) == GST_ITERATOR_RESYNC) {
        gst_iterator_resync(elements);
    }
    gst_iterator_free(elements);
    return found;
}

std::optional<Error> Decoder::failure(bool started) {
    const auto kinds = static_cast<GstMessageType>(GST_MESSAGE_ERROR | GST_MESSAGE_ELEMENT);
    while (const GstHandle<GstMessage> message{gst_bus_pop_filtered(bus_.get(), kinds)}) {
        if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR) {
            GError* raw = nullptr;
            gst_message_parse_error(message.get(), &raw, nullptr);
            const GstHandle<GError> error(raw);
            trouble_.started = started;
            return words_for(*error, trouble_, path_);
        }
        if (gst_is_missing_plugin_message(message.get())) {
            const GstHandle<char> words(gst_missing_plugin_message_get_description(message.get()));
            trouble_.missing_words = words.get();
            trouble_.missing_caps = missing_caps_of(message.get());
        }
    }
    return std::nullopt;
}

bool Decoder::grew() const {
    return file_ && file_->grew();
}

CodedStream Decoder::coded() const {
    const std::lock_guard lock(mutex_);
    return coded_;
}

}  // namespace refrain
