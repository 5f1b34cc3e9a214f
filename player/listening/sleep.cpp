#include "player/listening/sleep.h"

#include <algorithm>

namespace refrain {
namespace {

/// What is left of a fade when the track ends is this much of it: not heard as a cut.
constexpr Milliseconds beyond_the_end{250};
constexpr Milliseconds as_good_as_the_end{500};

}  // namespace

std::optional<Milliseconds> sleep_fade_now(SleepTimer::Until until, const SleepMoment& moment) {
    if (until == SleepTimer::Until::time) {
        return moment.left <= sleep_fade ? std::optional(std::max(moment.left, Milliseconds(0)))
                                         : std::nullopt;
    }
    const bool this_track = until == SleepTimer::Until::end_of_track || moment.last_of_queue;
    if (!this_track || !moment.left_of_track || *moment.left_of_track > sleep_fade) {
        return std::nullopt;
    }
    return std::max(*moment.left_of_track, Milliseconds(0)) + beyond_the_end;
}

EndReason faded_end(Milliseconds position, Milliseconds duration) {
    return duration > Milliseconds(0) && position + as_good_as_the_end >= duration ? EndReason::finished
                                                                                   : EndReason::sleep_timer;
}

}  // namespace refrain
