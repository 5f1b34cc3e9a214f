#include "library_scanner/scan/gone_files.h"

#include "library_scanner/database/change_journal.h"
#include "library_scanner/scan/known_files.h"

#include <algorithm>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

/// The paths of these rows, of which each may have others.
void fill_gone(SQLite::Database& connection, const std::vector<TrackId>& rows) {
    connection.exec("CREATE TEMP TABLE IF NOT EXISTS gone (path BLOB PRIMARY KEY) WITHOUT ROWID");
    connection.exec("DELETE FROM temp.gone");
    std::string ids = "[";
    for (const auto row : rows) {
        ids.append(ids.size() > 1 ? "," : "").append(std::to_string(row.value()));
    }
    SQLite::Statement add(connection,
                          "INSERT INTO temp.gone SELECT DISTINCT path FROM tracks"
                          " WHERE id IN (SELECT value FROM json_each(?))");
    add.bind(1, ids + "]");
    add.exec();
}

/// Takes what is at `place` and below out of the gone. Returns how many paths that were.
std::int64_t keep_below(SQLite::Database& connection, const std::string& place) {
    const auto [first, second] = paths_below(place);
    SQLite::Statement keep(connection, "DELETE FROM temp.gone WHERE path = ? OR (path >= ? AND path < ?)");
    bind_path(keep, 1, place);
    bind_path(keep, 2, first);
    bind_path(keep, 3, second);
    return keep.exec();
}

void drop_rows(SQLite::Database& connection, const char* sql, const std::vector<std::string>& paths,
               const std::vector<std::string>& kept) {
    SQLite::Statement drop(connection, sql);
    for (const auto& path : paths) {
        if (std::any_of(kept.begin(), kept.end(),
                        [&](const std::string& place) { return path == place || is_below(path, place); })) {
            continue;
        }
        bind_path(drop, 1, path);
        drop.exec();
        drop.reset();
    }
}

}  // namespace

GoneOutcome forget_gone_files(SQLite::Database& connection, const GoneFiles& gone, UtcTime now) {
    GoneOutcome outcome;
    auto kept = gone.closed;
    if (!gone.tracks.empty()) {
        fill_gone(connection, gone.tracks);
        for (const auto& place : gone.closed) {
            keep_below(connection, place);
        }
        // Outer ones come first and take all below them.
        for (auto place : gone.suspects) {
            place.files = keep_below(connection, place.path);
            if (place.files > 0) {
                kept.push_back(place.path);
                outcome.away.push_back(std::move(place));
            }
        }
        const auto count = [&] { return connection.execAndGet("SELECT count(*) FROM temp.gone").getInt64(); };
        // What arrived is written by now, and counts as known. Counting costs something: not for a few files.
        constexpr std::int64_t few = 50;
        if (!gone.believed && count() > few &&
            is_mass_vanishing(count_files(connection, gone.root) - gone.arrived, count(),
                              gone.arrived_anywhere)) {
            AwayPlace place{gone.root, "more than half of the music known there is gone at once", 0, {}};
            place.files = keep_below(connection, gone.root);
            kept.push_back(gone.root);
            outcome.away.push_back(std::move(place));
        }
        outcome.missing = count();
        SQLite::Statement mark(connection,
                               "UPDATE tracks SET missing_since = ? WHERE missing_since IS NULL"
                               " AND path IN (SELECT path FROM temp.gone) RETURNING id");
        mark.bind(1, to_ms(now));
        while (mark.executeStep()) {
            outcome.tracks.emplace_back(mark.getColumn(0).getInt64());
        }
        note_changed_tracks(connection, outcome.tracks);
        connection.exec("DELETE FROM temp.gone");
    }
    drop_rows(connection, "DELETE FROM scan_failures WHERE path = ?", gone.failures, kept);
    drop_rows(connection, "DELETE FROM cue_sheets WHERE path = ?", gone.sheets, kept);
    return outcome;
}

}  // namespace refrain
