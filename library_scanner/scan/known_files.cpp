#include "library_scanner/scan/known_files.h"

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

KnownFiles load_known_files(SQLite::Database& connection, const std::string& root) {
    const auto [first, second] = paths_below(root);
    KnownFiles known;
    SQLite::Statement tracks(
        connection,
        "SELECT path, id, size, mtime_ns, missing_since IS NOT NULL, cover_kind, cover_path"
        " FROM tracks WHERE path >= ? AND path < ?");
    bind_path(tracks, 1, first);
    bind_path(tracks, 2, second);
    while (tracks.executeStep()) {
        KnownTrack track;
        track.id = TrackId(tracks.getColumn(1).getInt64());
        track.size = tracks.getColumn(2).getInt64();
        track.mtime_ns = tracks.getColumn(3).getInt64();
        track.missing = tracks.getColumn(4).getInt() != 0;
        track.cover = static_cast<CoverKind>(tracks.getColumn(5).getInt());
        track.cover_path = path_in(tracks, 6);
        known.tracks.emplace(path_in(tracks, 0), std::move(track));
    }
    SQLite::Statement failures(
        connection, "SELECT path, size, mtime_ns, reason FROM scan_failures WHERE path >= ? AND path < ?");
    bind_path(failures, 1, first);
    bind_path(failures, 2, second);
    while (failures.executeStep()) {
        known.failures.emplace(path_in(failures, 0), KnownFailure{failures.getColumn(1).getInt64(),
                                                                  failures.getColumn(2).getInt64(),
                                                                  failures.getColumn(3).getString(), false});
    }
    return known;
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
