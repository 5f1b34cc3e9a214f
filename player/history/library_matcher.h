// Finds the track of the library that a listen of another program means: by path and title,
// then by path where the file is one track (one with a cue sheet is several), else by artist, album and title
// as match_key() spells them, and when the listen names no album by artist and title alone. Both the track's
// artist and its album artist count. Of several tracks that fit, one whose file is there goes before a
// missing one, then the lowest id.
// It keeps only keys, not the snapshot. Any thread once built. Nothing fails.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/store/library_snapshot.h"

#include <string>
#include <unordered_map>

namespace refrain {

class LibraryMatcher {
  public:
    explicit LibraryMatcher(const LibrarySnapshot& library);

    /// Invalid when no track fits.
    TrackId match(const Listen& listen) const;

  private:
    void add(const TrackView& track);

    std::unordered_map<std::string, TrackId> by_path_, by_path_and_title_, by_album_, by_title_;
};

}  // namespace refrain
