#include "player/queue/id_places.h"

#include <algorithm>
#include <iterator>

namespace refrain {

IdPlaces::IdPlaces(QueueIdView ids) {
    if (ids.empty()) {
        return;
    }
    const auto [least, greatest] = std::minmax_element(ids.begin(), ids.end());
    first_ = least->value();
    const auto reach = static_cast<std::size_t>(greatest->value() - first_) + 1;
    if (reach <= most_reach_per_id * ids.size() + small_reach) {
        table_.assign(reach, nowhere);
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (table_.empty()) {
            map_.emplace(ids[i].value(), i);
        } else {
            table_[static_cast<std::size_t>(ids[i].value() - first_)] = i;
        }
    }
}

std::size_t IdPlaces::of(QueueEntryId id) const {
    if (table_.empty()) {
        const auto found = map_.find(id.value());
        return found == map_.end() ? nowhere : found->second;
    }
    const std::int64_t place = id.value() - first_;
    return place >= 0 && place < static_cast<std::int64_t>(table_.size())
               ? table_[static_cast<std::size_t>(place)]
               : nowhere;
}

QueueIds only(const QueueIds& ids, const IdPlaces& wanted) {
    QueueIds rest;
    rest.reserve(ids.size());
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(rest),
                 [&](QueueEntryId id) { return wanted.contains(id); });
    return rest;
}

QueueIds without(const QueueIds& ids, const IdPlaces& left_out) {
    QueueIds rest;
    rest.reserve(ids.size());
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(rest),
                 [&](QueueEntryId id) { return !left_out.contains(id); });
    return rest;
}

}  // namespace refrain
