// Which tracks of a library are by an artist: by one of the names behind their line, where a line is of
// several. Compares keys, so that a whole library is looked through at a click. Any thread; nothing fails.
#pragma once

#include "library_scanner/store/track_chunk.h"

#include <vector>

namespace refrain {

/// The artists of a track among the people: each name behind its line, or the line where that is one name.
/// Empty where there is none.
std::vector<TextKey> artist_keys(const LibraryTexts& texts, const TrackRow& row);

class ByArtist {
  public:
    /// Tracks by any of `artists`; rows must belong to the picture of `texts`.
    ByArtist(const LibraryTexts& texts, std::vector<TextKey> artists);

    bool operator()(const TrackRow& row) const;

  private:
    bool is_wanted(TextKey name) const;

    /// Ascending.
    std::vector<TextKey> artists_;
    /// By CreditsKey: tracks of several artists share few lists of names, each looked at once.
    std::vector<bool> credits_;
};

}  // namespace refrain
