// The listening history: append-only rows of listens, and reactions. Statistics are projections of it.
// Threads: thread-safe. begin/refresh/close/react queue a write and return at once; the reading functions
// open a reader and block on disk: not for the GUI thread. What can fail: the disk. A write that fails is
// kept in memory and tried again with the next one, and last_error() tells what to show the user, so no
// listen is lost while the program lives.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/reaction.h"
#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

struct HistoryFilter {
    std::optional<UtcTime> since, until;
    std::optional<TrackId> track;
    /// 0 = all. The newest `limit` rows when set.
    std::size_t limit = 0;
    /// Open rows (playing right now) included?
    bool include_open = true;
};

class ListeningHistory {
  public:
    /// Closes rows found open as `interrupted`, unless another living process holds the history open.
    explicit ListeningHistory(Database& database);
    ~ListeningHistory();

    /// Starts a session (a run of the player); listens begun after it belong to it.
    SessionId start_session(UtcTime now);

    /// Writes the row of a listen that just started and gives it its source_key. `listen.id` need not be set.
    /// Returns the key that refresh() and close() take.
    std::string begin(Listen listen);
    /// Stores the figures heard so far of the listen with that key.
    void refresh(const Listen& listen);
    /// Stores the final figures and the end reason. After it the row never changes again.
    void close(const Listen& listen);

    void react(const Reaction& reaction);

    /// By ascending started_at.
    Result<std::vector<Listen>> listens(const HistoryFilter& filter = {}) const;
    Result<std::vector<Reaction>> reactions() const;
    Result<std::int64_t> count() const;

    /// Appends listens of another program or an export in one transaction; rows whose (source, source_key) is
    /// there already are counted, not added.
    struct Appended {
        std::int64_t added = 0, already_there = 0;
    };
    Result<Appended> append(const std::vector<Listen>& listens);
    /// For each of `listens`: would append() find its (source, source_key) there already?
    Result<std::vector<bool>> already_there(const std::vector<Listen>& listens) const;

    /// Waits until everything queued is on disk, or has been tried again and failed.
    Status flush();
    /// The newest write error that has not been mended by a later success.
    std::optional<Error> last_error() const;

    using Listener = std::function<void()>;
    /// Called after rows changed, on the history's own writing thread; never once the destructor runs.
    void subscribe(Listener listener);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace refrain
