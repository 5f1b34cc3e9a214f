#include "player/engine/decoding/decoder_thread.h"

#include "player/engine/gst_handle.h"

#include <utility>

namespace refrain {

using Clock = std::chrono::steady_clock;

DecoderThread::DecoderThread(std::string path, std::function<void()> wake)
    : path_(std::move(path)), decoder_([this] { this->wake(); }), wake_(std::move(wake)) {}

void DecoderThread::wake() {
    const std::lock_guard lock(wake_mutex_);
    if (wake_) {
        wake_();
    }
}

// The first start of GStreamer after an update looks through all its plugins, for seconds: no disk is to
// blame.
void DecoderThread::await_gstreamer() {
    {
        const std::lock_guard lock(mutex_);
        awaits_gstreamer_ = true;
    }
    // Its error is told when the file is opened.
    [[maybe_unused]] const Status started = start_gstreamer();
    const std::lock_guard lock(mutex_);
    awaits_gstreamer_ = false;
    asked_at_ = starving_since_ = Clock::now();
}

void DecoderThread::work(const std::function<void()>& answered) {
    await_gstreamer();
    auto error = decoder_.open(path_);
    answered();
    std::unique_lock lock(mutex_);
    settle(std::move(error));
    while (!stopped_) {
        lock.unlock();
        wake();
        lock.lock();
        asked_.wait(lock, [this] {
            return stopped_ || state_ == State::seeking || state_ == State::restarting ||
                   state_ == State::going_on || duration_wanted_;
        });
        if (stopped_) {
            break;
        }
        const State asked = state_;
        const std::uint64_t time = wanted_time_, part = decoder_.part_begin();
        // A deck that failed has no length to tell, and is not to be asked for it again and again.
        duration_wanted_ = duration_wanted_ && asked != State::ready && asked != State::failed;
        lock.unlock();
        if (asked == State::seeking) {
            auto moved = decoder_.seek(time);
            lock.lock();
            moved_ = moved && moved.value();
            settle(moved ? std::nullopt : std::optional(moved.error()));
        } else if (asked == State::restarting || asked == State::going_on) {
            auto trouble = asked == State::restarting ? decoder_.restart() : decoder_.go_on();
            lock.lock();
            settle(std::move(trouble));
        } else {
            const auto duration = asked == State::ready ? decoder_.duration() : std::nullopt;
            lock.lock();
            duration_ = duration ? duration : duration_;
        }
        if (decoder_.part_begin() != part) {
            // Opened anew, it may stand still anew.
            gave_sound_ = false;
            asked_at_ = Clock::now();
            restarts_ = 0;
        }
    }
    lock.unlock();
    decoder_.close();
}

// mutex_ is held. A deck that was given up meanwhile stays so.
void DecoderThread::settle(std::optional<Error> error) {
    if (!trouble_) {
        trouble_ = std::move(error);
    }
    state_ = trouble_ ? State::failed : State::ready;
}

bool DecoderThread::starves(bool starving) {
    const std::lock_guard lock(mutex_);
    if (starving && !starving_) {
        starving_since_ = gave_sound_ ? Clock::now() : asked_at_;
        looks_at_idle_ = 0;
    }
    starving_ = starving;
    gave_sound_ = gave_sound_ || !starving;
    // A single one: looks at the same moment are no proof of idleness.
    return starving_ && !std::exchange(looked_at_, true);
}

// mutex_ is held.
bool DecoderThread::served() const {
    return state_ == State::ready && (decoder_.unread() || decoder_.at_end() || decoder_.at_end_of_part());
}

bool DecoderThread::look(Milliseconds silence) {
    constexpr int looks_until_idle = 3, most_restarts = 1;
    {
        const std::lock_guard lock(mutex_);
        // What is there and not taken is nobody's fault: the mixer pauses. Behind stop() the decoder is not
        // to be asked: its thread is taking it apart.
        if (stopped_ || !starving_ || trouble_ || served()) {
            starving_ = looked_at_ = false;
            return false;
        }
        // Between two elements there may be a moment with none at work.
        const bool idle = state_ == State::ready && !decoder_.at_work();
        looks_at_idle_ = idle ? looks_at_idle_ + 1 : 0;
        if (looks_at_idle_ >= looks_until_idle && !gave_sound_ && restarts_ < most_restarts) {
            ++restarts_;
            looks_at_idle_ = 0;
            asked_at_ = starving_since_ = Clock::now();
            // The mixer may be at the decoder just now.
            restart_wanted_ = true;
        } else if (looks_at_idle_ >= looks_until_idle) {
            trouble_ = Error{ErrorCode::malformed,
                             gave_sound_ ? "The file is damaged and cannot be played on"
                                         : "The file is damaged, or holds no music",
                             path_};
        } else if (!idle && !awaits_gstreamer_ && Clock::now() - starving_since_ >= silence) {
            gave_no_answer_ = true;
            trouble_ = Error{ErrorCode::unreadable, "The disk with this file does not answer", path_};
        } else {
            return true;
        }
    }
    wake();
    return true;
}

void DecoderThread::asked_at(Clock::time_point time) {
    const std::lock_guard lock(mutex_);
    asked_at_ = time;
}

std::optional<Milliseconds> DecoderThread::silent_for() const {
    const std::lock_guard lock(mutex_);
    if (stopped_ || trouble_ || awaits_gstreamer_ || served()) {
        return std::nullopt;
    }
    if (gave_sound_ && !starving_) {
        return std::nullopt;
    }
    return std::chrono::duration_cast<Milliseconds>(Clock::now() -
                                                    (gave_sound_ ? starving_since_ : asked_at_));
}

void DecoderThread::stop() {
    {
        const std::lock_guard lock(wake_mutex_);
        wake_ = nullptr;
    }
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    asked_.notify_one();
}

Decoder* DecoderThread::decoder() {
    const std::lock_guard lock(mutex_);
    if (restart_wanted_ && state_ == State::ready) {
        restart_wanted_ = false;
        state_ = State::restarting;
        asked_.notify_one();
    }
    return state_ == State::ready && !trouble_ ? &decoder_ : nullptr;
}

bool DecoderThread::waits_for_disk() const {
    const std::lock_guard lock(mutex_);
    return state_ != State::ready && state_ != State::failed;
}

const std::optional<Error>& DecoderThread::failure(bool started) {
    if (failure_) {
        return failure_;
    }
    {
        const std::lock_guard lock(mutex_);
        failure_ = trouble_;
    }
    if (Decoder* const ready = failure_ ? nullptr : decoder()) {
        failure_ = ready->failure(started);
    }
    return failure_;
}

bool DecoderThread::gave_no_answer() const {
    const std::lock_guard lock(mutex_);
    return gave_no_answer_;
}

void DecoderThread::seek(std::uint64_t nanoseconds) {
    {
        const std::lock_guard lock(mutex_);
        if (state_ != State::ready) {
            return;
        }
        wanted_time_ = nanoseconds;
        state_ = State::seeking;
    }
    asked_.notify_one();
}

void DecoderThread::go_on() {
    {
        const std::lock_guard lock(mutex_);
        if (state_ != State::ready) {
            return;
        }
        state_ = State::going_on;
    }
    asked_.notify_one();
}

bool DecoderThread::moved() const {
    const std::lock_guard lock(mutex_);
    return moved_;
}

void DecoderThread::ask_duration() {
    {
        const std::lock_guard lock(mutex_);
        duration_wanted_ = true;
    }
    asked_.notify_one();
}

std::optional<std::uint64_t> DecoderThread::duration() const {
    const std::lock_guard lock(mutex_);
    return duration_;
}

}  // namespace refrain
