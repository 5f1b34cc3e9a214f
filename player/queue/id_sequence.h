// What two orders of the queue have in common: the runs of entries that stand one behind the other in both.
// From it follow the rows that a view must take out and put in, what an undo step has to keep, and the rows
// of the database that must be written. Pure, any thread; nothing fails.
//
// An id stands at most once in each order. All are O(n), and fast where only a few entries differ.
#pragma once

#include "library_scanner/core/strong_id.h"

#include <cstddef>
#include <span>
#include <vector>

namespace refrain {

using QueueIds = std::vector<QueueEntryId>;
using QueueIdView = std::span<const QueueEntryId>;

/// A run of the new order.
struct IdRun {
    /// Where it begins in the new order.
    std::size_t at = 0;
    std::size_t count = 0;
    /// Where it stood in the old one.
    std::size_t from = 0;
    /// Its entries were not in the old order; `from` has no meaning.
    bool fresh = false;

    friend bool operator==(const IdRun&, const IdRun&) = default;
};

/// The new order as the fewest runs, in its order.
std::vector<IdRun> runs_between(QueueIdView before, QueueIdView now);

/// Of these runs those that may stay where they are while the others are taken out and put in elsewhere: in
/// both orders one behind the other, and as many entries as can be. In their order. O(k²) for k runs, unless
/// none has moved.
std::vector<IdRun> staying(const std::vector<IdRun>& runs);

/// An order, kept as what it differs by from another one.
class IdDelta {
  public:
    IdDelta() = default;
    IdDelta(QueueIdView order, QueueIdView base);

    /// The order again; `base` is the one it was made with.
    QueueIds order(QueueIdView base) const;
    /// How much it keeps, in ids.
    std::size_t weight() const { return runs_.size() * ids_per_run + fresh_.size(); }

  private:
    static constexpr std::size_t ids_per_run = sizeof(IdRun) / sizeof(QueueEntryId);

    /// Empty where the order is kept as it is, in `fresh_`.
    std::vector<IdRun> runs_;
    /// The entries of the fresh runs, one behind the other.
    QueueIds fresh_;
};

}  // namespace refrain
