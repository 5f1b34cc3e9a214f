// When what is to be saved: at once if nothing was saved for a while, else a little later, so that playing
// writes every few seconds and a hundred clicks in a row write once. Knows how far long audio was heard.
//
// Pure but for the memory it hands to; "now" is any clock that only goes forward. One owner on the player's
// thread; nothing fails.
#pragma once

#include "player/queue/play_queue.h"
#include "player/queue/player_memory.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace refrain {

/// Where long audio that was left at `position` goes on: there, or at its start (0) when hardly begun or as
/// good as finished (before 1 %, behind 98 %).
Milliseconds resume_position(Milliseconds position, Milliseconds duration);

class MemoryKeeper {
  public:
    /// Without a memory nothing is saved; resume points are kept all the same.
    explicit MemoryKeeper(PlayerMemory* memory) : memory_(memory) {}

    /// What was remembered at the last start, once.
    PlayerMemory::Remembered load();
    /// Queue and place as they are now; saves what changed as soon as it is due.
    void look(const PlayQueue& queue, const PlayerMemory::Place& place, Milliseconds now);
    /// Saves what changed now, due or not.
    void save_all(const PlayQueue& queue, const PlayerMemory::Place& place);
    /// When to look again.
    std::optional<Milliseconds> due() const { return due_; }

    /// 0 for an entry that is no long audio, or has no point.
    Milliseconds resume_point(const QueueEntry& entry) const;
    /// Long audio was left, or has reached, `position`; others are ignored.
    void left(const QueueEntry& entry, Milliseconds position, Milliseconds duration);
    void finished(const QueueEntry& entry);

  private:
    using Key = std::pair<std::int64_t, std::string>;
    static Key key_of(const QueueEntry& entry);
    void set_point(const QueueEntry& entry, Milliseconds position);

    PlayerMemory* memory_;
    std::map<Key, Milliseconds> points_;
    std::uint64_t saved_revision_ = 0;
    PlayerMemory::Place saved_place_;
    std::optional<Milliseconds> saved_at_, due_;
};

}  // namespace refrain
