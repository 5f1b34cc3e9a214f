// Queue entries out of what Guess You Like proposes. Pure, any thread; nothing fails.
#pragma once

#include "library_scanner/store/library_snapshot.h"
#include "player/queue/queue_entry.h"
#include "recommender/serving/guess.h"

#include <vector>

namespace refrain::app {

/// In the order of the list; tracks that are gone are left out.
std::vector<QueueEntry> queue_entries(const GuessList& list, const LibrarySnapshot& library);

}  // namespace refrain::app
