// Questions to the library tables, and the shared picture of all tracks.
// Threads: the free functions read through the connection they are given, on its thread. Library is
// thread-safe: it holds the newest snapshot and tells its listeners when it changes (on the caller's thread).
// What can fail: the disk; as Result.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/track.h"
#include "library_scanner/database/database.h"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

class Library {
  public:
    explicit Library(Database& database);

    /// The newest picture; never null, empty before the first reload.
    LibraryPtr snapshot() const;
    /// Reads every track from the database and shares the new picture. Not for the GUI thread.
    Status reload();

    using Listener = std::function<void(LibraryPtr)>;
    /// Called after each reload, on the thread that reloaded. Returns a number for unsubscribe().
    int subscribe(Listener listener);
    void unsubscribe(int subscription);

    /// Folders the listener chose, as bytes.
    Result<std::vector<std::string>> roots() const;

    /// Leaves the folder `root` (bytes, as in roots()) out from now on: its tracks are marked as missing,
    /// nothing of them, of their listens or of the disk is deleted, and they are back when it is added again.
    /// not_found when it is none of the roots. Not for the GUI thread; reload() shows the outcome.
    Status remove_root(const std::string& root);

    struct Failure {
        std::string path, reason;
    };
    /// The files of the last scans that could not be read, the cue sheets that could not be used, and the
    /// folders that are away.
    Result<std::vector<Failure>> failures() const;

  private:
    Database& database_;
    /// Held while the tables are read, so that an older picture never replaces a newer one.
    std::mutex reload_mutex_;
    /// Guards what follows.
    mutable std::mutex mutex_;
    LibraryPtr snapshot_;
    std::vector<std::pair<int, Listener>> listeners_;
    int next_subscription_ = 1;
};

}  // namespace refrain
