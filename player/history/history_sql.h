// Every SQL statement of the listening history, and the mapping between its rows and the plain values.
// Threads: each function works on the connection it is given, on that connection's thread.
// What can fail: the disk and the file; every function throws SQLite::Exception, the caller turns it into a
// Result. Texts are stored as the bytes they are, paths as BLOBs. A score that is no number is stored as 0.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/reaction.h"
#include "player/history/listening_history.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace refrain::history_sql {

/// Inserts the row, or stores the newer figures when it is there and still open (see apply_figures() in
/// listen_lifecycle.h for what a figure is). A closed row is left as it is. A track that the library no
/// longer has is stored as none: the snapshot in the row still tells what it was.
void write_own(SQLite::Database& db, const Listen& listen);

/// Inserts a row of another program or of an export. False when (source, source_key) is there already.
bool append(SQLite::Database& db, const Listen& listen);
bool has(SQLite::Database& db, const std::string& source, const std::string& source_key);

/// Turns open rows into `interrupted`, except those whose source_key `belongs_to_living` knows. Returns how
/// many.
std::int64_t close_interrupted(SQLite::Database& db,
                               const std::function<bool(const std::string& source_key)>& belongs_to_living);

/// Does nothing when there is such a session.
void add_session(SQLite::Database& db, SessionId id, UtcTime started_at);
void add_reaction(SQLite::Database& db, const Reaction& reaction);

/// By ascending started_at, then id.
std::vector<Listen> listens(SQLite::Database& db, const HistoryFilter& filter);
/// By ascending time, then id.
std::vector<Reaction> reactions(SQLite::Database& db);
std::int64_t count(SQLite::Database& db);

}  // namespace refrain::history_sql
