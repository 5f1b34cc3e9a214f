#include "recommender/model/parallel/exchange_plan.h"

#include <algorithm>
#include <cstddef>

namespace refrain {

ExchangePlan plan_exchange(const std::vector<std::vector<std::int64_t>>& needed, int own) {
    const auto processes = needed.size();
    const Partition partition{static_cast<int>(processes)};
    ExchangePlan plan;

    const auto& mine = needed[static_cast<std::size_t>(own)];
    plan.received.assign(processes, 0);
    for (const auto row : mine) {
        ++plan.received[static_cast<std::size_t>(partition.owner(row))];
    }
    std::vector<std::int64_t> next(processes, 0);
    for (std::size_t p = 1; p < processes; ++p) {
        next[p] = next[p - 1] + plan.received[p - 1];
    }
    plan.arrival.reserve(mine.size());
    for (const auto row : mine) {
        plan.arrival.push_back(next[static_cast<std::size_t>(partition.owner(row))]++);
    }

    plan.sent.assign(processes, 0);
    for (std::size_t p = 0; p < processes; ++p) {
        for (const auto row : needed[p]) {
            if (partition.owner(row) == own) {
                ++plan.sent[p];
                plan.sent_places.push_back(partition.place(row));
            }
        }
    }
    plan.places = plan.sent_places;
    std::sort(plan.places.begin(), plan.places.end());
    plan.places.erase(std::unique(plan.places.begin(), plan.places.end()), plan.places.end());
    plan.slots.reserve(plan.sent_places.size());
    for (const auto place : plan.sent_places) {
        plan.slots.push_back(std::lower_bound(plan.places.begin(), plan.places.end(), place) -
                             plan.places.begin());
    }
    return plan;
}

}  // namespace refrain
