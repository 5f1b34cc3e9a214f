#include "ui/player_follower.h"

#include <algorithm>
#include <utility>

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
    const std::lock_guard lock(mutex_);
    playing_ = state.state == PlaybackState::playing;
    speed_ = state.speed;
    note(state.position, state.duration);
    note_repeat(state);
    news_.changed = true;
    ask_for_delivery();
}

void PlayerFollower::position_changed(Milliseconds position, Milliseconds duration) {
    const std::lock_guard lock(mutex_);
    note(position, duration);
    news_.moved = true;
    ask_for_delivery();
}

void PlayerFollower::listen_ended(const Listen& /*listen*/) {
    const std::lock_guard lock(mutex_);
    news_.listen_closed = true;
    ask_for_delivery();
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

void PlayerFollower::ask_for_delivery() {
    if (!std::exchange(posted_, true)) {
        QMetaObject::invokeMethod(this, &PlayerFollower::deliver, Qt::QueuedConnection);
    }
}

void PlayerFollower::deliver() {
    News news;
    Milliseconds position{0};
    Milliseconds duration{0};
    {
        const std::lock_guard lock(mutex_);
        news = std::exchange(news_, {});
        // Before the picture is taken: a change from here on posts a delivery of its own.
        posted_ = false;
        position = position_;
        duration = duration_;
        repeats_ = repeats_noted_;
    }
    if (news.changed) {
        state_ = player_.state();
        Q_EMIT changed(state_);
    } else if (news.moved) {
        Q_EMIT position_moved(position.count(), duration.count());
    }
    if (news.listen_closed) {
        Q_EMIT listen_closed();
    }
}

}  // namespace refrain
