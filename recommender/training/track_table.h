// The tracks that training is about: only what it reads of them, each text kept once. 500,000 tracks take
// some tens of megabytes, where as many values of Track take ten times that. Several threads may read; one
// alone adds. Nothing fails.
#pragma once

#include "library_scanner/core/track.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace refrain {

class TrackTable {
  public:
    class const_iterator {
      public:
        const_iterator(const TrackTable& table, std::size_t row) : table_(&table), row_(row) {}
        TrackView operator*() const { return (*table_)[row_]; }
        const_iterator& operator++() {
            ++row_;
            return *this;
        }
        friend bool operator!=(const const_iterator& a, const const_iterator& b) { return a.row_ != b.row_; }

      private:
        const TrackTable* table_;
        std::size_t row_;
    };

    /// With nothing in it. Copies share their texts, which stay as long as one of them lives.
    TrackTable();

    /// Takes id, title, people, album, genres, year, duration and whether it is missing.
    void push_back(const TrackView& track);
    void reserve(std::size_t tracks) { rows_.reserve(tracks); }

    std::size_t size() const { return rows_.size(); }
    bool empty() const { return rows_.empty(); }
    TrackId id(std::size_t row) const { return rows_[row].id; }
    /// What is not taken is as in an empty track. Valid as long as this table or a copy of it.
    TrackView operator[](std::size_t row) const;
    const_iterator begin() const { return {*this, 0}; }
    const_iterator end() const { return {*this, size()}; }

    /// The same tracks in another order: rows of this one, each once.
    TrackTable ordered(const std::vector<std::uint32_t>& order) const;
    /// Each as a value of its own.
    std::vector<Track> tracks() const;

  private:
    struct Texts;
    struct Row {
        TrackId id;
        std::int64_t duration_ms = 0;
        /// Numbers of texts, and of a list of genres.
        std::uint32_t title = 0, artist = 0, album = 0, album_artist = 0, composer = 0, genres = 0;
        std::int32_t year = 0;
        bool missing = false;
    };

    std::vector<Row> rows_;
    std::shared_ptr<Texts> texts_;
};

/// A table for their tag features of fitting size (tag_buckets_for()).
std::uint32_t tag_buckets_for(const TrackTable& tracks);

/// The ids of the tracks in their order, as model files name them.
std::vector<std::int64_t> ids_of(const TrackTable& tracks);

}  // namespace refrain
