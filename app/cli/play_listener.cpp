#include "app/cli/play_listener.h"

#include <fmt/format.h>

namespace refrain::app {

void PlayListener::tell(const Error& error) {
    if (!error_ || error.text() != error_->text()) {
        error_ = error;
        output_.note("refrain: " + printable(error.text()));
    }
}

void PlayListener::player_changed(const PlayerState& state) {
    const std::lock_guard lock(mutex_);
    stopped_ = state.state == PlaybackState::stopped;
    if (state.error) {
        tell(*state.error);
    } else if (!device_gone_) {
        // A disk that was waited for has answered.
        error_.reset();
    }
    if (state.state == PlaybackState::paused) {
        // The command never pauses: the player does when headphones are pulled or a device is switched off.
        device_gone_ = true;
        tell({ErrorCode::not_found, "The audio device went away, and playback ends here", {}});
    }
    if (const QueueEntry* entry = state.current_entry();
        entry != nullptr && !stopped_ && entry->id != announced_) {
        announced_ = entry->id;
        output_.line(fmt::format("Playing {}{}{}", printable(entry->title),
                                 entry->artist.empty() ? "" : " by ", printable(entry->artist)));
    }
    changed_.notify_all();
}

void PlayListener::listen_ended(const Listen& listen) {
    const std::lock_guard lock(mutex_);
    listens_.push_back(listen);
}

void PlayListener::interrupt() {
    const std::lock_guard lock(mutex_);
    interrupted_ = true;
    changed_.notify_all();
}

void PlayListener::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || device_gone_ || interrupted_; });
}

std::vector<Listen> PlayListener::listens() const {
    const std::lock_guard lock(mutex_);
    return listens_;
}

std::optional<Error> PlayListener::error() const {
    const std::lock_guard lock(mutex_);
    return error_;
}

}  // namespace refrain::app
