#include "library_scanner/identity/merge.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using nlohmann::json;
using Kind = TrackReference::Kind;

constexpr std::array references{
    TrackReference{"track_genres", "track_id", Kind::of_file},
    TrackReference{"track_artists", "track_id", Kind::of_file},
    TrackReference{"listens", "track_id", Kind::history},
    TrackReference{"reactions", "track_id", Kind::history},
    TrackReference{"ratings", "track_id", Kind::history},
    TrackReference{"playlist_entries", "track_id", Kind::history},
    TrackReference{"content_features", "track_id", Kind::measured},
    TrackReference{"loudness", "track_id", Kind::measured},
    TrackReference{"fingerprints", "track_id", Kind::measured},
    TrackReference{"duplicates", "track_id", Kind::measured},
    TrackReference{"player_queue", "track_id", Kind::memory},
    TrackReference{"resume_points", "track_id", Kind::memory},
    TrackReference{"tag_edits", "track_id", Kind::memory},
    TrackReference{"impressions", "track_id", Kind::memory},
    TrackReference{"parked_tracks", "track_id", Kind::log},
};

std::string text(std::string_view view) {
    return std::string(view);
}

std::string joined(std::initializer_list<std::string_view> pieces) {
    std::string whole;
    for (const auto piece : pieces) {
        whole += piece;
    }
    return whole;
}

/// Joined by commas.
std::string list_of(const std::vector<std::string>& words) {
    std::string list;
    for (const auto& word : words) {
        list.append(list.empty() ? "" : ", ").append(word);
    }
    return list;
}

std::vector<std::string> columns_of(SQLite::Database& connection, const std::string& table) {
    SQLite::Statement row(connection, "SELECT name FROM pragma_table_info(?)");
    row.bind(1, table);
    std::vector<std::string> columns;
    while (row.executeStep()) {
        columns.push_back(row.getColumn(0).getString());
    }
    return columns;
}

/// The rows of a track as SQL literals, {column: literal} each: paths are bytes, which JSON has not.
json literals_of(SQLite::Database& connection, const std::string& table, const std::string& column,
                 TrackId id) {
    const auto columns = columns_of(connection, table);
    std::vector<std::string> quoted(columns.size());
    std::transform(columns.begin(), columns.end(), quoted.begin(),
                   [](const std::string& name) { return "quote(" + name + ")"; });
    SQLite::Statement row(connection,
                          "SELECT " + list_of(quoted) + " FROM " + table + " WHERE " + column + " = ?");
    row.bind(1, id.value());
    auto rows = json::array();
    while (row.executeStep()) {
        json values;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            values[columns[i]] = row.getColumn(static_cast<int>(i)).getString();
        }
        rows.push_back(std::move(values));
    }
    return rows;
}

void insert_literals(SQLite::Database& connection, const std::string& table, const json& values) {
    std::vector<std::string> columns, literals;
    for (const auto& [name, literal] : values.items()) {
        columns.push_back(name);
        literals.push_back(literal.get<std::string>());
    }
    connection.exec("INSERT INTO " + table + " (" + list_of(columns) + ") VALUES (" + list_of(literals) +
                    ")");
}

void run(SQLite::Database& connection, const std::string& sql, std::initializer_list<std::int64_t> values) {
    SQLite::Statement statement(connection, sql);
    int i = 0;
    for (const auto value : values) {
        statement.bind(++i, value);
    }
    statement.exec();
}

/// The rows that moved, by table.
json give_history(SQLite::Database& connection, TrackId to, TrackId from) {
    auto moved = json::object();
    for (const auto& reference : references) {
        if (reference.kind != Kind::history) {
            continue;
        }
        SQLite::Statement move(connection, "UPDATE " + text(reference.table) + " SET " +
                                               text(reference.column) + " = ? WHERE " +
                                               text(reference.column) + " = ? RETURNING id");
        move.bind(1, to.value());
        move.bind(2, from.value());
        auto ids = json::array();
        while (move.executeStep()) {
            ids.push_back(move.getColumn(0).getInt64());
        }
        moved[text(reference.table)] = std::move(ids);
    }
    return moved;
}

/// A name that no file can have, so that another row may have the path.
void free_path(SQLite::Database& connection, TrackId id) {
    run(connection, "UPDATE tracks SET path = CAST(path || x'00' || id AS BLOB) WHERE id = ?", {id.value()});
}

/// What the file of a row says, which goes where the row of the file goes.
void take_over_file(SQLite::Database& connection, TrackId kept, TrackId gone) {
    auto columns = columns_of(connection, "tracks");
    columns.erase(
        std::remove_if(columns.begin(), columns.end(),
                       [](const auto& name) { return name == "id" || name == "added_at" || name == "path"; }),
        columns.end());
    // Two rows cannot have one path, not even for a moment.
    SQLite::Statement path(connection, "SELECT path FROM tracks WHERE id = ?");
    path.bind(1, gone.value());
    path.executeStep();
    const auto column = path.getColumn(0);
    const std::string bytes(static_cast<const char*>(column.getBlob()),
                            static_cast<std::size_t>(column.getBytes()));
    path.reset();
    free_path(connection, gone);
    run(connection,
        "UPDATE tracks SET (" + list_of(columns) + ") = (SELECT " + list_of(columns) +
            " FROM tracks WHERE id = ?) WHERE id = ?",
        {gone.value(), kept.value()});
    SQLite::Statement set(connection, "UPDATE tracks SET path = ? WHERE id = ?");
    set.bind(1, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
    set.bind(2, kept.value());
    set.exec();
}

std::int64_t write_down(SQLite::Database& connection, TrackId kept, TrackId gone, std::string_view evidence,
                        const json& changes, UtcTime now) {
    SQLite::Statement note(connection,
                           "INSERT INTO track_merges (kept_id, gone_id, evidence, changes, at)"
                           " VALUES (?, ?, ?, ?, ?)");
    note.bind(1, kept.value());
    note.bind(2, gone.value());
    note.bind(3, text(evidence));
    note.bind(4, changes.dump(-1, ' ', false, json::error_handler_t::replace));
    note.bind(5, to_ms(now));
    note.exec();
    return connection.getLastInsertRowid();
}

bool is_taken(SQLite::Database& connection, const json& row, TrackId kept, TrackId gone) {
    SQLite::Statement other(connection, "SELECT count(*) FROM tracks WHERE id NOT IN (?, ?) AND path = " +
                                            row.at("path").get<std::string>() +
                                            " AND cue_track = " + row.at("cue_track").get<std::string>());
    other.bind(1, kept.value());
    other.bind(2, gone.value());
    other.executeStep();
    return other.getColumn(0).getInt() > 0;
}

}  // namespace

std::span<const TrackReference> track_references() {
    return references;
}

bool has_history(SQLite::Database& connection, TrackId id) {
    return std::any_of(references.begin(), references.end(), [&](const TrackReference& reference) {
        if (reference.kind != Kind::history) {
            return false;
        }
        SQLite::Statement any(connection, "SELECT 1 FROM " + text(reference.table) + " WHERE " +
                                              text(reference.column) + " = ? LIMIT 1");
        any.bind(1, id.value());
        return any.executeStep();
    });
}

std::int64_t merge_tracks(SQLite::Database& connection, TrackId kept, TrackId gone, std::string_view evidence,
                          UtcTime now) {
    json changes;
    changes["kept"] = literals_of(connection, "tracks", "id", kept);
    changes["gone"] = literals_of(connection, "tracks", "id", gone);
    changes["moved"] = give_history(connection, kept, gone);
    take_over_file(connection, kept, gone);
    for (const auto& [table, column, kind] : references) {
        const auto name = text(table);
        const auto where = joined({" WHERE ", column, " = ?"});
        if (kind == Kind::of_file) {
            changes["of_file"][name]["kept"] = literals_of(connection, name, text(column), kept);
            changes["of_file"][name]["gone"] = literals_of(connection, name, text(column), gone);
            run(connection, joined({"DELETE FROM ", name, where}), {kept.value()});
        }
        if (kind == Kind::of_file || kind == Kind::measured || kind == Kind::memory) {
            run(connection, joined({"UPDATE OR REPLACE ", name, " SET ", column, " = ?", where}),
                {kept.value(), gone.value()});
        }
    }
    run(connection, "DELETE FROM tracks WHERE id = ?", {gone.value()});
    // It has a path again.
    run(connection, "DELETE FROM parked_tracks WHERE track_id = ?", {kept.value()});
    return write_down(connection, kept, gone, evidence, changes, now);
}

std::int64_t move_history(SQLite::Database& connection, TrackId kept, TrackId other,
                          std::string_view evidence, UtcTime now) {
    json changes;
    changes["moved"] = give_history(connection, kept, other);
    return write_down(connection, kept, other, evidence, changes, now);
}

std::string merges_in_short(SQLite::Database& connection) {
    return connection
        .execAndGet(
            "SELECT count(*) || ' ' || coalesce(max(id), 0) || ' ' || coalesce(max(at), 0)"
            " FROM track_merges")
        .getString();
}

bool undo_merge(SQLite::Database& connection, std::int64_t merge) {
    SQLite::Statement row(connection, "SELECT kept_id, gone_id, changes FROM track_merges WHERE id = ?");
    row.bind(1, merge);
    if (!row.executeStep()) {
        return false;
    }
    const TrackId kept(row.getColumn(0).getInt64());
    const TrackId gone(row.getColumn(1).getInt64());
    const auto changes = json::parse(row.getColumn(2).getString());
    row.reset();
    if (changes.contains("gone")) {
        const auto& gone_row = changes["gone"].at(0);
        const auto& kept_row = changes["kept"].at(0);
        if (is_taken(connection, gone_row, kept, gone) || is_taken(connection, kept_row, kept, gone)) {
            return false;
        }
        free_path(connection, kept);
        insert_literals(connection, "tracks", gone_row);
        std::vector<std::string> settings;
        for (const auto& [name, literal] : kept_row.items()) {
            settings.push_back(name + " = " + literal.get<std::string>());
        }
        run(connection, "UPDATE tracks SET " + list_of(settings) + " WHERE id = ?", {kept.value()});
        for (const auto& reference : references) {
            if (reference.kind == Kind::of_file && changes["of_file"].contains(text(reference.table))) {
                const auto table = text(reference.table);
                run(connection, "DELETE FROM " + table + " WHERE " + text(reference.column) + " = ?",
                    {kept.value()});
                for (const auto* side : {"kept", "gone"}) {
                    for (const auto& values : changes["of_file"][table][side]) {
                        insert_literals(connection, table, values);
                    }
                }
            }
        }
    }
    for (const auto& reference : references) {
        if (reference.kind == Kind::history && changes["moved"].contains(text(reference.table))) {
            const auto ids = changes["moved"][text(reference.table)].dump();
            SQLite::Statement back(connection, "UPDATE " + text(reference.table) + " SET " +
                                                   text(reference.column) + " = ? WHERE " +
                                                   text(reference.column) +
                                                   " = ? AND id IN (SELECT value FROM json_each(?))");
            back.bind(1, gone.value());
            back.bind(2, kept.value());
            back.bind(3, ids);
            back.exec();
        }
    }
    run(connection, "DELETE FROM track_merges WHERE id = ?", {merge});
    return true;
}

}  // namespace refrain
