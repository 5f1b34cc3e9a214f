// Small queues for tests: entries named by their titles.
#pragma once

#include "player/queue/play_queue.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace refrain::testing_queue {

inline QueueEntry entry(const std::string& title) {
    QueueEntry e;
    e.title = title;
    e.path = "/music/" + title;
    return e;
}

inline std::vector<QueueEntry> list(const std::vector<std::string>& titles) {
    std::vector<QueueEntry> entries;
    std::transform(titles.begin(), titles.end(), std::back_inserter(entries), entry);
    return entries;
}

/// `n` entries named from "0" on.
inline std::vector<QueueEntry> numbered(int n) {
    std::vector<QueueEntry> entries;
    for (int i = 0; i < n; ++i) {
        entries.push_back(entry(std::to_string(i)));
    }
    return entries;
}

inline std::vector<std::string> titles(const PlayQueue& queue) {
    std::vector<std::string> all;
    for (const QueueEntry& e : queue.entries()) {
        all.push_back(e.title);
    }
    return all;
}

/// Invalid when there is none.
inline QueueEntryId id_of(const PlayQueue& queue, const std::string& title) {
    for (const QueueEntry& e : queue.entries()) {
        if (e.title == title) {
            return e.id;
        }
    }
    return {};
}

inline std::string current_title(const PlayQueue& queue) {
    return queue.current_entry() != nullptr ? queue.current_entry()->title : "";
}

/// Chosen a b, automatic x y z, a is current.
inline PlayQueue chosen_and_automatic() {
    PlayQueue queue;
    queue.replace(list({"a", "b"}), 0);
    queue.replace_automatic(list({"x", "y", "z"}), 0);
    return queue;
}

}  // namespace refrain::testing_queue
