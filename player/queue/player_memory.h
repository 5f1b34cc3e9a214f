// What the player remembers from one start to the next: the queue, where it was, how loud, and how far long
// audio was heard.
//
// Threads: all functions on the player's thread. load() may block on disk, it runs once before anything is
// played; the saving functions hand over and return at once. What can fail: the disk. The player goes on
// without memory then; nothing is lost but what would have been remembered.
#pragma once

#include "player/queue/play_queue.h"

#include <string>
#include <vector>

namespace refrain {

/// How far a piece of long audio was heard. A track of the library is named by its id, a plain file by its
/// path.
struct ResumePoint {
    TrackId track;
    std::string path;
    Milliseconds position{0};
};

class PlayerMemory {
  public:
    struct Place {
        /// Of the queue saved last; invalid when nothing was current.
        QueueEntryId current;
        Milliseconds position{0};
        double volume = 1.0;
        bool muted = false;
        RepeatMode repeat = RepeatMode::off;
    };
    struct Remembered {
        PlayQueue::Saved queue;
        Place place;
        std::vector<ResumePoint> resume_points;
    };

    virtual ~PlayerMemory() = default;
    /// Entries whose track is not in the library any more, or missing, are left out.
    virtual Remembered load() = 0;
    virtual void save(PlayQueue::Saved queue, const Place& place) = 0;
    virtual void save(const Place& place) = 0;
    /// A position of 0 forgets the point.
    virtual void save(const ResumePoint& point) = 0;
};

}  // namespace refrain
