// Which tracks were changed lately: written by whoever changes them, in the same transaction, and read by
// those who hold a picture of the library, also in another process. Only the newest entries are kept; a
// reader that was away for longer reads the whole library anew. Threads: each function works on the
// connection it is given, on its thread. What can fail: the database; throws SQLite::Exception.
#pragma once

#include "library_scanner/core/strong_id.h"

#include <cstdint>
#include <span>
#include <vector>

namespace SQLite {
class Database;
}

namespace refrain {

/// Stored: only ever add.
enum class ChangedWhat : std::uint8_t {
    tracks = 0,
    /// Only how loud they are: nobody waits for it, and thousands come one by one while they are measured.
    loudness = 1,
};

/// Entries that are kept. A scan writes a few a second, each of up to some hundred tracks.
inline constexpr std::int64_t most_journal_entries = 400;

/// Call it inside the transaction that changes these tracks. None: nothing is written.
void note_changed_tracks(SQLite::Database& connection, std::span<const TrackId> tracks,
                         ChangedWhat what = ChangedWhat::tracks);

struct JournalNews {
    /// Where to go on reading.
    std::int64_t last = 0;
    /// Entries that were not read yet are gone: any track may have changed.
    bool missed = false;
    /// Ascending, each once.
    std::vector<TrackId> tracks, loudness;
};

/// The number of the newest entry; 0 when there was never one.
std::int64_t journal_end(SQLite::Database& connection);
/// What was noted behind entry `after`.
JournalNews read_journal(SQLite::Database& connection, std::int64_t after);

}  // namespace refrain
