#include "player/history/impressions.h"

#include "library_scanner/core/judgement.h"
#include "library_scanner/database/sqlite_error.h"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>

namespace refrain {
namespace {

void write(SQLite::Database& db, const ImpressionRequest& request) {
    std::string reached = "[";
    for (const TrackId track : request.reached) {
        reached.append(reached.size() > 1 ? "," : "").append(std::to_string(track.value()));
    }
    SQLite::Statement left(db,
                           "UPDATE impressions SET outcome = 'not_reached' WHERE outcome = ''"
                           " AND (track_id IS NULL OR track_id NOT IN (SELECT value FROM json_each(?)))");
    left.bind(1, reached.append("]"));
    left.exec();
    SQLite::Statement list(db,
                           "INSERT INTO guess_requests (at, surface, mode, seed, pool_familiar, pool_new,"
                           " model_generation) VALUES (?, ?, ?, ?, ?, ?, ?)");
    list.bind(1, to_ms(request.at));
    list.bind(2, request.surface);
    list.bind(3, request.mode);
    list.bind(4, request.seed);
    list.bind(5, request.pool_familiar);
    list.bind(6, request.pool_new);
    list.bind(7, request.model_generation);
    list.exec();
    const std::int64_t id = db.getLastInsertRowid();
    // A track may have gone since the list was made.
    SQLite::Statement row(db,
                          "INSERT INTO impressions (request_id, track_id, position, list, route, score,"
                          " propensity) VALUES (?, (SELECT id FROM tracks WHERE id = ?), ?, ?, ?, ?, ?)");
    std::int64_t position = 0;
    for (const ImpressionRequest::Shown& shown : request.shown) {
        row.bind(1, id);
        row.bind(2, shown.track.value());
        row.bind(3, position++);
        row.bind(4, shown.familiar ? "familiar" : "new");
        row.bind(5, shown.route);
        row.bind(6, shown.score);
        row.bind(7, shown.propensity);
        row.exec();
        row.reset();
    }
    SQLite::Statement old(db, "DELETE FROM guess_requests WHERE id <= ?");
    old.bind(1, id - Impressions::most_requests);
    old.exec();
}

void close(SQLite::Database& db, const Listen& listen) {
    // A list that was made while the track played may hold it once more. Should the clock have been set back,
    // the oldest is the likeliest.
    SQLite::Statement row(db,
                          "UPDATE impressions SET outcome = ?1, listen_key = ?2 WHERE id ="
                          " (SELECT i.id FROM impressions i JOIN guess_requests r ON r.id = i.request_id"
                          " WHERE i.outcome = '' AND i.track_id = ?3 ORDER BY r.at <= ?4 DESC,"
                          " CASE WHEN r.at <= ?4 THEN -i.id ELSE i.id END LIMIT 1)");
    row.bind(1, std::string(words::word(words::impression_outcome, outcome_of(listen))));
    row.bind(2, listen.source_key);
    row.bind(3, listen.track.value());
    row.bind(4, to_ms(listen.started_at));
    row.exec();
}

std::vector<Impression> read(SQLite::Database& db) {
    SQLite::Statement row(db,
                          "SELECT r.id, r.at, r.surface, r.mode, r.seed, r.pool_familiar, r.pool_new,"
                          " r.model_generation, i.position, i.track_id, t.title, t.artist, i.list, i.route,"
                          " i.score, i.propensity, i.outcome, i.listen_key FROM impressions i"
                          " JOIN guess_requests r ON r.id = i.request_id"
                          " LEFT JOIN tracks t ON t.id = i.track_id ORDER BY r.id, i.position");
    std::vector<Impression> all;
    while (row.executeStep()) {
        int column = 0;
        const auto next = [&] { return row.getColumn(column++); };
        Impression i;
        i.request = next().getInt64();
        i.at = utc_from_ms(next().getInt64());
        i.surface = next().getString();
        i.mode = next().getString();
        i.seed = next().getString();
        i.pool_familiar = next().getInt64();
        i.pool_new = next().getInt64();
        i.model_generation = next().getString();
        i.position = next().getInt64();
        i.track = TrackId(next().getInt64());
        i.title = next().getString();
        i.artist = next().getString();
        i.list = next().getString();
        i.route = next().getString();
        i.score = next().getDouble();
        i.propensity = next().getDouble();
        i.outcome =
            words::value(words::impression_outcome, next().getString()).value_or(ImpressionOutcome::partly);
        i.listen_key = next().getString();
        all.push_back(std::move(i));
    }
    return all;
}

}  // namespace

namespace {

/// Are `shown` the tracks that `before` has behind the last that was reached?
bool same_tail(const std::vector<ImpressionRequest::Shown>& before, const std::vector<TrackId>& reached,
               const std::vector<ImpressionRequest::Shown>& shown) {
    const auto last = std::find_if(before.rbegin(), before.rend(), [&](const auto& one) {
        return std::find(reached.begin(), reached.end(), one.track) != reached.end();
    });
    return std::equal(last.base(), before.end(), shown.begin(), shown.end(),
                      [](const auto& a, const auto& b) { return a.track == b.track; });
}

}  // namespace

ImpressionOutcome outcome_of(const Listen& listen) {
    switch (judge(listen)) {
        case Judgement::positive:
            return ImpressionOutcome::heard;
        case Judgement::negative:
            return ImpressionOutcome::skipped;
        case Judgement::neutral:
            break;
    }
    return ImpressionOutcome::partly;
}

void Impressions::queued(ImpressionRequest request) {
    const std::lock_guard lock(mutex_);
    if (!last_.empty() && same_tail(last_, request.reached, request.shown)) {
        return;
    }
    last_ = request.shown;
    newest_ = database_.write([request = std::move(request)](SQLite::Database& db) { write(db, request); });
}

void Impressions::heard(const Listen& listen) {
    const bool from_here = listen.intent == Intent::guess || listen.origin == "guess";
    if (listen.private_session || !listen.track.valid() || !from_here) {
        return;
    }
    const std::lock_guard lock(mutex_);
    newest_ = database_.write([listen](SQLite::Database& db) { close(db, listen); });
}

Status Impressions::flush() {
    const std::lock_guard lock(mutex_);
    return newest_.valid() ? newest_.get() : Status(Done{});
}

Result<std::vector<Impression>> Impressions::all() const {
    try {
        return read(*database_.reader());
    } catch (const std::exception& trouble) {
        return describe(trouble, database_.file());
    }
}

}  // namespace refrain
