#include "ui/view_models/queue_entries.h"

#include "player/queue/entry_of_track.h"

#include <algorithm>
#include <tuple>

namespace refrain {

namespace {

template <class Belongs, class Place>
std::vector<TrackId> tracks_where(const LibrarySnapshot& library, Belongs belongs, Place place) {
    std::vector<const Track*> found;
    for (const Track& track : library.tracks()) {
        if (!track.missing && belongs(track)) {
            found.push_back(&track);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [&](const Track* a, const Track* b) { return place(*a) < place(*b); });
    std::vector<TrackId> ids;
    ids.reserve(found.size());
    for (const Track* track : found) {
        ids.push_back(track->id);
    }
    return ids;
}

}  // namespace

std::vector<QueueEntry> queue_entries(const LibrarySnapshot& library, const std::vector<TrackId>& tracks,
                                      Intent intent, const std::string& origin) {
    std::vector<QueueEntry> entries;
    entries.reserve(tracks.size());
    for (const TrackId id : tracks) {
        if (const Track* track = library.find(id)) {
            entries.push_back(entry_of_track(*track, intent, origin));
        }
    }
    return entries;
}

std::vector<TrackId> album_tracks(const LibrarySnapshot& library, const Track& track) {
    if (track.album.empty()) {
        return {track.id};
    }
    return tracks_where(
        library,
        [&](const Track& other) {
            return other.album == track.album && other.grouping_artist() == track.grouping_artist();
        },
        [](const Track& t) { return std::tie(t.disc_number, t.track_number, t.title); });
}

std::vector<TrackId> artist_tracks(const LibrarySnapshot& library, const Track& track) {
    if (track.artist.empty()) {
        return {track.id};
    }
    return tracks_where(
        library, [&](const Track& other) { return other.artist == track.artist; },
        [](const Track& t) { return std::tie(t.year, t.album, t.disc_number, t.track_number, t.title); });
}

}  // namespace refrain
