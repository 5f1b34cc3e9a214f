// Keeps the picture of a library as the database has it, whoever changed it: this program, another window's
// or the command line's scan, the analyzer. Looks at the journal of changes every second and a half (a look
// costs some microseconds while nothing was written), at once when it is woken, and refreshes the tracks that
// are named there, at most four times a second. Threads: one of its own, which calls the functions of the
// setup; the functions from any thread. What can fail: the database; told to `trouble`, and tried again.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/database/change_journal.h"
#include "library_scanner/library.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace SQLite {
class Database;
}

namespace refrain {

struct FollowerSetup {
    /// Brings the picture up to date.
    std::function<Status(const LibraryDelta&)> refresh;
    /// Somebody, whoever it was, has written the database since the last look: what else is kept of it may be
    /// old. Called after `refresh`, and at the first look; to ask cheaply what is new. May be empty.
    std::function<void()> written;
    /// What was refreshed has stayed as it is for `quiet_after`. May be empty.
    std::function<void()> quiet;
    std::function<void(const Error&)> trouble;

    std::chrono::milliseconds look_every{1500};
    std::chrono::milliseconds refresh_every{250};
    /// Changes of loudness wait, and come together: they change no list, but cost as much.
    std::chrono::milliseconds loudness_every{20'000};
    std::chrono::milliseconds quiet_after{3000};
};

class LibraryFollower {
  public:
    LibraryFollower(Database& database, FollowerSetup setup);
    ~LibraryFollower();

    LibraryFollower(const LibraryFollower&) = delete;
    LibraryFollower& operator=(const LibraryFollower&) = delete;

    /// Call it before the library is read for the first time: what changes from then on is followed.
    void start();
    /// Something was written: looks soon. Cheap.
    void wake();
    /// Looks and refreshes now, on the calling thread, loudness included.
    Status catch_up();

  private:
    using Clock = std::chrono::steady_clock;

    void run();
    /// True when something was refreshed.
    Result<bool> look(bool all);
    bool has_been_written();

    Database& database_;
    const FollowerSetup setup_;

    std::mutex look_mutex_;
    // Guarded by look_mutex_.
    std::unique_ptr<SQLite::Database> connection_;
    std::int64_t data_version_ = -1;
    std::int64_t read_until_ = 0;
    std::vector<TrackId> waiting_loudness_;
    /// The last refresh failed: what was to be read is not known any more.
    bool read_all_ = false;
    Clock::time_point loudness_taken_{};

    std::mutex mutex_;
    std::condition_variable changed_;
    // Guarded by mutex_.
    bool woken_ = false, ending_ = false;

    std::thread thread_;
};

}  // namespace refrain
