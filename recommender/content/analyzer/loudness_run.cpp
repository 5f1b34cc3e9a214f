#include "recommender/content/analyzer/loudness_run.h"

#include "recommender/content/analyzer/decoder.h"
#include "recommender/content/analyzer/loudness_store.h"

#include <utility>

namespace refrain::analysis {

Result<MeasuredLoudness> measure_loudness(const Task& task, const std::function<bool()>& stop) {
    const auto decoder = Decoder::open(task.path, Decoder::Format::as_is);
    if (!decoder) {
        return decoder.error();
    }
    LoudnessMeter meter;
    Status measured = Done{};
    double seconds = 0.0;
    bool stopped = false;
    const auto decoded = decoder.value()->read_all(task.from, task.to, [&](const AudioPiece& piece) {
        measured = meter.add(piece);
        seconds += static_cast<double>(piece.samples.size() / piece.speakers.size()) / piece.rate;
        stopped = stop && stop();
        return measured.ok() && !stopped && seconds * 1000.0 < static_cast<double>(longest_measured.count());
    });
    if (stopped) {
        return Error{ErrorCode::cancelled, "The measuring was stopped", task.path};
    }
    if (!decoded) {
        return decoded.error();
    }
    if (!measured) {
        return measured.error();
    }
    if (seconds <= 0.0) {
        return Error{ErrorCode::malformed, "There is no sound in the file", task.path};
    }
    return meter.result();
}

Result<RunProgress> run_loudness(Database& database, const RunOptions& options) {
    LoudnessStore store(database);
    const auto tasks = store.tasks(options.limit);
    if (!tasks) {
        return tasks.error();
    }
    constexpr std::size_t between_albums = 100;
    std::size_t performed = 0;
    TaskSteps steps;
    steps.begin = [&](const Task& task) { return store.begin(task, utc_now()); };
    steps.perform = [&](const Task& task) -> Result<std::string> {
        const auto measured = measure_loudness(task, options.stop);
        if (!measured && measured.error().code == ErrorCode::cancelled) {
            const auto forgotten = store.forget(task);
            return forgotten ? measured.error() : forgotten.error();
        }
        const auto failure = measured ? std::string() : measured.error().message;
        const auto stored =
            measured ? store.store(task, measured.value(), utc_now()) : store.fail(task, failure, utc_now());
        if (!stored) {
            return stored.error();
        }
        if (++performed % between_albums == 0) {
            if (auto combined = store.combine_albums(); !combined) {
                return combined.error();
            }
        }
        return failure;
    };
    auto outcome = run_tasks(tasks.value(), options, steps);
    if (auto combined = store.combine_albums(); outcome && !combined) {
        return combined.error();
    }
    return outcome;
}

}  // namespace refrain::analysis
