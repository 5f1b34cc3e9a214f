#include "recommender/content/analyzer/print_run.h"

#include "recommender/content/analyzer/print_maker.h"
#include "recommender/content/analyzer/print_store.h"

#include <algorithm>
#include <utility>

namespace refrain::analysis {
namespace {

constexpr std::size_t first_groups = 100;

/// One pass over what there is to do.
Result<RunProgress> run_once(PrintStore& store, const std::vector<Task>& tasks, const RunOptions& options) {
    std::size_t performed = 0;
    std::size_t next_groups = first_groups;
    TaskSteps steps;
    steps.begin = [&](const Task& task) { return store.begin(task, utc_now()); };
    steps.perform = [&](const Task& task) -> Result<std::string> {
        const auto print = make_print(task, options.stop);
        if (!print && print.error().code == ErrorCode::cancelled) {
            const auto forgotten = store.forget(task);
            return forgotten ? print.error() : forgotten.error();
        }
        const auto failure = print ? std::string() : print.error().message;
        const auto stored =
            print ? store.store(task, print.value(), utc_now()) : store.fail(task, failure, utc_now());
        if (!stored) {
            return stored.error();
        }
        if (++performed >= next_groups && store.has_news()) {
            // Looking for groups takes the longer the more there is: a share of the work, not more.
            next_groups = performed + std::max(first_groups, performed / 16);
            if (auto grouped = store.group(); !grouped) {
                return grouped.error();
            }
        }
        return failure;
    };
    return run_tasks(tasks, options, steps);
}

}  // namespace

Result<RunProgress> run_prints(Database& database, const RunOptions& options) {
    PrintStore store(database);
    auto outcome = Result<RunProgress>(RunProgress{});
    // The second time for those whose print was not kept and is wanted now.
    for (int pass = 0; pass < 2; ++pass) {
        const auto tasks = store.tasks(options.limit);
        if (!tasks) {
            return tasks.error();
        }
        auto passed = run_once(store, tasks.value(), options);
        if (!passed) {
            return passed;
        }
        if (pass == 0 || passed.value().total > 0) {
            auto& sum = outcome.value();
            sum.done += passed.value().done;
            sum.total += passed.value().total;
            sum.failed += passed.value().failed;
            sum.seconds += passed.value().seconds;
        }
        if (options.limit > 0 || (options.stop && options.stop())) {
            break;
        }
    }
    if (outcome.value().done > 0) {
        if (auto grouped = store.group(); !grouped) {
            return grouped.error();
        }
    }
    return outcome;
}

}  // namespace refrain::analysis
