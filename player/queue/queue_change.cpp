#include "player/queue/queue_change.h"

#include <unordered_map>
#include <utility>

namespace refrain {
namespace {

constexpr std::size_t most_changes = 50;
constexpr std::size_t most_lost = 200'000;

}  // namespace

void QueueChanges::push(QueueChange change) {
    lost_ += change.lost.size();
    changes_.push_back(std::move(change));
    while (changes_.size() > 1 && (changes_.size() > most_changes || lost_ > most_lost)) {
        lost_ -= changes_.front().lost.size();
        changes_.pop_front();
    }
}

std::optional<QueueChange> QueueChanges::pop() {
    if (changes_.empty()) {
        return std::nullopt;
    }
    QueueChange newest = std::move(changes_.back());
    changes_.pop_back();
    lost_ -= newest.lost.size();
    return newest;
}

void QueueChanges::clear() {
    changes_.clear();
    lost_ = 0;
}

std::vector<QueueEntryId> with_newcomers(const std::vector<QueueEntryId>& before,
                                         const std::vector<QueueEntryId>& now,
                                         const std::unordered_set<QueueEntryId>& available) {
    std::unordered_set<QueueEntryId> known;
    for (const QueueEntryId id : before) {
        if (available.count(id) != 0) {
            known.insert(id);
        }
    }
    // By the known id they follow; an invalid one for those at the very front.
    std::unordered_map<QueueEntryId, std::vector<QueueEntryId>> newcomers;
    QueueEntryId follows;
    for (const QueueEntryId id : now) {
        if (known.count(id) != 0) {
            follows = id;
        } else if (available.count(id) != 0) {
            newcomers[follows].push_back(id);
        }
    }
    std::vector<QueueEntryId> order = newcomers[QueueEntryId()];
    for (const QueueEntryId id : before) {
        if (known.count(id) != 0) {
            order.push_back(id);
            if (const auto behind = newcomers.find(id); behind != newcomers.end()) {
                order.insert(order.end(), behind->second.begin(), behind->second.end());
            }
        }
    }
    return order;
}

}  // namespace refrain
