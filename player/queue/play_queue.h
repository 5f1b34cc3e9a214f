// The play queue: what was played, what plays, what comes, in the order it is played. Entries the listener
// chose come first, the tail that Guess You Like filled comes last.
//
// Pure: no audio, no clock, no chance but the seeds handed in; one owner, no locking. Nothing fails: an id
// that is not in the queue changes nothing and is told by the return value.
//
// The automatic tail lies always behind the current entry. An automatic entry that is reached, or that the
// listener places by hand, counts as taken into the queue from then on, with all that lies before it: what
// was heard or arranged is not replaced behind the listener's back.
//
// Shuffled, the listener's entries stand in drawn order, the tail stays as it is. What lies before the
// current entry is then always what was played, what lies behind it what is still to come: an entry that is
// picked out of the row is moved to the current one, so that every entry has its turn.
#pragma once

#include "player/playback_settings.h"
#include "player/queue/queue_change.h"
#include "player/queue/queue_snapshot.h"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace refrain {

class PlayQueue {
  public:
    /// The entries as they stand now. Made at the first question behind a change: O(n) then.
    const QueueSnapshot& entries() const;
    int size() const { return static_cast<int>(entries_.size()); }
    /// Index of the entry that plays or was played last; -1 when none was ever started.
    int current() const { return current_; }
    /// First index of the automatic tail; size() when there is none. Always > current().
    int auto_from() const { return auto_from_; }
    int automatic_left() const { return size() - auto_from_; }
    /// Rises with every change of content, order or of what belongs to the automatic tail.
    std::uint64_t revision() const { return revision_; }

    const QueueEntry* at(int index) const;
    const QueueEntry* current_entry() const { return at(current_); }
    /// The index of an entry, or -1.
    int index_of(QueueEntryId id) const;

    // --- going on

    enum class Step {
        skip,  // the listener goes on
        end,   // the current entry was heard to its end: repeat-one begins it again
    };
    /// What step() leads to; nullptr at the end.
    const QueueEntry* entry_after(Step step) const;
    /// One step on; false at the end, and nothing changes. With repeat-all the listener's entries begin anew
    /// behind the last one, shuffled in a newly drawn order that does not begin with the track just heard.
    bool step(Step step);
    bool next() { return this->step(Step::skip); }
    /// Back to what was really played before; where that is not known, to the entry before.
    bool previous();
    bool has_previous() const;
    bool jump_to(QueueEntryId id);

    void set_repeat(RepeatMode mode) { repeat_ = mode; }
    RepeatMode repeat() const { return repeat_; }

    /// On: the current entry, then all others of the listener's in the order that drawn_order() gives for
    /// `seed` over the entries as queued. Off: the order as queued is back.
    void set_shuffle(bool on, std::uint64_t seed);
    bool shuffled() const { return shuffle_.on; }
    /// The draw in force.
    const ShuffleRound& shuffle() const { return shuffle_; }
    /// Stands where it does because it was drawn, not because the listener put it there.
    bool drawn(QueueEntryId id) const { return shuffle_.on && shuffle_.drawn.contains(id); }

    // --- changes

    /// Replaces everything; `start` is clipped into the queue. An empty list leaves an empty queue.
    /// Here and below: entries keep a valid id that was never given before, else they get a new one.
    void replace(std::vector<QueueEntry> entries, int start);
    /// Directly behind the current entry, in the order given; the front when there is no current one.
    void play_next(std::vector<QueueEntry> entries);
    /// Behind what the listener chose, before the automatic tail. Shuffled: mixed into what is to come.
    void append(std::vector<QueueEntry> entries);
    /// Puts the rest of a list around what the listener chose of it: none of the listener's changes, and
    /// nothing that undo() takes back. Only while the order is not shuffled.
    void widen(std::vector<QueueEntry> before, std::vector<QueueEntry> behind);
    /// Rises whenever all the entries make way for others: replace(), clear(), restore() and what takes them
    /// back.
    std::uint64_t filling() const { return filling_; }
    /// Puts `entries` in the place of the automatic tail. False, and nothing changed, when
    /// `expected_revision` is not 0 and the queue has changed since.
    bool replace_automatic(std::vector<QueueEntry> entries, std::uint64_t expected_revision);
    void clear();

    enum class Removed {
        nothing,
        others,   // the current entry stays
        current,  // the entry behind it is current now
        rest,     // the current entry, and none is left behind it
    };
    /// One change, whatever their number; ids that are not in the queue are passed over. Removing the current
    /// entry makes the first that stays behind it current; the last that stays where all behind it go too; -1
    /// when the queue is empty then.
    Removed remove(const std::vector<QueueEntryId>& ids);
    Removed remove(QueueEntryId id) { return remove(std::vector<QueueEntryId>{id}); }
    /// Moves entries so that they stand one behind the other, in the order they have, the first at `to_index`
    /// (clipped) afterwards. One change, whatever their number; ids that are not in the queue are passed
    /// over. False when none is.
    bool move(const std::vector<QueueEntryId>& ids, int to_index);
    bool move(QueueEntryId id, int to_index) { return move(std::vector<QueueEntryId>{id}, to_index); }

    /// Takes back the newest of the changes above (but replace_automatic(), which is none of the listener's).
    /// What came into the queue since by itself stays. The current entry stays current if it can; where the
    /// change had put another one in its place, the old one is current again unless `playing` is in the
    /// queue. False when there is nothing to take back.
    bool undo(QueueEntryId playing);
    bool can_undo() const { return !changes_.empty(); }

    // --- from one start of the program to the next

    struct Saved {
        QueueSnapshot entries;
        int current = -1;
        int auto_from = 0;
        RepeatMode repeat = RepeatMode::off;
        ShuffleRound shuffle;
    };
    Saved saved() const;
    /// Takes over what was saved, as far as it makes sense; what could be undone before cannot any more.
    void restore(Saved saved);

  private:
    using Ids = QueueIds;
    using Entries = std::vector<QueueEntryPtr>;

    bool go_to(int index);
    void remember_current();
    /// Shared from here on, and never changed again.
    Entries with_ids(std::vector<QueueEntry> entries);
    Entries with_ids_of_their_own(Entries entries);
    /// The current entry and all before it belong to the listener.
    void own_what_was_reached();
    /// The same where entries have come or gone.
    void take_what_was_reached();
    void insert(int index, Entries entries);
    void mix_in(Entries entries);
    int rotate(int from, int to);
    bool round_is_over() const { return auto_from_ > 0 && current_ + 1 >= auto_from_; }
    std::vector<std::size_t> order_of_next_round() const;
    void begin_round();
    void draw(std::uint64_t seed);
    void put_listeners_in_order(const std::vector<std::size_t>& places);
    /// Keeps `shuffle_.queued` to what are the listener's entries.
    void follow_with_queued();
    Ids ids(int from, int to) const;
    QueueEntryId id_of_current() const;
    QueueChange before_change() const;
    void after_change(QueueChange change);
    void put_back(const QueueChange& change, Entries all);
    Ids order_put_back(const QueueChange& change, const Ids& queued, const Ids& present,
                       const IdPlaces& available);

    Entries entries_;
    int current_ = -1;
    int auto_from_ = 0;
    std::uint64_t revision_ = 1;
    std::uint64_t filling_ = 1;
    std::int64_t last_id_ = 0;
    RepeatMode repeat_ = RepeatMode::off;
    ShuffleRound shuffle_;
    /// What was current before, newest last.
    Ids played_;
    QueueChanges changes_;

    /// entries() of `snapshot_revision_`.
    mutable QueueSnapshot snapshot_;
    mutable std::uint64_t snapshot_revision_ = 0;
};

}  // namespace refrain
