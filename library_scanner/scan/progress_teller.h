// Tells how far a scan is, at most ten times a second, however often it gets on. Any thread; nothing fails.
#pragma once

#include "library_scanner/scan/scan_estimate.h"
#include "library_scanner/scan/scanner.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

namespace refrain {

class ProgressTeller {
  public:
    /// `tell` may be empty; it must outlive this.
    explicit ProgressTeller(const std::function<void(const ScanProgress&)>& tell) : tell_(tell) {}

    /// Where this scan looks the library knows so many files.
    void expect(std::int64_t files) {
        const std::lock_guard lock(mutex_);
        expected_ = files;
    }

    /// `now`: told whenever the last time was.
    template <class Change>
    void change(Change change, bool now = false) {
        const std::lock_guard lock(mutex_);
        change(progress_);
        const auto time = std::chrono::steady_clock::now();
        if (tell_ && (now || time - last_told_ >= std::chrono::milliseconds(100))) {
            last_told_ = time;
            progress_.left = time_left({std::chrono::duration_cast<Milliseconds>(time - begun_), expected_,
                                        progress_.files_seen, progress_.files_to_read, progress_.files_read,
                                        progress_.walk_done});
            tell_(progress_);
        }
    }

  private:
    const std::function<void(const ScanProgress&)>& tell_;
    std::mutex mutex_;
    ScanProgress progress_;
    std::int64_t expected_ = 0;
    const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point last_told_{};
};

}  // namespace refrain
