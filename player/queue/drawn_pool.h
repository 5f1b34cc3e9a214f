// The entries that a shuffle drew. A copy costs what was added since the draw, not the pool, so that undo can
// keep one for every step. Plain value, one owner; nothing fails.
#pragma once

#include "player/queue/id_sequence.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace refrain {

class DrawnPool {
  public:
    DrawnPool() = default;
    /// Each id once, in any order.
    explicit DrawnPool(QueueIds drawn);

    bool contains(QueueEntryId id) const;
    void insert(QueueEntryId id);
    std::size_t size() const { return (at_draw_ ? at_draw_->size() : 0) + since_.size(); }

    friend bool operator==(const DrawnPool& a, const DrawnPool& b);

  private:
    QueueIds all() const;

    /// Both in rising order. Null for an empty pool.
    std::shared_ptr<const QueueIds> at_draw_;
    QueueIds since_;
};

}  // namespace refrain
