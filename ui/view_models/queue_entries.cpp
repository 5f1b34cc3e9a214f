#include "ui/view_models/queue_entries.h"

#include "library_scanner/store/by_artist.h"
#include "player/queue/entry_of_track.h"

#include <algorithm>
#include <tuple>

namespace refrain {

namespace {

/// Compares numbers, row by row: this runs at a click, over the whole library.
template <class Belongs, class Place>
std::vector<TrackId> tracks_where(const LibrarySnapshot& library, Belongs belongs, Place place) {
    std::vector<TrackView> found;
    library.each_row([&](std::uint32_t number, const TrackRow& row) {
        if (!row.missing && belongs(row)) {
            found.push_back(library.at(number));
        }
    });
    std::stable_sort(found.begin(), found.end(),
                     [&](const TrackView& a, const TrackView& b) { return place(a) < place(b); });
    std::vector<TrackId> ids;
    ids.reserve(found.size());
    for (const TrackView& track : found) {
        ids.push_back(track.id);
    }
    return ids;
}

}  // namespace

std::vector<QueueEntry> queue_entries(const LibrarySnapshot& library, const std::vector<TrackId>& tracks,
                                      Intent intent, const std::string& origin) {
    std::vector<QueueEntry> entries;
    entries.reserve(tracks.size());
    for (const TrackId id : tracks) {
        if (const auto track = library.find(id)) {
            entries.push_back(entry_of_track(*track, intent, origin));
        }
    }
    return entries;
}

std::vector<TrackId> album_tracks(const LibrarySnapshot& library, TrackId track) {
    const auto row = library.row_of(track);
    if (!row || library.row(*row).album == no_text) {
        return {track};
    }
    return tracks_where(
        library,
        [&wanted = library.row(*row)](const TrackRow& other) {
            return other.album == wanted.album && other.grouping_artist() == wanted.grouping_artist();
        },
        [](const TrackView& t) { return std::tie(t.disc_number, t.track_number, t.title); });
}

std::vector<TrackId> artist_tracks(const LibrarySnapshot& library, TrackId track) {
    const auto row = library.row_of(track);
    if (!row || library.row(*row).artist == no_text) {
        return {track};
    }
    return tracks_where(library, ByArtist(library.texts(), artist_keys(library.texts(), library.row(*row))),
                        [](const TrackView& t) {
                            return std::tuple(t.first_year(), t.album, t.disc_number, t.track_number,
                                              t.title);
                        });
}

}  // namespace refrain
