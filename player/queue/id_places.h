// Where each id of an order stands. Ids are given one after another: as a rule they lie so close together
// that a table is smaller than a map, and much faster. Immutable, any thread; nothing fails.
#pragma once

#include "player/queue/id_sequence.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

namespace refrain {

class IdPlaces {
  public:
    static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

    IdPlaces() = default;
    /// An id stands at most once in `ids`.
    explicit IdPlaces(QueueIdView ids);

    std::size_t of(QueueEntryId id) const;
    bool contains(QueueEntryId id) const { return of(id) != nowhere; }

  private:
    static constexpr std::size_t most_reach_per_id = 8;
    static constexpr std::size_t small_reach = 1024;

    std::int64_t first_ = 0;
    std::vector<std::size_t> table_;
    /// Where the ids lie too far apart.
    std::unordered_map<std::int64_t, std::size_t> map_;
};

/// Those of `ids` that stand in `wanted`, and those that do not.
QueueIds only(const QueueIds& ids, const IdPlaces& wanted);
QueueIds without(const QueueIds& ids, const IdPlaces& left_out);

}  // namespace refrain
