// From tracks of the library to entries of the play queue. Pure, any thread.
#pragma once

#include "library_scanner/store/library_snapshot.h"
#include "player/queue/queue_entry.h"

#include <string>
#include <vector>

namespace refrain {

/// Tracks that the library does not have are left out. The player gives the entries their ids.
std::vector<QueueEntry> queue_entries(const LibrarySnapshot& library, const std::vector<TrackId>& tracks,
                                      Intent intent, const std::string& origin);

/// The album that `track` is on, by disc and track number; just the track when it names no album or the
/// library does not have it.
std::vector<TrackId> album_tracks(const LibrarySnapshot& library, TrackId track);

/// Everything by the track's artist, by any of them where it has several; by the year in which it first came
/// out, album, disc and track number.
std::vector<TrackId> artist_tracks(const LibrarySnapshot& library, TrackId track);

}  // namespace refrain
