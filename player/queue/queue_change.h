// What a change that the listener made to the queue took away, brought and moved: enough to take it back,
// also when the queue has gone on since. Pure; one owner; nothing fails.
#pragma once

#include "player/queue/drawn_pool.h"
#include "player/queue/id_places.h"
#include "player/queue/id_sequence.h"
#include "player/queue/queue_snapshot.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_set>
#include <vector>

namespace refrain {

/// A shuffle in progress.
struct ShuffleRound {
    bool on = false;
    std::uint64_t seed = 0;
    /// The listener's entries as they were queued.
    QueueIds queued;
    /// What was drawn, now or in an earlier state of the round: not what was placed by hand.
    DrawnPool drawn;
    /// Entries mixed in since the draw.
    std::uint64_t mixed_in = 0;
    /// Rises with every draw, and when shuffle is switched off.
    std::uint64_t number = 0;
};

struct QueueChange {
    /// Before the change: the listener's entries in play order, the automatic ones, and what was current.
    QueueIds order, tail;
    ShuffleRound shuffle;
    QueueEntryId current;
    /// Entries that the change took out of the queue.
    std::vector<QueueEntryPtr> lost;
    /// Entries that the change brought among the listener's; of no use, and empty, where `whole` is set.
    std::unordered_set<QueueEntryId> brought;
    bool tail_changed = false;
    bool current_changed = false;
    /// ShuffleRound::number right behind it.
    std::uint64_t round_after = 0;
    /// Everything was replaced: nothing that came later is carried over when it is taken back.
    bool whole = false;
};

/// The newest changes. What is long ago is forgotten: at most 50 steps, at most 200,000 lost or brought
/// entries and a million ids of older orders in all, but never the newest step.
///
/// The orders of the newest are kept as they are, those of each older one as what they differ by from the
/// next: fifty removals from a long queue cost little more than one.
class QueueChanges {
  public:
    void push(QueueChange change);
    std::optional<QueueChange> pop();
    bool empty() const { return changes_.empty(); }
    void clear();

  private:
    struct Kept {
        /// Its orders are empty but in the newest.
        QueueChange change;
        IdDelta order, tail, queued;

        std::size_t entries() const { return change.lost.size() + change.brought.size(); }
        std::size_t ids() const { return order.weight() + tail.weight() + queued.weight(); }
        void fold_onto(const QueueChange& next);
        void unfold_from(const QueueChange& next);
    };
    void drop_oldest();

    std::deque<Kept> changes_;
    /// Of all together; the ids without those of the newest.
    std::size_t entries_ = 0;
    std::size_t ids_ = 0;
};

/// The order `before` with what came since: ids of `now` that are not in it stay behind the one they follow.
/// Ids of `before` that are not in `available` are left out.
QueueIds with_newcomers(const QueueIds& before, const QueueIds& now, const IdPlaces& available);

}  // namespace refrain
