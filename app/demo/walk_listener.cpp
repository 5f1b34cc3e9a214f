#include "app/demo/walk_listener.h"

#include <algorithm>
#include <utility>

namespace refrain::app {

namespace {

/// Longer than browsing (five seconds), and far from the fifth of a track up to which Next is a word against
/// it: with a sink that takes sound as fast as it comes, some is heard before the press arrives.
Milliseconds skip_after(Milliseconds duration) {
    constexpr Milliseconds least{5200};
    return std::max(least, duration / 20);
}

}  // namespace

WalkListener::WalkListener(Dislikes dislikes, std::function<void(const Listen&)> told)
    : dislikes_(std::move(dislikes)), told_(std::move(told)) {}

std::function<void(const float*, std::size_t, int, int)> WalkListener::tap() {
    return [this](const float*, std::size_t frames, int, int rate) { frames_taken(frames, rate); };
}

void WalkListener::sit_at(Player& player) {
    player_ = &player;
}

void WalkListener::frames_taken(std::size_t frames, int rate) {
    if (!skipping_ || rate <= 0) {
        return;
    }
    const auto heard =
        heard_frames_.fetch_add(static_cast<std::int64_t>(frames)) + static_cast<std::int64_t>(frames);
    if (heard * 1000 / rate < skip_after_ms_) {
        return;
    }
    if (skipping_.exchange(false)) {
        if (Player* player = player_.load()) {
            player->next();
        }
    }
}

void WalkListener::player_changed(const PlayerState& state) {
    const std::lock_guard lock(mutex_);
    stopped_ = state.state == PlaybackState::stopped;
    if (state.error) {
        error_ = state.error;
    }
    const QueueEntry* entry = state.current_entry();
    if (entry != nullptr && !stopped_ && entry->id != current_) {
        current_ = entry->id;
        skip_after_ms_ = skip_after(entry->duration).count();
        heard_frames_ = 0;
        skipping_ = dislikes_(*entry);
    }
    changed_.notify_all();
}

void WalkListener::listen_ended(const Listen& listen) {
    if (told_) {
        told_(listen);
    }
    const std::lock_guard lock(mutex_);
    listens_.push_back(listen);
    changed_.notify_all();
}

void WalkListener::wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    // The last listen ends a moment after playback has stopped: the stop alone is not the end.
    changed_.wait(lock, [&] { return listens_.size() >= count || (stopped_ && error_); });
}

std::vector<Listen> WalkListener::listens() const {
    const std::lock_guard lock(mutex_);
    return listens_;
}

std::optional<Error> WalkListener::error() const {
    const std::lock_guard lock(mutex_);
    return error_;
}

}  // namespace refrain::app
