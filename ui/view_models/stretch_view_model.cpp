#include "ui/view_models/stretch_view_model.h"

namespace refrain {

StretchViewModel::StretchViewModel(Player& player, PlayerFollower& follower, QObject* parent)
    : QObject(parent), player_(player) {
    connect(&follower, &PlayerFollower::changed, this, &StretchViewModel::take);
    take(follower.state());
}

void StretchViewModel::setFrom(qint64 position_ms) {
    RepeatStretch stretch{Milliseconds(position_ms)};
    if (complete() && stretch_->to > stretch.from) {
        stretch.to = stretch_->to;
    }
    player_.set_stretch(stretch);
}

void StretchViewModel::setTo(qint64 position_ms) {
    RepeatStretch stretch{stretch_ ? stretch_->from : Milliseconds(0), Milliseconds(position_ms)};
    if (!stretch.complete()) {
        stretch.from = Milliseconds(0);
    }
    if (stretch.complete()) {
        player_.set_stretch(stretch);
    }
}

void StretchViewModel::clear() {
    player_.set_stretch(std::nullopt);
}

void StretchViewModel::step(qint64 position_ms) {
    if (!stretch_) {
        setFrom(position_ms);
    } else if (!complete() && position_ms > from()) {
        setTo(position_ms);
    } else {
        clear();
    }
}

void StretchViewModel::take(const PlayerState& state) {
    if (stretch_ != state.stretch) {
        stretch_ = state.stretch;
        Q_EMIT changed();
    }
}

}  // namespace refrain
