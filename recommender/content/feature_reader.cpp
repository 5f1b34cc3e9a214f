#include "recommender/content/feature_reader.h"

#include "library_scanner/database/sqlite_error.h"
#include "recommender/content/feature_layout.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <exception>

#include <SQLiteCpp/SQLiteCpp.h>

namespace refrain {

static_assert(std::endian::native == std::endian::little, "features are stored as they lie in memory");

Result<ReadFeatures> read_features(Database& database, std::int64_t since_ms) {
    try {
        const auto db = database.reader();
        SQLite::Statement row(*db,
                              "SELECT track_id, features, analyzed_at FROM content_features"
                              " WHERE version = ? AND features IS NOT NULL AND analyzed_at >= ?"
                              " ORDER BY track_id");
        row.bind(1, features::version);
        row.bind(2, since_ms);
        ReadFeatures read;
        read.newest_at = since_ms;
        while (row.executeStep()) {
            const auto blob = row.getColumn(1);
            if (blob.getBytes() != static_cast<int>(features::count * sizeof(float))) {
                continue;
            }
            read.table.tracks.emplace_back(row.getColumn(0).getInt64());
            const std::size_t before = read.table.values.size();
            read.table.values.resize(before + features::count);
            std::memcpy(read.table.values.data() + before, blob.getBlob(), features::count * sizeof(float));
            read.newest_at = std::max(read.newest_at, row.getColumn(2).getInt64());
        }
        return read;
    } catch (const std::exception& exception) {
        return describe(exception, database.file());
    }
}

Result<AnalyzedCount> count_analyzed(Database& database) {
    try {
        const auto db = database.reader();
        SQLite::Statement row(*db,
                              "SELECT total(f.features IS NOT NULL), total(f.features IS NULL)"
                              " FROM content_features f JOIN tracks t ON t.id = f.track_id"
                              " WHERE f.version = ? AND t.missing_since IS NULL");
        row.bind(1, features::version);
        row.executeStep();
        return AnalyzedCount{static_cast<std::size_t>(row.getColumn(0).getInt64()),
                             static_cast<std::size_t>(row.getColumn(1).getInt64())};
    } catch (const std::exception& exception) {
        return describe(exception, database.file());
    }
}

Result<std::shared_ptr<const AudioSpace>> AudioSpaceKeeper::refresh() {
    const std::lock_guard lock(mutex_);
    const bool first = !space_;
    // Of the last millisecond some may have come after the last look: it is read again.
    auto read = read_features(database_, first ? 0 : seen_);
    if (!read) {
        return read.error();
    }
    if (first) {
        space_ = AudioSpace::build(read.value().table);
    } else {
        auto grown = space_->with(read.value().table);
        if (grown->outgrown()) {
            auto all = read_features(database_, 0);
            if (!all) {
                return all.error();
            }
            grown = AudioSpace::build(all.value().table);
        }
        space_ = std::move(grown);
    }
    seen_ = read.value().newest_at;
    return space_;
}

}  // namespace refrain
