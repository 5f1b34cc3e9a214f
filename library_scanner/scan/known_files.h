// What the database knows of the files below a root, loaded at once: asking it per file would cost more than
// the walk. Threads: one scan's walking thread. What can fail: the database; throws SQLite::Exception.
#pragma once

#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/track.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace refrain {

struct KnownTrack {
    TrackId id;
    std::int64_t size = 0, mtime_ns = 0;
    bool missing = false;
    CoverKind cover = CoverKind::none;
    std::string cover_path;
    /// Met by the walk of this scan.
    bool seen = false;
};

struct KnownFailure {
    std::int64_t size = 0, mtime_ns = 0;
    std::string reason;
    bool seen = false;
};

struct KnownFiles {
    std::unordered_map<std::string, KnownTrack> tracks;
    std::unordered_map<std::string, KnownFailure> failures;
};

/// Every path below a folder lies between these two, compared as bytes: [first, second).
std::pair<std::string, std::string> paths_below(std::string_view folder);

/// Is `path` inside `folder`?
bool is_below(std::string_view path, std::string_view folder);

KnownFiles load_known_files(SQLite::Database& connection, const std::string& root);

/// Tracks below these folders that are not missing.
std::int64_t count_tracks(SQLite::Database& connection, const std::vector<std::string>& roots);

/// Paths are BLOBs.
void bind_path(SQLite::Statement& statement, int index, const std::string& path);
std::string path_in(SQLite::Statement& statement, int column);

}  // namespace refrain
