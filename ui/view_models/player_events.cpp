#include "ui/view_models/player_events.h"

namespace refrain {

PlayerEvents::PlayerEvents(Player& player, QObject* parent)
    : QObject(parent), player_(player), state_(player.state()) {
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
    post([&](Pending& pending) {
        pending.state = state;
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
    if (news.state) {
        state_ = std::move(*news.state);
        Q_EMIT state_changed(state_);
    }
    if (news.position) {
        Q_EMIT position_moved(news.position->first.count(), news.position->second.count());
    }
    if (news.listen_closed) {
        Q_EMIT listen_closed();
    }
}

}  // namespace refrain
