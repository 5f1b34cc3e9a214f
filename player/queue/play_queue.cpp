#include "player/queue/play_queue.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

namespace refrain {

const QueueEntry* PlayQueue::at(int index) const {
    return index >= 0 && index < size() ? &entries_[static_cast<std::size_t>(index)] : nullptr;
}

int PlayQueue::index_of(QueueEntryId id) const {
    const auto it =
        std::find_if(entries_.begin(), entries_.end(), [id](const QueueEntry& e) { return e.id == id; });
    return it == entries_.end() ? -1 : static_cast<int>(it - entries_.begin());
}

void PlayQueue::give_ids(std::vector<QueueEntry>& entries) {
    std::unordered_set<QueueEntryId> taken;
    taken.reserve(entries_.size() + entries.size());
    for (const QueueEntry& entry : entries_) {
        taken.insert(entry.id);
    }
    // Given ids are honoured first, so that a new one can never collide with one that comes later in the
    // list.
    for (QueueEntry& entry : entries) {
        if (entry.id.valid() && taken.insert(entry.id).second) {
            last_id_ = std::max(last_id_, entry.id.value());
        } else {
            entry.id = QueueEntryId();
        }
    }
    for (QueueEntry& entry : entries) {
        if (!entry.id.valid()) {
            entry.id = QueueEntryId(++last_id_);
        }
    }
}

void PlayQueue::take_what_was_reached() {
    if (auto_from_ <= current_) {
        auto_from_ = current_ + 1;
        ++revision_;
    }
}

bool PlayQueue::go_to(int index) {
    if (index < 0 || index >= size()) {
        return false;
    }
    current_ = index;
    take_what_was_reached();
    return true;
}

bool PlayQueue::jump_to(QueueEntryId id) {
    return go_to(index_of(id));
}

void PlayQueue::replace(std::vector<QueueEntry> entries, int start) {
    entries_.clear();
    give_ids(entries);
    entries_ = std::move(entries);
    current_ = entries_.empty() ? -1 : std::clamp(start, 0, size() - 1);
    auto_from_ = size();
    ++revision_;
}

void PlayQueue::insert(int index, std::vector<QueueEntry> entries) {
    if (entries.empty()) {
        return;
    }
    give_ids(entries);
    auto_from_ += static_cast<int>(entries.size());
    entries_.insert(entries_.begin() + index, std::make_move_iterator(entries.begin()),
                    std::make_move_iterator(entries.end()));
    ++revision_;
}

void PlayQueue::play_next(std::vector<QueueEntry> entries) {
    insert(current_ + 1, std::move(entries));
}

void PlayQueue::append(std::vector<QueueEntry> entries) {
    insert(auto_from_, std::move(entries));
}

bool PlayQueue::replace_automatic(std::vector<QueueEntry> entries, std::uint64_t expected_revision) {
    if (expected_revision != 0 && expected_revision != revision_) {
        return false;
    }
    entries_.erase(entries_.begin() + auto_from_, entries_.end());
    give_ids(entries);
    entries_.insert(entries_.end(), std::make_move_iterator(entries.begin()),
                    std::make_move_iterator(entries.end()));
    ++revision_;
    return true;
}

void PlayQueue::clear() {
    entries_.clear();
    current_ = -1;
    auto_from_ = 0;
    ++revision_;
}

PlayQueue::Removed PlayQueue::remove(QueueEntryId id) {
    const int index = index_of(id);
    if (index < 0) {
        return Removed::nothing;
    }
    entries_.erase(entries_.begin() + index);
    ++revision_;
    if (index < auto_from_) {
        --auto_from_;
    }
    if (index < current_) {
        --current_;
        return Removed::entry;
    }
    if (index > current_) {
        return Removed::entry;
    }
    current_ = std::min(current_, size() - 1);
    take_what_was_reached();
    return Removed::current;
}

bool PlayQueue::move(QueueEntryId id, int to_index) {
    const int from = index_of(id);
    if (from < 0) {
        return false;
    }
    const int to = std::clamp(to_index, 0, size() - 1);
    if (from == to) {
        return true;
    }
    const auto first = entries_.begin();
    if (from < to) {
        std::rotate(first + from, first + from + 1, first + to + 1);
    } else {
        std::rotate(first + to, first + from, first + from + 1);
    }
    // What is placed by hand stays where it was put: the tail begins behind it.
    if (from < auto_from_) {
        --auto_from_;
    }
    auto_from_ = to < auto_from_ ? auto_from_ + 1 : to + 1;
    if (current_ == from) {
        current_ = to;
    } else if (from < current_ && to >= current_) {
        --current_;
    } else if (from > current_ && to <= current_) {
        ++current_;
    }
    ++revision_;
    take_what_was_reached();
    return true;
}

}  // namespace refrain
