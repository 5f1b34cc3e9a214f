#include "recommender/content/analyzer/task_run.h"

#include <chrono>
#include <filesystem>
#include <system_error>

namespace refrain::analysis {

Result<RunProgress> run_tasks(const std::vector<Task>& tasks, const RunOptions& options,
                              const TaskSteps& steps) {
    RunProgress progress;
    progress.total = tasks.size();
    const auto start = std::chrono::steady_clock::now();
    for (const auto& task : tasks) {
        const auto report = [&](const std::string& failure) {
            ++progress.done;
            progress.failed += failure.empty() ? 0 : 1;
            progress.failure = failure;
            progress.path = task.path;
            progress.seconds =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            progress.eta_seconds = progress.seconds / static_cast<double>(progress.done) *
                                   static_cast<double>(progress.total - progress.done);
            if (options.progress) {
                options.progress(progress);
            }
        };
        if (options.stop && options.stop()) {
            break;
        }
        std::error_code unknown;
        if (!std::filesystem::exists(task.path, unknown)) {
            // Its disk may be away: that is not the file's fault, and it is tried again next time.
            report("The file is not there now");
            continue;
        }
        if (auto begun = steps.begin(task); !begun) {
            return begun.error();
        }
        const auto failure = steps.perform(task);
        if (!failure && failure.error().code == ErrorCode::cancelled) {
            break;
        }
        if (!failure) {
            return failure.error();
        }
        report(failure.value());
    }
    return progress;
}

}  // namespace refrain::analysis
