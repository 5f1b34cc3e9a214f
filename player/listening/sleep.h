// When the sleep timer lets playback come to rest. Pure functions, any thread; nothing fails.
#pragma once

#include "library_scanner/core/listen.h"
#include "player/playback_settings.h"

#include <optional>

namespace refrain {

/// The sound fades over the last of it.
inline constexpr Milliseconds sleep_fade{10'000};

/// The moment the timer is asked at.
struct SleepMoment {
    /// Of the timer, for Until::time.
    Milliseconds left{0};
    /// Sound that is left of the track, at the speed it is played at; nothing where its length is unknown.
    std::optional<Milliseconds> left_of_track;
    /// Nothing that the listener queued follows.
    bool last_of_queue = false;
};

/// Sound until it rests; nothing where nobody knows, or where it does not rest with this track.
std::optional<Milliseconds> left_until_rest(SleepTimer::Until until, const SleepMoment& moment);

/// How loud it is then, as a part of the volume, 0 to 1: it falls evenly to the ear over `sleep_fade`. A fade
/// of the volume rather than of a track: what follows within it goes on under it.
double sleep_level(std::optional<Milliseconds> left);

/// Does playback rest when the current track ends by itself?
constexpr bool rests_after_track(bool stop_after_current, const std::optional<SleepTimer>& timer,
                                 bool last_of_queue) {
    return stop_after_current ||
           (timer && (timer->until == SleepTimer::Until::end_of_track ||
                      (timer->until == SleepTimer::Until::end_of_queue && last_of_queue)));
}

/// Why a listen ended with the sleep timer: a track heard to within half a second of its end was finished.
EndReason asleep_end(Milliseconds position, Milliseconds duration);

}  // namespace refrain
