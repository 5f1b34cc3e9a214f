#include "player/engine/decoding/deck.h"

#include "player/engine/decoding/decoder_thread.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <gst/audio/audio.h>

namespace refrain {
namespace {

constexpr std::size_t channels = 2, frame_bytes = channels * sizeof(float);

/// Lossy coders build on what came before: MP3 on some ten frames (its bit reservoir), Opus on 80 ms, AAC and
/// Vorbis on a block. Ten MP3 frames are the most. The lossless ones begin anywhere.
constexpr std::int64_t run_in_of_lossy = std::int64_t{10} * 1152;

bool is_lossy(std::string_view coding) {
    return coding == "audio/mpeg" || coding == "audio/x-vorbis" || coding == "audio/x-opus";
}

}  // namespace

Deck::Deck(TrackSource source, std::function<void()> wake, std::shared_ptr<DeckCrew> crew)
    : source_(std::move(source)),
      crew_(crew ? std::move(crew) : std::make_shared<DeckCrew>()),
      thread_(std::make_shared<DecoderThread>(source_.path, std::move(wake))) {
    const auto hired = crew_->hire(
        source_.path, [thread = thread_](const DeckCrew::Answered& answered) { thread->work(answered); });
    if (hired) {
        worker_ = hired.value().worker;
        thread_->asked_at(hired.value().asked);
    } else {
        refused_ = true;
        failure_ = hired.error();
    }
    if (source_.start > Milliseconds(0)) {
        seek(source_.start);
    }
}

Deck::~Deck() {
    sample_.reset();
    crew_->dismiss(worker_, gave_no_answer());
    thread_->stop();
}

void Deck::drop_sample() {
    sample_.reset();
    sample_frames_ = sample_used_ = 0;
}

// What the first sample tells. False if it is of no use.
bool Deck::learn(Decoder& decoder) {
    const GstCaps* const caps = gst_sample_get_caps(sample_.get());
    int rate = 0;
    if (caps == nullptr || !gst_structure_get_int(gst_caps_get_structure(caps, 0), "rate", &rate) ||
        rate <= 0) {
        return false;
    }
    Trimming trimming = decoder.trimming();
    const CodedStream coded = decoder.coded();
    rate_ = rate;
    if (!trimming.frames && !decoder.in_parts()) {
        trimming.frames = end_of_pages(decoder);
        trimming.rate = trimming.frames ? rate : trimming.rate;
    }
    window_ = window_of(trimming, source_.begin, source_.end, rate);
    run_in_ = is_lossy(coded.coding) ? run_in_of_lossy : 0;
    // In an MP4 file every packet has a time of its own, elsewhere the parser adds up their lengths.
    const bool counted = coded.coding == "audio/mpeg" && (trimming.rate == 0 || !trimming.caps.empty());
    grid_ = counted && (trimming.rate == 0 || trimming.rate == rate)
                ? static_cast<std::int64_t>(sample_frames_)
                : 0;
    learn_claim(decoder);
    wanted_ = window_.first;
    thread_->ask_duration();
    return true;
}

// The end of an Ogg stream lies within a packet; its last page says where.
std::optional<std::int64_t> Deck::end_of_pages(const Decoder& decoder) const {
    const CodedStream coded = decoder.coded();
    if (coded.coding != "audio/x-vorbis" || !coded.end) {
        return std::nullopt;
    }
    const auto end = static_cast<std::int64_t>(*coded.end + decoder.part_begin()) - coded.origin;
    return end > 0 ? std::optional(frame_at(static_cast<std::uint64_t>(end), rate_, 0)) : std::nullopt;
}

// Of the sample what lies before the end.
void Deck::cut(const std::optional<std::int64_t>& end) {
    if (end) {
        const std::int64_t until_end = std::max<std::int64_t>(*end - decoded_, 0);
        sample_frames_ = std::min(sample_frames_, static_cast<std::size_t>(until_end));
    }
}

void Deck::learn_claim(const Decoder& decoder) {
    const ClaimedLength& claim = decoder.claim();
    const TrackWindow whole = window_of(decoder.trimming(), CdFrames(0), CdFrames(0), rate_);
    claimed_end_ = whole.end;
    if (!claimed_end_ && claim.length) {
        claimed_end_ = whole.first + static_cast<std::int64_t>(static_cast<double>(*claim.length) * rate_ /
                                                               static_cast<double>(claim.rate));
    }
    if (claimed_end_ && window_.end && source_.end > CdFrames(0)) {
        claimed_end_ = std::min(*claimed_end_, *window_.end);
    }
    torn_ = claim.torn && source_.end == CdFrames(0);
}

// The first sample after opening or a seek says where it lies; those after it follow on.
void Deck::find_place(Decoder& decoder) {
    const std::uint64_t stream_time =
        gst_segment_to_stream_time(gst_sample_get_segment(sample_.get()), GST_FORMAT_TIME,
                                   GST_BUFFER_PTS(gst_sample_get_buffer(sample_.get())));
    const std::int64_t time =
        static_cast<std::int64_t>(stream_time + decoder.part_begin()) - decoder.coded().origin;
    decoded_ = GST_CLOCK_TIME_IS_VALID(stream_time) && time >= 0
                   ? frame_at(static_cast<std::uint64_t>(time), rate_, grid_)
                   : wanted_;
    place_known_ = true;
}

// False when there is nothing to look at until the next wake.
bool Deck::next_sample() {
    drop_sample();
    if (failure_ || beyond_end_) {
        return false;
    }
    Decoder* const decoder = thread_->decoder();
    if (decoder == nullptr) {
        watch(true);
        return false;
    }
    if (std::exchange(seeking_, false) && !thread_->moved()) {
        // A file that cannot be wound goes on from where it is.
        wanted_ = window_.first;
    }
    if (wanted_position_ && started()) {
        go_to(window_.first + frame_of(*std::exchange(wanted_position_, std::nullopt), rate_));
        return false;
    }
    sample_ = decoder->pull();
    if (!sample_ && decoder->at_end_of_part()) {
        thread_->go_on();
        return false;
    }
    watch(!sample_ && !decoder->at_end());
    if (!sample_) {
        return false;
    }
    sample_frames_ = gst_buffer_get_size(gst_sample_get_buffer(sample_.get())) / frame_bytes;
    if (!started()) {
        if (learn(*decoder) && !wanted_position_ && window_.first > rate_) {
            // A segment's beginning is nearer by winding than by decoding what lies before it.
            go_to(window_.first);
        }
        if (!started() || seeking_ || wanted_position_) {
            drop_sample();
            return true;
        }
    }
    if (!place_known_) {
        find_place(*decoder);
    }
    cut(window_.end);
    if (decoder->in_parts()) {
        cut(end_of_pages(*decoder));
    }
    if (decoded_ < wanted_) {
        sample_used_ = std::min(static_cast<std::size_t>(wanted_ - decoded_), sample_frames_);
        decoded_ += static_cast<std::int64_t>(sample_used_);
    }
    next_frame_ = std::max(decoded_, wanted_) - window_.first;
    beyond_end_ = window_.end && decoded_ >= *window_.end;
    ask_duration_again();
    return true;
}

// Of a deck that nobody reads nothing is expected.
void Deck::watch(bool starving) {
    if (thread_->starves(starving)) {
        const std::weak_ptr<DecoderThread> watched = thread_;
        crew_->watch([watched, silence = crew_->limits().silence] {
            const auto thread = watched.lock();
            return thread && thread->look(silence);
        });
    }
}

void Deck::go_to(std::int64_t frame) {
    drop_sample();
    const auto end = end_frame();
    beyond_end_ = end && frame >= *end;
    wanted_ = beyond_end_ ? *end : frame;
    next_frame_ = wanted_ - window_.first;
    place_known_ = false;
    if (!beyond_end_) {
        thread_->seek(time_of(std::max<std::int64_t>(wanted_ - run_in_, 0), rate_));
        seeking_ = true;
    }
}

// Without a table a parser learns the length while it reads.
void Deck::ask_duration_again() {
    constexpr int every = 64;
    if (!window_.end && ++samples_ % every == 0 && !thread_->duration()) {
        thread_->ask_duration();
    }
}

std::size_t Deck::read(float* out, std::size_t frames) {
    std::size_t done = 0;
    while (done < frames) {
        if (left() == 0) {
            if (!next_sample()) {
                break;
            }
            continue;
        }
        const std::size_t step = std::min(frames - done, left());
        gst_buffer_extract(gst_sample_get_buffer(sample_.get()), sample_used_ * frame_bytes,
                           out + done * channels, step * frame_bytes);
        sample_used_ += step;
        decoded_ += static_cast<std::int64_t>(step);
        next_frame_ = decoded_ - window_.first;
        done += step;
    }
    return done;
}

bool Deck::ended() const {
    return at_last() && !ends_early();
}

bool Deck::at_last() const {
    if (!started() || wanted_position_ || left() > 0) {
        return false;
    }
    if (beyond_end_ || (window_.end && place_known_ && decoded_ >= *window_.end)) {
        return true;
    }
    Decoder* const decoder = seeking_ || failure_ ? nullptr : thread_->decoder();
    return decoder != nullptr && decoder->at_end();
}

// What is still being written may say more than is there.
bool Deck::ends_early() const {
    const Decoder* const decoder = thread_->decoder();
    if (decoder == nullptr || decoder->grew()) {
        return false;
    }
    return torn_ || (claimed_end_ && falls_short(place_known_ ? decoded_ : wanted_, *claimed_end_, rate_));
}

std::string Deck::words_for_early_end() const {
    if (!claimed_end_) {
        return "The file was cut short";
    }
    const auto seconds = [this](std::int64_t frame) {
        return std::to_string((frame - window_.first + rate_ / 2) / rate_);
    };
    return "The file was cut short: it ends after " + seconds(place_known_ ? decoded_ : wanted_) + " of " +
           seconds(*claimed_end_) + " seconds";
}

void Deck::seek(Milliseconds position) {
    wanted_position_ = std::max(position, Milliseconds(0));
    if (started() && !failure_ && thread_->decoder() != nullptr) {
        go_to(window_.first + frame_of(*std::exchange(wanted_position_, std::nullopt), rate_));
    }
}

/// On the decoder's time line, as far as it is known.
std::optional<std::int64_t> Deck::end_frame() const {
    if (window_.end) {
        return window_.end;
    }
    const auto all = thread_->duration();
    return all ? std::optional(std::max(frame_at(*all, rate_, 0), window_.first)) : std::nullopt;
}

std::optional<Milliseconds> Deck::duration() {
    const auto end = started() ? end_frame() : std::nullopt;
    const std::int64_t frames = end ? *end - window_.first : 0;
    return frames > 0 ? std::optional(Milliseconds((frames * 1000 + rate_ / 2) / rate_)) : std::nullopt;
}

bool Deck::has_unread() const {
    Decoder* const decoder = left() > 0 ? nullptr : thread_->decoder();
    return left() > 0 || (decoder != nullptr && decoder->unread());
}

bool Deck::at_work() const {
    if (failure_) {
        return false;
    }
    Decoder* const decoder = thread_->decoder();
    return decoder != nullptr ? decoder->at_work() : thread_->waits_for_disk();
}

bool Deck::gave_no_answer() const {
    return refused_ || thread_->gave_no_answer();
}

std::optional<Milliseconds> Deck::silent_for() const {
    return failure_ || left() > 0 ? std::nullopt : thread_->silent_for();
}

void Deck::give_up(ErrorCode code, std::string words) {
    if (!failure_) {
        failure_ = Error{code, std::move(words), source_.path};
    }
}

const std::optional<Error>& Deck::failure() {
    if (!failure_) {
        failure_ = thread_->failure(started());
    }
    Decoder* const decoder = failure_ || started() ? nullptr : thread_->decoder();
    if (decoder != nullptr && decoder->at_end()) {
        // Its error, if it had one, was told before.
        failure_ = thread_->failure(false);
        give_up(ErrorCode::malformed, "The file holds no music");
    }
    if (!failure_ && at_last() && ends_early()) {
        give_up(ErrorCode::malformed, words_for_early_end());
    }
    return failure_;
}

}  // namespace refrain
