// One file to be decoded by one of the analyzer's runs. Plain values, any thread, nothing fails.
#pragma once

#include "library_scanner/core/strong_id.h"
#include "library_scanner/core/time.h"

#include <cstdint>
#include <string>
#include <vector>

namespace refrain::analysis {

/// A track to be analyzed. Size and time are the database's: a file that changes is scanned, then done anew.
struct Task {
    TrackId track;
    std::string path;
    std::int64_t size = 0, mtime_ns = 0;
    /// An attempt before this one was cut short: the file may have brought the analyzer down.
    bool cut_short_before = false;
    /// The part of the file; `to` 0 is its end.
    Milliseconds from{0}, to{0};
};

/// In place of a failure while a file is read, and when that was found there twice.
inline constexpr const char* cut_short = "cut short";
inline constexpr const char* cut_short_twice = "The analyzer ended twice while it read this file";

}  // namespace refrain::analysis
