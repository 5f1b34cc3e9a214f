// From ranks to figures: POS@N, NEG@N, NDCG@N, coverage, with intervals (recommender design, section 5).
// Pure, any thread, nothing fails. A figure of no cases is no number.
#pragma once

#include "recommender/evaluation/protocol.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace refrain::evaluation {

/// What one question came to.
struct Outcome {
    bool positive = true, familiar = false;
    /// Rank of what was turned to among the whole catalogue, from 1; equal scores share their mean rank.
    double rank = 0.0;
    /// The same among the tracks that were as familiar as it: of the two lists a listener is shown, the one
    /// it belongs to.
    double rank_in_list = 0.0;
    /// Users, or sessions where there is one user: what the bootstrap draws.
    std::uint32_t unit = 0;
};

/// An estimate with its 95 % bootstrap interval.
struct Figure {
    double value = 0.0, low = 0.0, high = 0.0;
    std::size_t cases = 0;
};

/// Figures at one N. `repeats` are of tracks heard before, `discoveries` of others: two numbers, never one.
struct MeasuresAt {
    std::size_t n = 10;
    /// Share of positives with rank <= N; with one held-out item a user it is what others call HR@N.
    std::optional<Figure> pos, pos_repeats, pos_discoveries;
    /// Mean over positives of 1 / log2(1 + rank) where rank <= N, else 0.
    std::optional<Figure> ndcg, ndcg_repeats, ndcg_discoveries;
    /// Share of negatives with rank <= N, lower is better. NEG@N counts first exposures only, so that no arm
    /// wins by remembering; skips of tracks heard before are a number of their own, and so are all of them.
    std::optional<Figure> neg, neg_repeats, neg_all;
};

enum class RankedAmong { catalogue, own_list };

struct BootstrapOptions {
    std::size_t draws = 1000;
    std::uint64_t seed = 1;
};

MeasuresAt measure_at(const std::vector<Outcome>& outcomes, std::size_t n, RankedAmong among,
                      const BootstrapOptions& bootstrap = {});

/// What `one` has more than `other` of each figure, question by question: both answered the same ones, in the
/// same order. Its interval is of the difference, and narrower than the two intervals let expect.
MeasuresAt difference_at(const std::vector<Outcome>& one, const std::vector<Outcome>& other, std::size_t n,
                         RankedAmong among, const BootstrapOptions& bootstrap = {});

/// Gain of a rank: 1 / log2(1 + rank) up to n, else 0.
double discounted_gain(double rank, std::size_t n);

/// Mean and sample standard deviation over seeds.
struct Spread {
    double mean = 0.0, deviation = 0.0;
};
Spread spread(const std::vector<double>& values);

}  // namespace refrain::evaluation
