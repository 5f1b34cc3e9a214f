// The list that a queue was cut out of: a click on a song queues what is heard in a day, but shuffle is to
// draw from all that the listener was looking at. Plain values; nothing fails.
#pragma once

#include "player/queue/queue_entry.h"

#include <functional>
#include <vector>

namespace refrain {

/// What the list holds in front of the entries that were queued, and behind them.
struct QueueRest {
    std::vector<QueueEntry> before, behind;
};

/// Makes the rest when shuffle wants it: on the player's thread, at most once. Empty: the queue is all there
/// is.
using QueueRestMaker = std::function<QueueRest()>;

}  // namespace refrain
