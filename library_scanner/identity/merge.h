// Makes one track of two rows: all that names the one names the other from then on. Every merge is written
// down in track_merges with what was there before, and can be undone, but for what is measured anew anyway
// (features, loudness).
// Threads: the database's writer, inside its transaction. What can fail: the database; throws
// SQLite::Exception, and the transaction leaves everything as it was.
#pragma once

#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"
#include "library_scanner/identity/evidence.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace SQLite {
class Database;
}

namespace refrain {

/// A column that names a track, and what becomes of its rows.
struct TrackReference {
    enum class Kind {
        history,   // what the listener did: moves, and moves back when the merge is undone
        measured,  // one row a track, of its file: that of the file which is there now
        of_file,   // what the tags say, in rows of their own: goes with the file
        memory,    // of the player and of edits: moves
        log,       // of identity itself: stays
    };
    std::string_view table, column;
    Kind kind = Kind::history;
};

/// All of them. Whoever adds a table that names tracks adds it here; a test walks the schema.
std::span<const TrackReference> track_references();

/// Has the listener done anything with it that is remembered?
bool has_history(SQLite::Database& connection, TrackId id);

/// `gone` was found out to be the file of `kept`: `kept` takes over its file, path and tags, and the row
/// `gone` is deleted. Returns the number of the merge.
std::int64_t merge_tracks(SQLite::Database& connection, TrackId kept, TrackId gone, std::string_view evidence,
                          UtcTime now);

/// The history of `other` becomes that of `kept`; both rows and files stay.
std::int64_t move_history(SQLite::Database& connection, TrackId kept, TrackId other,
                          std::string_view evidence, UtcTime now);

/// Another text after each merge, and after one was taken back. Cheap.
std::string merges_in_short(SQLite::Database& connection);

/// Takes a merge back: both rows are as they were. False when there is none of that number, or when a path of
/// then belongs to another track by now.
bool undo_merge(SQLite::Database& connection, std::int64_t merge);

}  // namespace refrain
