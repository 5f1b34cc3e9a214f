#include "library_scanner/library.h"

#include "library_scanner/database/change_journal.h"
#include "library_scanner/database/sqlite_error.h"
#include "library_scanner/scan/known_files.h"
#include "library_scanner/store/library_writer.h"
#include "library_scanner/store/track_table.h"

#include <algorithm>
#include <exception>
#include <future>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

/// Below this many ids a second connection and thread cost more than they save.
constexpr std::int64_t least_shared = 16 * TrackChunk::ids;

/// What `work` returns, on a connection of its own in a transaction: tracks and genres of the same moment.
template <class Work>
auto in_transaction(const Database& database, Work work) {
    const auto connection = database.reader();
    connection->exec("BEGIN");
    auto outcome = work(*connection);
    connection->exec("COMMIT");
    return outcome;
}

/// The tracks with `first` <= id < `last`.
LibraryWriter read_range(const Database& database, TrackId first, TrackId last) {
    return in_transaction(database, [&](SQLite::Database& connection) {
        LibraryWriter writer;
        read_tracks(connection, first, last, [&](const TrackView& track) { writer.append(track); });
        return writer;
    });
}

/// All tracks: of a large library the two halves side by side, split where a chunk ends. Each half is of one
/// moment. A write that falls between the two moments is told by whoever wrote it, as one after them is.
LibraryWriter read_all(const Database& database) {
    const auto last = in_transaction(database, last_track);
    const TrackId end(last.value() + 1);
    if (last.value() < least_shared) {
        return read_range(database, TrackId(0), end);
    }
    const TrackId middle(TrackChunk::number_of(last) / 2 * TrackChunk::ids);
    auto second = std::async(std::launch::async, [&] { return read_range(database, middle, end); });
    LibraryWriter writer = read_range(database, TrackId(0), middle);
    writer.append(second.get());
    return writer;
}

std::vector<TrackId> each_once(std::span<const TrackId> ids) {
    std::vector<TrackId> sorted(ids.begin(), ids.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    return sorted;
}

}  // namespace

Library::Library(Database& database)
    : database_(database), snapshot_(std::make_shared<const LibrarySnapshot>()) {}

Library::~Library() = default;

LibraryPtr Library::snapshot() const {
    const std::lock_guard lock(mutex_);
    return snapshot_;
}

Status Library::reload() {
    return exchange({.everything = true, .changed = {}});
}

Status Library::refresh(std::span<const TrackId> ids) {
    return ids.empty() ? Status(Done{}) : exchange({.everything = false, .changed = each_once(ids)});
}

Status Library::exchange(LibraryDelta delta) {
    LibraryPtr fresh;
    std::vector<Listener> to_tell;
    try {
        const std::lock_guard one_at_a_time(exchange_mutex_);
        if (delta.everything || !writer_) {
            delta = {.everything = true, .changed = {}};
            // The old texts go before the new ones come; what shares them is the pictures still in use.
            writer_.reset();
            writer_ = std::make_unique<LibraryWriter>(read_all(database_));
        } else {
            const auto now = in_transaction(database_, [&](SQLite::Database& connection) {
                return read_tracks(connection, std::span(delta.changed));
            });
            writer_->replace(delta.changed, now);
        }
        fresh = std::make_shared<const LibrarySnapshot>(writer_->picture());
        const std::lock_guard lock(mutex_);
        snapshot_ = fresh;
        for (const auto& [number, listener] : listeners_) {
            to_tell.push_back(listener);
        }
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
    for (const auto& listener : to_tell) {
        listener(fresh, delta);
    }
    return Done{};
}

int Library::subscribe(Listener listener) {
    const std::lock_guard lock(mutex_);
    listeners_.emplace_back(next_subscription_, std::move(listener));
    return next_subscription_++;
}

void Library::unsubscribe(int subscription) {
    const std::lock_guard lock(mutex_);
    listeners_.erase(std::remove_if(listeners_.begin(), listeners_.end(),
                                    [&](const auto& entry) { return entry.first == subscription; }),
                     listeners_.end());
}

Result<std::vector<std::string>> Library::roots() const {
    try {
        const auto connection = database_.reader();
        SQLite::Statement row(*connection, "SELECT path FROM roots ORDER BY path");
        std::vector<std::string> roots;
        while (row.executeStep()) {
            roots.push_back(path_in(row, 0));
        }
        return roots;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

Status Library::remove_root(const std::string& root) {
    int removed = 0;
    Status written = database_.write_now([&](SQLite::Database& db) {
        const auto with_root = [&](const char* sql) {
            SQLite::Statement statement(db, sql);
            statement.bind(1, root.data(), static_cast<int>(root.size()));
            return statement.exec();
        };
        SQLite::Statement mark(
            db,
            "UPDATE tracks SET missing_since = CAST(strftime('%s', 'now') AS INTEGER) * 1000"
            " WHERE missing_since IS NULL AND root_id = (SELECT id FROM roots WHERE path = ?) RETURNING id");
        mark.bind(1, root.data(), static_cast<int>(root.size()));
        std::vector<TrackId> marked;
        while (mark.executeStep()) {
            marked.emplace_back(mark.getColumn(0).getInt64());
        }
        note_changed_tracks(db, marked);
        removed = with_root("DELETE FROM roots WHERE path = ?");
    });
    if (!written) {
        return written;
    }
    return removed > 0 ? Status(Done{})
                       : Error{ErrorCode::not_found, "This is no folder of the library", root};
}

Result<std::vector<Library::Failure>> Library::failures() const {
    try {
        const auto connection = database_.reader();
        SQLite::Statement row(*connection,
                              "SELECT path, reason, 0 FROM scan_failures UNION ALL"
                              " SELECT path, reason, 0 FROM cue_sheets WHERE reason <> '' UNION ALL"
                              " SELECT path, reason, 1 FROM away_places ORDER BY path");
        std::vector<Failure> failures;
        while (row.executeStep()) {
            failures.push_back(
                {path_in(row, 0), row.getColumn(1).getString(), row.getColumn(2).getInt() != 0});
        }
        return failures;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

}  // namespace refrain
