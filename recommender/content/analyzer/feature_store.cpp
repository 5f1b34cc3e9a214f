#include "recommender/content/analyzer/feature_store.h"

#include "library_scanner/database/sqlite_error.h"

#include <bit>

#include <SQLiteCpp/SQLiteCpp.h>

namespace refrain::analysis {
namespace {

static_assert(std::endian::native == std::endian::little, "features are stored as they lie in memory");

}  // namespace

Result<std::vector<Task>> FeatureStore::tasks(int version, std::size_t limit) const {
    try {
        const auto db = database_.reader();
        // Two orders at once: a track's place is the better one of its place among the newest and its place
        // among the most played, so that neither waits for the other.
        SQLite::Statement statement(*db, R"(
WITH plays AS (SELECT track_id, count(*) AS listens FROM listens WHERE track_id IS NOT NULL GROUP BY track_id)
SELECT t.id, t.path, t.size, t.mtime_ns, coalesce(f.failure = :cut_short, 0), t.cue_begin, t.cue_end
FROM tracks t LEFT JOIN plays p ON p.track_id = t.id LEFT JOIN content_features f
    ON f.track_id = t.id AND f.size = t.size AND f.mtime_ns = t.mtime_ns AND f.version = :version
WHERE t.missing_since IS NULL AND (f.track_id IS NULL OR f.failure = :cut_short)
ORDER BY min(row_number() OVER (ORDER BY t.added_at DESC, t.id DESC),
             iif(p.listens IS NULL, 9e15, row_number() OVER (ORDER BY p.listens DESC, t.id DESC))),
         t.added_at DESC, t.id DESC LIMIT :limit)");
        statement.bind(":cut_short", cut_short);
        statement.bind(":version", version);
        statement.bind(":limit", limit == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(limit));
        std::vector<Task> tasks;
        while (statement.executeStep()) {
            const auto time = [&](int column) {
                return std::chrono::duration_cast<Milliseconds>(
                    CdFrames(statement.getColumn(column).getInt64()));
            };
            tasks.push_back({TrackId(statement.getColumn(0).getInt64()), statement.getColumn(1).getString(),
                             statement.getColumn(2).getInt64(), statement.getColumn(3).getInt64(),
                             statement.getColumn(4).getInt() != 0, time(5), time(6)});
        }
        return tasks;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

Status FeatureStore::begin(const Task& task, int version, UtcTime now) {
    return write(task, version, {}, task.cut_short_before ? cut_short_twice : cut_short, now);
}

Status FeatureStore::store(const Task& task, int version, const std::vector<float>& features, UtcTime now) {
    return write(task, version, features, "", now);
}

Status FeatureStore::fail(const Task& task, int version, const std::string& reason, UtcTime now) {
    return write(task, version, {}, reason.empty() ? "unknown" : reason, now);
}

Status FeatureStore::write(const Task& task, int version, const std::vector<float>& features,
                           const std::string& failure, UtcTime now) {
    return database_.write_now([&](SQLite::Database& db) {
        // A track that left the library meanwhile has no place for a row: nothing is written then.
        SQLite::Statement statement(db, R"(
INSERT OR REPLACE INTO content_features (track_id, size, mtime_ns, version, features, failure, analyzed_at)
SELECT id, :size, :mtime_ns, :version, :features, :failure, :now FROM tracks WHERE id = :track)");
        statement.bind(":track", task.track.value());
        statement.bind(":size", task.size);
        statement.bind(":mtime_ns", task.mtime_ns);
        statement.bind(":version", version);
        if (features.empty()) {
            statement.bind(":features");
        } else {
            statement.bind(":features", static_cast<const void*>(features.data()),
                           static_cast<int>(features.size() * sizeof(float)));
        }
        statement.bind(":failure", failure);
        statement.bind(":now", to_ms(now));
        statement.exec();
    });
}

}  // namespace refrain::analysis
