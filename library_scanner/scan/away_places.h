// Is a folder empty, or is its disk away? To a walk both look alike, and believing the first marks a whole
// collection as missing. So a clean scan notes where file systems lie; where one of those is gone later, or a
// root or such a place lists no music though the library knows some there, all below is left as it is: it is
// away; and so is a root of which more than half is gone at once. Away holds until the disk is back, or until
// the listener says that the files were deleted (which nobody has to say of a disk that is known not to be
// mounted: there the folder is removed from the library and added again).
//
// Threads: the decisions are pure; a RootGuard belongs to one walk. What can fail: the database; throws
// SQLite::Exception, but for away_places().
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"
#include "library_scanner/database/database.h"
#include "library_scanner/scan/folder_walk.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace SQLite {
class Database;
}

namespace refrain {

/// A folder whose files are left as they are.
struct AwayPlace {
    std::string path;
    /// For people: "the disk at /mnt/usb is not mounted".
    std::string reason;
    /// That the library knows there and the scan did not meet.
    std::int64_t files = 0;
    UtcTime since{};
};

/// A folder and the mount point it lies on; behind a link they are on different paths.
struct MountedPlace {
    std::string path, mount;
    bool operator==(const MountedPlace&) const = default;
};

/// What must be mounted for `folder` to be whole: what it lies on, and what is mounted below it.
/// `real_folder`: the same without links. Nothing when no mount point is known.
std::vector<MountedPlace> mounted_places(const std::string& folder, const std::string& real_folder,
                                         const std::vector<std::string>& mounts);

/// A place that a walk could find empty though it is not.
struct GuardedPlace {
    std::string path;
    /// As of the last clean scan; empty when it has none of its own.
    std::string mount;
    /// Music files that the walk met in it and below.
    std::int64_t met = 0;
    /// Is there anything of that name, be it a link that leads nowhere?
    bool exists = true;
};

/// Why the files below that were not met may be there all the same; empty when they are gone. `mounts`: those
/// of now, none when they are not known.
std::string why_away(const GuardedPlace& place, const std::vector<std::string>& mounts);

/// Too much is gone at once to be believed unasked: more than half of what the library knew below a root of
/// more than a hundred files, what came in the same scan taken off (a folder under another name is no loss).
/// `known`: before the scan. Pure.
bool is_mass_vanishing(std::int64_t known, std::int64_t gone, std::int64_t arrived);

/// What one walk of a root tells about the disks below it.
class RootGuard {
  public:
    /// `former`: as the last clean scans noted, of any root. `mounts`: before the walk.
    RootGuard(std::string root, const std::vector<MountedPlace>& former, std::vector<std::string> mounts);

    void meet(const FoundFolder& folder);
    /// The walk goes on behind a link to a folder.
    void meet_link(const std::string& path);
    /// Of a scan that looks at parts of the root alone: `count` files in `place` and below that it left out
    /// are there. For each of places().
    void add_met(const std::string& place, std::int64_t count);
    const std::vector<GuardedPlace>& places() const { return places_; }
    /// The walk is over. `mounts`: after it; only what was there before, too, counts as mounted.
    /// `believe`: that a place lists no music is true.
    void finish(const std::vector<std::string>& mounts, bool believe = false);

    /// Places that are away if the library knows files there that were not met. Outer ones come first.
    const std::vector<AwayPlace>& suspects() const { return suspects_; }
    /// What the next scan must know, when those are `away`.
    std::vector<MountedPlace> to_note(const std::vector<AwayPlace>& away) const;

  private:
    const std::string root_;
    std::vector<std::string> mounts_;
    std::vector<std::string> links_;
    std::vector<GuardedPlace> places_;
    std::vector<AwayPlace> suspects_;
};

/// Of all roots.
std::vector<MountedPlace> load_mounted_places(SQLite::Database& connection);
/// In place of what was noted of that root and below it.
void note_mounted_places(SQLite::Database& connection, RootId id, const std::string& root,
                         const std::vector<MountedPlace>& places);
/// In place of what was away at that root and below it; what still is keeps its time.
void note_away_places(SQLite::Database& connection, RootId id, const std::string& root,
                      const std::vector<AwayPlace>& away, UtcTime now);

/// Beside what was away before; what still is keeps its time.
void add_away_places(SQLite::Database& connection, RootId id, const std::vector<AwayPlace>& away,
                     UtcTime now);

/// As of the last scans, by path.
Result<std::vector<AwayPlace>> away_places(const Database& database);

}  // namespace refrain
