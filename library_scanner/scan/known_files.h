// What the database knows of the files below a root, loaded at once: asking it per file would cost more than
// the walk. Threads: one scan's walking thread. What can fail: the database; throws SQLite::Exception.
#pragma once

#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/track.h"
#include "library_scanner/scan/folder_walk.h"

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

/// A file that is a track, or the tracks of a cue sheet.
struct KnownFile {
    std::int64_t size = 0, mtime_ns = 0;
    std::int32_t tags_version = 0;
    bool missing = false;
    /// Rows of that path, those that a sheet gone by made included.
    int rows = 0;
    /// The cue sheet that divides it, as it was then; no path when none does, that of the file when the sheet
    /// is inside it.
    FoundSheet sheet;
    /// Does that sheet lie beside the file?
    bool sheet_beside = false;
    CoverKind cover = CoverKind::none;
    std::string cover_path;
    /// Met by the walk of this scan.
    bool seen = false;

    bool is_unchanged(const FoundFile& file) const;
};

struct KnownFailure {
    std::int64_t size = 0, mtime_ns = 0;
    std::string reason;
    bool seen = false;
};

struct KnownFiles {
    std::unordered_map<std::string, KnownFile> tracks;
    std::unordered_map<std::string, KnownFailure> failures;
    /// Cue sheets by their path, those inside a music file by that of the file. `reason` is empty for those
    /// that are in use or have nothing to tell.
    std::unordered_map<std::string, KnownFailure> sheets;
};

/// Every path below a folder lies between these two, compared as bytes: [first, second).
std::pair<std::string, std::string> paths_below(std::string_view folder);

/// Is `path` inside `folder`?
bool is_below(std::string_view path, std::string_view folder);

KnownFiles load_known_files(SQLite::Database& connection, const std::string& root);

/// Files of tracks below that folder that are not missing.
std::int64_t count_files(SQLite::Database& connection, const std::string& folder);

/// Tracks below these folders that are not missing.
std::int64_t count_tracks(SQLite::Database& connection, const std::vector<std::string>& roots);

/// Paths are BLOBs.
void bind_path(SQLite::Statement& statement, int index, const std::string& path);
std::string path_in(SQLite::Statement& statement, int column);

}  // namespace refrain
