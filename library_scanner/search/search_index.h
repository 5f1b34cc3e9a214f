// Search as you type: one normalised text per track (case and diacritics folded), every word of the query
// must be found somewhere in title, artist, album, genre or path. Immutable after building: any thread.
// Nothing fails; no match is an empty list.
#pragma once

#include "library_scanner/core/track.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

class SearchIndex {
  public:
    SearchIndex() = default;
    explicit SearchIndex(LibraryPtr library);

    /// Tracks in order of relevance: title before artist before album before the rest, word starts before
    /// the middle of words. An empty query finds nothing. Missing tracks are left out.
    std::vector<TrackId> find(std::string_view query, std::size_t limit) const;

  private:
    LibraryPtr library_;
    struct Row {
        std::string title, artist, album, rest;
    };
    std::vector<Row> rows_;
};

}  // namespace refrain
