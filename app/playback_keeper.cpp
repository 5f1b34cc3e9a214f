#include "app/playback_keeper.h"

#include "app/playback_codec.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace refrain::app {

namespace {
const std::string key = "playback";
}

PlaybackSettings kept_playback_settings(const Settings& settings) {
    const auto text = settings.text(key);
    return text ? playback_settings_from(*text) : PlaybackSettings();
}

std::optional<double> take_volume_of_old(Settings& settings) {
    const std::string old_key = "ui/volume";
    const auto text = settings.text(old_key);
    if (!text || text->empty()) {
        return std::nullopt;
    }
    settings.set(old_key, "");
    // As the window wrote it: JSON, an array of one.
    const auto kept = nlohmann::json::parse(*text, nullptr, false);
    const bool one = kept.is_array() && kept.size() == 1 && kept.front().is_number();
    return one ? std::optional(std::clamp(kept.front().get<double>(), 0.0, 1.0)) : std::nullopt;
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
