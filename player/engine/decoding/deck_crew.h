// The threads that open, wind and close files, one for each deck: a disk that does not answer keeps them
// waiting, not the mixer. Decks that are thrown away are closed here, in their own time.
//
// Threads: all functions from any. What can fail: hire(), when too many wait for disks already.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/strong_id.h"
#include "player/engine/decoding/disk_patience.h"

#include <functional>
#include <memory>
#include <string>

namespace refrain {

class DeckCrew {
  public:
    using Limits = DiskLimits;

    explicit DeckCrew(Limits limits);
    DeckCrew() : DeckCrew(Limits{}) {}
    /// Waits for the decks that are being closed, for as long as the patience; leaves the hanging ones to
    /// themselves: their threads hold on to nothing but what is theirs.
    ~DeckCrew();
    DeckCrew(const DeckCrew&) = delete;
    DeckCrew& operator=(const DeckCrew&) = delete;

    using WorkerId = StrongId<struct WorkerTag>;
    struct Hired {
        WorkerId worker;
        /// Since when the disk is waited for: now, or since another file of the folder was asked for.
        DiskRequest::Time asked{};
    };
    /// To be called once the file is open, or is known not to open.
    using Answered = std::function<void()>;
    /// Runs `work`, which is about the file `path`, on a thread of its own: at once, or when the folder
    /// answers (see admit()). Refused while its folder, or too much anywhere, is known to hang.
    Result<Hired> hire(const std::string& path, std::function<void(const Answered&)> work);
    /// From now on the work should end; what has not begun never does. `given_up`: because no answer came.
    void dismiss(WorkerId worker, bool given_up = false);
    /// Calls `look` some times a second, on a thread that all decks share, until it says that there is
    /// nothing more to look at. It must not wait.
    void watch(std::function<bool()> look);
    const Limits& limits() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace refrain
