// The order in which the songs of a library are shown. Comparing words of a language is slow, so every
// distinct word is ranked once; after that a sort by any column compares integers.
// Any thread: what a column needs in addition is made when it is first asked for, and then kept. 300,000
// tracks take a few tenths of a second: never on the GUI thread. Nothing fails.
#pragma once

#include "library_scanner/store/library_snapshot.h"
#include "library_scanner/text/collation.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace refrain {

enum class SortColumn {
    title,
    artist,
    album_artist,
    album,
    genre,
    year,
    duration,
    added,
    bit_rate,
    path,
};

class TrackOrder {
  public:
    TrackOrder(LibraryPtr library, std::shared_ptr<const Collation> collation);

    /// Rows of library(). Missing tracks are left out; tracks without the word or number sorted by come last
    /// in either direction. Ties: artist, album, disc, track number, title; of one album name the album's
    /// artist instead of the track's, so that a compilation stays in its order. Stops early, with an order of
    /// no use, when `cancelled` becomes true.
    std::vector<std::uint32_t> rows(SortColumn column, bool descending,
                                    const std::atomic<bool>& cancelled) const;

    /// By numbers that the library does not have: how often played, how many stars. One for each row of
    /// library(); 0 stands for one that is not known.
    std::vector<std::uint32_t> rows_by(const std::vector<std::int64_t>& numbers, bool descending,
                                       const std::atomic<bool>& cancelled) const;

    const LibraryPtr& library() const { return library_; }

  private:
    using Ranks = std::vector<std::uint32_t>;

    /// A part of the order: made by the first who needs it, while others wait; not kept when that was
    /// cancelled.
    template <class Value>
    class Part {
      public:
        template <class Make>
        std::shared_ptr<const Value> get(const std::atomic<bool>& cancelled, Make make) {
            const std::lock_guard lock(mutex_);
            if (value_) {
                return value_;
            }
            auto made = std::make_shared<const Value>(make());
            if (!cancelled) {
                value_ = made;
            }
            return made;
        }

      private:
        std::mutex mutex_;
        std::shared_ptr<const Value> value_;
    };
    struct Parts;

    /// By the key of the text.
    std::shared_ptr<const Ranks> people(const std::atomic<bool>& cancelled) const;
    std::shared_ptr<const Ranks> albums(const std::atomic<bool>& cancelled) const;
    std::shared_ptr<const Ranks> genres(const std::atomic<bool>& cancelled) const;
    std::shared_ptr<const Ranks> folders(const std::atomic<bool>& cancelled) const;
    /// By row.
    std::shared_ptr<const Ranks> file_names(const std::atomic<bool>& cancelled) const;
    /// By row, of the title or, without one, the file's name.
    std::shared_ptr<const Ranks> titles(const std::atomic<bool>& cancelled) const;
    /// All rows that are not missing, in the order that decides ties.
    std::shared_ptr<const std::vector<std::uint32_t>> base(bool by_album_artist,
                                                           const std::atomic<bool>& cancelled) const;
    /// The rows of `base` by `key_of(row number, TrackRow)`.
    template <class KeyOf>
    std::vector<std::uint32_t> sorted(const std::vector<std::uint32_t>& base, bool descending,
                                      KeyOf key_of) const;
    std::vector<std::uint32_t> base_order(bool by_album_artist, const std::atomic<bool>& cancelled) const;

    LibraryPtr library_;
    std::shared_ptr<const Collation> collation_;
    std::shared_ptr<Parts> parts_;
};

}  // namespace refrain
