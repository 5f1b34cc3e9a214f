#include "player/queue/drawn_pool.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace refrain {
namespace {

/// More than these are joined to the pool, so that copies stay cheap.
constexpr std::size_t most_since = 1000;

}  // namespace

DrawnPool::DrawnPool(QueueIds drawn) {
    std::sort(drawn.begin(), drawn.end());
    at_draw_ = std::make_shared<const QueueIds>(std::move(drawn));
}

bool DrawnPool::contains(QueueEntryId id) const {
    return (at_draw_ && std::binary_search(at_draw_->begin(), at_draw_->end(), id)) ||
           std::binary_search(since_.begin(), since_.end(), id);
}

void DrawnPool::insert(QueueEntryId id) {
    if (contains(id)) {
        return;
    }
    since_.insert(std::lower_bound(since_.begin(), since_.end(), id), id);
    if (since_.size() > most_since) {
        *this = DrawnPool(all());
    }
}

QueueIds DrawnPool::all() const {
    const QueueIds nothing;
    const QueueIds& drawn = at_draw_ ? *at_draw_ : nothing;
    QueueIds both;
    both.reserve(size());
    std::merge(drawn.begin(), drawn.end(), since_.begin(), since_.end(), std::back_inserter(both));
    return both;
}

bool operator==(const DrawnPool& a, const DrawnPool& b) {
    return a.all() == b.all();
}

}  // namespace refrain
