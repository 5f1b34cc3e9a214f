#include "player/engine/output/pulse_output.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

constexpr pa_usec_t patience_us = 4'000'000;
/// What the device takes at a time, if it can: it cannot be replaced any more once it is taken. Shorter ones
/// cost the server wake-ups.
constexpr pa_usec_t device_us = 10'000;
/// For the way to the server: at least, and at most on a machine that is very busy.
constexpr std::int64_t shortest_way_us = 4'000, longest_way_us = 80'000;
/// How often the server asks for more, in microseconds of sound: seldom, for we come by ourselves. It lets
/// the device hold half of what a stream's length goes beyond two of these (PA_STREAM_ADJUST_LATENCY).
constexpr pa_usec_t asked_every_us = 200'000, stream_us = 2 * asked_every_us + 2 * device_us;
/// Ahead of what is heard, beside what the device holds: below the first more is mixed, up to the second.
/// Calm, it is enough for a machine that stands still for half a second. It must be less than what can be
/// taken back.
constexpr std::int64_t low_us_calm = 500'000, high_us_calm = 760'000, low_us_lively = 60'000,
                       high_us_lively = 80'000;
/// Below this there must be something, if only silence.
constexpr std::int64_t dry_us = 8'000;
/// It begins to play with so much, so that a decoder that has only just begun causes no gap; or with less, if
/// no more came for so long.
constexpr std::int64_t begin_us = 40'000;
constexpr std::chrono::milliseconds begin_at_last{10};
/// How old an answer may be before it is asked again, and how often one is waited for.
constexpr std::chrono::milliseconds fresh{20};
/// What a server that says nothing for so long does nobody knows.
constexpr std::chrono::microseconds longest_unknown{400'000};
constexpr std::int64_t poll_us = 5'000;

}  // namespace

class PulseOutput::Lock {
  public:
    explicit Lock(const PulseOutput& output) : output_(output) {
        output_.pa_.threaded_mainloop_lock(output_.loop_);
    }
    ~Lock() { output_.pa_.threaded_mainloop_unlock(output_.loop_); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

  private:
    const PulseOutput& output_;
};

PulseOutput::PulseOutput(const PulseApi& api, StreamFormat format, std::function<void()> wake)
    : pa_(api), format_(format), wake_(std::move(wake)), way_us_(shortest_way_us) {}

PulseOutput::~PulseOutput() {
    stop();
    if (stream_ != nullptr) {
        pa_.stream_unref(stream_);
    }
    if (context_ != nullptr) {
        pa_.context_unref(context_);
    }
    if (loop_ != nullptr) {
        pa_.threaded_mainloop_free(loop_);
    }
}

bool PulseOutput::let_go() {
    stop();
    return true;
}

Result<OutputPtr> PulseOutput::open(const std::string& device, StreamFormat format,
                                    std::function<void()> wake) {
    const auto api = PulseApi::load();
    if (!api) {
        return api.error();
    }
    std::unique_ptr<PulseOutput, OutputCloser> output(new PulseOutput(api.value(), format, std::move(wake)));
    if (auto error = output->connect(device)) {
        return *error;
    }
    return OutputPtr(std::move(output));
}

// With the lock held: until one of both is true, or there is no time left.
template <class Ready, class Failed>
bool PulseOutput::wait_for(Ready ready, Failed failed) {
    while (!ready()) {
        if (failed() || out_of_time_) {
            return false;
        }
        pa_.threaded_mainloop_wait(loop_);
    }
    return true;
}

std::optional<Error> PulseOutput::connect(const std::string& device) {
    loop_ = pa_.threaded_mainloop_new();
    if (loop_ == nullptr) {
        return device_error({});
    }
    context_ = pa_.context_new(pa_.threaded_mainloop_get_api(loop_), "Refrain");
    if (context_ == nullptr) {
        return device_error({});
    }
    pa_.context_set_state_callback(
        context_, [](pa_context*, void* self) { static_cast<PulseOutput*>(self)->learn_state(); }, this);
    if (pa_.threaded_mainloop_start(loop_) < 0) {
        return device_error({});
    }
    const Lock lock(*this);
    const auto reason = [this] { return device_error(pa_.strerror(pa_.context_errno(context_))); };
    if (pa_.context_connect(context_, nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0) {
        return reason();
    }
    pa_time_event* const alarm = pa_.context_rttime_new(
        context_, pa_.rtclock_now() + patience_us,
        [](pa_mainloop_api*, pa_time_event*, const timeval*, void* self) {
            auto* const output = static_cast<PulseOutput*>(self);
            output->out_of_time_ = true;
            output->pa_.threaded_mainloop_signal(output->loop_, 0);
        },
        this);
    const auto open_stream = [&] {
        const auto context_is = [this] { return pa_.context_get_state(context_); };
        if (!wait_for([&] { return context_is() == PA_CONTEXT_READY; },
                      [&] { return !PA_CONTEXT_IS_GOOD(context_is()); })) {
            return false;
        }
        const pa_sample_spec spec{PA_SAMPLE_FLOAT32NE, static_cast<std::uint32_t>(format_.rate),
                                  static_cast<std::uint8_t>(format_.channels)};
        pa_proplist* const properties = pa_.proplist_new();
        pa_.proplist_sets(properties, PA_PROP_MEDIA_ROLE, "music");
        stream_ = pa_.stream_new_with_proplist(context_, "Music", &spec, nullptr, properties);
        pa_.proplist_free(properties);
        if (stream_ == nullptr) {
            return false;
        }
        pa_.stream_set_state_callback(
            stream_, [](pa_stream*, void* self) { static_cast<PulseOutput*>(self)->learn_state(); }, this);
        const auto bytes = [&](pa_usec_t us) {
            return static_cast<std::uint32_t>(pa_.usec_to_bytes(us, &spec));
        };
        const auto any = static_cast<std::uint32_t>(-1);
        // It begins with the first frame, and waits for the next one where one comes late: nothing is lost.
        const pa_buffer_attr buffer{any, bytes(stream_us), static_cast<std::uint32_t>(pa_.frame_size(&spec)),
                                    bytes(asked_every_us), any};
        if (pa_.stream_connect_playback(
                stream_, device.empty() ? nullptr : device.c_str(), &buffer,
                static_cast<pa_stream_flags_t>(PA_STREAM_ADJUST_LATENCY | PA_STREAM_START_CORKED), nullptr,
                nullptr) < 0) {
            return false;
        }
        const auto stream_is = [this] { return pa_.stream_get_state(stream_); };
        return wait_for([&] { return stream_is() == PA_STREAM_READY; },
                        [&] { return !PA_STREAM_IS_GOOD(stream_is()); });
    };
    const bool opened = open_stream();
    if (alarm != nullptr) {
        pa_.threaded_mainloop_get_api(loop_)->time_free(alarm);
    }
    if (!opened) {
        return out_of_time_ ? server_hangs() : reason();
    }
    return std::nullopt;
}

// On the library's thread.
void PulseOutput::learn_state() {
    const bool context_well = PA_CONTEXT_IS_GOOD(pa_.context_get_state(context_));
    const bool stream_well = stream_ == nullptr || PA_STREAM_IS_GOOD(pa_.stream_get_state(stream_));
    if (!context_well || !stream_well) {
        failed_ = true;
        wake_();
    }
    pa_.threaded_mainloop_signal(loop_, 0);
}

// The lock is held.
void PulseOutput::ask_timing() {
    pa_operation* const asked = pa_.stream_update_timing_info(
        stream_,
        [](pa_stream* /*stream*/, int success, void* self) {
            auto* const output = static_cast<PulseOutput*>(self);
            ++output->answers_;
            const bool verifies = output->answers_ == output->verified_by_;
            if (success != 0 && output->answers_ > output->outdated_) {
                output->learn_timing();
                // The server has taken the sound and answered in one go.
                if (verifies && output->timing_) {
                    const std::int64_t late = output->timing_->taken - output->went_back_to_;
                    output->hurry(output->us_of(late));
                    output->late_ = std::max<std::int64_t>(late, 0);
                }
            }
        },
        this);
    if (asked != nullptr) {
        ++questions_;
        asked_ = Clock::now();
        pa_.operation_unref(asked);
    }
}

// The lock is held. Fit the time that is allowed for the way to how late the last one was.
void PulseOutput::hurry(std::int64_t late_us) {
    const std::int64_t wanted = late_us > 0 ? way_us_ + 2 * late_us : way_us_ - way_us_ / 8;
    way_us_ = std::clamp(wanted, shortest_way_us, longest_way_us);
}

// On the library's thread.
void PulseOutput::learn_timing() {
    const pa_timing_info* const info = pa_.stream_get_timing_info(stream_);
    if (info == nullptr || info->read_index_corrupt != 0) {
        return;
    }
    // By the wall clock; ours is the steady one.
    constexpr pa_usec_t oldest = 1'000'000;
    const std::chrono::microseconds age(std::min(pa_.timeval_age(&info->timestamp), oldest));
    const auto frame = static_cast<std::int64_t>(pa_.frame_size(pa_.stream_get_sample_spec(stream_)));
    timing_ = Timing{Clock::now() - age, info->read_index / frame, static_cast<std::int64_t>(info->sink_usec),
                     static_cast<std::int64_t>(std::max(info->configured_sink_usec, device_us)),
                     info->playing != 0};
}

// The lock is held. In frames; nobody knows better while nothing was told.
std::int64_t PulseOutput::heard() const {
    if (!timing_ || held_) {
        return rendered_;
    }
    std::int64_t frame = timing_->taken - frames_of(timing_->behind_us);
    if (timing_->playing) {
        const auto age = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - timing_->when);
        frame += frames_of(std::min(age, longest_unknown).count());
    }
    // What the device has not taken yet nobody has heard: where the server is late, the last of the music
    // would be taken for played and dropped with the stream.
    const std::int64_t most = timing_->taken >= pushed_ ? pushed_ : std::max<std::int64_t>(pushed_ - 1, 0);
    return std::clamp(frame, std::min(rendered_, most), most);
}

std::int64_t PulseOutput::ahead_us() const {
    return us_of(pushed_ - heard());
}
std::int64_t PulseOutput::behind_us() const {
    return timing_ ? timing_->most_behind_us : static_cast<std::int64_t>(device_us);
}
std::int64_t PulseOutput::low_us() const {
    return behind_us() + (calm_ ? low_us_calm : low_us_lively);
}
std::int64_t PulseOutput::high_us() const {
    return behind_us() + (calm_ ? high_us_calm : high_us_lively);
}

bool PulseOutput::has_room() const {
    if (!waiting_.empty()) {
        return us_of(pushed_) < full_at_us_;
    }
    const Lock lock(*this);
    return ahead_us() < high_us();
}

std::chrono::microseconds PulseOutput::can_wait() {
    if (!waiting_.empty() && has_room()) {
        return {};  // while at it
    }
    const Lock lock(*this);
    const std::int64_t ahead = ahead_us();
    const bool known = timing_ && timing_->playing;
    const std::int64_t wait = ahead - low_us();
    return std::chrono::microseconds(std::max<std::int64_t>(known ? wait : std::min(wait, poll_us), 0));
}

bool PulseOutput::runs_dry() {
    const Lock lock(*this);
    return ahead_us() < behind_us() + dry_us;
}

void PulseOutput::push(const float* samples, std::size_t frames) {
    if (waiting_.empty()) {
        const Lock lock(*this);
        full_at_us_ = us_of(heard()) + high_us();
    }
    waiting_.insert(waiting_.end(), samples, samples + frames * static_cast<std::size_t>(format_.channels));
    pushed_ += static_cast<std::int64_t>(frames);
}

void PulseOutput::flush() {
    if (failed_) {
        return;
    }
    const bool more = !waiting_.empty();
    const bool begins =
        let_go_ && pushed_ > rendered_ &&
        (us_of(pushed_ - rendered_) >= begin_us || Clock::now() >= first_written_ + begin_at_last);
    if (!more && !begins) {
        return;
    }
    const Lock lock(*this);
    if (more) {
        if (offset_ < 0) {
            went_back_to_ = written_;
            verified_by_ = questions_ + 1;
        }
        const std::size_t bytes = waiting_.size() * sizeof(float);
        pa_.stream_write(stream_, waiting_.data(), bytes, nullptr, std::exchange(offset_, 0),
                         PA_SEEK_RELATIVE);
        waiting_.clear();
        if (let_go_ && written_ <= rendered_) {
            first_written_ = Clock::now();
        }
        written_ = pushed_;
    }
    if (begins) {
        cork(false);
    }
    ask_timing();
}

std::int64_t PulseOutput::rendered() {
    const Lock lock(*this);
    rendered_ = std::max(rendered_, heard());
    const bool waits = answers_ < questions_;
    if (!failed_ && !held_ && !waits && pushed_ > rendered_ && Clock::now() > asked_ + fresh) {
        ask_timing();
    }
    return rendered_;
}

std::optional<std::int64_t> PulseOutput::earliest_change() {
    const Lock lock(*this);
    if (!timing_ || failed_) {
        return std::nullopt;
    }
    if (held_) {
        // It stands still: what it had taken and not played it has given back.
        return std::max(timing_->taken, rendered_);
    }
    return std::max(taken_soon() + frames_of(way_us_), rendered_);
}

// The lock is held. The device may have taken what lies before, by the time it is asked.
std::int64_t PulseOutput::taken_soon() const {
    return timing_ && !held_ ? std::max(heard() + frames_of(timing_->most_behind_us), timing_->taken)
                             : rendered_;
}

std::int64_t PulseOutput::late() {
    const Lock lock(*this);
    return std::exchange(late_, 0);
}

void PulseOutput::go_back(std::int64_t frame) {
    flush();
    frame = std::clamp(frame, rendered_, pushed_);
    offset_ += (frame - written_) * static_cast<std::int64_t>(sizeof(float)) * format_.channels;
    pushed_ = written_ = frame;
}

// The lock is held.
void PulseOutput::cork(bool held) {
    rendered_ = std::max(rendered_, heard());
    held_ = held;
    let_go_ = false;
    timing_.reset();
    outdated_ = questions_;
    if (pa_operation* const asked = pa_.stream_cork(stream_, held ? 1 : 0, nullptr, nullptr)) {
        pa_.operation_unref(asked);
    }
}

// With the next sound: a server may have rendered a second of silence ahead, which it throws away for a
// stream that begins, but not for one that runs and has been empty.
void PulseOutput::play() {
    let_go_ = held_;
}

void PulseOutput::pause() {
    flush();
    let_go_ = false;
    if (!held_ && !failed_) {
        const Lock lock(*this);
        cork(true);
        ask_timing();
    }
}

void PulseOutput::stop() {
    if (loop_ == nullptr) {
        return;
    }
    {
        const Lock lock(*this);
        if (stream_ != nullptr) {
            rendered_ = std::max(rendered_, heard());
            pa_.stream_set_state_callback(stream_, nullptr, nullptr);
            pa_.stream_disconnect(stream_);
        }
        if (context_ != nullptr) {
            pa_.context_set_state_callback(context_, nullptr, nullptr);
            pa_.context_disconnect(context_);
        }
        timing_.reset();
    }
    pa_.threaded_mainloop_stop(loop_);
}

std::optional<Error> PulseOutput::failure() {
    if (!failed_ || std::exchange(failure_told_, true)) {
        return std::nullopt;
    }
    const Lock lock(*this);
    return device_error(pa_.strerror(pa_.context_errno(context_)));
}

}  // namespace refrain
