// How one entry goes over into the next. Pure, any thread; nothing fails.
#pragma once

#include "player/playback_settings.h"
#include "player/queue/queue_entry.h"

namespace refrain {

/// How long `to` sounds together with the end of `from`, given their lengths as far as they are known (0:
/// not known). 0, which joins them without gap, inside an album, for neighbours of one file (a cue sheet),
/// for long audio, for the same entry again, and where a length is unknown; never more than a third of
/// either.
Milliseconds crossfade_between(const FadeSettings& fades, const QueueEntry& from, Milliseconds from_duration,
                               const QueueEntry& to, Milliseconds to_duration);

}  // namespace refrain
