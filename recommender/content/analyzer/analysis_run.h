// One run of the analyzer over a library: task after task, until all is done or it is asked to end.
// Threads: its caller's. What can fail: the database. A file that fails is a row with the reason, and the run
// goes on.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"

#include <cstddef>
#include <functional>
#include <string>

namespace refrain::analysis {

struct RunProgress {
    std::size_t done = 0, total = 0, failed = 0;
    double seconds = 0.0;
    /// From the mean so far; 0 before the first is done.
    double eta_seconds = 0.0;
    /// Why the newest file failed, or empty, and its path.
    std::string failure, path;
};

struct RunOptions {
    /// 0 = all.
    std::size_t limit = 0;
    std::function<void(const RunProgress&)> progress;
    /// Asked before each track.
    std::function<bool()> stop;
};

/// The figures at the end. GStreamer must have been started.
Result<RunProgress> run_analysis(Database& database, const RunOptions& options);

}  // namespace refrain::analysis
