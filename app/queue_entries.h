// Queue entries out of tracks, guesses and plain files. Pure, any thread; nothing fails.
#pragma once

#include "library_scanner/core/track.h"
#include "player/queue/queue_entry.h"
#include "recommender/serving/guess.h"

#include <string>
#include <vector>

namespace refrain::app {

/// `origin` says where it came from, in words: "album:Spaces", "command line".
QueueEntry queue_entry(const Track& track, Intent intent, std::string origin);

/// A file that is not in the library: its name is its title.
QueueEntry queue_entry_of_file(const std::string& path, Intent intent, std::string origin);

/// What Guess You Like proposes, in its order; tracks that are gone are left out.
std::vector<QueueEntry> queue_entries(const GuessList& list, const LibrarySnapshot& library);

}  // namespace refrain::app
