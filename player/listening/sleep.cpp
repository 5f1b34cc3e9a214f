#include "player/listening/sleep.h"

#include <algorithm>

namespace refrain {
namespace {

constexpr Milliseconds as_good_as_the_end{500};

}  // namespace

std::optional<Milliseconds> left_until_rest(SleepTimer::Until until, const SleepMoment& moment) {
    if (until == SleepTimer::Until::time) {
        return moment.left;
    }
    const bool this_track = until == SleepTimer::Until::end_of_track || moment.last_of_queue;
    return this_track ? moment.left_of_track : std::nullopt;
}

double sleep_level(std::optional<Milliseconds> left) {
    if (!left) {
        return 1.0;
    }
    return std::clamp(static_cast<double>(left->count()) / static_cast<double>(sleep_fade.count()), 0.0, 1.0);
}

EndReason asleep_end(Milliseconds position, Milliseconds duration) {
    return duration > Milliseconds(0) && position + as_good_as_the_end >= duration ? EndReason::finished
                                                                                   : EndReason::sleep_timer;
}

}  // namespace refrain
