#include "library_scanner/store/library_snapshot.h"

#include "library_scanner/store/library_writer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain {
namespace {

std::optional<float> known(float value) {
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

std::vector<const Track*> by_id(const std::vector<Track>& tracks) {
    std::vector<const Track*> ordered;
    ordered.reserve(tracks.size());
    for (const Track& track : tracks) {
        ordered.push_back(&track);
    }
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const Track* a, const Track* b) { return a->id < b->id; });
    return ordered;
}

}  // namespace

LibrarySnapshot::LibrarySnapshot() : LibrarySnapshot(LibraryInterner().texts(), {}) {}

LibrarySnapshot::LibrarySnapshot(const std::vector<Track>& tracks) {
    LibraryWriter writer;
    for (const Track* track : by_id(tracks)) {
        writer.append(*track);
    }
    *this = writer.picture();
}

LibrarySnapshot::LibrarySnapshot(LibraryTexts texts, std::vector<std::shared_ptr<const TrackChunk>> chunks)
    : texts_(std::move(texts)), chunks_(std::move(chunks)) {
    starts_.reserve(chunks_.size() + 1);
    for (const auto& chunk : chunks_) {
        starts_.push_back(static_cast<std::uint32_t>(size_));
        size_ += chunk->rows.size();
        present_ += chunk->present;
    }
    starts_.push_back(static_cast<std::uint32_t>(size_));
}

LibrarySnapshot::Place LibrarySnapshot::place_of(std::size_t row) const {
    const auto chunk =
        static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), row) - starts_.begin() - 1);
    return {chunks_[chunk].get(), row - starts_[chunk]};
}

TrackView LibrarySnapshot::at(std::size_t row) const {
    const Place place = place_of(row);
    return view(*place.chunk, place.row);
}

TrackId LibrarySnapshot::id_at(std::size_t row) const {
    const Place place = place_of(row);
    return place.chunk->id_of(place.row);
}

const TrackRow& LibrarySnapshot::row(std::size_t row) const {
    const Place place = place_of(row);
    return place.chunk->rows[place.row];
}

std::optional<std::uint32_t> LibrarySnapshot::row_of(TrackId id) const {
    const auto chunk =
        std::lower_bound(chunks_.begin(), chunks_.end(), TrackChunk::number_of(id),
                         [](const auto& a, std::int64_t number) { return a->number < number; });
    if (chunk == chunks_.end()) {
        return std::nullopt;
    }
    const std::size_t row = (*chunk)->lower_bound(id);
    if (row == (*chunk)->rows.size() || (*chunk)->id_of(row) != id) {
        return std::nullopt;
    }
    return starts_[static_cast<std::size_t>(chunk - chunks_.begin())] + static_cast<std::uint32_t>(row);
}

std::optional<TrackView> LibrarySnapshot::find(TrackId id) const {
    const auto row = row_of(id);
    return row ? std::optional(at(*row)) : std::nullopt;
}

TrackView LibrarySnapshot::view(const TrackChunk& chunk, std::size_t number) const {
    const TrackRow& row = chunk.rows[number];
    TrackView track;
    track.id = chunk.id_of(number);
    track.folder = texts_.folders[row.folder];
    track.file_name = chunk.name_of(number);
    track.title = texts_.titles[row.title];
    track.artist = texts_.people[row.artist];
    track.album = texts_.albums[row.album];
    track.album_artist = texts_.people[row.album_artist];
    track.composer = texts_.people[row.composer];
    track.cover_path = texts_.covers[row.cover_path];
    track.genres = *(*texts_.genres)[row.genres];
    const Credits& credits = *(*texts_.credits)[row.credits];
    track.artists = credits.artists;
    track.album_artists = credits.album_artists;
    track.composers = credits.composers;
    track.year = row.year;
    track.track_number = row.track_number;
    track.disc_number = row.disc_number;
    track.track_total = row.track_total;
    track.disc_total = row.disc_total;
    track.month = static_cast<std::uint8_t>(row.month);
    track.day = static_cast<std::uint8_t>(row.day);
    track.original_date = {static_cast<std::int16_t>(row.original_year),
                           static_cast<std::uint8_t>(row.original_month),
                           static_cast<std::uint8_t>(row.original_day)};
    track.compilation = row.compilation;
    if (row.file_rating != TrackRow::no_rating) {
        track.file_rating = row.file_rating;
    }
    track.lyrics = row.lyrics;
    track.cover_key = row.cover_key;
    track.duration = Milliseconds(row.duration_ms);
    track.sample_rate = row.sample_rate;
    track.channels = row.channels;
    track.bitrate_kbps = row.bitrate_kbps;
    track.cover = row.cover;
    track.loudness.track_gain_db = known(row.track_gain_db);
    track.loudness.track_peak = known(row.track_peak);
    track.loudness.album_gain_db = known(row.album_gain_db);
    track.loudness.album_peak = known(row.album_peak);
    if (row.cue != 0) {
        const TrackChunk::Cue& cue = chunk.cues[row.cue - std::size_t{1}];
        track.cue_track = cue.track;
        track.cue_begin = cue.begin;
        track.cue_end = cue.end;
    }
    track.added_at = utc_from_ms(row.added_ms);
    track.missing = row.missing;
    return track;
}

std::size_t LibrarySnapshot::bytes() const {
    std::size_t sum = sizeof *this + starts_.capacity() * sizeof starts_[0];
    for (const TextPool* pool :
         {&texts_.titles, &texts_.albums, &texts_.folders, &texts_.covers, &texts_.people}) {
        sum += pool->bytes();
    }
    for (const auto& chunk : chunks_) {
        sum += chunk->bytes();
    }
    return sum;
}

}  // namespace refrain
