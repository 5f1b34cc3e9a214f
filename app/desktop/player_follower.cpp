#include "app/desktop/player_follower.h"

#include <algorithm>

#include <QMetaObject>

namespace refrain {

PlayerFollower::PlayerFollower(Player& player, QObject* parent)
    : QObject(parent), player_(player), state_(player.state()) {
    position_ = state_.position;
    duration_ = state_.duration;
    player_.add_observer(this);
    // What changed between the first picture and the observer.
    PlayerFollower::player_changed(player_.state());
}

PlayerFollower::~PlayerFollower() {
    player_.remove_observer(this);
}

Milliseconds PlayerFollower::position() const {
    const std::lock_guard lock(mutex_);
    if (!playing_) {
        return position_;
    }
    // The player speaks four times a second; a guess reaches no further.
    constexpr std::chrono::duration<double, std::milli> longest(500.0);
    const std::chrono::duration<double, std::milli> since = std::chrono::steady_clock::now() - noted_at_;
    const auto now = position_ + std::chrono::duration_cast<Milliseconds>(std::min(since, longest) * speed_);
    return duration_.count() > 0 ? std::min(now, duration_) : now;
}

void PlayerFollower::player_changed(const PlayerState& state) {
    {
        const std::lock_guard lock(mutex_);
        playing_ = state.state == PlaybackState::playing;
        speed_ = state.speed;
        note(state.position, state.duration);
        note_repeat(state);
    }
    if (!refresh_posted_.exchange(true)) {
        QMetaObject::invokeMethod(
            this, [this] { refresh(); }, Qt::QueuedConnection);
    }
}

void PlayerFollower::position_changed(Milliseconds position, Milliseconds duration) {
    const std::lock_guard lock(mutex_);
    note(position, duration);
}

void PlayerFollower::note(Milliseconds position, Milliseconds duration) {
    // Playing alone goes forward.
    constexpr Milliseconds tolerance(1000);
    went_back_ = went_back_ || position + tolerance < position_;
    position_ = position;
    duration_ = duration;
    noted_at_ = std::chrono::steady_clock::now();
}

void PlayerFollower::note_repeat(const PlayerState& state) {
    const auto* entry = state.current_entry();
    const auto id = entry != nullptr ? entry->id : QueueEntryId();
    const bool same = id.valid() && id == entry_ && state.seek_revision == seeks_;
    if (same && playing_ && went_back_) {
        ++repeats_noted_;
    }
    went_back_ = false;
    entry_ = id;
    seeks_ = state.seek_revision;
}

void PlayerFollower::refresh() {
    // Before the picture is taken: a change after this line posts a refresh of its own.
    refresh_posted_ = false;
    state_ = player_.state();
    {
        const std::lock_guard lock(mutex_);
        repeats_ = repeats_noted_;
    }
    Q_EMIT changed();
}

}  // namespace refrain
