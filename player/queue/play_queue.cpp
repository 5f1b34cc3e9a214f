// The list and its changes. Going on and shuffle: play_queue_steps.cpp; undo: play_queue_undo.cpp.
#include "player/queue/play_queue.h"

#include "player/queue/drawn_order.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace refrain {

const QueueSnapshot& PlayQueue::entries() const {
    if (snapshot_revision_ != revision_) {
        snapshot_ = QueueSnapshot(entries_);
        snapshot_revision_ = revision_;
    }
    return snapshot_;
}

const QueueEntry* PlayQueue::at(int index) const {
    return index >= 0 && index < size() ? entries_[static_cast<std::size_t>(index)].get() : nullptr;
}

int PlayQueue::index_of(QueueEntryId id) const {
    const auto it =
        std::find_if(entries_.begin(), entries_.end(), [id](const QueueEntryPtr& e) { return e->id == id; });
    return it == entries_.end() ? -1 : static_cast<int>(it - entries_.begin());
}

QueueEntryId PlayQueue::id_of_current() const {
    const QueueEntry* const entry = current_entry();
    return entry != nullptr ? entry->id : QueueEntryId();
}

PlayQueue::Ids PlayQueue::ids(int from, int to) const {
    Ids list;
    list.reserve(static_cast<std::size_t>(std::max(to - from, 0)));
    for (int i = from; i < to; ++i) {
        list.push_back(entries_[static_cast<std::size_t>(i)]->id);
    }
    return list;
}

PlayQueue::Entries PlayQueue::with_ids(std::vector<QueueEntry> entries) {
    // An id names one entry for ever: what was removed may come back by undo.
    const std::int64_t ever_given = last_id_;
    std::unordered_set<QueueEntryId> taken;
    for (QueueEntry& entry : entries) {
        if (entry.id.value() > ever_given && taken.insert(entry.id).second) {
            last_id_ = std::max(last_id_, entry.id.value());
        } else {
            entry.id = QueueEntryId();
        }
    }
    Entries shared;
    shared.reserve(entries.size());
    for (QueueEntry& entry : entries) {
        if (!entry.id.valid()) {
            entry.id = QueueEntryId(++last_id_);
        }
        shared.push_back(std::make_shared<const QueueEntry>(std::move(entry)));
    }
    return shared;
}

PlayQueue::Entries PlayQueue::with_ids_of_their_own(Entries entries) {
    std::unordered_set<QueueEntryId> taken;
    std::vector<QueueEntryPtr*> without;
    for (QueueEntryPtr& entry : entries) {
        if (entry->id.valid() && taken.insert(entry->id).second) {
            last_id_ = std::max(last_id_, entry->id.value());
        } else {
            without.push_back(&entry);
        }
    }
    for (QueueEntryPtr* entry : without) {
        QueueEntry named = **entry;
        named.id = QueueEntryId(++last_id_);
        *entry = std::make_shared<const QueueEntry>(std::move(named));
    }
    return entries;
}

void PlayQueue::own_what_was_reached() {
    if (auto_from_ <= current_) {
        auto_from_ = current_ + 1;
        ++revision_;
    }
}

void PlayQueue::take_what_was_reached() {
    own_what_was_reached();
    follow_with_queued();
}

void PlayQueue::replace(std::vector<QueueEntry> entries, int start) {
    QueueChange change = before_change();
    change.whole = true;
    change.lost = std::exchange(entries_, {});
    entries_ = with_ids(std::move(entries));
    current_ = entries_.empty() ? -1 : std::clamp(start, 0, size() - 1);
    auto_from_ = size();
    played_.clear();
    ++revision_;
    ++filling_;
    if (shuffle_.on) {
        shuffle_.queued = ids(0, size());
        draw(seed_after(shuffle_.seed));
    }
    // The first queue of all takes nothing away: there is nothing to go back to.
    if (!change.lost.empty() || can_undo()) {
        after_change(std::move(change));
    }
}

void PlayQueue::insert(int index, Entries entries) {
    auto_from_ += static_cast<int>(entries.size());
    entries_.insert(entries_.begin() + index, std::make_move_iterator(entries.begin()),
                    std::make_move_iterator(entries.end()));
    ++revision_;
}

void PlayQueue::play_next(std::vector<QueueEntry> entries) {
    if (entries.empty()) {
        return;
    }
    QueueChange change = before_change();
    Entries shared = with_ids(std::move(entries));
    if (shuffle_.on) {
        const auto behind = std::find(shuffle_.queued.begin(), shuffle_.queued.end(), id_of_current());
        Ids added;
        for (const QueueEntryPtr& entry : shared) {
            added.push_back(entry->id);
        }
        shuffle_.queued.insert(behind == shuffle_.queued.end() ? shuffle_.queued.begin() : behind + 1,
                               added.begin(), added.end());
    }
    insert(current_ + 1, std::move(shared));
    after_change(std::move(change));
}

void PlayQueue::append(std::vector<QueueEntry> entries) {
    if (entries.empty()) {
        return;
    }
    QueueChange change = before_change();
    if (shuffle_.on) {
        mix_in(with_ids(std::move(entries)));
    } else {
        insert(auto_from_, with_ids(std::move(entries)));
    }
    after_change(std::move(change));
}

void PlayQueue::widen(std::vector<QueueEntry> before, std::vector<QueueEntry> behind) {
    if (shuffle_.on) {
        return;
    }
    insert(auto_from_, with_ids(std::move(behind)));
    const int moved = static_cast<int>(before.size());
    insert(0, with_ids(std::move(before)));
    current_ += current_ >= 0 ? moved : 0;
}

bool PlayQueue::replace_automatic(std::vector<QueueEntry> entries, std::uint64_t expected_revision) {
    if (expected_revision != 0 && expected_revision != revision_) {
        return false;
    }
    entries_.erase(entries_.begin() + auto_from_, entries_.end());
    Entries shared = with_ids(std::move(entries));
    entries_.insert(entries_.end(), std::make_move_iterator(shared.begin()),
                    std::make_move_iterator(shared.end()));
    ++revision_;
    return true;
}

void PlayQueue::clear() {
    if (!entries_.empty()) {
        QueueChange change = before_change();
        change.whole = true;
        change.lost = std::exchange(entries_, {});
        current_ = -1;
        auto_from_ = 0;
        shuffle_.queued.clear();
        after_change(std::move(change));
    }
    ++filling_;
    ++revision_;
}

PlayQueue::Removed PlayQueue::remove(const Ids& ids) {
    const IdPlaces unwanted(ids);
    const auto goes = [&unwanted](const QueueEntryPtr& entry) { return unwanted.contains(entry->id); };
    if (std::none_of(entries_.begin(), entries_.end(), goes)) {
        return Removed::nothing;
    }
    QueueChange change = before_change();
    const bool current_goes = current_entry() != nullptr && unwanted.contains(current_entry()->id);
    Entries staying;
    staying.reserve(entries_.size());
    int before_current = 0;
    int before_tail = 0;
    for (int i = 0; i < size(); ++i) {
        QueueEntryPtr& entry = entries_[static_cast<std::size_t>(i)];
        if (goes(entry)) {
            change.lost.push_back(std::move(entry));
            continue;
        }
        before_current += i < current_ ? 1 : 0;
        before_tail += i < auto_from_ ? 1 : 0;
        staying.push_back(std::move(entry));
    }
    entries_ = std::move(staying);
    auto_from_ = before_tail;
    const bool none_behind = before_current == size();
    if (current_ >= 0) {
        current_ = std::min(before_current, size() - 1);
    }
    ++revision_;
    take_what_was_reached();
    after_change(std::move(change));
    if (!current_goes) {
        return Removed::others;
    }
    return none_behind ? Removed::rest : Removed::current;
}

// The place of the current entry afterwards.
int PlayQueue::rotate(int from, int to) {
    const auto first = entries_.begin();
    if (from < to) {
        std::rotate(first + from, first + from + 1, first + to + 1);
    } else {
        std::rotate(first + to, first + from, first + from + 1);
    }
    ++revision_;
    if (current_ == from) {
        return to;
    }
    if (from < current_ && to >= current_) {
        return current_ - 1;
    }
    return from > current_ && to <= current_ ? current_ + 1 : current_;
}

bool PlayQueue::move(const Ids& ids, int to_index) {
    const IdPlaces wanted(ids);
    const auto moves = [&wanted](const QueueEntryPtr& entry) { return wanted.contains(entry->id); };
    const auto count = static_cast<int>(std::count_if(entries_.begin(), entries_.end(), moves));
    if (count == 0) {
        return false;
    }
    const auto first = entries_.begin();
    const int to = std::clamp(to_index, 0, size() - count);
    if (std::all_of(first + to, first + to + count, moves)) {
        return true;
    }
    QueueChange change = before_change();
    const QueueEntryId current = current_entry() != nullptr ? current_entry()->id : QueueEntryId();
    const auto before_tail = static_cast<int>(std::count_if(first, first + auto_from_, moves));
    // What moves is gathered behind what stays, then put into its place.
    std::stable_partition(entries_.begin(), entries_.end(),
                          [&moves](const QueueEntryPtr& entry) { return !moves(entry); });
    std::rotate(entries_.begin() + to, entries_.end() - count, entries_.end());
    ++revision_;
    // What is placed by hand stays where it was put: the tail begins behind it.
    auto_from_ = std::max(auto_from_ - before_tail, to) + count;
    if (current.valid()) {
        current_ = index_of(current);
    }
    take_what_was_reached();
    after_change(std::move(change));
    return true;
}

}  // namespace refrain
