// How loud an entry is played: the linear factor out of ReplayGain's figures. Pure, any thread; nothing
// fails: figures that make no sense count as missing.
#pragma once

#include "player/playback_settings.h"
#include "player/queue/queue_entry.h"

namespace refrain {

/// Of one album: the same album name and the same artist it is grouped by; entries without an album are not.
bool same_album(const QueueEntry& a, const QueueEntry& b);

/// Does `automatic` take the album's gain for `entry`? If it is heard next to its album: the entry before or
/// behind it in play order is of the same one, and the order was not drawn.
bool heard_as_album(const QueueEntry* before, const QueueEntry& entry, const QueueEntry* behind,
                    bool shuffled);

/// The factor for the samples: 10^(dB / 20) of gain plus pre-amp (ReplayGain 2.0), made smaller where the
/// known peak would exceed full scale. A missing album gain is replaced by the track's and the other way
/// round; `unknown_db` alone where neither is known. 1 with ReplayGain off.
double linear_gain(const ReplayGainSettings& settings, const Loudness& loudness, bool as_album);

}  // namespace refrain
