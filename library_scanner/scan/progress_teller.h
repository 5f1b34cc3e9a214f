// Tells how far a scan is, at most ten times a second, however often it gets on. Any thread; nothing fails.
#pragma once

#include "library_scanner/scan/scanner.h"

#include <chrono>
#include <functional>
#include <mutex>

namespace refrain {

class ProgressTeller {
  public:
    /// `tell` may be empty; it must outlive this.
    explicit ProgressTeller(const std::function<void(const ScanProgress&)>& tell) : tell_(tell) {}

    /// `now`: told whenever the last time was.
    template <class Change>
    void change(Change change, bool now = false) {
        const std::lock_guard lock(mutex_);
        change(progress_);
        const auto time = std::chrono::steady_clock::now();
        if (tell_ && (now || time - last_told_ >= std::chrono::milliseconds(100))) {
            last_told_ = time;
            tell_(progress_);
        }
    }

  private:
    const std::function<void(const ScanProgress&)>& tell_;
    std::mutex mutex_;
    ScanProgress progress_;
    std::chrono::steady_clock::time_point last_told_{};
};

}  // namespace refrain
