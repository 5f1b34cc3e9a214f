#include "library_scanner/search/search_index.h"

#include "library_scanner/search/index_parts.h"

#include <algorithm>
#include <future>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

namespace refrain {
namespace {

/// Below this many chunks a second thread costs more than it saves.
constexpr std::size_t least_shared = 8;

/// A pool of `size` texts, with the blocks of `before` that are still of the same origin. `origin(key)` tells
/// the block of a key, `add(block, key)` puts the key's text into one.
template <class Origin, class Add>
SearchPool search_pool(std::uint32_t size, TextBlock::Readings readings, const SearchPool& before,
                       Origin origin, Add add) {
    SearchPool pool;
    pool.size = size;
    for (std::uint32_t first = 0; first < size; first += SearchPool::block_size) {
        const std::size_t number = pool.blocks.size();
        const std::uint32_t end = std::min(size, first + SearchPool::block_size);
        pool.origins.push_back(origin(first));
        if (number < before.blocks.size() && before.origins[number] == pool.origins.back() &&
            before.blocks[number]->size() == end - first) {
            pool.blocks.push_back(before.blocks[number]);
            continue;
        }
        auto block = std::make_shared<TextBlock>(readings);
        for (std::uint32_t key = first; key < end; ++key) {
            add(*block, key);
        }
        block->finish();
        pool.blocks.push_back(std::move(block));
    }
    return pool;
}

SearchPool search_pool(const TextPool& pool, TextBlock::Readings readings, const SearchPool& before) {
    return search_pool(
        pool.size(), readings, before, [&](TextKey key) { return pool.block_of(key); },
        [&](TextBlock& block, TextKey key) { block.add(pool[key]); });
}

SearchPool search_pool(const GenreLists& lists, const SearchPool& before) {
    return search_pool(
        static_cast<std::uint32_t>(lists.size()), TextBlock::Readings::pinyin, before,
        // The empty list comes first and is never exchanged; a list of lists only ever grows at its end.
        [&](GenresKey key) { return static_cast<const void*>(lists[key].get()); },
        [&](TextBlock& block, GenresKey key) { block.add(NameList(*lists[key])); });
}

/// Do all keys of `before` mean the same in `pool`?
bool continues(const SearchPool& pool, const SearchPool& before) {
    if (before.size > pool.size) {
        return false;
    }
    for (TextKey key = 0; key < before.size; ++key) {
        if (pool.blocks[key / SearchPool::block_size] == before.blocks[key / SearchPool::block_size]) {
            key |= SearchPool::block_size - 1;  // the whole block
        } else if (pool[key] != before[key]) {
            return false;
        }
    }
    return true;
}

/// Keys already in order are only merged with the new ones.
OrderedPool ordered_pool(const TextPool& pool, const OrderedPool& before) {
    OrderedPool made;
    made.texts = search_pool(pool, TextBlock::Readings::pinyin, before.texts);
    const bool goes_on = continues(made.texts, before.texts);
    if (goes_on && before.texts.size == made.texts.size) {
        made.places = before.places;
        made.order = before.order;
        return made;
    }
    const auto less = [&](TextKey a, TextKey b) {
        return std::pair(made.texts[a], a) < std::pair(made.texts[b], b);
    };
    if (goes_on) {
        made.order = before.order;
    }
    const auto kept = static_cast<std::ptrdiff_t>(made.order.size());
    made.order.resize(made.texts.size);
    std::iota(made.order.begin() + kept, made.order.end(), static_cast<TextKey>(kept));
    std::sort(made.order.begin() + kept, made.order.end(), less);
    std::inplace_merge(made.order.begin(), made.order.begin() + kept, made.order.end(), less);
    made.places.resize(made.texts.size);
    for (std::size_t i = 1; i < made.order.size(); ++i) {
        const bool same = made.texts[made.order[i]] == made.texts[made.order[i - 1]];
        made.places[made.order[i]] = made.places[made.order[i - 1]] + (same ? 0 : 1);
    }
    return made;
}

bool same_group(const SearchChunk::Group& group, const TrackRow& row) {
    return group.artist == row.artist && group.album == row.album && group.album_artist == row.album_artist &&
           group.composer == row.composer && group.folder == row.folder && group.genres == row.genres;
}

std::shared_ptr<const SearchChunk> search_chunk(const std::shared_ptr<const TrackChunk>& of,
                                                const TextPool& titles) {
    auto chunk = std::make_shared<SearchChunk>();
    chunk->of = of;
    chunk->group_of.reserve(of->rows.size());
    for (std::size_t i = 0; i < of->rows.size(); ++i) {
        const TrackRow& row = of->rows[i];
        chunk->titles.add(titles[row.title]);
        chunk->names.add(of->name_of(i));
        // Tracks of an album are mostly neighbours: to look for the same group further back saves little.
        if (chunk->groups.empty() || !same_group(chunk->groups.back(), row)) {
            chunk->groups.push_back(
                {row.artist, row.album, row.album_artist, row.composer, row.folder, row.genres});
        }
        chunk->group_of.push_back(static_cast<std::uint16_t>(chunk->groups.size() - 1));
    }
    chunk->titles.finish();
    chunk->names.finish();
    chunk->groups.shrink_to_fit();
    return chunk;
}

std::vector<std::shared_ptr<const SearchChunk>> search_chunks(
    const LibrarySnapshot& library, const std::vector<std::shared_ptr<const SearchChunk>>& before) {
    const auto& chunks = library.chunks();
    std::vector<std::shared_ptr<const SearchChunk>> made(chunks.size());
    std::vector<std::size_t> to_make;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const auto same =
            std::lower_bound(before.begin(), before.end(), chunks[i]->number,
                             [](const auto& a, std::int64_t number) { return a->of->number < number; });
        if (same != before.end() && (*same)->of == chunks[i]) {
            made[i] = *same;
        } else {
            to_make.push_back(i);
        }
    }
    const auto make = [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
            made[to_make[i]] = search_chunk(chunks[to_make[i]], library.texts().titles);
        }
    };
    if (to_make.size() < least_shared) {
        make(0, to_make.size());
    } else {
        auto half = std::async(std::launch::async, make, 0, to_make.size() / 2);
        make(to_make.size() / 2, to_make.size());
        half.get();
    }
    return made;
}

}  // namespace

std::size_t SearchChunk::bytes() const {
    return sizeof *this + titles.bytes() + names.bytes() + groups.capacity() * sizeof(Group) +
           group_of.capacity() * sizeof group_of[0];
}

SearchIndex::SearchIndex() : SearchIndex(std::make_shared<const LibrarySnapshot>()) {}

SearchIndex::SearchIndex(LibraryPtr library, const SearchIndex* before) {
    static const SearchParts nothing;
    const SearchParts& old = before != nullptr ? *before->parts_ : nothing;
    auto parts = std::make_shared<SearchParts>();
    parts->library = std::move(library);
    const LibraryTexts& texts = parts->library->texts();
    parts->people = ordered_pool(texts.people, old.people);
    parts->albums = ordered_pool(texts.albums, old.albums);
    parts->folders = search_pool(texts.folders, TextBlock::Readings::none, old.folders);
    parts->genres = search_pool(*texts.genres, old.genres);
    parts->chunks = search_chunks(*parts->library, old.chunks);
    std::uint32_t row = 0;
    for (const auto& chunk : parts->chunks) {
        parts->starts.push_back(row);
        row += static_cast<std::uint32_t>(chunk->size());
    }
    parts_ = std::move(parts);
}

const LibraryPtr& SearchIndex::library() const {
    return parts_->library;
}

std::size_t SearchIndex::bytes() const {
    std::size_t sum = sizeof *parts_;
    for (const SearchPool* pool :
         {&parts_->people.texts, &parts_->albums.texts, &parts_->folders, &parts_->genres}) {
        for (const auto& block : pool->blocks) {
            sum += block->bytes();
        }
    }
    for (const OrderedPool* pool : {&parts_->people, &parts_->albums}) {
        sum += (pool->places.capacity() + pool->order.capacity()) * sizeof(std::uint32_t);
    }
    for (const auto& chunk : parts_->chunks) {
        sum += chunk->bytes();
    }
    return sum;
}

}  // namespace refrain
