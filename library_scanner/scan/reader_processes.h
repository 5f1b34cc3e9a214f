// Reads tags in helper processes (refrain-tagreader), so that no file can bring the player down, keep a scan
// from its end or eat the machine's memory. Each reader is asked a few files ahead and answers in order: the
// first that is not answered is the one it is at. When a reader dies or computes without an end, that file is
// tried once more, alone in a fresh reader; if that ends the same way, the file is to blame and its outcome
// is a lasting error. When a disk does not answer, its files get an error that does not last.
//
// Threads: as TagSource; one thread of its own talks to all readers and calls `done`. Processes start with
// the first job, more with more jobs. What can fail: starting the program; told by finish().
#pragma once

#include "library_scanner/scan/reader_patience.h"
#include "library_scanner/scan/tag_source.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace refrain {

struct ReaderSetup {
    /// refrain-tagreader.
    std::filesystem::path program;
    /// Readers at most, at least one.
    int processes = 4;
    ReaderLimits limits;
    /// Where file systems are mounted: a silent one is asked no more.
    std::function<std::vector<std::string>()> mounts;
};

class ReaderProcesses final : public TagSource {
  public:
    /// `stop`: once it says so, jobs are dropped and readers ended; looked at several times a second.
    ReaderProcesses(ReaderSetup setup, Finished done, std::function<bool()> stop);
    /// Reads what was pushed, then ends the readers.
    ~ReaderProcesses() override;

    void push(ReadJob job) override;
    Status finish() override;

  private:
    class Supervisor;

    void run();
    void end();
    /// Up to `most` of the jobs that wait.
    std::vector<ReadJob> take(std::size_t most);
    std::size_t waiting();
    bool no_more();
    void ring() const;

    const ReaderSetup setup_;
    const Finished done_;
    const std::function<bool()> stop_;
    /// An eventfd: there is something to do for the thread that waits for the readers.
    const int bell_;

    std::mutex mutex_;
    std::condition_variable taken_;
    // Guarded by mutex_.
    std::deque<ReadJob> jobs_;
    bool no_more_ = false, closed_ = false;
    std::optional<Error> error_;

    std::thread thread_;
};

}  // namespace refrain
