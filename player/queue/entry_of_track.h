// From a track of the library, or a plain file, to an entry of the play queue: the one place where this is
// done. Pure, any thread; nothing fails. The queue gives the entry its id.
#pragma once

#include "library_scanner/core/track.h"
#include "player/queue/queue_entry.h"

#include <string>

namespace refrain {

/// `origin` says where it came from, in words: "album:Spaces", "command line".
QueueEntry entry_of_track(const TrackView& track, Intent intent, std::string origin);

/// A file that is not in the library: its name without the ending is its title.
QueueEntry entry_of_file(const std::string& path, Intent intent, std::string origin);

}  // namespace refrain
