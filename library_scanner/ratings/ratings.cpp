#include "library_scanner/ratings/ratings.h"

#include "library_scanner/database/sqlite_error.h"

#include <exception>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

RatingTable read_table(const Database& database) {
    const auto connection = database.reader();
    // Of the row that max() names SQLite takes the other columns too: the newest word on each track.
    SQLite::Statement row(*connection,
                          "SELECT track_id, rating, max(id) FROM ratings WHERE track_id IS NOT NULL"
                          " GROUP BY track_id ORDER BY track_id");
    std::vector<RatedTrack> rated;
    while (row.executeStep()) {
        if (row.getColumn(1).isNull()) {
            continue;
        }
        if (const auto rating = Rating::from_percent(row.getColumn(1).getInt())) {
            rated.push_back({TrackId(row.getColumn(0).getInt64()), *rating});
        }
    }
    return RatingTable(std::move(rated));
}

/// Those of `changes` that were written: the others are of tracks that are not there.
std::vector<RatingChange> append(SQLite::Database& db, std::span<const RatingChange> changes, UtcTime at) {
    SQLite::Statement insert(db,
                             "INSERT INTO ratings (track_id, rating, at) SELECT id, ?, ? FROM tracks"
                             " WHERE id = ?");
    std::vector<RatingChange> written;
    written.reserve(changes.size());
    for (const RatingChange& change : changes) {
        insert.reset();
        if (change.rating) {
            insert.bind(1, change.rating->percent());
        } else {
            insert.bind(1);
        }
        insert.bind(2, to_ms(at));
        insert.bind(3, change.track.value());
        if (insert.exec() > 0) {
            written.push_back(change);
        }
    }
    return written;
}

}  // namespace

Ratings::Ratings(Database& database) : database_(database), table_(std::make_shared<const RatingTable>()) {}

RatingTablePtr Ratings::table() const {
    const std::lock_guard lock(mutex_);
    return table_;
}

Status Ratings::reload() {
    const std::lock_guard one_at_a_time(exchange_mutex_);
    try {
        share(read_table(database_));
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
    return Done{};
}

Status Ratings::rate(std::span<const RatingChange> changes, UtcTime at) {
    if (changes.empty()) {
        return Done{};
    }
    const std::lock_guard one_at_a_time(exchange_mutex_);
    std::vector<RatingChange> written;
    if (Status outcome =
            database_.write_now([&](SQLite::Database& db) { written = append(db, changes, at); });
        !outcome) {
        return outcome;
    }
    if (written.empty()) {
        return Error{ErrorCode::not_found, "The library has no such track", {}};
    }
    share(table()->with(written));
    return Done{};
}

void Ratings::share(RatingTable table) {
    auto fresh = std::make_shared<const RatingTable>(std::move(table));
    std::vector<Listener> to_tell;
    {
        const std::lock_guard lock(mutex_);
        table_ = fresh;
        for (const auto& [number, listener] : listeners_) {
            to_tell.push_back(listener);
        }
    }
    for (const auto& listener : to_tell) {
        listener(fresh);
    }
}

int Ratings::subscribe(Listener listener) {
    const std::lock_guard lock(mutex_);
    listeners_.emplace_back(next_subscription_, std::move(listener));
    return next_subscription_++;
}

void Ratings::unsubscribe(int subscription) {
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [&](const auto& entry) { return entry.first == subscription; });
}

}  // namespace refrain
