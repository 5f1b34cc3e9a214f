// Which rows of a partitioned table go from whom to whom for one step, worked out by each process alone: all
// of them draw the whole batch, so who needs what need not be asked. Pure; any thread; nothing fails.
#pragma once

#include "recommender/model/parallel/partition.h"

#include <cstdint>
#include <vector>

namespace refrain {

struct ExchangePlan {
    /// How many rows come from each process (to each process, for gradients on their way back).
    std::vector<std::int64_t> received;
    /// Needed row i is row arrival[i] of what comes: first all of process 0, then of process 1, ….
    std::vector<std::int64_t> arrival;

    /// How many own rows go to each process, and their places here, one receiver after another.
    std::vector<std::int64_t> sent;
    std::vector<std::int64_t> sent_places;
    /// The different ones among sent_places, ascending, and which of them each is: gradients that come back
    /// for one row are added up.
    std::vector<std::int64_t> places;
    std::vector<std::int64_t> slots;
};

/// `needed`: the rows that each process needs, each row once, in the order in which it wants them.
ExchangePlan plan_exchange(const std::vector<std::vector<std::int64_t>>& needed, int own);

}  // namespace refrain
