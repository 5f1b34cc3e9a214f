#include "library_scanner/store/track_chunk.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

namespace refrain {
namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

/// Gives `key` the key of `text`. Neighbours mostly share theirs: a look at what `key` is now saves hashing.
void take_key(TextKey& key, std::string_view text, TextInterner& texts) {
    if (texts[key] != text) {
        key = texts.key_of(text);
    }
}

/// Tells lists apart: each with its length before it, as any byte may stand in a name.
void append_list(std::string& text, NameList names) {
    const auto append_size = [&](std::size_t size) {
        text.append(reinterpret_cast<const char*>(&size), sizeof size);  // NOLINT: bytes
    };
    append_size(names.size());
    for (const std::string& name : names) {
        append_size(name.size());
        text.append(name);
    }
}

std::vector<std::string> names_of(NameList names) {
    return {names.begin(), names.end()};
}

}  // namespace

std::int64_t TrackChunk::number_of(TrackId id) {
    // Rounded down for ids below zero, too: the tests of others number their tracks as they like.
    return id.value() >= 0 ? id.value() / ids : -((-(id.value() + 1)) / ids) - 1;
}

std::string_view TrackChunk::name_of(std::size_t row) const {
    const std::size_t end = row + 1 < rows.size() ? rows[row + 1].name_start : names.size();
    return std::string_view(names).substr(rows[row].name_start, end - rows[row].name_start);
}

std::size_t TrackChunk::lower_bound(TrackId id) const {
    const std::int64_t offset = id.value() - number * ids;
    return static_cast<std::size_t>(
        std::lower_bound(rows.begin(), rows.end(), offset,
                         [](const TrackRow& row, std::int64_t wanted) { return row.id_offset < wanted; }) -
        rows.begin());
}

std::size_t TrackChunk::bytes() const {
    return sizeof *this + rows.capacity() * sizeof(TrackRow) + names.capacity() +
           cues.capacity() * sizeof(Cue);
}

LibraryInterner::LibraryInterner() {
    genres_key_of({});
    credits_key_of({}, {}, {});
}

void LibraryInterner::fill(TrackRow& row, const TrackView& track) {
    take_key(row.title, track.title, titles);
    take_key(row.artist, track.artist, people);
    take_key(row.album, track.album, albums);
    take_key(row.album_artist, track.album_artist, people);
    take_key(row.composer, track.composer, people);
    take_key(row.folder, track.folder, folders);
    take_key(row.cover_path, track.cover_path, covers);
    if (NameList(genres_[row.genres]) != track.genres) {
        row.genres = genres_key_of(track.genres);
    }
    const Credits& credits = credits_[row.credits];
    if (NameList(credits.artists) != track.artists ||
        NameList(credits.album_artists) != track.album_artists ||
        NameList(credits.composers) != track.composers) {
        row.credits = credits_key_of(track.artists, track.album_artists, track.composers);
    }
}

GenresKey LibraryInterner::genres_key_of(NameList genres) {
    std::string text;
    append_list(text, genres);
    return genres_.key_of(std::move(text), [&] { return names_of(genres); });
}

CreditsKey LibraryInterner::credits_key_of(NameList artists, NameList album_artists, NameList composers) {
    std::string text;
    for (const NameList& names : {artists, album_artists, composers}) {
        append_list(text, names);
    }
    return credits_.key_of(std::move(text), [&] {
        Credits credits{names_of(artists), names_of(album_artists), names_of(composers), {}};
        for (const std::string& name : artists) {
            credits.artist_keys.push_back(people.key_of(name));
        }
        return credits;
    });
}

LibraryTexts LibraryInterner::texts() const {
    return {titles.pool(), albums.pool(),   folders.pool(),  covers.pool(),
            people.pool(), genres_.lists(), credits_.lists()};
}

ChunkBuilder::ChunkBuilder(std::int64_t number) : chunk_(std::make_shared<TrackChunk>()) {
    chunk_->number = number;
}

void ChunkBuilder::add(const TrackView& track, LibraryInterner& texts) {
    TrackRow row = chunk_->rows.empty() ? TrackRow() : chunk_->rows.back();
    texts.fill(row, track);
    row.cue = 0;
    row.duration_ms = track.duration.count();
    row.added_ms = to_ms(track.added_at);
    row.year = track.year;
    row.track_number = track.track_number;
    row.disc_number = track.disc_number;
    row.track_total = track.track_total;
    row.disc_total = track.disc_total;
    row.month = track.month & 0xfU;
    row.day = track.day & 0x1fU;
    row.original_year = static_cast<std::uint32_t>(track.original_date.year) & 0x3fffU;
    row.original_month = track.original_date.month & 0xfU;
    row.original_day = track.original_date.day & 0x1fU;
    row.compilation = track.compilation;
    row.file_rating = std::min(track.file_rating.value_or(TrackRow::no_rating), TrackRow::no_rating);
    row.lyrics = track.lyrics;
    row.cover_key = track.cover_key;
    row.sample_rate = track.sample_rate;
    row.channels = track.channels;
    row.bitrate_kbps = track.bitrate_kbps;
    row.track_gain_db = track.loudness.track_gain_db.value_or(unknown);
    row.track_peak = track.loudness.track_peak.value_or(unknown);
    row.album_gain_db = track.loudness.album_gain_db.value_or(unknown);
    row.album_peak = track.loudness.album_peak.value_or(unknown);
    row.id_offset = static_cast<std::uint16_t>(track.id.value() - chunk_->number * TrackChunk::ids);
    row.cover = track.cover;
    row.missing = track.missing;
    if (track.cue_track != 0 || track.cue_begin.count() != 0 || track.cue_end.count() != 0) {
        chunk_->cues.push_back({track.cue_track, track.cue_begin, track.cue_end});
        row.cue = static_cast<std::uint16_t>(chunk_->cues.size());
    }
    add(row, track.file_name);
}

void ChunkBuilder::add(const TrackChunk& from, std::size_t row) {
    TrackRow copy = from.rows[row];
    if (copy.cue != 0) {
        chunk_->cues.push_back(from.cues[copy.cue - std::size_t{1}]);
        copy.cue = static_cast<std::uint16_t>(chunk_->cues.size());
    }
    add(copy, from.name_of(row));
}

void ChunkBuilder::add(TrackRow row, std::string_view name) {
    row.name_start = static_cast<std::uint32_t>(chunk_->names.size());
    chunk_->names.append(name);
    chunk_->present += row.missing ? 0 : 1;
    chunk_->rows.push_back(row);
}

std::shared_ptr<const TrackChunk> ChunkBuilder::finish() {
    chunk_->rows.shrink_to_fit();
    chunk_->names.shrink_to_fit();
    chunk_->cues.shrink_to_fit();
    return std::move(chunk_);
}

}  // namespace refrain
