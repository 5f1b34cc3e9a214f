// What is in a playlist at this moment: of a list its entries, of a smart one what its rule finds. Any
// thread, never the GUI's: reads the database, and sorts the library for a smart one. What can fail: the
// database, a playlist that is no longer there.
#pragma once

#include "library_scanner/playlists/playlists.h"
#include "library_scanner/playlists/smart_playlist.h"
#include "ui/view_models/playlist_songs.h"
#include "ui/view_models/search_indexing.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace refrain {

/// The library as it was when somebody wanted to know what is in a playlist, and what stands by to answer.
struct PlaylistSources {
    LibraryPtr library;
    /// Of whatever picture, or nullptr; one of `library` is made where it is another.
    std::shared_ptr<const SearchIndex> index;
    /// Likewise.
    std::shared_ptr<const TrackOrder> order;
    SearchIndexing::ContextSource context;
};

/// Makes of `sources` those of its library.
void complete(PlaylistSources& sources);

struct ReadPlaylist {
    Playlist playlist;
    PlaylistSongs songs;
};

Result<ReadPlaylist> songs_in(const Playlists& playlists, PlaylistId id, PlaylistSources sources);

/// Rows of sources.library, which is complete().
std::vector<std::uint32_t> songs_of(const PlaylistRule& rule, const PlaylistSources& sources,
                                    const std::atomic<bool>& cancelled);

}  // namespace refrain
