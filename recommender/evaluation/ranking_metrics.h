// POS@N and NEG@N over the whole catalogue, and the plain rankings every model is shown beside
// (recommender design, section 5). Pure, any thread, nothing fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace refrain {

/// Rank of `target` by falling score, from 1; equal scores share the mean of their ranks.
double average_rank(const std::vector<float>& scores, std::size_t target);

/// One held-out target with the rank a scorer gave it.
struct RankedCase {
    double rank = 0.0;
    bool positive = true;
    /// Was the track heard before?
    bool familiar = false;
};

struct Measures {
    std::size_t positives = 0, negatives = 0;
    /// Shares with rank <= N. Nothing where there is no such case. Negatives count at first exposure only, so
    /// that no arm wins by remembering (skips of tracks heard before are a number of their own); familiar and
    /// new positives are two numbers, never one.
    std::optional<double> positive_at_n, positive_familiar_at_n, positive_new_at_n, negative_at_n,
        negative_familiar_at_n;
};

Measures measure(const std::vector<RankedCase>& cases, double n);

}  // namespace refrain
