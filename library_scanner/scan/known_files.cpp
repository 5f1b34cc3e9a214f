#include "library_scanner/scan/known_files.h"

#include "library_scanner/tags/tag_reader.h"

#include <algorithm>
#include <utility>
#include <xxhash.h>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

constexpr const char* track_columns =
    "SELECT path, id, size, mtime_ns, tags_version, missing_since IS NOT NULL, cue_path, cue_size,"
    " cue_mtime_ns, cover_kind, cover_key FROM tracks WHERE ";

/// Takes a row of track_columns; all rows of a file must come one after another.
void add_row(SQLite::Statement& row, std::vector<KnownFile>& files) {
    const auto path = path_in(row, 0);
    const auto key = path_key(path);
    const bool missing = row.getColumn(5).getInt() != 0;
    if (files.empty() || files.back().path != key) {
        files.push_back({});
        files.back().path = key;
    } else {
        files.back().has_many_rows = true;
        // Of the rows of a file those count that are there: a sheet that came or went leaves the others.
        if (missing) {
            return;
        }
    }
    auto& file = files.back();
    file.row = TrackId(row.getColumn(1).getInt64());
    file.size = row.getColumn(2).getInt64();
    file.mtime_ns = row.getColumn(3).getInt64();
    file.tags_version = static_cast<std::int16_t>(row.getColumn(4).getInt());
    file.missing = missing;
    const FoundSheet sheet{path_in(row, 6), row.getColumn(7).getInt64(), row.getColumn(8).getInt64()};
    // With the path of the file itself it lies inside.
    file.sheet = sheet.path.empty() || sheet.path == path ? 0 : sheet_key(sheet);
    file.cover = static_cast<CoverKind>(row.getColumn(9).getInt());
    file.cover_key = static_cast<std::uint64_t>(row.getColumn(10).getInt64());
}

KnownTracks load_tracks(SQLite::Database& connection, const std::string& first, const std::string& second) {
    std::vector<KnownFile> files;
    SQLite::Statement count(connection, "SELECT count(*) FROM tracks WHERE path >= ? AND path < ?");
    bind_path(count, 1, first);
    bind_path(count, 2, second);
    count.executeStep();
    files.reserve(static_cast<std::size_t>(count.getColumn(0).getInt64()));

    SQLite::Statement row(connection, std::string(track_columns) + "path >= ? AND path < ? ORDER BY path");
    bind_path(row, 1, first);
    bind_path(row, 2, second);
    while (row.executeStep()) {
        add_row(row, files);
    }
    return KnownTracks(std::move(files));
}

using Troubles = std::unordered_map<std::string, KnownFailure>;

constexpr const char* failures_below =
    "SELECT path, size, mtime_ns, reason FROM scan_failures WHERE path >= ? AND path < ?";
constexpr const char* sheets_below =
    "SELECT path, size, mtime_ns, reason FROM cue_sheets WHERE path >= ? AND path < ?";

Troubles load_troubles(SQLite::Database& connection, const char* query,
                       const std::pair<std::string, std::string>& below) {
    SQLite::Statement row(connection, query);
    bind_path(row, 1, below.first);
    bind_path(row, 2, below.second);
    Troubles troubles;
    while (row.executeStep()) {
        troubles.emplace(path_in(row, 0),
                         KnownFailure{row.getColumn(1).getInt64(), row.getColumn(2).getInt64(),
                                      row.getColumn(3).getString(), false});
    }
    return troubles;
}

/// Takes out those that lie in a folder inside the folder whose paths start at `start`.
std::vector<std::string> take_inner(Troubles& troubles, std::size_t start) {
    std::vector<std::string> inner;
    for (auto trouble = troubles.begin(); trouble != troubles.end();) {
        if (trouble->first.find('/', start) == std::string::npos) {
            ++trouble;
        } else {
            inner.push_back(trouble->first);
            trouble = troubles.erase(trouble);
        }
    }
    return inner;
}

}  // namespace

PathKey path_key(std::string_view path) {
    const auto hash = XXH3_128bits(path.data(), path.size());
    return {hash.high64, hash.low64};
}

std::uint64_t sheet_key(const FoundSheet& sheet) {
    auto bytes = sheet.path;
    for (const auto number : {sheet.size, sheet.mtime_ns}) {
        bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    return std::max<std::uint64_t>(1, XXH3_64bits(bytes.data(), bytes.size()));
}

KnownTracks::KnownTracks(std::vector<KnownFile> files) : files_(std::move(files)) {
    std::sort(files_.begin(), files_.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
}

KnownFile* KnownTracks::find(std::string_view path) {
    return const_cast<KnownFile*>(std::as_const(*this).find(path));
}

const KnownFile* KnownTracks::find(std::string_view path) const {
    const auto key = path_key(path);
    const auto found =
        std::lower_bound(files_.begin(), files_.end(), key,
                         [](const KnownFile& file, PathKey wanted) { return file.path < wanted; });
    return found == files_.end() || found->path != key ? nullptr : &*found;
}

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

std::string mount_of(std::string_view path, const std::vector<std::string>& mounts) {
    std::string longest;
    for (const auto& mount : mounts) {
        if (mount.size() > longest.size() && is_below(path, mount)) {
            longest = mount;
        }
    }
    return longest;
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
    const auto below = paths_below(root);
    KnownFiles known;
    known.tracks = load_tracks(connection, below.first, below.second);
    known.failures = load_troubles(connection, failures_below, below);
    known.sheets = load_troubles(connection, sheets_below, below);
    return known;
}

KnownFolder load_known_folder(SQLite::Database& connection, const std::string& folder) {
    const auto below = paths_below(folder);
    KnownFolder known;
    std::vector<KnownFile> files;
    SQLite::Statement next(connection,
                           "SELECT path FROM tracks WHERE path >= ? AND path < ? ORDER BY path LIMIT 1");
    SQLite::Statement present(connection,
                              "SELECT 1 FROM tracks WHERE path >= ? AND path < ?"
                              " AND missing_since IS NULL LIMIT 1");
    SQLite::Statement rows(connection, std::string(track_columns) + "path = ?");
    // From one entry of the folder to the next, over all that is below.
    for (std::string from = below.first;;) {
        next.reset();
        bind_path(next, 1, from);
        bind_path(next, 2, below.second);
        if (!next.executeStep()) {
            break;
        }
        const auto path = path_in(next, 0);
        const auto slash = path.find('/', below.first.size());
        if (slash == std::string::npos) {
            rows.reset();
            bind_path(rows, 1, path);
            while (rows.executeStep()) {
                add_row(rows, files);
            }
            from = path + '\0';
            continue;
        }
        const auto inner = paths_below(std::string_view(path).substr(0, slash));
        present.reset();
        bind_path(present, 1, inner.first);
        bind_path(present, 2, inner.second);
        if (present.executeStep()) {
            known.folders.insert(path.substr(below.first.size(), slash - below.first.size()));
        }
        from = inner.second;
    }
    known.files.tracks = KnownTracks(std::move(files));
    known.files.failures = load_troubles(connection, failures_below, below);
    known.files.sheets = load_troubles(connection, sheets_below, below);
    known.inner_failures = take_inner(known.files.failures, below.first.size());
    known.inner_sheets = take_inner(known.files.sheets, below.first.size());
    return known;
}

std::vector<TrackId> present_files_below(SQLite::Database& connection, const std::string& folder) {
    const auto [first, second] = paths_below(folder);
    SQLite::Statement row(connection,
                          "SELECT min(id) FROM tracks WHERE path >= ? AND path < ?"
                          " AND missing_since IS NULL GROUP BY path");
    bind_path(row, 1, first);
    bind_path(row, 2, second);
    std::vector<TrackId> files;
    while (row.executeStep()) {
        files.emplace_back(row.getColumn(0).getInt64());
    }
    return files;
}

std::int64_t count_known(SQLite::Database& connection, const std::string& folder) {
    const auto [first, second] = paths_below(folder);
    // Both are counted in the index.
    SQLite::Statement count(connection,
                            "SELECT (SELECT count(*) FROM tracks WHERE path >= ?1 AND path < ?2)"
                            " + (SELECT count(*) FROM scan_failures WHERE path >= ?1 AND path < ?2)");
    bind_path(count, 1, first);
    bind_path(count, 2, second);
    count.executeStep();
    return count.getColumn(0).getInt64();
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
