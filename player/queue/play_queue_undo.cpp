// The play queue: taking changes back, and from one start of the program to the next.
#include "player/queue/drawn_order.h"
#include "player/queue/play_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace refrain {
QueueChange PlayQueue::before_change() const {
    QueueChange change;
    change.order = ids(0, auto_from_);
    change.tail = ids(auto_from_, size());
    change.shuffle = shuffle_;
    change.current = id_of_current();
    return change;
}

void PlayQueue::after_change(QueueChange change) {
    if (!change.whole) {
        const Ids now = ids(0, auto_from_);
        for (const IdRun& run : runs_between(change.order, now)) {
            if (run.fresh) {
                const auto first = now.begin() + static_cast<std::ptrdiff_t>(run.at);
                change.brought.insert(first, first + static_cast<std::ptrdiff_t>(run.count));
            }
        }
    }
    change.tail_changed = change.tail != ids(auto_from_, size());
    change.current_changed = change.current != id_of_current();
    change.round_after = shuffle_.number;
    changes_.push(std::move(change));
}

bool PlayQueue::undo(QueueEntryId playing) {
    std::optional<QueueChange> change = changes_.pop();
    if (!change) {
        return false;
    }
    const QueueEntryId present = id_of_current();
    Entries all = change->lost;
    if (!change->whole) {
        const IdPlaces was_automatic(change->tail);
        std::copy_if(entries_.begin(), entries_.end(), std::back_inserter(all), [&](const auto& entry) {
            return change->brought.count(entry->id) == 0 || was_automatic.contains(entry->id);
        });
    }
    put_back(*change, std::move(all));
    current_ = index_of(change->current_changed ? playing : present);
    if (current_ < 0) {
        current_ = index_of(change->current);
    }
    ++revision_;
    filling_ += change->whole ? 1 : 0;
    take_what_was_reached();
    return true;
}

/// Makes the queue anew from `all`, in the order of before the change with what came since. The current entry
/// is found again by the caller.
void PlayQueue::put_back(const QueueChange& change, Entries all) {
    Ids there;
    there.reserve(all.size());
    std::transform(all.begin(), all.end(), std::back_inserter(there),
                   [](const QueueEntryPtr& entry) { return entry->id; });
    const IdPlaces available(there);
    const IdPlaces brought(Ids(change.brought.begin(), change.brought.end()));
    const Ids order_now = change.whole ? Ids() : without(ids(0, auto_from_), brought);
    const Ids queued_now = change.whole || !shuffle_.on ? order_now : without(shuffle_.queued, brought);
    const Ids tail_now = change.whole ? Ids() : ids(auto_from_, size());

    const Ids queued =
        with_newcomers(change.shuffle.on ? change.shuffle.queued : change.order, queued_now, available);
    const Ids order = order_put_back(change, queued, order_now, available);
    const IdPlaces automatic(without(there, IdPlaces(order)));
    const Ids tail =
        change.tail_changed ? with_newcomers(change.tail, tail_now, automatic) : only(tail_now, automatic);
    if (shuffle_.on) {
        shuffle_.queued = queued;
    }
    entries_.clear();
    for (const Ids& part : {order, tail}) {
        for (const QueueEntryId id : part) {
            entries_.push_back(std::move(all.at(available.of(id))));
        }
    }
    auto_from_ = static_cast<int>(order.size());
}

PlayQueue::Ids PlayQueue::order_put_back(const QueueChange& change, const Ids& queued, const Ids& present,
                                         const IdPlaces& available) {
    if (shuffle_.number == change.round_after) {
        shuffle_ = change.shuffle;
        return with_newcomers(change.order, present, available);
    }
    if (!shuffle_.on) {
        return queued;
    }
    // The order was drawn since: what comes back is mixed into what is to come.
    Ids order = only(present, available);
    const Ids back = without(queued, IdPlaces(order));
    auto to_come = std::find(order.begin(), order.end(), id_of_current());
    if (change.whole && std::find(back.begin(), back.end(), change.current) != back.end()) {
        order.insert(order.begin(), change.current);
        to_come = order.begin();
    }
    const std::size_t first =
        to_come == order.end() ? 0 : static_cast<std::size_t>(to_come - order.begin()) + 1;
    for (const QueueEntryId id : back) {
        if (change.whole && id == change.current) {
            continue;
        }
        Drawing drawing(shuffle_.seed + ++shuffle_.mixed_in);
        shuffle_.drawn.insert(id);
        const std::size_t place = first + drawing.below(order.size() - first + 1);
        order.insert(order.begin() + static_cast<std::ptrdiff_t>(place), id);
    }
    return order;
}

PlayQueue::Saved PlayQueue::saved() const {
    return {entries(), current_, auto_from_, repeat_, shuffle_};
}

void PlayQueue::restore(Saved saved) {
    const std::uint64_t revision = revision_ + 1;
    const std::uint64_t filling = filling_ + 1;
    *this = PlayQueue();
    revision_ = revision;
    filling_ = filling;
    entries_ = with_ids_of_their_own(saved.entries.shared());
    current_ = std::clamp(saved.current, -1, size() - 1);
    auto_from_ = std::clamp(saved.auto_from, current_ + 1, size());
    repeat_ = saved.repeat;
    shuffle_ = std::move(saved.shuffle);
    shuffle_.number = 1;
    take_what_was_reached();
}

}  // namespace refrain
