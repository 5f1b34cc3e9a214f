#include "library_scanner/database/change_journal.h"

#include <string>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

/// As AUTOINCREMENT keeps it: of rows that are gone, too.
constexpr const char* newest =
    "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'library_changes'), 0)";

std::vector<TrackId> tracks_after(SQLite::Database& connection, std::int64_t after, ChangedWhat what) {
    SQLite::Statement row(connection,
                          "SELECT DISTINCT each.value FROM library_changes, json_each(tracks) AS each"
                          " WHERE number > ? AND what = ? ORDER BY 1");
    row.bind(1, after);
    row.bind(2, static_cast<int>(what));
    std::vector<TrackId> tracks;
    while (row.executeStep()) {
        tracks.emplace_back(row.getColumn(0).getInt64());
    }
    return tracks;
}

}  // namespace

void note_changed_tracks(SQLite::Database& connection, std::span<const TrackId> tracks, ChangedWhat what) {
    if (tracks.empty()) {
        return;
    }
    std::string ids = "[";
    for (const auto track : tracks) {
        ids.append(ids.size() > 1 ? "," : "").append(std::to_string(track.value()));
    }
    SQLite::Statement add(connection, "INSERT INTO library_changes (what, tracks) VALUES (?, ?)");
    add.bind(1, static_cast<int>(what));
    add.bind(2, ids + "]");
    add.exec();
    SQLite::Statement drop(connection, "DELETE FROM library_changes WHERE number <= ?");
    drop.bind(1, connection.getLastInsertRowid() - most_journal_entries);
    drop.exec();
}

std::int64_t journal_end(SQLite::Database& connection) {
    return connection.execAndGet(newest).getInt64();
}

JournalNews read_journal(SQLite::Database& connection, std::int64_t after) {
    // One moment for all of it.
    connection.exec("BEGIN");
    JournalNews news;
    try {
        news.last = journal_end(connection);
        if (news.last > after) {
            const auto oldest = connection.execAndGet("SELECT coalesce(min(number), 0) FROM library_changes");
            news.missed = oldest.getInt64() > after + 1;
            news.tracks = tracks_after(connection, after, ChangedWhat::tracks);
            news.loudness = tracks_after(connection, after, ChangedWhat::loudness);
        }
    } catch (...) {
        connection.tryExec("ROLLBACK");
        throw;
    }
    connection.exec("COMMIT");
    // A restored backup counts from where it stood.
    news.missed = news.missed || news.last < after;
    return news;
}

}  // namespace refrain
