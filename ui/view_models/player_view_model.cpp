#include "ui/view_models/player_view_model.h"

#include "ui/view_models/track_text.h"

#include <algorithm>

namespace refrain {

PlayerViewModel::PlayerViewModel(Player& player, PlayerEvents& events, QObject* parent)
    : QObject(parent), player_(player) {
    connect(&events, &PlayerEvents::state_changed, this, &PlayerViewModel::take);
    connect(&events, &PlayerEvents::position_moved, this, &PlayerViewModel::take_position);
    take(events.state());
}

QString PlayerViewModel::title() const {
    return has_track() ? display_title(entry_.title, entry_.path) : QString();
}
QString PlayerViewModel::artist() const {
    return plain_text(entry_.artist);
}
QString PlayerViewModel::album() const {
    return plain_text(entry_.album);
}
QString PlayerViewModel::reason() const {
    return plain_text(entry_.reason);
}
QString PlayerViewModel::position_text() const {
    return position_ < 1000 ? QStringLiteral("0:00") : clock_text(Milliseconds(position_));
}
QString PlayerViewModel::duration_text() const {
    return clock_text(Milliseconds(duration_));
}

void PlayerViewModel::set_volume(double volume) {
    player_.set_volume(std::clamp(volume, 0.0, 1.0));
    if (muted_ && volume > 0.0) {
        player_.set_muted(false);
    }
}
void PlayerViewModel::set_muted(bool muted) {
    player_.set_muted(muted);
}
void PlayerViewModel::toggle() {
    player_.toggle();
}
void PlayerViewModel::next() {
    player_.next();
}
void PlayerViewModel::previous() {
    player_.previous();
}
void PlayerViewModel::seek(qint64 position_ms) {
    player_.seek(Milliseconds(position_ms));
}
void PlayerViewModel::seekBy(qint64 delta_ms) {
    if (has_track()) {
        const qint64 end = duration_ > 0 ? duration_ : position_ + std::max<qint64>(delta_ms, 0);
        seek(std::clamp<qint64>(position_ + delta_ms, 0, end));
    }
}
void PlayerViewModel::notForMe() {
    player_.not_for_me();
}

void PlayerViewModel::take(const PlayerState& state) {
    const QueueEntry* current = state.current_entry();
    const QueueEntry entry = current ? *current : QueueEntry{};
    const bool other_track =
        entry.id != entry_.id || entry.track != entry_.track || entry.path != entry_.path;
    entry_ = entry;
    if (other_track) {
        Q_EMIT trackChanged();
    }
    if (playback_ != state.state || queue_empty_ != state.queue.empty()) {
        playback_ = state.state;
        queue_empty_ = state.queue.empty();
        Q_EMIT stateChanged();
    }
    if (volume_ != state.volume || muted_ != state.muted) {
        volume_ = state.volume;
        muted_ = state.muted;
        Q_EMIT volumeChanged();
    }
    take_position(state.position.count(), state.duration.count());
}

void PlayerViewModel::take_position(qint64 position, qint64 duration) {
    if (position_ != position || duration_ != duration) {
        position_ = position;
        duration_ = duration;
        Q_EMIT positionChanged();
    }
}

}  // namespace refrain
