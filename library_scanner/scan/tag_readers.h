// A bounded pool of threads that read tags: more threads than cores, because on a cold disk they mostly wait.
// Threads: push() from one thread; `done` is called on the pool's threads, several at once.
// What can fail: single files, each handed to `done` with its reason.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/track.h"
#include "library_scanner/scan/folder_sheets.h"
#include "library_scanner/tags/tag_reader.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace refrain {

struct ReadJob {
    FoundFile file;
    RootId root;
    /// Is there a row of that path?
    bool known = false;
    /// Is that row a track that counts as there?
    bool present = false;
    /// The sheet beside it that divides it.
    std::optional<SheetPart> part;
};

class TagReaders {
  public:
    using Finished = std::function<void(ReadJob&& job, Result<MusicFile>&& outcome)>;

    /// `stop`: once it says so, waiting jobs are dropped.
    TagReaders(int threads, Finished done, std::function<bool()> stop);
    /// Reads what was pushed, then ends the threads.
    ~TagReaders();

    TagReaders(const TagReaders&) = delete;
    TagReaders& operator=(const TagReaders&) = delete;

    /// Waits while the readers are far behind: the walk must not hold a library in memory.
    void push(ReadJob job);
    /// Waits until every job is done.
    void finish();

  private:
    static constexpr std::size_t most_waiting = 4096;

    void run();

    const Finished done_;
    const std::function<bool()> stop_;

    std::mutex mutex_;
    std::condition_variable wake_, taken_;
    // Guarded by mutex_.
    std::deque<ReadJob> jobs_;
    bool no_more_ = false, stopped_ = false;

    std::vector<std::thread> threads_;
};

}  // namespace refrain
