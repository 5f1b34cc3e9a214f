#include "library_scanner/store/library_writer.h"

#include <algorithm>
#include <utility>

namespace refrain {
namespace {

/// For each key of `from` the key of the same text in `into`.
std::vector<TextKey> taken_over(const TextInterner& from, TextInterner& into) {
    std::vector<TextKey> keys;
    keys.reserve(from.size());
    for (TextKey key = 0; key < from.size(); ++key) {
        keys.push_back(into.key_of(from[key]));
    }
    return keys;
}

}  // namespace

void LibraryWriter::append(const TrackView& track) {
    const std::int64_t number = TrackChunk::number_of(track.id);
    if (open_ && open_->number() != number) {
        close();
    }
    if (!open_) {
        open_ = std::make_unique<ChunkBuilder>(number);
    }
    open_->add(track, texts_);
}

void LibraryWriter::append(LibraryWriter behind) {
    close();
    behind.close();
    const auto titles = taken_over(behind.texts_.titles, texts_.titles);
    const auto albums = taken_over(behind.texts_.albums, texts_.albums);
    const auto folders = taken_over(behind.texts_.folders, texts_.folders);
    const auto covers = taken_over(behind.texts_.covers, texts_.covers);
    const auto people = taken_over(behind.texts_.people, texts_.people);
    std::vector<GenresKey> genres;
    for (GenresKey key = 0; key < behind.texts_.genres().size(); ++key) {
        genres.push_back(texts_.genres_key_of(behind.texts_.genres()[key]));
    }
    std::vector<CreditsKey> credits;
    for (CreditsKey key = 0; key < behind.texts_.credits().size(); ++key) {
        const Credits& names = behind.texts_.credits()[key];
        credits.push_back(texts_.credits_key_of(names.artists, names.album_artists, names.composers));
    }
    for (auto& chunk : behind.chunks_) {
        auto moved = std::make_shared<TrackChunk>(*chunk);
        chunk.reset();
        for (TrackRow& row : moved->rows) {
            row.title = titles[row.title];
            row.album = albums[row.album];
            row.folder = folders[row.folder];
            row.cover_path = covers[row.cover_path];
            row.artist = people[row.artist];
            row.album_artist = people[row.album_artist];
            row.composer = people[row.composer];
            row.genres = genres[row.genres];
            row.credits = credits[row.credits];
        }
        chunks_.push_back(std::move(moved));
    }
}

void LibraryWriter::replace(std::span<const TrackId> ids, std::span<const Track> now) {
    close();
    auto next = now.begin();
    for (auto id = ids.begin(); id != ids.end();) {
        const std::int64_t number = TrackChunk::number_of(*id);
        const auto last = std::find_if(
            id, ids.end(), [number](TrackId other) { return TrackChunk::number_of(other) != number; });
        const auto chunk =
            std::lower_bound(chunks_.begin(), chunks_.end(), number,
                             [](const auto& a, std::int64_t wanted) { return a->number < wanted; });
        const bool known = chunk != chunks_.end() && (*chunk)->number == number;
        // The rows that stay and those that come, both by ascending id, become one.
        ChunkBuilder fresh(number);
        std::size_t row = 0;
        for (; id != last; ++id) {
            for (; known && row < (*chunk)->rows.size() && (*chunk)->id_of(row) < *id; ++row) {
                fresh.add(**chunk, row);
            }
            if (known && row < (*chunk)->rows.size() && (*chunk)->id_of(row) == *id) {
                ++row;
            }
            if (next != now.end() && next->id == *id) {
                fresh.add(*next++, texts_);
            }
        }
        for (; known && row < (*chunk)->rows.size(); ++row) {
            fresh.add(**chunk, row);
        }
        if (fresh.empty()) {
            if (known) {
                chunks_.erase(chunk);
            }
        } else if (known) {
            *chunk = fresh.finish();
        } else {
            chunks_.insert(chunk, fresh.finish());
        }
    }
}

void LibraryWriter::close() {
    if (open_) {
        chunks_.push_back(open_->finish());
        open_.reset();
    }
}

LibrarySnapshot LibraryWriter::picture() {
    close();
    return {texts_.texts(), chunks_};
}

}  // namespace refrain
