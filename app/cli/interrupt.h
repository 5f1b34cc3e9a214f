// Ctrl-C, SIGTERM and a closed terminal (SIGHUP) as a value to wait for, so that a command can close what it
// has open. One Interrupt at a time in a process; make it before other threads start, so that they inherit
// the blocked signals. What can fail: nothing that a caller could mend.
#pragma once

#include <atomic>
#include <csignal>
#include <functional>
#include <thread>

namespace refrain::app {

class Interrupt {
  public:
    /// `on_interrupt` is called once, on a thread of its own, at the first signal. A second one ends the
    /// process the usual way.
    explicit Interrupt(std::function<void()> on_interrupt = {});
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// True from the first signal on.
    const std::atomic<bool>& flag() const { return flag_; }

  private:
    std::atomic<bool> flag_{false};
    std::function<void()> on_interrupt_;
    sigset_t signals_{};
    sigset_t before_{};
    std::thread waiter_;
};

}  // namespace refrain::app
