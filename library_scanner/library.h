// Questions to the library tables, and the shared picture of all tracks.
// Threads: the free functions read through the connection they are given, on its thread. Library is
// thread-safe: it holds the newest snapshot and tells its listeners when it changes (on the caller's thread).
// What can fail: the disk; as Result.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"
#include "library_scanner/store/library_snapshot.h"

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace refrain {

class LibraryWriter;

/// What a picture of the library has anew.
struct LibraryDelta {
    /// Any track may have changed; `changed` says nothing.
    bool everything = false;
    /// Tracks that came, changed or went, ascending, each once.
    std::vector<TrackId> changed;
};

class Library {
  public:
    explicit Library(Database& database);
    ~Library();

    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    /// The newest picture; never null, empty before the first reload.
    LibraryPtr snapshot() const;
    /// Reads every track from the database and shares the new picture. Not for the GUI thread.
    Status reload();
    /// Reads these tracks alone and shares a picture that has the others in common with the one before. The
    /// first picture of all is a whole one. Costs what is asked for; ids that no track has (any more) are
    /// allowed. Not for the GUI thread.
    Status refresh(std::span<const TrackId> ids);

    using Listener = std::function<void(const LibraryPtr&, const LibraryDelta&)>;
    /// Called after each reload and refresh, on the thread that did it. Returns a number for unsubscribe().
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
        /// A folder that is away, and could be found deleted if the listener says so.
        bool away = false;
    };
    /// The files of the last scans that could not be read, the cue sheets that could not be used, and the
    /// folders that are away.
    Result<std::vector<Failure>> failures() const;

  private:
    Status exchange(LibraryDelta delta);

    Database& database_;
    /// Held while the tables are read, so that an older picture never replaces a newer one.
    std::mutex exchange_mutex_;
    /// Guarded by exchange_mutex_; none before the first picture.
    std::unique_ptr<LibraryWriter> writer_;
    /// Guards what follows.
    mutable std::mutex mutex_;
    LibraryPtr snapshot_;
    std::vector<std::pair<int, Listener>> listeners_;
    int next_subscription_ = 1;
};

}  // namespace refrain
