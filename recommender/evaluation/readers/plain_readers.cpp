// The three formats of whitespace-separated numbers: pairs, sequences, ratings.
#include "recommender/evaluation/readers/readers.h"
#include "recommender/evaluation/readers/text_source.h"

#include <limits>
#include <string>
#include <utility>

namespace refrain::evaluation {
namespace {

using Parts = std::vector<std::string_view>;

/// Each line's parts to `per_line(source, parts, builder)`, which gives a Status; blank lines are skipped.
template <class PerLine>
Result<DataSet> read_lines(const std::filesystem::path& file, DataSetBuilder builder, PerLine per_line) {
    auto source = TextSource::open(file);
    if (!source) {
        return source.error();
    }
    Parts parts;
    while (const auto line = source.value().next_line()) {
        split_on_blanks(*line, parts);
        if (parts.empty()) {
            continue;
        }
        if (auto status = per_line(source.value(), parts, builder); !status) {
            return status.error();
        }
    }
    if (auto status = source.value().end_status(); !status) {
        return status.error();
    }
    return std::move(builder).finish();
}

/// A rating or a bare interaction: nobody heard it partly, so it counts as finished.
Row bare_row() {
    Row row;
    row.end = EndReason::finished;
    return row;
}

std::string quoted(std::string_view text) {
    return '"' + std::string(text.substr(0, 40)) + '"';
}

bool all_whole_numbers(const Parts& parts) {
    for (const auto part : parts) {
        if (!whole_number(part)) {
            return false;
        }
    }
    return true;
}

}  // namespace

Result<DataSet> read_pairs(const std::filesystem::path& file, const BuildOptions& options) {
    return read_lines(file, DataSetBuilder(options),
                      [](const TextSource& source, const Parts& parts, DataSetBuilder& builder) -> Status {
                          if (parts.size() != 2 || !all_whole_numbers(parts)) {
                              return source.wrong("expected two numbers, \"user item\"");
                          }
                          if (const auto user = builder.user(parts[0])) {
                              builder.add(*user, builder.item(parts[1]), bare_row());
                          }
                          return Done{};
                      });
}

Result<DataSet> read_sequences(const std::filesystem::path& file, const BuildOptions& options) {
    return read_lines(file, DataSetBuilder(options),
                      [](const TextSource& source, const Parts& parts, DataSetBuilder& builder) -> Status {
                          if (parts.size() < 2 || !all_whole_numbers(parts)) {
                              return source.wrong("expected numbers, \"user item item ...\"");
                          }
                          if (const auto user = builder.user(parts[0])) {
                              for (std::size_t i = 1; i < parts.size(); ++i) {
                                  builder.add(*user, builder.item(parts[i]), bare_row());
                              }
                          }
                          return Done{};
                      });
}

Result<DataSet> read_ratings(const std::filesystem::path& file, const BuildOptions& options) {
    BuildOptions judged_by = options;
    if (judged_by.thresholds.negative_up_to == JudgementThresholds{}.negative_up_to) {
        judged_by.thresholds.negative_up_to = 0.25;
    }
    DataSetBuilder builder(judged_by);
    builder.has_times();
    return read_lines(
        file, std::move(builder),
        [](const TextSource& source, const Parts& parts, DataSetBuilder& to) -> Status {
            if (parts.size() != 4 || !all_whole_numbers(parts)) {
                return source.wrong("expected four numbers, \"user item rating time\"");
            }
            const std::int64_t rating = *whole_number(parts[2]);
            const std::int64_t time = *whole_number(parts[3]);
            if (rating < 1 || rating > 5) {
                return source.wrong("expected a rating from 1 to 5, not " + quoted(parts[2]));
            }
            if (time < 0 || time > std::numeric_limits<std::uint32_t>::max()) {
                return source.wrong("expected a time in seconds since 1970, not " + quoted(parts[3]));
            }
            if (const auto user = to.user(parts[0])) {
                Row row;
                row.time_s = static_cast<std::uint32_t>(time);
                row.rate = static_cast<double>(rating - 1) / 4.0;
                row.intent = Intent::track;
                row.end = rating <= 2 ? EndReason::next : EndReason::finished;
                to.add(*user, to.item(parts[1]), row);
            }
            return Done{};
        });
}

}  // namespace refrain::evaluation
