#include "library_scanner/identity/duplicates.h"

#include "library_scanner/database/sqlite_error.h"
#include "library_scanner/identity/merge.h"
#include "library_scanner/scan/known_files.h"
#include "library_scanner/tags/file_type.h"

#include <algorithm>
#include <exception>
#include <tuple>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

/// In track_merges: the listener said so.
constexpr const char* by_listener = "listener";

/// Those of `group` but `kept`.
std::vector<TrackId> others_of(SQLite::Database& connection, TrackId kept) {
    SQLite::Statement row(connection,
                          "SELECT track_id FROM duplicates WHERE track_id <> ?1 AND group_id ="
                          " (SELECT group_id FROM duplicates WHERE track_id = ?1) ORDER BY track_id");
    row.bind(1, kept.value());
    std::vector<TrackId> others;
    while (row.executeStep()) {
        others.emplace_back(row.getColumn(0).getInt64());
    }
    return others;
}

std::vector<std::int64_t> last_merges(SQLite::Database& connection, TrackId kept) {
    SQLite::Statement row(connection,
                          "SELECT id FROM track_merges WHERE kept_id = ?1 AND evidence = ?2 AND at ="
                          " (SELECT max(at) FROM track_merges WHERE kept_id = ?1 AND evidence = ?2)"
                          " ORDER BY id DESC");
    row.bind(1, kept.value());
    row.bind(2, by_listener);
    std::vector<std::int64_t> merges;
    while (row.executeStep()) {
        merges.push_back(row.getColumn(0).getInt64());
    }
    return merges;
}

/// Opus ends at 510 kbit/s, AAC-LC in stereo at 529, Vorbis at 500; no music of CD quality packs that tight.
constexpr std::int32_t most_of_lossy_kbps = 550;

DuplicateTrack track_in(SQLite::Statement& row) {
    DuplicateTrack track;
    track.id = TrackId(row.getColumn(1).getInt64());
    track.similarity = row.getColumn(2).getDouble();
    track.path = path_in(row, 3);
    track.title = row.getColumn(4).getString();
    track.artist = row.getColumn(5).getString();
    track.album = row.getColumn(6).getString();
    track.duration = Milliseconds(row.getColumn(7).getInt64());
    track.size = row.getColumn(8).getInt64();
    track.bitrate_kbps = row.getColumn(9).getInt();
    track.sample_rate = row.getColumn(10).getInt();
    track.lossless = is_lossless(track.path, track.bitrate_kbps);
    track.history.listens = row.getColumn(11).getInt64();
    if (!row.getColumn(12).isNull()) {
        track.history.rating = row.getColumn(12).getInt();
    }
    track.history.reacted = row.getColumn(13).getInt() != 0;
    track.history.playlists = row.getColumn(14).getInt64();
    return track;
}

}  // namespace

bool is_lossless(std::string_view path, std::int32_t bitrate_kbps) {
    const auto type = file_type_of(path.substr(path.rfind('/') + 1));
    if (!type) {
        return false;
    }
    switch (*type) {
        case FileType::flac:
        case FileType::wav:
        case FileType::aiff:
        case FileType::wavpack:
        case FileType::monkeys:
        case FileType::tta:
        case FileType::dsd:
            return true;
        case FileType::mp4:
        case FileType::ogg:
            return bitrate_kbps > most_of_lossy_kbps;
        default:
            return false;
    }
}

bool is_better(const DuplicateTrack& a, const DuplicateTrack& b) {
    // What a lossy file says of its samples says nothing about how good they are.
    const auto rank = [](const DuplicateTrack& track) {
        return std::tuple(!track.lossless, track.lossless ? -track.sample_rate : 0, -track.bitrate_kbps,
                          -track.history.listens, track.id.value());
    };
    return rank(a) < rank(b);
}

Result<std::vector<DuplicateGroup>> duplicate_groups(const Database& database) {
    try {
        const auto connection = database.reader();
        SQLite::Statement row(*connection, R"(
SELECT d.group_id, t.id, d.similarity, t.path, t.title, t.artist, t.album, t.duration_ms, t.size, t.bitrate_kbps,
    t.sample_rate, (SELECT count(*) FROM listens WHERE listens.track_id = t.id),
    (SELECT rating FROM ratings WHERE ratings.track_id = t.id ORDER BY ratings.id DESC LIMIT 1),
    EXISTS (SELECT 1 FROM reactions WHERE reactions.track_id = t.id),
    (SELECT count(DISTINCT playlist_id) FROM playlist_entries e WHERE e.track_id = t.id)
FROM duplicates d JOIN tracks t ON t.id = d.track_id WHERE t.missing_since IS NULL ORDER BY d.group_id)");
        std::vector<DuplicateGroup> groups;
        std::int64_t last = 0;
        while (row.executeStep()) {
            const auto group = row.getColumn(0).getInt64();
            if (groups.empty() || group != last) {
                groups.emplace_back();
            }
            last = group;
            groups.back().push_back(track_in(row));
        }
        groups.erase(
            std::remove_if(groups.begin(), groups.end(), [](const auto& group) { return group.size() < 2; }),
            groups.end());
        for (auto& group : groups) {
            std::sort(group.begin(), group.end(), is_better);
        }
        std::stable_sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) {
            return std::tie(a.front().artist, a.front().title) < std::tie(b.front().artist, b.front().title);
        });
        return groups;
    } catch (const std::exception& exception) {
        return describe(exception, database.file());
    }
}

Result<int> keep_one(Database& database, TrackId kept, UtcTime now) {
    int merged = 0;
    bool found = false;
    const auto written = database.write_now([&](SQLite::Database& connection) {
        const auto others = others_of(connection, kept);
        found = !others.empty();
        for (const auto other : others) {
            if (has_history(connection, other)) {
                move_history(connection, kept, other, by_listener, now);
                ++merged;
            }
        }
    });
    if (!written) {
        return written.error();
    }
    return found ? Result<int>(merged)
                 : Error{ErrorCode::not_found, "No duplicate of this track was found", {}};
}

Result<int> undo_keep(Database& database, TrackId kept) {
    int undone = 0;
    const auto written = database.write_now([&](SQLite::Database& connection) {
        for (const auto merge : last_merges(connection, kept)) {
            undone += undo_merge(connection, merge) ? 1 : 0;
        }
    });
    return written ? Result<int>(undone) : written.error();
}

}  // namespace refrain
