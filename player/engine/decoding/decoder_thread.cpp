#include "player/engine/decoding/decoder_thread.h"

#include <utility>

namespace refrain {

DecoderThread::DecoderThread(std::string path, int rate, std::function<void()> wake)
    : path_(std::move(path)), decoder_([this] { this->wake(); }, rate), wake_(std::move(wake)) {}

void DecoderThread::wake() {
    const std::lock_guard lock(wake_mutex_);
    if (wake_) {
        wake_();
    }
}

void DecoderThread::work() {
    auto error = decoder_.open(path_);
    std::unique_lock lock(mutex_);
    state_ = error ? State::failed : State::ready;
    open_failure_ = std::move(error);
    while (!stopped_) {
        lock.unlock();
        wake();
        lock.lock();
        asked_.wait(lock, [this] { return stopped_ || state_ == State::seeking || duration_wanted_; });
        if (stopped_) {
            break;
        }
        if (state_ == State::seeking) {
            const std::uint64_t time = wanted_time_;
            lock.unlock();
            const bool moved = decoder_.seek(time);
            lock.lock();
            moved_ = moved;
            state_ = State::ready;
        } else {
            duration_wanted_ = false;
            lock.unlock();
            const auto duration = decoder_.duration();
            lock.lock();
            duration_ = duration;
        }
    }
    lock.unlock();
    decoder_.close();
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
    return state_ == State::ready ? &decoder_ : nullptr;
}

bool DecoderThread::waits_for_disk() const {
    const std::lock_guard lock(mutex_);
    return state_ == State::opening || state_ == State::seeking;
}

const std::optional<Error>& DecoderThread::failure(bool started) {
    if (failure_) {
        return failure_;
    }
    {
        const std::lock_guard lock(mutex_);
        failure_ = open_failure_;
    }
    if (Decoder* const ready = failure_ ? nullptr : decoder()) {
        failure_ = ready->failure(started);
    }
    return failure_;
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
