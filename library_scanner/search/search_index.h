// Search as you type: one normalised text per track (case and diacritics folded), every word of the query
// must be found somewhere in title, artist, album, genre or path. Immutable after building: any thread.
// Nothing fails; no match is an empty list.
#pragma once

#include "library_scanner/store/library_snapshot.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

class SearchIndex {
  public:
    SearchIndex() = default;
    explicit SearchIndex(const LibraryPtr& library);

    /// Tracks in order of relevance: title before artist before album before the rest, word starts before
    /// the middle of words. An empty query finds nothing. Missing tracks are left out.
    std::vector<TrackId> find(std::string_view query, std::size_t limit) const;

  private:
    struct Row;

    Row row(std::size_t number) const;

    /// All rows behind one another: title, artist, album and the rest, each ended by field_end. One text,
    /// because looking through megabytes that lie together is what makes every keystroke fast.
    std::string text_;
    /// Where each row starts; one more at the end. Rows are in the order in which equals are listed: by
    /// artist, album, disc and number.
    std::vector<std::size_t> starts_;
    std::vector<TrackId> ids_;
};

}  // namespace refrain
