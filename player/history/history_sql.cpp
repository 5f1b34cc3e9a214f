#include "player/history/history_sql.h"

#include <algorithm>
#include <cmath>

#include <SQLiteCpp/SQLiteCpp.h>

namespace refrain::history_sql {
namespace {

constexpr const char* kInsert = R"(
INSERT INTO listens (profile, track_id, title, artist, album, path, duration_ms, started_at, tz_offset_min,
    heard_ms, furthest_ms, paused_ms, seeks_forward, seeks_back, intent, origin, queue_position, shuffle_pool,
    shuffle_seed, start_reason, end_reason, session_id, muted, private, browsing, model_generation, route,
    score, propensity, source, source_key)
VALUES (:profile, coalesce((SELECT id FROM tracks WHERE id = :track),
    -- A row that was merged into another one while its file played.
    (SELECT tracks.id FROM track_merges JOIN tracks ON tracks.id = kept_id WHERE gone_id = :track
     ORDER BY track_merges.id DESC LIMIT 1)), :title, :artist, :album, :path, :duration,
    :started_at, :tz_offset, :heard, :furthest, :paused, :seeks_forward, :seeks_back, :intent, :origin,
    :queue_position, :shuffle_pool, :shuffle_seed, :start_reason, :end_reason, :session, :muted, :private,
    :browsing, :model_generation, :route, :score, :propensity, :source, :source_key)
ON CONFLICT (source, source_key) DO )";

constexpr const char* kUpdateFigures = R"(UPDATE SET
    duration_ms = excluded.duration_ms, heard_ms = excluded.heard_ms, furthest_ms = excluded.furthest_ms,
    paused_ms = excluded.paused_ms, seeks_forward = excluded.seeks_forward, seeks_back = excluded.seeks_back,
    muted = excluded.muted, private = excluded.private, browsing = excluded.browsing,
    end_reason = excluded.end_reason
WHERE end_reason = 'open')";

constexpr const char* kSelect = R"(
SELECT id, profile, track_id, title, artist, album, path, duration_ms, started_at, tz_offset_min, heard_ms,
    furthest_ms, paused_ms, seeks_forward, seeks_back, intent, origin, queue_position, shuffle_pool,
    shuffle_seed, start_reason, end_reason, session_id, muted, private, browsing, model_generation, route,
    score, propensity, source, source_key
FROM listens)";

double finite_or_zero(double value) {
    return std::isfinite(value) ? value : 0.0;
}

void bind_bytes(SQLite::Statement& statement, const char* name, const std::string& bytes) {
    if (bytes.empty()) {
        statement.bind(name);
    } else {
        statement.bind(name, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
    }
}

template <class Id>
void bind_id(SQLite::Statement& statement, const char* name, Id id) {
    if (id.valid()) {
        statement.bind(name, id.value());
    } else {
        statement.bind(name);
    }
}

void bind_row(SQLite::Statement& s, const Listen& l) {
    const auto bind_word = [&s](const char* name, std::string_view word) { s.bind(name, std::string(word)); };
    s.bind(":profile", l.profile);
    bind_id(s, ":track", l.track);
    s.bind(":title", l.title);
    s.bind(":artist", l.artist);
    s.bind(":album", l.album);
    bind_bytes(s, ":path", l.path);
    s.bind(":duration", l.duration.count());
    s.bind(":started_at", to_ms(l.started_at));
    s.bind(":tz_offset", l.tz_offset_min);
    s.bind(":heard", l.heard.count());
    s.bind(":furthest", l.furthest.count());
    s.bind(":paused", l.paused.count());
    s.bind(":seeks_forward", l.seeks_forward);
    s.bind(":seeks_back", l.seeks_back);
    bind_word(":intent", to_word(l.intent));
    s.bind(":origin", l.origin);
    s.bind(":queue_position", l.queue_position);
    s.bind(":shuffle_pool", l.shuffle_pool);
    s.bind(":shuffle_seed", l.shuffle_seed);
    bind_word(":start_reason", to_word(l.start_reason));
    bind_word(":end_reason", to_word(l.end_reason));
    bind_id(s, ":session", l.session);
    s.bind(":muted", l.muted ? 1 : 0);
    s.bind(":private", l.private_session ? 1 : 0);
    s.bind(":browsing", l.browsing ? 1 : 0);
    s.bind(":model_generation", l.model_generation);
    s.bind(":route", l.route);
    s.bind(":score", finite_or_zero(l.score));
    s.bind(":propensity", finite_or_zero(l.propensity));
    s.bind(":source", l.source);
    s.bind(":source_key", l.source_key);
}

Listen read_row(SQLite::Statement& s) {
    int column = 0;
    const auto integer = [&] { return s.getColumn(column++).getInt64(); };
    const auto small = [&] { return s.getColumn(column++).getInt(); };
    const auto real = [&] { return s.getColumn(column++).getDouble(); };
    const auto text = [&] { return s.getColumn(column++).getString(); };
    Listen l;
    l.id = ListenId(integer());
    l.profile = text();
    l.track = TrackId(integer());
    l.title = text();
    l.artist = text();
    l.album = text();
    l.path = text();
    l.duration = Milliseconds(integer());
    l.started_at = utc_from_ms(integer());
    l.tz_offset_min = small();
    l.heard = Milliseconds(integer());
    l.furthest = Milliseconds(integer());
    l.paused = Milliseconds(integer());
    l.seeks_forward = small();
    l.seeks_back = small();
    // A word of a newer version reads as unknown; the row itself keeps it.
    l.intent = intent_from(text()).value_or(Intent::unknown);
    l.origin = text();
    l.queue_position = small();
    l.shuffle_pool = integer();
    l.shuffle_seed = integer();
    l.start_reason = start_reason_from(text()).value_or(StartReason::unknown);
    l.end_reason = end_reason_from(text()).value_or(EndReason::unknown);
    l.session = SessionId(integer());
    l.muted = integer() != 0;
    l.private_session = integer() != 0;
    l.browsing = integer() != 0;
    l.model_generation = text();
    l.route = text();
    l.score = real();
    l.propensity = real();
    l.source = text();
    l.source_key = text();
    return l;
}

bool insert(SQLite::Database& db, const Listen& listen, const char* on_conflict) {
    if (listen.session.valid()) {
        // An imported row brings a session that is not here yet.
        add_session(db, listen.session, listen.started_at);
    }
    SQLite::Statement statement(db, std::string(kInsert) + on_conflict);
    bind_row(statement, listen);
    return statement.exec() > 0;
}

}  // namespace

void write_own(SQLite::Database& db, const Listen& listen) {
    insert(db, listen, kUpdateFigures);
}

bool append(SQLite::Database& db, const Listen& listen) {
    return insert(db, listen, "NOTHING");
}

bool has(SQLite::Database& db, const std::string& source, const std::string& source_key) {
    SQLite::Statement statement(db, "SELECT 1 FROM listens WHERE source = ? AND source_key = ?");
    statement.bind(1, source);
    statement.bind(2, source_key);
    return statement.executeStep();
}

std::int64_t close_interrupted(SQLite::Database& db,
                               const std::function<bool(const std::string&)>& belongs_to_living) {
    std::vector<std::int64_t> dead;
    SQLite::Statement open(db, "SELECT id, source_key FROM listens WHERE end_reason = 'open'");
    while (open.executeStep()) {
        if (!belongs_to_living(open.getColumn(1).getString())) {
            dead.push_back(open.getColumn(0).getInt64());
        }
    }
    SQLite::Statement close(db, "UPDATE listens SET end_reason = 'interrupted' WHERE id = ?");
    for (const auto id : dead) {
        close.bind(1, id);
        close.exec();
        close.reset();
    }
    return static_cast<std::int64_t>(dead.size());
}

void add_session(SQLite::Database& db, SessionId id, UtcTime started_at) {
    SQLite::Statement statement(db, "INSERT OR IGNORE INTO sessions (id, started_at) VALUES (?, ?)");
    statement.bind(1, id.value());
    statement.bind(2, to_ms(started_at));
    statement.exec();
}

void add_reaction(SQLite::Database& db, const Reaction& reaction) {
    SQLite::Statement statement(db, R"(
INSERT INTO reactions (kind, scope, track_id, subject, at, until)
VALUES (:kind, :scope, coalesce((SELECT id FROM tracks WHERE id = :track),
    (SELECT tracks.id FROM track_merges JOIN tracks ON tracks.id = kept_id WHERE gone_id = :track
     ORDER BY track_merges.id DESC LIMIT 1)), :subject, :at, :until))");
    statement.bind(":kind", std::string(to_word(reaction.kind)));
    statement.bind(":scope", std::string(to_word(reaction.scope)));
    bind_id(statement, ":track", reaction.track);
    statement.bind(":subject", reaction.subject);
    statement.bind(":at", to_ms(reaction.at));
    if (reaction.until) {
        statement.bind(":until", to_ms(*reaction.until));
    } else {
        statement.bind(":until");
    }
    statement.exec();
}

std::vector<Listen> listens(SQLite::Database& db, const HistoryFilter& filter) {
    std::string sql = std::string(kSelect) + " WHERE 1";
    sql += filter.since ? " AND started_at >= :since" : "";
    sql += filter.until ? " AND started_at < :until" : "";
    sql += filter.track ? " AND track_id = :track" : "";
    sql += filter.include_open ? "" : " AND end_reason <> 'open'";
    sql += filter.limit > 0 ? " ORDER BY started_at DESC, id DESC LIMIT :limit" : " ORDER BY started_at, id";
    SQLite::Statement statement(db, sql);
    if (filter.since) {
        statement.bind(":since", to_ms(*filter.since));
    }
    if (filter.until) {
        statement.bind(":until", to_ms(*filter.until));
    }
    if (filter.track) {
        statement.bind(":track", filter.track->value());
    }
    if (filter.limit > 0) {
        statement.bind(":limit", static_cast<std::int64_t>(filter.limit));
    }
    std::vector<Listen> rows;
    while (statement.executeStep()) {
        rows.push_back(read_row(statement));
    }
    if (filter.limit > 0) {
        std::reverse(rows.begin(), rows.end());
    }
    return rows;
}

std::vector<Reaction> reactions(SQLite::Database& db) {
    SQLite::Statement statement(
        db, "SELECT kind, scope, track_id, subject, at, until FROM reactions ORDER BY at, id");
    std::vector<Reaction> rows;
    while (statement.executeStep()) {
        const auto kind = reaction_kind_from(statement.getColumn(0).getString());
        const auto scope = reaction_scope_from(statement.getColumn(1).getString());
        if (!kind || !scope) {
            // A reaction of a newer version: what it means cannot be guessed.
            continue;
        }
        Reaction reaction;
        reaction.kind = *kind;
        reaction.scope = *scope;
        reaction.track = TrackId(statement.getColumn(2).getInt64());
        reaction.subject = statement.getColumn(3).getString();
        reaction.at = utc_from_ms(statement.getColumn(4).getInt64());
        if (!statement.getColumn(5).isNull()) {
            reaction.until = utc_from_ms(statement.getColumn(5).getInt64());
        }
        rows.push_back(std::move(reaction));
    }
    return rows;
}

std::int64_t count(SQLite::Database& db) {
    SQLite::Statement statement(db, "SELECT count(*) FROM listens");
    statement.executeStep();
    return statement.getColumn(0).getInt64();
}

}  // namespace refrain::history_sql
