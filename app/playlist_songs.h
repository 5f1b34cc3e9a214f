// What is in a playlist now, for whoever plays it or starts from it. Blocks on disk, and for a smart one
// sorts the library: not for the GUI thread. What can fail: the database.
#pragma once

#include "app/services.h"
#include "library_scanner/playlists/playlist.h"
#include "recommender/serving/guess.h"

#include <vector>

namespace refrain::app {

/// Of a list its entries, of a smart one what its query finds now. The library must be loaded.
Result<std::vector<PlaylistEntry>> songs_in(Services& services, const Playlist& playlist);

/// Guesses that start from these songs, as far as the library has them.
Result<GuessSeed> seed_of(Services& services, const Playlist& playlist);

}  // namespace refrain::app
