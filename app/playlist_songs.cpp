#include "app/playlist_songs.h"

#include "library_scanner/playlists/playlist_transfer.h"
#include "library_scanner/playlists/smart_playlist.h"
#include "library_scanner/search/local_time.h"

#include <locale>
#include <memory>
#include <utility>

namespace refrain::app {

Result<std::vector<PlaylistEntry>> songs_in(Services& services, const Playlist& playlist) {
    if (!playlist.rule) {
        return services.playlists().entries(playlist.id);
    }
    auto context = services.search_context();
    if (!context) {
        return context.error();
    }
    const LibraryPtr library = services.library().snapshot();
    const TrackOrder order(library, std::make_shared<const Collation>(std::locale("").name()));
    std::vector<PlaylistEntry> songs;
    for (const std::uint32_t row : songs_of(*playlist.rule, SearchIndex(library), order, context.value(),
                                            local_offset(context.value().now))) {
        songs.push_back(entry_of(library->at(row)));
    }
    return songs;
}

Result<GuessSeed> seed_of(Services& services, const Playlist& playlist) {
    const auto songs = songs_in(services, playlist);
    if (!songs) {
        return songs.error();
    }
    GuessSeed seed{SeedKind::playlist, {}, playlist.name};
    for (const PlaylistEntry& song : songs.value()) {
        if (song.track.valid()) {
            seed.tracks.push_back(song.track);
        }
    }
    if (seed.tracks.empty()) {
        return Error{ErrorCode::not_found, "The playlist has no song that the library has", {}};
    }
    return seed;
}

}  // namespace refrain::app
