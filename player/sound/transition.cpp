#include "player/sound/transition.h"

#include "player/sound/gain.h"

#include <algorithm>

namespace refrain {
namespace {

constexpr Milliseconds longest_crossfade{12000};

}  // namespace

Milliseconds crossfade_between(const FadeSettings& fades, const QueueEntry& from, Milliseconds from_duration,
                               const QueueEntry& to, Milliseconds to_duration) {
    if (from.path == to.path || from.long_audio || to.long_audio || same_album(from, to)) {
        return Milliseconds(0);
    }
    const Milliseconds most = std::min({longest_crossfade, from_duration / 3, to_duration / 3});
    return std::clamp(fades.crossfade, Milliseconds(0), std::max(most, Milliseconds(0)));
}

}  // namespace refrain
