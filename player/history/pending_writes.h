// What the listening history still has to write. A batch that could not be written takes in what came after
// it, so nothing is lost and nothing is written twice.
// Plain values: the owner guards them. Nothing fails.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/reaction.h"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace refrain {

struct PendingWrites {
    /// Rows that dead runs left open are to be closed.
    bool close_interrupted = false;
    std::vector<std::pair<SessionId, UtcTime>> sessions;
    /// Own listens, each key once, in the order they began.
    std::vector<Listen> rows;
    std::vector<Reaction> reactions;

    bool empty() const { return !close_interrupted && sessions.empty() && rows.empty() && reactions.empty(); }

    /// A new row, or the newer figures of one that waits here already.
    void put(const Listen& listen);
    /// Adds what came after this batch.
    void absorb(PendingWrites newer);

  private:
    std::unordered_map<std::string, std::size_t> row_of_key_;
};

}  // namespace refrain
