#include "recommender/training/history_reader.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <sqlite3.h>

namespace refrain {
namespace {

constexpr int busy_timeout_ms = 5000;

struct Close {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

/// Thrown inside this file alone; read_history() turns it into an Error.
struct SqliteFailure {
    int code = SQLITE_ERROR;
    std::string message;
};

class Reader {
  public:
    explicit Reader(sqlite3* db) : db_(db) {}

    void run(const char* sql) {
        if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
            fail();
        }
    }
    template <class PerRow>
    void each_row(const char* sql, PerRow per_row) {
        sqlite3_stmt* raw = nullptr;
        if (sqlite3_prepare_v2(db_, sql, -1, &raw, nullptr) != SQLITE_OK) {
            fail();
        }
        const Statement statement(raw);
        int outcome = SQLITE_ROW;
        while ((outcome = sqlite3_step(raw)) == SQLITE_ROW) {
            per_row(raw);
        }
        if (outcome != SQLITE_DONE) {
            fail();
        }
    }

  private:
    [[noreturn]] void fail() { throw SqliteFailure{sqlite3_errcode(db_), sqlite3_errmsg(db_)}; }
    sqlite3* db_;
};

std::string text(sqlite3_stmt* row, int column) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
    return bytes == nullptr ? std::string()
                            : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
}

Track read_track(sqlite3_stmt* row) {
    Track track;
    track.id = TrackId(sqlite3_column_int64(row, 0));
    track.title = text(row, 1);
    track.artist = text(row, 2);
    track.album = text(row, 3);
    track.album_artist = text(row, 4);
    track.year = sqlite3_column_int(row, 5);
    track.duration = Milliseconds(sqlite3_column_int64(row, 6));
    track.missing = sqlite3_column_type(row, 7) != SQLITE_NULL;
    return track;
}

Listen read_listen(sqlite3_stmt* row) {
    Listen listen;
    listen.id = ListenId(sqlite3_column_int64(row, 0));
    listen.profile = text(row, 1);
    listen.track = TrackId(sqlite3_column_int64(row, 2));
    listen.duration = Milliseconds(sqlite3_column_int64(row, 3));
    listen.started_at = utc_from_ms(sqlite3_column_int64(row, 4));
    listen.heard = Milliseconds(sqlite3_column_int64(row, 5));
    listen.intent = intent_from(text(row, 6)).value_or(Intent::unknown);
    listen.end_reason = end_reason_from(text(row, 7)).value_or(EndReason::unknown);
    listen.browsing = sqlite3_column_int(row, 8) != 0;
    return listen;
}

void read_reaction(sqlite3_stmt* row, std::vector<Reaction>& out) {
    const auto kind = reaction_kind_from(text(row, 0));
    const auto scope = reaction_scope_from(text(row, 1));
    if (!kind || !scope) {
        return;
    }
    Reaction reaction;
    reaction.kind = *kind;
    reaction.scope = *scope;
    reaction.track = TrackId(sqlite3_column_int64(row, 2));
    reaction.subject = text(row, 3);
    reaction.at = utc_from_ms(sqlite3_column_int64(row, 4));
    if (sqlite3_column_type(row, 5) != SQLITE_NULL) {
        reaction.until = utc_from_ms(sqlite3_column_int64(row, 5));
    }
    out.push_back(std::move(reaction));
}

History read_all(Reader& reader) {
    History out;
    // Both ascend by track: the genres wait until theirs comes.
    std::vector<std::pair<TrackId, std::string>> genres;
    reader.each_row(
        "SELECT track_id, genre FROM track_genres ORDER BY track_id, position",
        [&](sqlite3_stmt* row) { genres.emplace_back(TrackId(sqlite3_column_int64(row, 0)), text(row, 1)); });
    auto genre = genres.begin();
    reader.each_row(
        "SELECT id, title, artist, album, album_artist, year, duration_ms, missing_since FROM tracks "
        "ORDER BY id",
        [&](sqlite3_stmt* row) {
            Track track = read_track(row);
            while (genre != genres.end() && genre->first < track.id) {
                ++genre;  // of a track that is not there
            }
            for (; genre != genres.end() && genre->first == track.id; ++genre) {
                track.genres.push_back(std::move(genre->second));
            }
            out.tracks.push_back(track);
        });
    reader.each_row(
        "SELECT id, profile, track_id, duration_ms, started_at, heard_ms, intent, end_reason, browsing "
        "FROM listens WHERE private = 0 AND end_reason <> 'open' ORDER BY started_at, id",
        [&](sqlite3_stmt* row) { out.listens.push_back(read_listen(row)); });
    reader.each_row("SELECT kind, scope, track_id, subject, at, until FROM reactions ORDER BY at, id",
                    [&](sqlite3_stmt* row) { read_reaction(row, out.reactions); });
    return out;
}

Error as_error(const SqliteFailure& failure, const std::filesystem::path& database) {
    switch (failure.code) {
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_IOERR:
            return {ErrorCode::unreadable, "The library database cannot be read (" + failure.message + ")",
                    database.string()};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorCode::busy, "The library database is held by another program", database.string()};
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            return {ErrorCode::damaged, "The library database is damaged (" + failure.message + ")",
                    database.string()};
        default:
            return {ErrorCode::unsupported,
                    "The library database is not one this version understands (" + failure.message + ")",
                    database.string()};
    }
}

}  // namespace

Result<History> read_history(const std::filesystem::path& database) {
    std::error_code code;
    if (!std::filesystem::exists(database, code)) {
        return Error{ErrorCode::not_found, "There is no library database", database.string()};
    }
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(database.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
    const Connection connection(raw);
    if (opened != SQLITE_OK) {
        return as_error({opened, raw == nullptr ? "no memory" : sqlite3_errmsg(raw)}, database);
    }
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    try {
        Reader reader(raw);
        reader.run("BEGIN");
        History out = read_all(reader);
        reader.run("COMMIT");
        return out;
    } catch (const SqliteFailure& failure) {
        return as_error(failure, database);
    }
}

}  // namespace refrain
