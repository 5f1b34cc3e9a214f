// Keeps the playback settings in the settings table: writes them down whenever they change.
// Create after the player, which was given kept_playback_settings(), and destroy before it. It listens on the
// player's thread. Nothing fails: see Settings.
#pragma once

#include "app/settings.h"
#include "player/player.h"

#include <optional>

namespace refrain::app {

class PlaybackKeeper : private PlayerObserver {
  public:
    /// `settings` have been loaded.
    PlaybackKeeper(Player& player, Settings& settings);
    ~PlaybackKeeper() override;
    PlaybackKeeper(const PlaybackKeeper&) = delete;
    PlaybackKeeper& operator=(const PlaybackKeeper&) = delete;

  private:
    void player_changed(const PlayerState& state) override;

    Player& player_;
    Settings& settings_;
    /// The player's thread, once it is told of changes.
    PlaybackSettings kept_;
};

/// What the table holds, or the defaults.
PlaybackSettings kept_playback_settings(const Settings& settings);

/// The volume, 0 to 1, that a window without the player's memory kept in a setting of its own. Once: it is
/// blanked there, from then on the memory has it.
std::optional<double> take_volume_of_old(Settings& settings);

}  // namespace refrain::app
