#include "ui/view_models/playback_editor.h"

#include <algorithm>

namespace refrain {

namespace {

/// More changes than a hand can make before the player answers.
constexpr std::size_t remembered = 256;

}  // namespace

PlaybackEditor::PlaybackEditor(Player& player, PlayerFollower& follower, QObject* parent)
    : QObject(parent), player_(player), settings_(follower.state().settings) {
    connect(&follower, &PlayerFollower::changed, this,
            [this](const PlayerState& state) { take(state.settings); });
}

void PlaybackEditor::apply(PlaybackSettings next) {
    if (next == settings_) {
        return;
    }
    settings_ = std::move(next);
    sent_.push_back(settings_);
    if (sent_.size() > remembered) {
        sent_.pop_front();
    }
    player_.set_settings(settings_);
    Q_EMIT changed();
}

void PlaybackEditor::take(const PlaybackSettings& reported) {
    // The newest one that is equal: reports are coalesced, and a value may have been set twice.
    const auto echo = std::find(sent_.rbegin(), sent_.rend(), reported);
    if (echo != sent_.rend()) {
        sent_.erase(sent_.begin(), echo.base());
    }
    if (!sent_.empty() && reported != settings_) {
        return;
    }
    sent_.clear();
    if (reported != settings_) {
        settings_ = reported;
        Q_EMIT changed();
    }
}

}  // namespace refrain
