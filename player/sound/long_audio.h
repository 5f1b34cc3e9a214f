// What counts as long audio: audiobooks, podcasts, whole sets. It goes on where it was left, is not faded
// into its neighbours and may be played at another speed. Pure, any thread; nothing fails.
#pragma once

#include "library_scanner/core/track.h"

#include <string_view>

namespace refrain {

/// What is longer is long audio, whatever it is.
inline constexpr Milliseconds long_audio_over{20 * 60 * 1000};

/// Does a genre say that it is spoken: "Audiobook", "podcasts", "Spoken Word", "Hörbuch"? Case, spaces and
/// punctuation do not matter.
bool is_spoken_genre(std::string_view genre);

/// Over 20 minutes, or of a spoken genre.
bool is_long_audio(const TrackView& track);

}  // namespace refrain
