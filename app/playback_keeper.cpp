#include "app/playback_keeper.h"

#include "app/playback_codec.h"

namespace refrain::app {

namespace {
const std::string key = "playback";
}

PlaybackSettings kept_playback_settings(const Settings& settings) {
    const auto text = settings.text(key);
    return text ? playback_settings_from(*text) : PlaybackSettings();
}

PlaybackKeeper::PlaybackKeeper(Player& player, Settings& settings)
    : player_(player), settings_(settings), kept_(kept_playback_settings(settings)) {
    player_.add_observer(this);
}

PlaybackKeeper::~PlaybackKeeper() {
    player_.remove_observer(this);
}

void PlaybackKeeper::player_changed(const PlayerState& state) {
    if (state.settings != kept_) {
        kept_ = state.settings;
        settings_.set(key, to_text(kept_));
    }
}

}  // namespace refrain::app
