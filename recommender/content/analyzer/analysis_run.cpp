#include "recommender/content/analyzer/analysis_run.h"

#include "recommender/content/analyzer/audio_features.h"
#include "recommender/content/analyzer/decoder.h"
#include "recommender/content/analyzer/feature_store.h"

#include <chrono>
#include <filesystem>
#include <system_error>

namespace refrain::analysis {
namespace {

Result<std::vector<float>> features_of(const std::string& path) {
    const auto decoder = Decoder::open(path);
    if (!decoder) {
        return decoder.error();
    }
    FeatureExtractor extractor;
    for (const auto& excerpt : excerpts_of(decoder.value()->duration())) {
        const auto samples = decoder.value()->read(excerpt);
        if (!samples) {
            return samples.error();
        }
        extractor.add(samples.value());
    }
    if (const auto features = extractor.features()) {
        return features->values();
    }
    return Error{ErrorCode::malformed, "There is not a tenth of a second of sound in the file", path};
}

}  // namespace

Result<RunProgress> run_analysis(Database& database, const RunOptions& options) {
    FeatureStore store(database);
    const auto tasks = store.tasks(feature_version, options.limit);
    if (!tasks) {
        return tasks.error();
    }
    RunProgress progress;
    progress.total = tasks.value().size();
    const auto start = std::chrono::steady_clock::now();
    for (const auto& task : tasks.value()) {
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
        if (auto begun = store.begin(task, feature_version, utc_now()); !begun) {
            return begun.error();
        }
        const auto features = features_of(task.path);
        const auto stored = features ? store.store(task, feature_version, features.value(), utc_now())
                                     : store.fail(task, feature_version, features.error().message, utc_now());
        if (!stored) {
            return stored.error();
        }
        report(features ? "" : features.error().message);
    }
    return progress;
}

}  // namespace refrain::analysis
