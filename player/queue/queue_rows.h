// Which rows of the remembered queue must be written when it has changed: as few as the change has touched,
// not the queue. Rows have places with room between them, so that those behind a change keep theirs.
// Pure; one owner; nothing fails.
#pragma once

#include "player/queue/id_sequence.h"
#include "player/queue/play_queue.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace refrain {

/// One row of player_queue, but for the entry itself.
struct QueueRow {
    /// Both rise in their order. `queued_place` -1: the order is not shuffled.
    std::int64_t place = 0;
    std::int64_t queued_place = -1;
    bool automatic = false;
    bool drawn = false;

    friend bool operator==(const QueueRow&, const QueueRow&) = default;
};

/// What to do, in this order.
struct QueueRowChanges {
    /// Drop every row first; `fresh` are all there are then.
    bool all = false;
    /// Places of rows to drop.
    std::vector<std::int64_t> gone;
    // Indexes of entries.
    /// Rows to write anew.
    std::vector<std::size_t> fresh;
    /// Rows that keep their place and say something else.
    std::vector<std::size_t> changed;
};

class QueueRows {
  public:
    /// From what was written last to `queue`; from here on that counts as written.
    QueueRowChanges follow(const PlayQueue::Saved& queue);
    /// Of the queue followed last.
    std::span<const QueueRow> rows() const { return rows_; }
    /// Nothing is known of what stands there: the next change writes all.
    void forget();

  private:
    bool known_ = false;
    /// The entries that were written and, where the order is shuffled, the order in which they were queued.
    QueueSnapshot entries_;
    QueueIds queued_;
    std::vector<QueueRow> rows_;
    std::vector<std::int64_t> queued_places_;
};

/// Rising places from 0 on for the order `now`: those entries that `before` had at `places`, and that have
/// not changed places with one another, keep theirs. Nothing where there is no room left, or so little stays
/// that all had better be placed anew.
std::optional<std::vector<std::int64_t>> places_kept(QueueIdView now, QueueIdView before,
                                                     std::span<const std::int64_t> places);
/// The same with nothing to keep.
std::vector<std::int64_t> new_places(std::size_t count);

}  // namespace refrain
