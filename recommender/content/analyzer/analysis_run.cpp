#include "recommender/content/analyzer/analysis_run.h"

#include "recommender/content/analyzer/audio_features.h"
#include "recommender/content/analyzer/decoder.h"
#include "recommender/content/analyzer/feature_store.h"

#include <algorithm>

namespace refrain::analysis {
namespace {

Result<std::vector<float>> features_of(const Task& task) {
    const auto decoder = Decoder::open(task.path);
    if (!decoder) {
        return decoder.error();
    }
    const auto end = task.to.count() > 0 ? task.to : decoder.value()->duration();
    FeatureExtractor extractor;
    for (auto excerpt : excerpts_of(std::max(Milliseconds(0), end - task.from))) {
        excerpt.from += task.from;
        const auto samples = decoder.value()->read(excerpt);
        if (!samples) {
            return samples.error();
        }
        extractor.add(samples.value());
    }
    if (const auto features = extractor.features()) {
        return features->values();
    }
    return Error{ErrorCode::malformed, "There is not a tenth of a second of sound in the file", task.path};
}

}  // namespace

Result<RunProgress> run_analysis(Database& database, const RunOptions& options) {
    FeatureStore store(database);
    const auto tasks = store.tasks(feature_version, options.limit);
    if (!tasks) {
        return tasks.error();
    }
    TaskSteps steps;
    steps.begin = [&](const Task& task) { return store.begin(task, feature_version, utc_now()); };
    steps.perform = [&](const Task& task) -> Result<std::string> {
        const auto features = features_of(task);
        const auto failure = features ? std::string() : features.error().message;
        const auto stored = features ? store.store(task, feature_version, features.value(), utc_now())
                                     : store.fail(task, feature_version, failure, utc_now());
        return stored ? Result<std::string>(failure) : stored.error();
    };
    return run_tasks(tasks.value(), options, steps);
}

}  // namespace refrain::analysis
