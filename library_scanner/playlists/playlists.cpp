#include "library_scanner/playlists/playlists.h"

#include "library_scanner/database/sqlite_error.h"

#include <algorithm>
#include <exception>
#include <optional>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

constexpr const char* all_columns =
    "SELECT p.id, p.name, p.query, p.sort, p.descending, p.most, p.created_at, p.changed_at,"
    " (SELECT count(*) FROM playlist_entries e WHERE e.playlist_id = p.id) FROM playlists p";

/// Rolls a transaction back; what it says reaches the caller.
struct Refusal : std::exception {
    explicit Refusal(Error error) : why(std::move(error)) {}
    const char* what() const noexcept override { return why.message.c_str(); }
    Error why;
};

Error not_there() {
    return {ErrorCode::not_found, "This playlist is no longer there", {}};
}

std::string_view word_of(PlaylistSort sort) {
    for (const auto& [value, word] : playlist_sorts) {
        if (value == sort) {
            return word;
        }
    }
    return {};
}

PlaylistSort sort_from(std::string_view wanted) {
    for (const auto& [value, word] : playlist_sorts) {
        if (word == wanted) {
            return value;
        }
    }
    return PlaylistSort::album;
}

Playlist playlist_in(SQLite::Statement& row) {
    Playlist playlist;
    playlist.id = PlaylistId(row.getColumn(0).getInt64());
    playlist.name = row.getColumn(1).getString();
    if (!row.getColumn(2).isNull()) {
        PlaylistRule rule;
        rule.query = row.getColumn(2).getString();
        rule.sort = sort_from(row.getColumn(3).getText());
        rule.descending = row.getColumn(4).getInt() != 0;
        rule.most = static_cast<std::size_t>(std::max<std::int64_t>(0, row.getColumn(5).getInt64()));
        playlist.rule = std::move(rule);
    }
    playlist.created_at = utc_from_ms(row.getColumn(6).getInt64());
    playlist.changed_at = utc_from_ms(row.getColumn(7).getInt64());
    playlist.entries = static_cast<std::size_t>(row.getColumn(8).getInt64());
    return playlist;
}

/// Refuses an empty name, and one that another playlist has.
void require_free(SQLite::Database& db, const std::string& name, PlaylistId of) {
    if (name.find_first_not_of(" \t\n") == std::string::npos) {
        throw Refusal({ErrorCode::failed, "A playlist needs a name", {}});
    }
    SQLite::Statement same(db, "SELECT 1 FROM playlists WHERE name = ? AND id <> ?");
    same.bind(1, name);
    same.bind(2, of.value());
    if (same.executeStep()) {
        throw Refusal({ErrorCode::failed, "There is a playlist of this name already", {}});
    }
}

void require_list(SQLite::Database& db, PlaylistId id) {
    SQLite::Statement row(db, "SELECT query IS NULL FROM playlists WHERE id = ?");
    row.bind(1, id.value());
    if (!row.executeStep()) {
        throw Refusal(not_there());
    }
    if (row.getColumn(0).getInt() == 0) {
        throw Refusal({ErrorCode::unsupported, "What is in a smart playlist follows from its query", {}});
    }
}

UtcTime changed_at(SQLite::Database& db, PlaylistId id) {
    SQLite::Statement row(db, "SELECT changed_at FROM playlists WHERE id = ?");
    row.bind(1, id.value());
    return row.executeStep() ? utc_from_ms(row.getColumn(0).getInt64()) : UtcTime();
}

/// Other for each change that touch() has noted, and where one came or went.
std::string in_short(SQLite::Database& db) {
    return db
        .execAndGet(
            "SELECT coalesce(group_concat(id || '@' || changed_at), '')"
            " FROM (SELECT id, changed_at FROM playlists ORDER BY id)")
        .getString();
}

/// A change within the same millisecond, or by a clock that was put back, is another one all the same.
void touch(SQLite::Database& db, PlaylistId id, UtcTime now) {
    SQLite::Statement update(db, "UPDATE playlists SET changed_at = max(?, changed_at + 1) WHERE id = ?");
    update.bind(1, to_ms(now));
    update.bind(2, id.value());
    if (update.exec() == 0) {
        throw Refusal(not_there());
    }
}

void add_entries(SQLite::Database& db, PlaylistId id, std::int64_t place,
                 std::span<const PlaylistEntry> entries) {
    // A song that went from the library in the meantime stays in the list, without its row.
    SQLite::Statement insert(
        db,
        "INSERT INTO playlist_entries (playlist_id, place, track_id, path, title, artist,"
        " album, duration_ms) VALUES (?, ?, (SELECT id FROM tracks WHERE id = ?), ?, ?, ?,"
        " ?, ?)");
    for (const PlaylistEntry& entry : entries) {
        insert.reset();
        insert.bind(1, id.value());
        insert.bind(2, place++);
        insert.bind(3, entry.track.value());
        insert.bind(4, entry.path.data(), static_cast<int>(entry.path.size()));
        insert.bind(5, entry.title);
        insert.bind(6, entry.artist);
        insert.bind(7, entry.album);
        insert.bind(8, static_cast<std::int64_t>(entry.duration.count()));
        insert.exec();
    }
}

PlaylistId add_playlist(SQLite::Database& db, const std::string& name, const PlaylistRule* rule,
                        UtcTime now) {
    require_free(db, name, PlaylistId());
    SQLite::Statement insert(
        db,
        "INSERT INTO playlists (name, query, sort, descending, most, created_at, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, name);
    if (rule != nullptr) {
        insert.bind(2, rule->query);
        insert.bind(3, std::string(word_of(rule->sort)));
        insert.bind(4, rule->descending ? 1 : 0);
        insert.bind(5, static_cast<std::int64_t>(rule->most));
    } else {
        insert.bind(2);
        insert.bind(3, std::string());
        insert.bind(4, 0);
        insert.bind(5, 0);
    }
    insert.bind(6, to_ms(now));
    insert.bind(7, to_ms(now));
    insert.exec();
    return PlaylistId(db.getLastInsertRowid());
}

template <class Bind>
Result<Playlist> find_one(const Database& database, const char* where, Bind bind) {
    try {
        const auto connection = database.reader();
        SQLite::Statement row(*connection, std::string(all_columns) + where);
        bind(row);
        return row.executeStep() ? Result<Playlist>(playlist_in(row)) : Result<Playlist>(not_there());
    } catch (const std::exception& exception) {
        return describe(exception, database.file());
    }
}

}  // namespace

Result<std::vector<Playlist>> Playlists::all() const {
    try {
        const auto connection = database_.reader();
        SQLite::Statement row(*connection, std::string(all_columns) + " ORDER BY p.name, p.id");
        std::vector<Playlist> playlists;
        while (row.executeStep()) {
            playlists.push_back(playlist_in(row));
        }
        return playlists;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

Result<Playlist> Playlists::find(PlaylistId id) const {
    return find_one(database_, " WHERE p.id = ?", [&](SQLite::Statement& row) { row.bind(1, id.value()); });
}

Result<Playlist> Playlists::find(const std::string& name) const {
    return find_one(database_, " WHERE p.name = ?", [&](SQLite::Statement& row) { row.bind(1, name); });
}

Result<std::vector<PlaylistEntry>> Playlists::entries(PlaylistId id) const {
    try {
        const auto connection = database_.reader();
        SQLite::Statement row(*connection,
                              "SELECT track_id, path, title, artist, album, duration_ms FROM playlist_entries"
                              " WHERE playlist_id = ? ORDER BY place, id");
        row.bind(1, id.value());
        std::vector<PlaylistEntry> entries;
        while (row.executeStep()) {
            PlaylistEntry entry;
            entry.track = TrackId(row.getColumn(0).getInt64());
            entry.path = row.getColumn(1).getString();
            entry.title = row.getColumn(2).getString();
            entry.artist = row.getColumn(3).getString();
            entry.album = row.getColumn(4).getString();
            entry.duration = Milliseconds(row.getColumn(5).getInt64());
            entries.push_back(std::move(entry));
        }
        return entries;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

Status Playlists::change(const std::function<void(SQLite::Database&)>& work) {
    std::optional<Error> refused;
    std::string now;
    Status written = database_.write_now([&](SQLite::Database& db) {
        try {
            work(db);
            now = in_short(db);
        } catch (const Refusal& refusal) {
            refused = refusal.why;
            throw;
        }
    });
    if (refused) {
        return *refused;
    }
    if (!written) {
        return written;
    }
    {
        // What others have changed before is told with it.
        const std::lock_guard lock(mutex_);
        known_ = std::move(now);
    }
    tell();
    return Done{};
}

Status Playlists::catch_up() {
    try {
        auto now = in_short(*database_.reader());
        const std::lock_guard lock(mutex_);
        if (now == known_) {
            return Done{};
        }
        known_ = std::move(now);
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
    tell();
    return Done{};
}

void Playlists::tell() {
    std::vector<Listener> to_tell;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [number, listener] : listeners_) {
            to_tell.push_back(listener);
        }
    }
    for (const Listener& listener : to_tell) {
        listener();
    }
}

Result<PlaylistId> Playlists::create(const std::string& name, std::span<const PlaylistEntry> entries,
                                     UtcTime now) {
    PlaylistId id;
    const Status written = change([&](SQLite::Database& db) {
        id = add_playlist(db, name, nullptr, now);
        add_entries(db, id, 0, entries);
    });
    return written ? Result<PlaylistId>(id) : Result<PlaylistId>(written.error());
}

Result<PlaylistId> Playlists::create_smart(const std::string& name, const PlaylistRule& rule, UtcTime now) {
    PlaylistId id;
    const Status written = change([&](SQLite::Database& db) { id = add_playlist(db, name, &rule, now); });
    return written ? Result<PlaylistId>(id) : Result<PlaylistId>(written.error());
}

Status Playlists::rename(PlaylistId id, const std::string& name, UtcTime now) {
    return change([&](SQLite::Database& db) {
        require_free(db, name, id);
        touch(db, id, now);
        SQLite::Statement update(db, "UPDATE playlists SET name = ? WHERE id = ?");
        update.bind(1, name);
        update.bind(2, id.value());
        update.exec();
    });
}

Status Playlists::change_rule(PlaylistId id, const PlaylistRule& rule, UtcTime now) {
    return change([&](SQLite::Database& db) {
        SQLite::Statement update(db,
                                 "UPDATE playlists SET query = ?, sort = ?, descending = ?, most = ?"
                                 " WHERE id = ? AND query IS NOT NULL");
        update.bind(1, rule.query);
        update.bind(2, std::string(word_of(rule.sort)));
        update.bind(3, rule.descending ? 1 : 0);
        update.bind(4, static_cast<std::int64_t>(rule.most));
        update.bind(5, id.value());
        if (update.exec() == 0) {
            throw Refusal(not_there());
        }
        touch(db, id, now);
    });
}

Status Playlists::append(PlaylistId id, std::span<const PlaylistEntry> entries, UtcTime now) {
    return change([&](SQLite::Database& db) {
        require_list(db, id);
        SQLite::Statement last(
            db, "SELECT coalesce(max(place) + 1, 0) FROM playlist_entries WHERE playlist_id = ?");
        last.bind(1, id.value());
        last.executeStep();
        add_entries(db, id, last.getColumn(0).getInt64(), entries);
        touch(db, id, now);
    });
}

Result<UtcTime> Playlists::set_entries(PlaylistId id, std::span<const PlaylistEntry> entries, UtcTime now,
                                       std::optional<UtcTime> read_at) {
    UtcTime changed;
    const Status written = change([&](SQLite::Database& db) {
        require_list(db, id);
        if (read_at && changed_at(db, id) != *read_at) {
            throw Refusal({ErrorCode::busy, "The playlist was changed in the meantime", {}});
        }
        SQLite::Statement clear(db, "DELETE FROM playlist_entries WHERE playlist_id = ?");
        clear.bind(1, id.value());
        clear.exec();
        add_entries(db, id, 0, entries);
        touch(db, id, now);
        changed = changed_at(db, id);
    });
    return written ? Result<UtcTime>(changed) : Result<UtcTime>(written.error());
}

Status Playlists::remove(PlaylistId id) {
    return change([&](SQLite::Database& db) {
        SQLite::Statement gone(db, "DELETE FROM playlists WHERE id = ?");
        gone.bind(1, id.value());
        if (gone.exec() == 0) {
            throw Refusal(not_there());
        }
    });
}

int Playlists::subscribe(Listener listener) {
    const std::lock_guard lock(mutex_);
    listeners_.emplace_back(next_subscription_, std::move(listener));
    return next_subscription_++;
}

void Playlists::unsubscribe(int subscription) {
    const std::lock_guard lock(mutex_);
    listeners_.erase(std::remove_if(listeners_.begin(), listeners_.end(),
                                    [&](const auto& entry) { return entry.first == subscription; }),
                     listeners_.end());
}

}  // namespace refrain
