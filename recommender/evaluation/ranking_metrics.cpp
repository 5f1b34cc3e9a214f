#include "recommender/evaluation/ranking_metrics.h"

#include <functional>

namespace refrain {

double average_rank(const std::vector<float>& scores, std::size_t target) {
    std::size_t above = 0;
    std::size_t equal = 0;
    for (const float score : scores) {
        above += score > scores[target] ? 1 : 0;
        equal += score == scores[target] ? 1 : 0;
    }
    return static_cast<double>(above) + (static_cast<double>(equal) + 1.0) / 2.0;
}

Measures measure(const std::vector<RankedCase>& cases, double n) {
    const auto share = [&](const std::function<bool(const RankedCase&)>& counts, std::size_t* of = nullptr) {
        std::size_t all = 0;
        std::size_t within = 0;
        for (const auto& one : cases) {
            if (counts(one)) {
                ++all;
                within += one.rank <= n ? 1 : 0;
            }
        }
        if (of != nullptr) {
            *of = all;
        }
        return all == 0 ? std::nullopt
                        : std::optional(static_cast<double>(within) / static_cast<double>(all));
    };
    Measures out;
    out.positive_at_n = share([](const RankedCase& c) { return c.positive; }, &out.positives);
    out.positive_familiar_at_n = share([](const RankedCase& c) { return c.positive && c.familiar; });
    out.positive_new_at_n = share([](const RankedCase& c) { return c.positive && !c.familiar; });
    out.negative_at_n = share([](const RankedCase& c) { return !c.positive && !c.familiar; }, &out.negatives);
    out.negative_familiar_at_n = share([](const RankedCase& c) { return !c.positive && c.familiar; });
    return out;
}

}  // namespace refrain
