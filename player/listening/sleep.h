// When the sleep timer lets playback come to rest. Pure functions, any thread; nothing fails.
#pragma once

#include "library_scanner/core/listen.h"
#include "player/playback_settings.h"

#include <optional>

namespace refrain {

/// The sound fades over this; shorter where less is left.
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

/// Begin to fade out now, over this long; nothing: not yet.
std::optional<Milliseconds> sleep_fade_now(SleepTimer::Until until, const SleepMoment& moment);

/// Does playback rest when the current track ends by itself?
constexpr bool rests_after_track(bool stop_after_current, const std::optional<SleepTimer>& timer,
                                 bool last_of_queue) {
    return stop_after_current ||
           (timer && (timer->until == SleepTimer::Until::end_of_track ||
                      (timer->until == SleepTimer::Until::end_of_queue && last_of_queue)));
}

/// Why a listen ended that faded out: a track heard to within half a second of its end was finished.
EndReason faded_end(Milliseconds position, Milliseconds duration);

}  // namespace refrain
