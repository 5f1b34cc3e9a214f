#include "ui/view_models/player_events.h"

namespace refrain {

PlayerState status_of(const PlayerState& state) {
    // By name, so that a new member of PlayerState cannot be forgotten here: the compiler counts them.
    const auto& [playback, queue, current, auto_from, position, duration, volume, muted, queue_revision,
                 seek_revision, shuffle, repeat, can_undo, stop_after_current, sleep_timer, stretch, speed,
                 resumed_from, settings, devices, error] = state;
    (void)queue;
    return {playback, {},     current,      auto_from,          position,
            duration, volume, muted,        queue_revision,     seek_revision,
            shuffle,  repeat, can_undo,     stop_after_current, sleep_timer,
            stretch,  speed,  resumed_from, settings,           devices,
            error};
}

PlayerPicture picture_of(const PlayerState& state) {
    return {status_of(state), std::make_shared<const std::vector<QueueEntry>>(state.queue)};
}

PlayerEvents::PlayerEvents(Player& player, QObject* parent)
    : QObject(parent),
      player_(player),
      picture_(picture_of(player.state())),
      copied_revision_(picture_.status.queue_revision) {
    player_.add_observer(this);
}

PlayerEvents::~PlayerEvents() {
    player_.remove_observer(this);
}

template <class Note>
void PlayerEvents::post(Note note) {
    const std::lock_guard lock(mutex_);
    note(pending_);
    if (!std::exchange(posted_, true)) {
        QMetaObject::invokeMethod(this, &PlayerEvents::deliver, Qt::QueuedConnection);
    }
}

void PlayerEvents::player_changed(const PlayerState& state) {
    QueuePtr queue;
    if (state.queue_revision != copied_revision_) {
        queue = std::make_shared<const std::vector<QueueEntry>>(state.queue);
        copied_revision_ = state.queue_revision;
    }
    post([&](Pending& pending) {
        pending.status = status_of(state);
        if (queue) {
            pending.queue = std::move(queue);
        }
        // The state's own position is newer than any noted before it.
        pending.position.reset();
    });
}

void PlayerEvents::position_changed(Milliseconds position, Milliseconds duration) {
    post([&](Pending& pending) { pending.position = std::pair(position, duration); });
}

void PlayerEvents::listen_ended(const Listen& /*listen*/) {
    post([](Pending& pending) { pending.listen_closed = true; });
}

void PlayerEvents::deliver() {
    Pending news;
    {
        const std::lock_guard lock(mutex_);
        news = std::exchange(pending_, {});
        posted_ = false;
    }
    if (news.status) {
        picture_.status = std::move(*news.status);
        if (news.queue) {
            picture_.queue = std::move(news.queue);
        }
        Q_EMIT picture_changed(picture_);
    }
    if (news.position) {
        Q_EMIT position_moved(news.position->first.count(), news.position->second.count());
    }
    if (news.listen_closed) {
        Q_EMIT listen_closed();
    }
}

}  // namespace refrain
