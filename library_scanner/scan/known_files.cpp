#include "library_scanner/scan/known_files.h"

#include "library_scanner/tags/tag_reader.h"

#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {

std::pair<std::string, std::string> paths_below(std::string_view folder) {
    std::string first(folder);
    if (first.empty() || first.back() != '/') {
        first += '/';
    }
    auto second = first;
    second.back() = '/' + 1;
    return {std::move(first), std::move(second)};
}

bool is_below(std::string_view path, std::string_view folder) {
    const auto start = paths_below(folder).first;
    return path.size() > start.size() && path.compare(0, start.size(), start) == 0;
}

void bind_path(SQLite::Statement& statement, int index, const std::string& path) {
    statement.bind(index, static_cast<const void*>(path.data()), static_cast<int>(path.size()));
}

std::string path_in(SQLite::Statement& statement, int column) {
    const auto value = statement.getColumn(column);
    const auto* bytes = static_cast<const char*>(value.getBlob());
    return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(value.getBytes()));
}

bool KnownFile::is_unchanged(const FoundFile& file) const {
    return size == file.size && mtime_ns == file.mtime_ns && tags_version == refrain::tags_version;
}

KnownFiles load_known_files(SQLite::Database& connection, const std::string& root) {
    const auto [first, second] = paths_below(root);
    KnownFiles known;
    SQLite::Statement tracks(
        connection,
        "SELECT path, size, mtime_ns, tags_version, missing_since IS NOT NULL, cue_path, cue_size, "
        "cue_mtime_ns, cover_kind, cover_path FROM tracks WHERE path >= ? AND path < ?");
    bind_path(tracks, 1, first);
    bind_path(tracks, 2, second);
    while (tracks.executeStep()) {
        const auto path = path_in(tracks, 0);
        auto& file = known.tracks[path];
        const bool missing = tracks.getColumn(4).getInt() != 0;
        // Of the rows of a file those count that are there: a sheet that came or went leaves the others.
        if (++file.rows > 1 && missing) {
            continue;
        }
        file.size = tracks.getColumn(1).getInt64();
        file.mtime_ns = tracks.getColumn(2).getInt64();
        file.tags_version = tracks.getColumn(3).getInt();
        file.missing = missing;
        file.sheet = {path_in(tracks, 5), tracks.getColumn(6).getInt64(), tracks.getColumn(7).getInt64()};
        file.sheet_beside = !file.sheet.path.empty() && file.sheet.path != path;
        file.cover = static_cast<CoverKind>(tracks.getColumn(8).getInt());
        file.cover_path = path_in(tracks, 9);
    }
    const auto load = [&](const char* query, std::unordered_map<std::string, KnownFailure>& into) {
        SQLite::Statement row(connection, query);
        bind_path(row, 1, first);
        bind_path(row, 2, second);
        while (row.executeStep()) {
            into.emplace(path_in(row, 0),
                         KnownFailure{row.getColumn(1).getInt64(), row.getColumn(2).getInt64(),
                                      row.getColumn(3).getString(), false});
        }
    };
    load("SELECT path, size, mtime_ns, reason FROM scan_failures WHERE path >= ? AND path < ?",
         known.failures);
    load("SELECT path, size, mtime_ns, reason FROM cue_sheets WHERE path >= ? AND path < ?", known.sheets);
    return known;
}

std::int64_t count_files(SQLite::Database& connection, const std::string& folder) {
    const auto [first, second] = paths_below(folder);
    SQLite::Statement count(connection,
                            "SELECT count(DISTINCT path) FROM tracks WHERE missing_since IS NULL"
                            " AND path >= ? AND path < ?");
    bind_path(count, 1, first);
    bind_path(count, 2, second);
    count.executeStep();
    return count.getColumn(0).getInt64();
}

std::int64_t count_tracks(SQLite::Database& connection, const std::vector<std::string>& roots) {
    SQLite::Statement count(
        connection, "SELECT count(*) FROM tracks WHERE missing_since IS NULL AND path >= ? AND path < ?");
    std::int64_t tracks = 0;
    for (const auto& root : roots) {
        const auto [first, second] = paths_below(root);
        count.reset();
        bind_path(count, 1, first);
        bind_path(count, 2, second);
        count.executeStep();
        tracks += count.getColumn(0).getInt64();
    }
    return tracks;
}

}  // namespace refrain
