// A bounded pool of threads that read tags: more threads than cores, because on a cold disk they mostly wait.
// A file that brings TagLib down brings this process down: for tests and benchmarks alone.
// Threads: push() from one thread; `done` is called on the pool's threads, several at once.
// What can fail: single files, each handed to `done` with its reason.
#pragma once

#include "library_scanner/scan/tag_source.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace refrain {

class TagReaders final : public TagSource {
  public:
    /// `stop`: once it says so, waiting jobs are dropped.
    TagReaders(int threads, Finished done, std::function<bool()> stop);
    /// Reads what was pushed, then ends the threads.
    ~TagReaders() override;

    void push(ReadJob job) override;
    Status finish() override;

  private:
    void run();
    void end();

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
