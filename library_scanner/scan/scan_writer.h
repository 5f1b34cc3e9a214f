// Collects what a scan finds and writes it in batches: a transaction per file would wait for the disk ten
// thousand times. Threads: every function from any thread. What can fail: a write; kept as error() and told
// to nobody twice; later batches are not written, so that the scan ends soon.
#pragma once

#include "library_scanner/core/track.h"
#include "library_scanner/database/database.h"
#include "library_scanner/identity/resolver.h"
#include "library_scanner/scan/folder_walk.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace refrain {

/// One change of the library.
struct ScanChange {
    enum class Kind {
        added,       // a new file: `track` is its row
        updated,     // a changed file: its row gets the tags of `track` and keeps its id
        failed,      // could not be read: `reason`
        seen_again,  // a missing file is back, unchanged
        cover,       // unchanged but for the picture beside it
        sheet,       // a cue sheet was read; `reason` when it cannot be used
    };
    Kind kind = Kind::added;
    RootId root;
    std::int64_t size = 0, mtime_ns = 0, inode = 0;
    /// Of the audio of a file that was read.
    SoundKey sound;
    /// path is always set; the rest as the kind needs it.
    Track track;
    /// For added and updated: the tracks that a cue sheet divides the file into, in place of `track`; all
    /// rows of a file change together.
    std::vector<Track> parts;
    /// That sheet. With the file's own path when it lies inside, and without size and time.
    FoundSheet sheet;
    /// Of a failure. For added and updated: why the sheet inside the file cannot be used, or empty.
    std::string reason;
    /// Of a failure: holds as long as the file does not change, so a track of that path is missing from now
    /// on. Else the file may be as it was tomorrow (no permission, a disk that went away), and so it stays.
    bool lasting = true;
};

class ScanWriter {
  public:
    /// `on_batch` as in ScanOptions. `resolver` tells moved files; asked on the database's writer thread.
    ScanWriter(Database& database, Resolver& resolver,
               std::function<void(std::span<const TrackId>)> on_batch);
    /// Waits for what was handed to the database.
    ~ScanWriter();

    ScanWriter(const ScanWriter&) = delete;
    ScanWriter& operator=(const ScanWriter&) = delete;

    /// Waits when the disk is far behind.
    void add(ScanChange change);
    /// Writes the rest and waits until all of it is on disk.
    Status finish();
    bool has_failed() const;

  private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t batch_size = 500;
    static constexpr std::size_t most_waiting = 4;
    /// Also the least time between two calls of on_batch.
    static constexpr std::chrono::milliseconds longest_wait{250};

    /// A batch on its way to the disk, and the tracks it changes: known when the outcome is there.
    struct Sent {
        std::future<Status> outcome;
        std::shared_ptr<const std::vector<TrackId>> changed;
    };

    void send();
    void collect(std::size_t leave);

    Database& database_;
    Resolver& resolver_;
    /// One time for all of a scan: what came together says so (see Resolver::settle).
    const UtcTime scanned_at_ = utc_now();
    const std::function<void(std::span<const TrackId>)> on_batch_;

    mutable std::mutex mutex_;
    // Guarded by mutex_.
    std::vector<ScanChange> batch_;
    std::deque<Sent> waiting_;
    /// On disk and not told yet.
    std::vector<TrackId> changed_;
    std::optional<Error> error_;
    Clock::time_point last_sent_ = Clock::now();
    Clock::time_point last_told_ = Clock::now();
};

}  // namespace refrain
