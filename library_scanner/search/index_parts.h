// What a search index is made of. Parts of search_index.cpp and search_run.cpp, nobody else's. Made once,
// then read by any thread; nothing fails.
#pragma once

#include "library_scanner/search/text_block.h"
#include "library_scanner/store/library_snapshot.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace refrain {

/// The texts of a pool of the library, or its lists of genres, by their keys.
struct SearchPool {
    static constexpr std::uint32_t block_size = TextPool::block_size;

    std::vector<std::shared_ptr<const TextBlock>> blocks;
    /// What each block was made of.
    std::vector<const void*> origins;
    std::uint32_t size = 0;

    std::string_view operator[](TextKey key) const { return blocks[key / block_size]->at(key % block_size); }
};

/// A pool whose texts also have places in alphabetical order; equal texts share one.
struct OrderedPool {
    SearchPool texts;
    std::vector<std::uint32_t> places;
    /// Keys in order.
    std::vector<TextKey> order;
};

/// A chunk of the library as it is searched.
struct SearchChunk {
    /// What the tracks of an album mostly share.
    struct Group {
        TextKey artist, album, album_artist, composer, folder;
        GenresKey genres;
    };

    std::shared_ptr<const TrackChunk> of;
    TextBlock titles{TextBlock::Readings::pinyin}, names{TextBlock::Readings::none};
    std::vector<Group> groups;
    /// By row.
    std::vector<std::uint16_t> group_of;

    std::size_t size() const { return group_of.size(); }
    std::size_t bytes() const;
};

struct SearchParts {
    LibraryPtr library;
    OrderedPool people, albums;
    SearchPool folders, genres;
    std::vector<std::shared_ptr<const SearchChunk>> chunks;
    /// The number of each chunk's first row.
    std::vector<std::uint32_t> starts;
};

}  // namespace refrain
