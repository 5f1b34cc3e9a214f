// What a clean walk did not meet: marked as missing at once, by one statement, but for what lies where the
// walk could not look and for what is away.
// Threads: the database's writer. What can fail: the database; throws SQLite::Exception.
#pragma once

#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"
#include "library_scanner/scan/away_places.h"

#include <cstdint>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace refrain {

/// Of one root, what the library knew and the walk did not meet.
struct GoneFiles {
    std::string root;
    /// Files that the scan met and the library did not know.
    std::int64_t arrived = 0;
    /// The same of all roots of the scan: music goes from one to the other.
    std::int64_t arrived_anywhere = 0;
    /// However much is gone, it is gone.
    bool believed = false;
    /// One row of each file that was not missing before.
    std::vector<TrackId> tracks;
    /// Paths of files that could not be read and of cue sheets.
    std::vector<std::string> failures, sheets;
    /// Folders and files that could not be opened: nothing is known about what is below.
    std::vector<std::string> closed;
    /// RootGuard::suspects().
    std::vector<AwayPlace> suspects;

    bool is_empty() const { return tracks.empty() && failures.empty() && sheets.empty(); }
};

struct GoneOutcome {
    /// Files that are missing now, however many tracks each had.
    std::int64_t missing = 0;
    /// Their tracks.
    std::vector<TrackId> tracks;
    /// The suspects with files, and how many each holds; those inside another one are left out.
    std::vector<AwayPlace> away;
};

GoneOutcome forget_gone_files(SQLite::Database& connection, const GoneFiles& gone, UtcTime now);

}  // namespace refrain
