// What the database knows of the files below a root, loaded at once: asking it per file would cost more than
// the walk. Paths are kept as their hash, 64 bytes a file: a library of a million files takes 64 MB while it
// is scanned. Threads: one scan's walking thread. What can fail: the database; throws SQLite::Exception.
#pragma once

#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/track.h"
#include "library_scanner/scan/folder_walk.h"

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace refrain {

/// Stands for a path. Of a million paths, two have the same one with a probability of 10^-27 (128 bits).
struct PathKey {
    std::uint64_t high = 0, low = 0;
    friend bool operator==(PathKey, PathKey) = default;
    friend bool operator<(PathKey a, PathKey b) { return a.high != b.high ? a.high < b.high : a.low < b.low; }
};
PathKey path_key(std::string_view path);

/// Stands for what was written down of a cue sheet: another time or size is another key. Never 0.
std::uint64_t sheet_key(const FoundSheet& sheet);

/// A file that is a track, or the tracks of a cue sheet.
struct KnownFile {
    PathKey path;
    std::int64_t size = 0, mtime_ns = 0;
    /// One of its rows.
    TrackId row;
    /// Of the cue sheet beside the file that divides it, as it was then; 0 when none does.
    std::uint64_t sheet = 0;
    /// As in Track.
    std::uint64_t cover_key = 0;
    std::int16_t tags_version = 0;
    CoverKind cover = CoverKind::none;
    bool missing : 1 = false;
    /// Are there several rows of that path? Those that a sheet gone by made are among them.
    bool has_many_rows : 1 = false;
    /// Met by the walk of this scan.
    bool seen : 1 = false;

    bool is_unchanged(const FoundFile& file) const;
};
static_assert(sizeof(KnownFile) <= 64);

/// Files by their path: sorted by key, for they come all at once and then none is added.
class KnownTracks {
  public:
    KnownTracks() = default;
    explicit KnownTracks(std::vector<KnownFile> files);

    /// nullptr when there is none.
    KnownFile* find(std::string_view path);
    const KnownFile* find(std::string_view path) const;

    auto begin() const { return files_.begin(); }
    auto end() const { return files_.end(); }

  private:
    std::vector<KnownFile> files_;
};

struct KnownFailure {
    std::int64_t size = 0, mtime_ns = 0;
    std::string reason;
    bool seen = false;
};

struct KnownFiles {
    KnownTracks tracks;
    std::unordered_map<std::string, KnownFailure> failures;
    /// Cue sheets by their path, those inside a music file by that of the file. `reason` is empty for those
    /// that are in use or have nothing to tell.
    std::unordered_map<std::string, KnownFailure> sheets;
};

/// Every path below a folder lies between these two, compared as bytes: [first, second).
std::pair<std::string, std::string> paths_below(std::string_view folder);

/// Is `path` inside `folder`?
bool is_below(std::string_view path, std::string_view folder);

/// The longest of `mounts` that `path` is below; empty when there is none.
std::string mount_of(std::string_view path, const std::vector<std::string>& mounts);

KnownFiles load_known_files(SQLite::Database& connection, const std::string& root);

/// What is known of one folder, and not of those inside it.
struct KnownFolder {
    KnownFiles files;
    /// Names of the folders in it that have tracks below which are not missing.
    std::set<std::string, std::less<>> folders;
    /// Paths of failures and cue sheets that lie deeper.
    std::vector<std::string> inner_failures, inner_sheets;
};
/// Costs what lies in the folder, not what lies below.
KnownFolder load_known_folder(SQLite::Database& connection, const std::string& folder);

/// Files below that folder that are not missing: one row of each.
std::vector<TrackId> present_files_below(SQLite::Database& connection, const std::string& folder);

/// About how many files are known below that folder, missing ones and failures too: cheaper than a true
/// count.
std::int64_t count_known(SQLite::Database& connection, const std::string& folder);

/// Files of tracks below that folder that are not missing.
std::int64_t count_files(SQLite::Database& connection, const std::string& folder);

/// Tracks below these folders that are not missing.
std::int64_t count_tracks(SQLite::Database& connection, const std::vector<std::string>& roots);

/// Paths are BLOBs.
void bind_path(SQLite::Statement& statement, int index, const std::string& path);
std::string path_in(SQLite::Statement& statement, int column);

}  // namespace refrain
