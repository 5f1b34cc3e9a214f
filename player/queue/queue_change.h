// What a change that the listener made to the queue took away, brought and moved: enough to take it back,
// also when the queue has gone on since. Pure; one owner; nothing fails.
#pragma once

#include "player/queue/queue_entry.h"

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
    std::vector<QueueEntryId> queued;
    /// What was drawn, now or in an earlier state of the round: not what was placed by hand.
    std::unordered_set<QueueEntryId> drawn;
    /// Entries mixed in since the draw.
    std::uint64_t mixed_in = 0;
    /// Rises with every draw, and when shuffle is switched off.
    std::uint64_t number = 0;
};

struct QueueChange {
    /// Before the change: the listener's entries in play order, the automatic ones, and what was current.
    std::vector<QueueEntryId> order, tail;
    ShuffleRound shuffle;
    QueueEntryId current;
    /// Entries that the change took out of the queue.
    std::vector<QueueEntry> lost;
    /// Entries that the change brought among the listener's.
    std::unordered_set<QueueEntryId> brought;
    bool tail_changed = false;
    bool current_changed = false;
    /// ShuffleRound::number right behind it.
    std::uint64_t round_after = 0;
    /// Everything was replaced: nothing that came later is carried over when it is taken back.
    bool whole = false;
};

/// The newest changes. What is long ago is forgotten: at most 50 steps, at most 200,000 lost entries in all,
/// but never the newest.
class QueueChanges {
  public:
    void push(QueueChange change);
    std::optional<QueueChange> pop();
    bool empty() const { return changes_.empty(); }
    void clear();

  private:
    std::deque<QueueChange> changes_;
    std::size_t lost_ = 0;
};

/// The order `before` with what came since: ids of `now` that are not in it stay behind the one they follow.
/// Ids of `before` that are not in `available` are left out.
std::vector<QueueEntryId> with_newcomers(const std::vector<QueueEntryId>& before,
                                         const std::vector<QueueEntryId>& now,
                                         const std::unordered_set<QueueEntryId>& available);

}  // namespace refrain
