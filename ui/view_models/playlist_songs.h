// The songs of a playlist beside the library they are looked up in, and what is queued of them. Plain values,
// any thread; 100,000 songs take some hundredths of a second: not for the GUI thread. Nothing fails.
#pragma once

#include "library_scanner/playlists/playlist.h"
#include "library_scanner/store/library_snapshot.h"
#include "player/player.h"
#include "player/queue/queue_entry.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

struct PlaylistSongs {
    using Entries = std::shared_ptr<const std::vector<PlaylistEntry>>;
    static constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();

    PlaylistSongs() = default;
    PlaylistSongs(Entries entries, LibraryPtr library);

    /// The song as the library has it; nothing where the library has none.
    std::optional<TrackView> track(std::size_t entry) const;
    /// There is no such song, or its file has gone.
    bool missing(std::size_t entry) const;
    QueueEntry queue_entry(std::size_t entry, const std::string& origin) const;

    Entries entries = std::make_shared<const std::vector<PlaylistEntry>>();
    LibraryPtr library = std::make_shared<const LibrarySnapshot>();
    /// Of each entry the row in the library, or no_row.
    std::vector<std::uint32_t> rows;
    /// Of each entry, in milliseconds.
    std::vector<std::int64_t> lengths;
    /// Entries of which the library no longer knows what the playlist was told: two rows became one.
    bool outdated = false;
};

/// Those that can be played: `order` without what is missing.
std::vector<std::uint32_t> playable(const PlaylistSongs& songs, const std::vector<std::uint32_t>& order);

/// Plays `order`, entries of `songs` of which there is one at least, from its `start` on; with shuffle all of
/// it, that one first. At most TrackActions::queue_limit are queued at once. Any thread.
void play_songs(Player& player, std::shared_ptr<const PlaylistSongs> songs, std::vector<std::uint32_t> order,
                std::size_t start, const std::string& origin);

/// What a listen from a playlist is noted as.
std::string playlist_origin(const std::string& name);

}  // namespace refrain
