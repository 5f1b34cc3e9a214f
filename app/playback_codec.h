// The playback settings as one JSON value, as they lie in the settings table under "playback".
// Pure, any thread. Nothing fails: what is missing, unknown or of the wrong kind keeps its default, what lies
// outside its range is clipped to it.
#pragma once

#include "player/playback_settings.h"

#include <optional>
#include <string>
#include <string_view>

namespace refrain::app {

/// Words of ReplayGainMode: "off", "track", "album", "auto".
std::string_view to_word(ReplayGainMode mode);
std::optional<ReplayGainMode> replay_gain_mode_from(std::string_view word);

std::string to_text(const PlaybackSettings& settings);
PlaybackSettings playback_settings_from(std::string_view text);

}  // namespace refrain::app
