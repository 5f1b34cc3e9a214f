// One scan: walk the roots, stat every file against the database, read the tags of what is new or changed in
// helper processes, write in batches. Runs on the calling thread and those of its own; never on the GUI
// thread. What can fail: a root that is not there (its tracks are left as they are), single files (each ends
// as a row of `failed`, none stops the scan), the database (the scan ends with its Error, what was written
// stays). Missing is not deleted: a track whose file is gone is marked only after its root was walked cleanly
// to the end, and nowhere where a disk may be away (away_places.h). A file that a cue sheet divides (beside
// it, else inside it) is the tracks of the sheet, and the whole file then not; when sheets come, go and
// change, the rows keep their ids, and those that are not true now are missing ones.
#pragma once

#include "library_scanner/audio_file/mount_points.h"
#include "library_scanner/core/result.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"
#include "library_scanner/database/database.h"
#include "library_scanner/scan/away_places.h"
#include "library_scanner/scan/reader_patience.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace refrain {

struct ScanFailure {
    std::string path, reason;
};

struct ScanReport {
    /// Files that look like music, seen on disk.
    std::int64_t files = 0;
    /// Tracks of the scanned roots that are in the library after the scan and not missing.
    std::int64_t tracks = 0;
    /// Files, however many tracks each has.
    std::int64_t added = 0, updated = 0, missing = 0;
    /// Files that are at another path than before and kept their rows: neither added nor missing.
    std::int64_t moved = 0;
    /// Every file and folder that could not be read and every cue sheet that could not be used, old failures
    /// of unchanged files included.
    std::vector<ScanFailure> failed;
    /// Roots and folders whose files were left as they were, because their disk seems to be away.
    std::vector<AwayPlace> away;
    double seconds = 0.0;
    bool cancelled = false;
};

struct ScanProgress {
    std::int64_t files_seen = 0, files_read = 0;
    /// Files known to need reading so far; grows until the walk is done.
    std::int64_t files_to_read = 0;
    bool walk_done = false;
    std::string current;
    /// How long it will still take (scan_estimate.h); nothing while nobody can say.
    std::optional<Milliseconds> left;
};

struct ScanOptions {
    /// Files that are read at once; 0 = chosen by the number of cores.
    int threads = 0;
    /// refrain-tagreader, which reads the tags in processes of its own. Empty: nothing is scanned.
    std::filesystem::path tag_reader;
    /// For tests and benchmarks, whose files are harmless: without a `tag_reader` threads of this process
    /// read the tags.
    bool trusts_files = false;
    /// How long such a process may take with one file.
    ReaderLimits reader_limits;
    /// At most ten times a second, on a scanner thread.
    std::function<void(const ScanProgress&)> on_progress;
    /// Called after batches were committed (at most four times a second) with the tracks that came, changed
    /// or are missing now, so that they appear as they come: Library::refresh(), LibraryFollower::wake(). In
    /// any order, one may be named twice.
    std::function<void(std::span<const TrackId>)> on_batch;
    /// What is not met was deleted, however much it is at once (away_places.h).
    bool believe = false;
    /// Is somebody still writing this file? Then it is left as it is: neither read nor missing. Called on the
    /// calling thread. May be empty.
    std::function<bool(const std::string& path)> is_being_written;
    /// Another scan of this database is at work, in this process or another: this one waits for its end.
    /// Called once. May be empty.
    std::function<void()> on_waiting;
    /// Set it to stop; what was read is kept.
    const std::atomic<bool>* cancel = nullptr;
    /// Where file systems are mounted now; asked before and after each walk.
    std::function<std::vector<std::string>()> mounts = mount_points;
};

/// Scans `folders` and remembers each as a root of the library. Of two scans of one database the second waits
/// for the first, and goes on when that one ends, however it ends. Fails as a whole only when no folder could
/// be opened at all, the database cannot be written, or the tag reader is missing (`not_found`) or does not
/// run.
Result<ScanReport> scan(Database& database, const std::vector<std::filesystem::path>& folders,
                        const ScanOptions& options);

/// A folder in which something has changed, as whoever watches the disk tells.
struct ChangedFolder {
    /// Absolute, bytes.
    std::string path;
    /// What is below may be other than it was, too: the folder came as a whole.
    bool whole = false;
    friend bool operator==(const ChangedFolder&, const ChangedFolder&) = default;
};

/// Looks at these folders again and leaves the rest of the library as it is: what is in them, and below those
/// that are `whole` or that the library knows nothing of. Folders outside every root of the library are
/// passed over; one that is gone takes along what was below it. Where a link to a folder has come the whole
/// root is scanned, for it may lead to what has a path already. `tracks` of the report stays 0: counting them
/// costs more than the scan. Fails as scan() does.
Result<ScanReport> scan_changed(Database& database, const std::vector<ChangedFolder>& folders,
                                const ScanOptions& options);

}  // namespace refrain
