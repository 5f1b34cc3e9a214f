// Task after task, until all are done or the run is asked to end, with progress.
// Threads: its caller's. What can fail: the steps' database. A file that fails is a row with the reason, and
// the run goes on.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/content/analyzer/task.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

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
    /// Asked before each track, and again and again while one is measured.
    std::function<bool()> stop;
};

struct TaskSteps {
    /// Notes that the file is being read now.
    std::function<Status(const Task&)> begin;
    /// Reads it and stores what is found. Why the file failed, or empty. An Error ends the run: with the code
    /// `cancelled` in peace, with all others as its outcome.
    std::function<Result<std::string>(const Task&)> perform;
};

/// The figures at the end.
Result<RunProgress> run_tasks(const std::vector<Task>& tasks, const RunOptions& options,
                              const TaskSteps& steps);

}  // namespace refrain::analysis
