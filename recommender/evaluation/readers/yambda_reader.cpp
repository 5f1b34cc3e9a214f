#include "recommender/evaluation/readers/readers.h"
#include "recommender/evaluation/readers/text_source.h"

#include <limits>
#include <string>
#include <utility>

namespace refrain::evaluation {
namespace {

struct Columns {
    std::size_t user, item, time, organic, played, length, count;
};

Result<Columns> columns_of(TextSource& source) {
    std::vector<std::string> header;
    const auto read = next_csv_record(source, header);
    if (!read) {
        return read.error();
    }
    const CsvColumns names(header);
    const auto user = names.find({"uid"});
    const auto item = names.find({"item_id"});
    const auto time = names.find({"timestamp"});
    const auto organic = names.find({"is_organic"});
    const auto played = names.find({"played_ratio_pct"});
    const auto length = names.find({"track_length_seconds"});
    if (!user || !item || !time || !organic || !played || !length) {
        return source.wrong(
            "expected the header uid,item_id,timestamp,is_organic,played_ratio_pct,track_length_seconds");
    }
    return Columns{*user, *item, *time, *organic, *played, *length, names.size()};
}

}  // namespace

Result<DataSet> read_yambda(const std::filesystem::path& file, const BuildOptions& options) {
    auto opened = TextSource::open(file);
    if (!opened) {
        return opened.error();
    }
    TextSource& source = opened.value();
    const auto columns = columns_of(source);
    if (!columns) {
        return columns.error();
    }
    const Columns& at = columns.value();
    DataSetBuilder builder(options);
    builder.has_times();
    builder.infer_ends();
    std::vector<std::string_view> fields;
    while (const auto line = source.next_line()) {
        if (line->empty()) {
            continue;
        }
        split_on(*line, ',', fields);
        if (fields.size() != at.count) {
            return source.wrong("expected " + std::to_string(at.count) + " fields, not " +
                                std::to_string(fields.size()));
        }
        const auto time = decimal(fields[at.time]);
        const auto played = decimal(fields[at.played]);
        const auto length = decimal(fields[at.length]);
        const auto organic = fields[at.organic];
        if (!whole_number(fields[at.user]) || !whole_number(fields[at.item])) {
            return source.wrong("uid and item_id must be whole numbers");
        }
        if (!time || *time < 0.0 || *time > std::numeric_limits<std::uint32_t>::max()) {
            return source.wrong("timestamp must be a number of seconds");
        }
        if (!played || *played < 0.0 || !length || *length < 0.0) {
            return source.wrong("played_ratio_pct and track_length_seconds must be numbers from 0");
        }
        if (organic != "0" && organic != "1") {
            return source.wrong("is_organic must be 0 or 1");
        }
        const auto user = builder.user(fields[at.user]);
        if (!user) {
            continue;
        }
        Row row;
        row.time_s = static_cast<std::uint32_t>(*time);
        row.rate = *played / 100.0;
        row.heard_s = *played / 100.0 * *length;
        row.intent = organic == "1" ? Intent::track : Intent::guess;
        builder.add(*user, builder.item(fields[at.item]), row);
    }
    if (auto status = source.end_status(); !status) {
        return status.error();
    }
    return std::move(builder).finish();
}

}  // namespace refrain::evaluation
