// The tracks of a picture of the library as values of their own, for tests that keep or compare them.
// Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/store/library_snapshot.h"

#include <vector>

namespace refrain {

inline std::vector<Track> tracks_of(const LibrarySnapshot& library) {
    std::vector<Track> tracks;
    tracks.reserve(library.size());
    for (const TrackView track : library.tracks()) {
        tracks.push_back(copy_of(track));
    }
    return tracks;
}

}  // namespace refrain
