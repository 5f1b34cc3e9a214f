#include "recommender/evaluation/readers/database_reader.h"

#include "recommender/evaluation/readers/readers.h"
#include "recommender/training/history_reader.h"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

namespace refrain::evaluation {

DataSet data_set_of(const History& history, const BuildOptions& options) {
    DataSetBuilder builder(options);
    builder.has_times();
    std::unordered_map<TrackId, ItemNumber> numbers;
    for (const std::int64_t id : ids_of(history.tracks)) {
        numbers.emplace(TrackId(id), builder.item(std::to_string(id)));
    }
    for (const auto& listen : history.listens) {
        const auto item = numbers.find(listen.track);
        if (item == numbers.end()) {
            builder.drop("the track is not in the library");
            continue;
        }
        const auto user = builder.user(listen.profile);
        if (!user) {
            continue;
        }
        Row row;
        const std::int64_t seconds = to_ms(listen.started_at) / 1000;
        row.time_s = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(seconds, 0, std::numeric_limits<std::uint32_t>::max()));
        if (const auto rate = listen.rate()) {
            row.rate = rate->value();
        }
        row.heard_s = static_cast<double>(listen.heard.count()) / 1000.0;
        row.intent = listen.intent;
        // Browsing past a track says nothing about it (judgement.h): neither does an end unknown.
        row.end = listen.browsing ? EndReason::unknown : listen.end_reason;
        builder.add(*user, item->second, row);
    }
    builder.tracks() = history.tracks.tracks();
    return std::move(builder).finish();
}

Result<DataSet> read_database(const std::filesystem::path& file, const BuildOptions& options) {
    const auto history = read_history(file);
    return history ? Result<DataSet>(data_set_of(history.value(), options)) : history.error();
}

}  // namespace refrain::evaluation
