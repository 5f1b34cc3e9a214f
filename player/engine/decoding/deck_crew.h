// The threads that open, wind and close files, one for each deck: a disk that does not answer keeps them
// waiting, not the mixer. Decks that are thrown away are closed here, in their own time.
//
// Threads: all functions from any. What can fail: hire(), when too many wait for disks already.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"

#include <functional>
#include <memory>
#include <string>

namespace refrain {

class DeckCrew {
  public:
    struct Limits {
        /// A deck that is not closed after so long hangs.
        Milliseconds patience{1000};
        /// A file from which nothing came for so long counts as failed.
        Milliseconds silence{10000};
        /// So many hanging decks are left alone; while there are as many no other is opened.
        int most_hanging = 8;
    };

    explicit DeckCrew(Limits limits);
    DeckCrew() : DeckCrew(Limits{}) {}
    /// Waits for the decks that are being closed, for as long as the patience; leaves the hanging ones to
    /// themselves: their threads hold on to nothing but what is theirs.
    ~DeckCrew();
    DeckCrew(const DeckCrew&) = delete;
    DeckCrew& operator=(const DeckCrew&) = delete;

    using WorkerId = StrongId<struct WorkerTag>;
    /// Runs `work`, which is about the file `path`, on a thread of its own. Refused while another file of the
    /// same folder hangs, or too many anywhere.
    Result<WorkerId> hire(const std::string& path, std::function<void()> work);
    /// From now on the work should end.
    void dismiss(WorkerId worker);
    /// Calls `look` some times a second, on a thread that all decks share, until it says that there is
    /// nothing more to look at. It must not wait.
    void watch(std::function<bool()> look);
    const Limits& limits() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace refrain
