// Small data sets written down in a test: who turned to what, when, and how much of it they heard.
#pragma once

#include "recommender/evaluation/data_set.h"

#include <string>
#include <vector>

namespace refrain::evaluation::test {

struct Made {
    std::string user, item;
    std::uint32_t time_s = 0;
    /// Below 0: unknown.
    double rate = 1.0;
    EndReason end = EndReason::finished;
};

inline Made skip(std::string user, std::string item, std::uint32_t time_s) {
    return {std::move(user), std::move(item), time_s, 0.1, EndReason::next};
}

/// Heard times are nothing, so that a session ends half an hour after a listen began.
inline DataSet made_set(const std::vector<Made>& rows, bool with_times = true) {
    DataSetBuilder builder({});
    if (with_times) {
        builder.has_times();
    }
    for (const auto& made : rows) {
        Row row;
        row.time_s = made.time_s;
        row.end = made.end;
        if (made.rate >= 0.0) {
            row.rate = made.rate;
        }
        builder.add(*builder.user(made.user), builder.item(made.item), row);
    }
    return std::move(builder).finish();
}

}  // namespace refrain::evaluation::test
