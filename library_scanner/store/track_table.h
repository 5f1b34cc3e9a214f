// Reads tracks with their genres and their loudness from the tables.
// Threads: each reader with the connection it is given, on its thread. What can fail: the database; throws
// SQLite::Exception.
#pragma once

#include "library_scanner/core/track.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace SQLite {
class Database;
}

namespace refrain {

/// The numbers of roles in the table track_artists, which has rows where a role has several names.
enum class CreditRole : std::uint8_t { artist, album_artist, composer };
inline constexpr std::size_t credit_roles = 3;

/// Calls `visit` for every track with `first` <= id < `last`, by ascending id; the view is valid until it
/// returns. All of one moment, when the connection is in a transaction.
void read_tracks(SQLite::Database& connection, TrackId first, TrackId last,
                 const std::function<void(const TrackView&)>& visit);

/// Those of `ids` that there are, in the order of `ids`.
std::vector<Track> read_tracks(SQLite::Database& connection, std::span<const TrackId> ids);

/// The largest id there is; invalid where there are no tracks.
TrackId last_track(SQLite::Database& connection);

}  // namespace refrain
