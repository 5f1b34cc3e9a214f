// The play queue: what was played, what plays, what comes. Entries the listener chose come first, the tail
// that Guess You Like filled comes last.
//
// Pure: no audio, no clock; one owner, no locking. Nothing fails: an id that is not in the queue changes
// nothing and is told by the return value.
//
// The automatic tail lies always behind the current entry. An automatic entry that is reached, or that the
// listener places by hand, counts as taken into the queue from then on, with all that lies before it: what
// was heard or arranged is not replaced behind the listener's back.
#pragma once

#include "player/queue/queue_entry.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace refrain {

class PlayQueue {
  public:
    const std::vector<QueueEntry>& entries() const { return entries_; }
    int size() const { return static_cast<int>(entries_.size()); }
    /// Index of the entry that plays or was played last; -1 when none was ever started.
    int current() const { return current_; }
    /// First index of the automatic tail; size() when there is none. Always > current().
    int auto_from() const { return auto_from_; }
    int automatic_left() const { return size() - auto_from_; }
    /// Rises with every change of content, order or of what belongs to the automatic tail.
    std::uint64_t revision() const { return revision_; }

    const QueueEntry* current_entry() const { return at(current_); }
    const QueueEntry* next_entry() const { return at(current_ + 1); }
    /// The index of an entry, or -1.
    int index_of(QueueEntryId id) const;

    /// Replaces everything; `start` is clipped into the queue. An empty list leaves an empty queue.
    /// Here and below: entries keep a valid id that is free in the queue, else they get a new one.
    void replace(std::vector<QueueEntry> entries, int start);
    /// Directly behind the current entry, in the order given; the front when there is no current one.
    void play_next(std::vector<QueueEntry> entries);
    /// Behind what the listener chose, before the automatic tail.
    void append(std::vector<QueueEntry> entries);
    /// Puts `entries` in the place of the automatic tail. False, and nothing changed, when
    /// `expected_revision` is not 0 and the queue has changed since.
    bool replace_automatic(std::vector<QueueEntry> entries, std::uint64_t expected_revision);
    void clear();

    enum class Removed { nothing, entry, current };
    /// Removing the current entry makes the one behind it current; the one before when it was the last; -1
    /// when the queue is empty then.
    Removed remove(QueueEntryId id);
    /// Moves an entry so that it has `to_index` (clipped) afterwards.
    bool move(QueueEntryId id, int to_index);

    /// One step on or back; false at the end or the beginning, and nothing changes.
    bool next() { return go_to(current_ + 1); }
    bool previous() { return go_to(current_ - 1); }
    bool jump_to(QueueEntryId id);

  private:
    const QueueEntry* at(int index) const;
    bool go_to(int index);
    void give_ids(std::vector<QueueEntry>& entries);
    /// The current entry and all before it belong to the listener.
    void take_what_was_reached();
    void insert(int index, std::vector<QueueEntry> entries);

    std::vector<QueueEntry> entries_;
    int current_ = -1;
    int auto_from_ = 0;
    std::uint64_t revision_ = 1;
    std::int64_t last_id_ = 0;
};

}  // namespace refrain
