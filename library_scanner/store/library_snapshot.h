// The immutable picture of the whole library that search, window and recommender share.
// Never changed once it is shared, so any thread may read it. Pictures share what did not change between
// them: the next one costs what changed, and as long as an old one is held it shows what it showed. Nothing
// fails.
#pragma once

#include "library_scanner/core/track.h"
#include "library_scanner/store/track_chunk.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <vector>

namespace refrain {

class LibrarySnapshot {
  public:
    class Iterator;
    /// All tracks by ascending id, missing ones too. Each is made as it is looked at: to pass through all of
    /// them for one number, take each_row().
    struct Tracks;

    LibrarySnapshot();
    /// Takes the tracks in any order. For tests and tools: Library makes its own from the database.
    explicit LibrarySnapshot(const std::vector<Track>& tracks);
    /// `chunks` by ascending number, none empty.
    LibrarySnapshot(LibraryTexts texts, std::vector<std::shared_ptr<const TrackChunk>> chunks);

    std::size_t size() const { return size_; }
    /// How many are not missing.
    std::size_t present() const { return present_; }

    /// A track's row is its place in the order of ids, below size(). What at() returns is valid as long as
    /// this picture.
    TrackView at(std::size_t row) const;
    TrackId id_at(std::size_t row) const;
    const TrackRow& row(std::size_t row) const;
    Tracks tracks() const;

    std::optional<TrackView> find(TrackId id) const;
    std::optional<std::uint32_t> row_of(TrackId id) const;

    /// Calls `visit(number of the row, const TrackRow&)` for every row in order.
    template <class Visit>
    void each_row(Visit visit) const {
        std::uint32_t number = 0;
        for (const auto& chunk : chunks_) {
            for (const TrackRow& row : chunk->rows) {
                visit(number++, row);
            }
        }
    }

    /// What the keys of the rows mean, in this picture and in those after it.
    const LibraryTexts& texts() const { return texts_; }
    /// A chunk that is in two pictures is the same tracks, unchanged, in both.
    const std::vector<std::shared_ptr<const TrackChunk>>& chunks() const { return chunks_; }
    /// Memory of this picture, shared or not.
    std::size_t bytes() const;

  private:
    struct Place {
        const TrackChunk* chunk;
        std::size_t row;
    };
    Place place_of(std::size_t row) const;
    TrackView view(const TrackChunk& chunk, std::size_t row) const;

    LibraryTexts texts_;
    std::vector<std::shared_ptr<const TrackChunk>> chunks_;
    /// The number of each chunk's first row, and one more: the number of all rows.
    std::vector<std::uint32_t> starts_;
    std::size_t size_ = 0, present_ = 0;
};

/// Forward over the chunks; made by tracks().
class LibrarySnapshot::Iterator {
  public:
    using iterator_category = std::input_iterator_tag;  // its reference is a value
    using value_type = TrackView;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = TrackView;

    Iterator(const LibrarySnapshot& library, std::size_t chunk) : library_(&library), chunk_(chunk) {}

    TrackView operator*() const { return library_->view(*library_->chunks_[chunk_], row_); }
    Iterator& operator++() {
        if (++row_ == library_->chunks_[chunk_]->rows.size()) {
            ++chunk_;
            row_ = 0;
        }
        return *this;
    }
    Iterator operator++(int) {
        Iterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) {
        return a.chunk_ == b.chunk_ && a.row_ == b.row_;
    }

  private:
    const LibrarySnapshot* library_;
    std::size_t chunk_, row_ = 0;
};

struct LibrarySnapshot::Tracks {
    const LibrarySnapshot& library;

    Iterator begin() const { return {library, 0}; }
    Iterator end() const { return {library, library.chunks_.size()}; }
    std::size_t size() const { return library.size(); }
    bool empty() const { return library.size() == 0; }
    TrackView operator[](std::size_t row) const { return library.at(row); }
};

inline LibrarySnapshot::Tracks LibrarySnapshot::tracks() const {
    return {*this};
}

using LibraryPtr = std::shared_ptr<const LibrarySnapshot>;

}  // namespace refrain
