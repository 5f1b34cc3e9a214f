// Which row of the library a file that came up belongs to: one of its own, or that of a file that was moved.
// Asked in two places. When a new file is written, the row whose file it beyond doubt is (the same inode and
// sound; the same recording; the same sound and tags) gets its path, so that all that names the row holds.
// When the scan is over, what went missing is compared with what came, and pairs that only then are known
// to be the only ones are merged: copied first and deleted later, tagged anew on the way, encoded anew.
// A path whose file was replaced by an unknown one is decided last: its row is parked meanwhile, and gets the
// path back when its own file came up nowhere.
//
// Threads: made on the scan's thread; arrive() and settle() run inside transactions of the database's writer,
// counts are read when no scan writes. What can fail: the database; throws SQLite::Exception.
#pragma once

#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"
#include "library_scanner/core/track.h"
#include "library_scanner/identity/evidence.h"
#include "library_scanner/identity/old_places.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

namespace SQLite {
class Database;
}

namespace refrain {

/// A file whose tags were read.
struct Arrival {
    const std::string& path;
    FileMark mark;
    SoundKey sound;
    /// What it says of itself: the whole file or the first part that a cue sheet makes of it.
    const Track& tags;
};

class Resolver {
  public:
    /// `reader`: before the scan writes. `mounts`: tells where file systems are mounted now.
    Resolver(SQLite::Database& reader, std::function<std::vector<std::string>()> mounts,
             std::function<Probe(const std::string&)> probe = probe_file);
    ~Resolver();

    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    /// Was there anything in the library before this scan? If not, nothing can have moved.
    bool has_past() const { return newest_before_.valid(); }

    /// The questions of one batch of arrivals, prepared once.
    class Batch {
      public:
        Batch(SQLite::Database& connection, Resolver& resolver);
        ~Batch();
        Batch(const Batch&) = delete;
        Batch& operator=(const Batch&) = delete;

        /// Gives the path to the rows whose file it is, and takes it from those whose file it is not. Adds
        /// the ids of changed rows to `changed`. True when rows came from another path.
        bool arrive(const Arrival& arrival, std::int64_t now, std::vector<TrackId>& changed);

      private:
        struct Impl;
        const std::unique_ptr<Impl> impl_;
    };

    /// A new file that was given the rows of a gone one. On the writer's thread.
    void count_moved() { ++moved_files_; }
    std::int64_t moved_files() const { return moved_files_; }

    /// Was that row given another path? Then that the old one was not met says nothing about its file.
    bool has_moved(TrackId row) const { return moved_.contains(row); }

    struct Settled {
        /// Rows that changed or are no more.
        std::vector<TrackId> changed;
        /// Files that were missing and are found again; how many of them went missing in this scan, how many
        /// came in it.
        std::int64_t found = 0, just_gone = 0, just_come = 0;
    };
    /// At the end of a scan, when all is written. `gone`: tracks that went missing in it.
    bool has_parked() const { return has_parked_; }
    Settled settle(SQLite::Database& connection, std::span<const TrackId> gone, UtcTime now);

  private:
    TrackId newest_before_;
    OldPlaces places_;
    std::unordered_set<TrackId> moved_;
    std::int64_t moved_files_ = 0;
    bool has_parked_ = false;
};

}  // namespace refrain
