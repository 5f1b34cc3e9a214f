// Tells the rows of living programs from those of dead ones.
//
// Each run locks one byte, at the offset of its RunId, of an empty file beside the database. The kernel drops
// the lock when the process ends in whatever way, so after kill -9 nothing has to be cleaned up, and no
// process id can be mistaken for another's. Open-file-description locks: two histories in one process are
// two runs.
//
// Threads: none of its own; any thread may ask. What can fail: the lock file cannot be made or the file
// system has no locks. Then every other run counts as living: rows of the living are never closed by mistake.
#pragma once

#include "player/history/listen_lifecycle.h"

#include <filesystem>

namespace refrain {

class RunLock {
  public:
    /// Takes the lock of `run` in "<database>.runs".
    RunLock(const std::filesystem::path& database, RunId run);
    ~RunLock();
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

    RunId run() const { return run_; }
    /// Is some process (this one included) still running as `run`?
    bool lives(RunId run) const;

  private:
    RunId run_;
    int file_ = -1;
    bool locks_work_ = false;
};

}  // namespace refrain
