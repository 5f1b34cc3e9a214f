#include "recommender/content/analyzer/loudness_store.h"

#include "library_scanner/core/measured_loudness.h"
#include "library_scanner/database/change_journal.h"
#include "library_scanner/database/sqlite_error.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>

namespace refrain::analysis {
namespace {

/// Rows that hold for the file as it is.
constexpr const char* valid_rows =
    " FROM tracks t JOIN loudness l ON l.track_id = t.id AND l.size = t.size AND l.mtime_ns = t.mtime_ns";

struct Member {
    std::int64_t track = 0, measured_at = 0, combined_from = 0;
};
using Albums = std::map<std::pair<std::string, std::string>, std::vector<Member>>;

/// FNV-1a of the album, who is in it and when each was measured; never 0, which stands for "not combined".
std::int64_t fingerprint(const Albums::key_type& name, const std::vector<Member>& members) {
    std::uint64_t hash = 14695981039346656037u;
    const auto add = [&hash](unsigned char byte) { hash = (hash ^ byte) * 1099511628211u; };
    for (const auto* text : {&name.first, &name.second}) {
        for (const char c : *text) {
            add(static_cast<unsigned char>(c));
        }
        add(0);
    }
    for (const auto& member : members) {
        for (const auto value : {member.track, member.measured_at}) {
            for (int shift = 0; shift < 64; shift += 8) {
                add(static_cast<unsigned char>(static_cast<std::uint64_t>(value) >> shift & 0xff));
            }
        }
    }
    return static_cast<std::int64_t>(hash | 1u);
}

Albums read_albums(SQLite::Database& db) {
    SQLite::Statement row(
        db, std::string("SELECT t.album, iif(t.album_artist = '', t.artist, t.album_artist), t.id,"
                        " l.measured_at, l.album_members") +
                valid_rows + " WHERE t.missing_since IS NULL AND l.failure = '' ORDER BY t.id");
    Albums albums;
    while (row.executeStep()) {
        albums[{row.getColumn(0).getString(), row.getColumn(1).getString()}].push_back(
            {row.getColumn(2).getInt64(), row.getColumn(3).getInt64(), row.getColumn(4).getInt64()});
    }
    return albums;
}

bool is_up_to_date(const std::vector<Member>& members, std::int64_t now) {
    return std::all_of(members.begin(), members.end(),
                       [&](const Member& member) { return member.combined_from == now; });
}

/// Reads the blocks of the members and writes what they make together to each of them.
void combine(SQLite::Database& db, const std::vector<Member>& members, std::int64_t now, bool is_album) {
    GatingBlocks blocks;
    double peak = 0.0;
    SQLite::Statement read(db, "SELECT blocks, peak FROM loudness WHERE track_id = ?");
    for (const auto& member : members) {
        read.bind(1, member.track);
        if (read.executeStep()) {
            const auto bytes = read.getColumn(0);
            const auto found = GatingBlocks::from_bytes(
                {static_cast<const char*>(bytes.getBlob()), static_cast<std::size_t>(bytes.getBytes())});
            if (found) {
                blocks.add(*found);
            }
            peak = std::max(peak, read.getColumn(1).getDouble());
        }
        read.reset();
    }
    const auto integrated = is_album ? blocks.integrated() : std::nullopt;
    SQLite::Statement update(
        db, "UPDATE loudness SET album_lufs = ?, album_peak = ?, album_members = ? WHERE track_id = ?");
    for (const auto& member : members) {
        update.reset();
        update.clearBindings();
        if (integrated) {
            update.bind(1, *integrated);
            update.bind(2, peak);
        }
        update.bind(3, now);
        update.bind(4, member.track);
        update.exec();
    }
}

Milliseconds time_in(SQLite::Statement& row, int column) {
    return std::chrono::duration_cast<Milliseconds>(CdFrames(row.getColumn(column).getInt64()));
}

std::optional<double> number_in(SQLite::Statement& row, int column) {
    const auto value = row.getColumn(column);
    return value.isNull() ? std::nullopt : std::optional(value.getDouble());
}

}  // namespace

Result<std::vector<Task>> LoudnessStore::tasks(std::size_t limit) const {
    try {
        const auto db = database_.reader();
        SQLite::Statement row(*db, R"(
SELECT t.id, t.path, t.size, t.mtime_ns, coalesce(l.failure = :cut_short, 0), t.cue_begin, t.cue_end
FROM tracks t LEFT JOIN loudness l
    ON l.track_id = t.id AND l.size = t.size AND l.mtime_ns = t.mtime_ns AND l.version = :version
WHERE t.missing_since IS NULL AND t.track_gain_db IS NULL AND (l.track_id IS NULL OR l.failure = :cut_short)
ORDER BY t.added_at DESC, t.id DESC LIMIT :limit)");
        row.bind(":cut_short", cut_short);
        row.bind(":version", loudness_version);
        row.bind(":limit", limit == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(limit));
        std::vector<Task> tasks;
        while (row.executeStep()) {
            tasks.push_back({TrackId(row.getColumn(0).getInt64()), row.getColumn(1).getString(),
                             row.getColumn(2).getInt64(), row.getColumn(3).getInt64(),
                             row.getColumn(4).getInt() != 0, time_in(row, 5), time_in(row, 6)});
        }
        return tasks;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

Status LoudnessStore::begin(const Task& task, UtcTime now) {
    return write(task, nullptr, task.cut_short_before ? cut_short_twice : cut_short, now);
}

Status LoudnessStore::forget(const Task& task) {
    return database_.write_now([&](SQLite::Database& db) {
        SQLite::Statement remove(db, "DELETE FROM loudness WHERE track_id = ?");
        remove.bind(1, task.track.value());
        remove.exec();
    });
}

Status LoudnessStore::store(const Task& task, const MeasuredLoudness& measured, UtcTime now) {
    return write(task, &measured, {}, now);
}

Status LoudnessStore::fail(const Task& task, const std::string& reason, UtcTime now) {
    return write(task, nullptr, reason.empty() ? "unknown" : reason, now);
}

Status LoudnessStore::write(const Task& task, const MeasuredLoudness* measured, const std::string& failure,
                            UtcTime now) {
    return database_.write_now([&](SQLite::Database& db) {
        // A track that left the library meanwhile has no place for a row: nothing is written then.
        SQLite::Statement row(db, R"(
INSERT OR REPLACE INTO loudness
    (track_id, size, mtime_ns, version, integrated_lufs, peak, blocks, failure, measured_at)
SELECT id, :size, :mtime_ns, :version, :lufs, :peak, :blocks, :failure, :now FROM tracks WHERE id = :track)");
        row.bind(":track", task.track.value());
        row.bind(":size", task.size);
        row.bind(":mtime_ns", task.mtime_ns);
        row.bind(":version", loudness_version);
        if (measured != nullptr) {
            const auto blocks = measured->blocks.to_bytes();
            row.bind(":peak", measured->peak);
            row.bind(":blocks", static_cast<const void*>(blocks.data()), static_cast<int>(blocks.size()));
            if (measured->integrated) {
                row.bind(":lufs", *measured->integrated);
            }
        }
        row.bind(":failure", failure);
        row.bind(":now", to_ms(now));
        row.exec();
        if (measured != nullptr && measured->length.count() > 0) {
            SQLite::Statement length(
                db, "UPDATE tracks SET duration_ms = ? WHERE id = ? AND duration_ms = 0 AND cue_track = 0");
            length.bind(1, static_cast<std::int64_t>(measured->length.count()));
            length.bind(2, task.track.value());
            length.exec();
        }
        if (measured != nullptr) {
            note_changed_tracks(db, std::array{task.track}, ChangedWhat::loudness);
        }
    });
}

Result<std::size_t> LoudnessStore::combine_albums() {
    std::size_t changed = 0;
    try {
        const auto albums = read_albums(*database_.reader());
        const auto written = database_.write_now([&](SQLite::Database& db) {
            std::vector<TrackId> tracks;
            for (const auto& [name, members] : albums) {
                const auto now = fingerprint(name, members);
                if (!is_up_to_date(members, now)) {
                    combine(db, members, now, !name.first.empty());
                    ++changed;
                    for (const auto& member : members) {
                        tracks.emplace_back(member.track);
                    }
                }
            }
            note_changed_tracks(db, tracks, ChangedWhat::loudness);
        });
        if (!written) {
            return written.error();
        }
        return changed;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

Result<LoudnessStore::Measured> LoudnessStore::find(const std::string& path) const {
    try {
        const auto db = database_.reader();
        SQLite::Statement row(*db, R"(
SELECT t.cue_track, l.integrated_lufs, l.peak, l.album_lufs, l.album_peak, l.failure
FROM tracks t LEFT JOIN loudness l ON l.track_id = t.id AND l.size = t.size AND l.mtime_ns = t.mtime_ns
WHERE t.path = ? AND t.missing_since IS NULL)");
        row.bind(1, static_cast<const void*>(path.data()), static_cast<int>(path.size()));
        Measured found{path, {}, 0};
        bool is_known = false;
        while (row.executeStep()) {
            is_known = true;
            if (row.getColumn(0).getInt() > 0) {
                ++found.cue_tracks;
                continue;
            }
            if (row.getColumn(5).getString() == "" && number_in(row, 1)) {
                found.loudness = measured_loudness(number_in(row, 1), number_in(row, 2), number_in(row, 3),
                                                   number_in(row, 4));
            }
        }
        if (!is_known) {
            return Error{ErrorCode::not_found, "The file is not in the library; scan its folder first", path};
        }
        if (found.cue_tracks == 0 && !found.loudness.track_gain_db) {
            return Error{ErrorCode::not_found, "How loud the file is was not measured yet", path};
        }
        return found;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

}  // namespace refrain::analysis
