#include "library_scanner/library.h"

#include "library_scanner/core/measured_loudness.h"
#include "library_scanner/database/sqlite_error.h"
#include "library_scanner/scan/known_files.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

template <class Number>
std::optional<Number> number_in(SQLite::Statement& row, int column) {
    const auto value = row.getColumn(column);
    return value.isNull() ? std::nullopt : std::optional(static_cast<Number>(value.getDouble()));
}

std::vector<Track> read_tracks(SQLite::Database& connection) {
    std::vector<Track> tracks;
    tracks.reserve(static_cast<std::size_t>(connection.execAndGet("SELECT count(*) FROM tracks").getInt64()));
    SQLite::Statement row(
        connection,
        "SELECT id, path, title, artist, album, album_artist, composer, year, track_number,"
        " disc_number, duration_ms, sample_rate, channels, bitrate_kbps, cover_kind, cover_path,"
        " musicbrainz_recording_id, added_at, missing_since IS NOT NULL, cue_track, cue_begin, cue_end,"
        " track_gain_db, track_peak, album_gain_db, album_peak FROM tracks ORDER BY id");
    while (row.executeStep()) {
        int i = 0;
        const auto text = [&] { return row.getColumn(i++).getString(); };
        const auto number = [&] { return row.getColumn(i++).getInt(); };
        Track track;
        track.id = TrackId(row.getColumn(i++).getInt64());
        track.path = path_in(row, i++);
        track.title = text();
        track.artist = text();
        track.album = text();
        track.album_artist = text();
        track.composer = text();
        track.year = number();
        track.track_number = number();
        track.disc_number = number();
        track.duration = Milliseconds(row.getColumn(i++).getInt64());
        track.sample_rate = number();
        track.channels = number();
        track.bitrate_kbps = number();
        track.cover = static_cast<CoverKind>(number());
        track.cover_path = path_in(row, i++);
        track.musicbrainz_recording_id = text();
        track.added_at = utc_from_ms(row.getColumn(i++).getInt64());
        track.missing = number() != 0;
        track.cue_track = number();
        track.cue_begin = CdFrames(row.getColumn(i++).getInt64());
        track.cue_end = CdFrames(row.getColumn(i++).getInt64());
        track.loudness.track_gain_db = number_in<float>(row, i++);
        track.loudness.track_peak = number_in<float>(row, i++);
        track.loudness.album_gain_db = number_in<float>(row, i++);
        track.loudness.album_peak = number_in<float>(row, i++);
        tracks.push_back(std::move(track));
    }
    return tracks;
}

/// What was measured stands where the tags say nothing, as long as the file is the one that was measured.
void read_loudness(SQLite::Database& connection, std::vector<Track>& tracks) {
    SQLite::Statement row(
        connection,
        "SELECT l.track_id, l.integrated_lufs, l.peak, l.album_lufs, l.album_peak"
        " FROM loudness l JOIN tracks t ON t.id = l.track_id AND t.size = l.size"
        " AND t.mtime_ns = l.mtime_ns WHERE l.integrated_lufs IS NOT NULL ORDER BY l.track_id");
    auto track = tracks.begin();
    while (row.executeStep()) {
        const TrackId id(row.getColumn(0).getInt64());
        track = std::lower_bound(track, tracks.end(), id, [](const Track& candidate, TrackId wanted) {
            return candidate.id < wanted;
        });
        if (track == tracks.end() || track->id != id) {
            continue;
        }
        const auto measured = measured_loudness(number_in<double>(row, 1), number_in<double>(row, 2),
                                                number_in<double>(row, 3), number_in<double>(row, 4));
        for (const auto field : {&Loudness::track_gain_db, &Loudness::track_peak, &Loudness::album_gain_db,
                                 &Loudness::album_peak}) {
            if (!(track->loudness.*field)) {
                track->loudness.*field = measured.*field;
            }
        }
    }
}

/// Both come in the order of ids: one pass side by side.
void read_genres(SQLite::Database& connection, std::vector<Track>& tracks) {
    SQLite::Statement row(connection, "SELECT track_id, genre FROM track_genres ORDER BY track_id, position");
    auto track = tracks.begin();
    while (row.executeStep()) {
        const TrackId id(row.getColumn(0).getInt64());
        while (track != tracks.end() && track->id < id) {
            ++track;
        }
        if (track != tracks.end() && track->id == id) {
            track->genres.push_back(row.getColumn(1).getString());
        }
    }
}

}  // namespace

Library::Library(Database& database)
    : database_(database), snapshot_(std::make_shared<const LibrarySnapshot>()) {}

LibraryPtr Library::snapshot() const {
    const std::lock_guard lock(mutex_);
    return snapshot_;
}

Status Library::reload() {
    LibraryPtr fresh;
    std::vector<Listener> to_tell;
    try {
        const std::lock_guard one_at_a_time(reload_mutex_);
        const auto connection = database_.reader();
        // One transaction: tracks and genres of the same moment.
        connection->exec("BEGIN");
        auto tracks = read_tracks(*connection);
        read_genres(*connection, tracks);
        read_loudness(*connection, tracks);
        connection->exec("COMMIT");
        fresh = std::make_shared<const LibrarySnapshot>(std::move(tracks));
        const std::lock_guard lock(mutex_);
        snapshot_ = fresh;
        for (const auto& [number, listener] : listeners_) {
            to_tell.push_back(listener);
        }
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
    for (const auto& listener : to_tell) {
        listener(fresh);
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
        with_root(
            "UPDATE tracks SET missing_since = CAST(strftime('%s', 'now') AS INTEGER) * 1000"
            " WHERE missing_since IS NULL AND root_id = (SELECT id FROM roots WHERE path = ?)");
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
                              "SELECT path, reason FROM scan_failures UNION ALL"
                              " SELECT path, reason FROM cue_sheets WHERE reason <> '' UNION ALL"
                              " SELECT path, reason FROM away_places ORDER BY path");
        std::vector<Failure> failures;
        while (row.executeStep()) {
            failures.push_back({path_in(row, 0), row.getColumn(1).getString()});
        }
        return failures;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

}  // namespace refrain
