// Search as you type: the texts of the library in the form in which they are compared, and what of them a
// query finds, in which order. An index is never changed: any thread. The next one shares with it what the
// library shares, and costs what changed. Nothing fails; no match is an empty list.
#pragma once

#include "library_scanner/ratings/rating_table.h"
#include "library_scanner/search/facts.h"
#include "library_scanner/search/query.h"
#include "library_scanner/store/library_snapshot.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace refrain {

struct SearchParts;
struct SearchMemoParts;

/// What the last search found, so that the next letter looks only there. For one thread at a time; each who
/// searches has one.
class SearchMemo {
  public:
    SearchMemo();
    ~SearchMemo();
    SearchMemo(SearchMemo&&) noexcept;
    SearchMemo& operator=(SearchMemo&&) noexcept;

  private:
    friend class SearchIndex;
    std::unique_ptr<SearchMemoParts> parts_;
};

/// What else a search may need to know.
struct SearchContext {
    /// nullptr: nothing was ever played.
    FactPicturePtr facts;
    /// nullptr: the listener rated nothing, and the tags' ratings count.
    RatingTablePtr ratings;
    /// For bans that end.
    UtcTime now;
    /// Looked at all the time; when it becomes true the search ends within a millisecond or so, with an
    /// outcome of no use. nullptr: never.
    const std::atomic<bool>* cancelled = nullptr;
};

class SearchIndex {
  public:
    /// Of a library without a track.
    SearchIndex();
    /// `before` is an index of an earlier picture of the same library, if there is one. 300,000 tracks take a
    /// few tenths of a second the first time.
    explicit SearchIndex(LibraryPtr library, const SearchIndex* before = nullptr);

    const LibraryPtr& library() const;
    std::size_t bytes() const;

    struct Hits {
        /// Rows of library(), the best first.
        std::vector<std::uint32_t> rows;
        /// How many there are beside those listed, these included.
        std::size_t all = 0;
    };
    /// Every word must be found somewhere in a track's title, artist, album, genres, composer, album artist
    /// or path; words of one or two ASCII characters not in the path, which would hold them by chance. The
    /// best first (see search/relevance.h), at most `limit`. Of equals those loved and played most come
    /// first, then the order of the albums. Missing tracks are left out unless asked for. An empty query
    /// finds nothing.
    Hits find(const ParsedQuery& query, const SearchContext& context, std::size_t limit,
              SearchMemo* memo = nullptr) const;
    /// All of them, by row. A query that is all of nothing finds every track that is not missing.
    std::vector<std::uint32_t> matching(const Query& query, const SearchContext& context) const;

  private:
    std::shared_ptr<const SearchParts> parts_;
};

}  // namespace refrain
