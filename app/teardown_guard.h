// Sees to it that a program that has ended does end: threads that read from a disk which does not answer can
// hold up the taking apart for ever. Begun when everything worth keeping has been kept.
//
// One owner, any thread; has a thread of its own from begin() on. Nothing fails.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace refrain::app {

class TeardownGuard {
  public:
    /// `patience`: so long the taking apart may last.
    explicit TeardownGuard(std::chrono::milliseconds patience = std::chrono::seconds(5));
    /// The taking apart is done: the process goes on.
    ~TeardownGuard();
    TeardownGuard(const TeardownGuard&) = delete;
    TeardownGuard& operator=(const TeardownGuard&) = delete;

    /// Unless this object is gone by then, the process ends after the patience, with `exit_code`. Once.
    void begin(int exit_code);

  private:
    const std::chrono::milliseconds patience_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool done_ = false;
    std::thread watch_;
};

}  // namespace refrain::app
