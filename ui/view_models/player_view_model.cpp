#include "ui/view_models/player_view_model.h"

#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <algorithm>

#include <QLocale>

namespace refrain {

namespace {

PlayerViewModel::Repeat shown(RepeatMode mode) {
    switch (mode) {
        case RepeatMode::off:
            return PlayerViewModel::Repeat::Off;
        case RepeatMode::all:
            return PlayerViewModel::Repeat::All;
        case RepeatMode::one:
            return PlayerViewModel::Repeat::One;
    }
    return PlayerViewModel::Repeat::Off;
}

RepeatMode meant(PlayerViewModel::Repeat repeat) {
    switch (repeat) {
        case PlayerViewModel::Repeat::Off:
            return RepeatMode::off;
        case PlayerViewModel::Repeat::All:
            return RepeatMode::all;
        case PlayerViewModel::Repeat::One:
            return RepeatMode::one;
    }
    return RepeatMode::off;
}

}  // namespace

PlayerViewModel::PlayerViewModel(Player& player, PlayerFollower& follower, QObject* parent)
    : QObject(parent), player_(player) {
    connect(&follower, &PlayerFollower::changed, this, &PlayerViewModel::take);
    connect(&follower, &PlayerFollower::position_moved, this, &PlayerViewModel::take_position);
    take(follower.state());
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
    return said(entry_.reason);
}
QString PlayerViewModel::position_text() const {
    return timeText(position_);
}
QString PlayerViewModel::duration_text() const {
    return clock_text(Milliseconds(duration_));
}

QString PlayerViewModel::timeText(qint64 position_ms) {
    // clock_text() has no words for nothing: no length is an unknown length.
    return position_ms < 1000 ? QStringLiteral("0:00") : clock_text(Milliseconds(position_ms));
}
QString PlayerViewModel::speed_text() const {
    return speed_ == 1.0 ? QString() : speedName(speed_);
}
QString PlayerViewModel::speedName(double speed) {
    return tr("%1×").arg(QLocale().toString(speed, 'g', 3));
}
QString PlayerViewModel::resumed_text() const {
    const bool told =
        resumed_from_ > 0 && position_ >= resumed_from_ && position_ - resumed_from_ < resumed_notice_ms;
    return told ? timeText(resumed_from_) : QString();
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
void PlayerViewModel::set_shuffle(bool on) {
    player_.set_shuffle(on);
}
void PlayerViewModel::set_repeat(Repeat repeat) {
    player_.set_repeat(meant(repeat));
}
void PlayerViewModel::set_speed(double speed) {
    player_.set_speed(std::clamp(speed, slowest, fastest));
}
void PlayerViewModel::turnRepeat() {
    switch (repeat_) {
        case Repeat::Off:
            set_repeat(Repeat::All);
            break;
        case Repeat::All:
            set_repeat(Repeat::One);
            break;
        case Repeat::One:
            set_repeat(Repeat::Off);
            break;
    }
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
void PlayerViewModel::startOver() {
    player_.seek(Milliseconds(0));
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
    if (shuffle_ != state.shuffle || repeat_ != shown(state.repeat)) {
        shuffle_ = state.shuffle;
        repeat_ = shown(state.repeat);
        Q_EMIT orderChanged();
    }
    if (speed_ != state.speed) {
        speed_ = state.speed;
        Q_EMIT speedChanged();
    }
    if (resumed_from_ != state.resumed_from.count()) {
        resumed_from_ = state.resumed_from.count();
        Q_EMIT resumedChanged();
    }
    take_position(state.position.count(), state.duration.count());
}

void PlayerViewModel::take_position(qint64 position, qint64 duration) {
    if (position_ != position || duration_ != duration) {
        const QString resumed = resumed_text();
        position_ = position;
        duration_ = duration;
        Q_EMIT positionChanged();
        if (resumed_text() != resumed) {
            Q_EMIT resumedChanged();
        }
    }
}

}  // namespace refrain
