#include "player/queue/queue_change.h"

#include <unordered_map>
#include <utility>

namespace refrain {
namespace {

constexpr std::size_t most_changes = 50;
constexpr std::size_t most_entries = 200'000;
constexpr std::size_t most_ids = 1'000'000;

}  // namespace

void QueueChanges::Kept::fold_onto(const QueueChange& next) {
    order = IdDelta(change.order, next.order);
    tail = IdDelta(change.tail, next.tail);
    queued = IdDelta(change.shuffle.queued, next.shuffle.queued);
    change.order = {};
    change.tail = {};
    change.shuffle.queued = {};
}

void QueueChanges::Kept::unfold_from(const QueueChange& next) {
    change.order = order.order(next.order);
    change.tail = tail.order(next.tail);
    change.shuffle.queued = queued.order(next.shuffle.queued);
    order = tail = queued = {};
}

void QueueChanges::push(QueueChange change) {
    if (!changes_.empty()) {
        changes_.back().fold_onto(change);
        ids_ += changes_.back().ids();
    }
    changes_.push_back({std::move(change), {}, {}, {}});
    entries_ += changes_.back().entries();
    while (changes_.size() > 1 &&
           (changes_.size() > most_changes || entries_ > most_entries || ids_ > most_ids)) {
        drop_oldest();
    }
}

void QueueChanges::drop_oldest() {
    entries_ -= changes_.front().entries();
    ids_ -= changes_.front().ids();
    changes_.pop_front();
}

std::optional<QueueChange> QueueChanges::pop() {
    if (changes_.empty()) {
        return std::nullopt;
    }
    QueueChange newest = std::move(changes_.back().change);
    entries_ -= newest.lost.size() + newest.brought.size();
    changes_.pop_back();
    if (!changes_.empty()) {
        ids_ -= changes_.back().ids();
        changes_.back().unfold_from(newest);
    }
    return newest;
}

void QueueChanges::clear() {
    changes_.clear();
    entries_ = 0;
    ids_ = 0;
}

QueueIds with_newcomers(const QueueIds& before, const QueueIds& now, const IdPlaces& available) {
    const QueueIds still_there = only(before, available);
    const IdPlaces known(still_there);
    // By the known id they follow; an invalid one for those at the very front.
    std::unordered_map<QueueEntryId, QueueIds> newcomers;
    QueueEntryId follows;
    for (const QueueEntryId id : now) {
        if (known.contains(id)) {
            follows = id;
        } else if (available.contains(id)) {
            newcomers[follows].push_back(id);
        }
    }
    if (newcomers.empty()) {
        return still_there;
    }
    QueueIds order = newcomers[QueueEntryId()];
    for (const QueueEntryId id : still_there) {
        order.push_back(id);
        if (const auto behind = newcomers.find(id); behind != newcomers.end()) {
            order.insert(order.end(), behind->second.begin(), behind->second.end());
        }
    }
    return order;
}

}  // namespace refrain
