#include "player/history/pending_writes.h"

#include "player/history/listen_lifecycle.h"

#include <iterator>

namespace refrain {

void PendingWrites::put(const Listen& listen) {
    const auto [place, is_new] = row_of_key_.emplace(listen.source_key, rows.size());
    if (is_new) {
        rows.push_back(listen);
    } else {
        apply_figures(rows[place->second], listen);
    }
}

void PendingWrites::absorb(PendingWrites newer) {
    close_interrupted = close_interrupted || newer.close_interrupted;
    sessions.insert(sessions.end(), newer.sessions.begin(), newer.sessions.end());
    for (const auto& row : newer.rows) {
        put(row);
    }
    std::move(newer.reactions.begin(), newer.reactions.end(), std::back_inserter(reactions));
}

}  // namespace refrain
