// What the listener rates. Every rating is a row of its own that is never changed or deleted; the newest of a
// track counts, and one without stars takes it back. Nothing is written into files.
// Threads: thread-safe. reload() and rate() wait for the disk: not for the GUI thread. What can fail: the
// disk; then everything is as it was.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/time.h"
#include "library_scanner/database/database.h"
#include "library_scanner/ratings/rating_table.h"

#include <functional>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace refrain {

class Ratings {
  public:
    explicit Ratings(Database& database);
    Ratings(const Ratings&) = delete;
    Ratings& operator=(const Ratings&) = delete;

    /// The newest picture; never null, empty before the first reload().
    RatingTablePtr table() const;
    /// Reads all of them from the database.
    Status reload();
    /// Writes the changes, all or none, and shares the new picture. Tracks that the library does not have are
    /// left out; not_found when it has none of them.
    Status rate(std::span<const RatingChange> changes, UtcTime at);

    using Listener = std::function<void(const RatingTablePtr&)>;
    /// Called after each reload and each change, on the thread that did it. Returns a number for
    /// unsubscribe().
    int subscribe(Listener listener);
    void unsubscribe(int subscription);

  private:
    void share(RatingTable table);

    Database& database_;
    /// Held from the database to the picture, so that an older picture never replaces a newer one.
    std::mutex exchange_mutex_;
    /// Guards what follows.
    mutable std::mutex mutex_;
    RatingTablePtr table_;
    std::vector<std::pair<int, Listener>> listeners_;
    int next_subscription_ = 1;
};

}  // namespace refrain
