// Fits the ranker's model to one listener's history: replays it, asks at each listen what could have come,
// and learns from what did. Pure and deterministic: the same history gives the same model. Blocking (seconds
// of CPU for 50,000 listens), any thread; nothing fails: with too little history the prior comes back.
#pragma once

#include "recommender/ranking/ranker_model.h"

#include <cstdint>
#include <span>
#include <vector>

namespace refrain::ranking {

struct RankerFitOptions {
    /// Listens before these are replayed and not learnt from: nothing is familiar yet. A share of all.
    double warm_up = 0.2;
    /// Of positive listens, the newest so many are learnt from; of skips as well.
    std::size_t most_choices = 4000;
    /// Tracks drawn at random beside those that had a chance.
    std::size_t drawn = 40;
    /// Pull to the prior: times half the squared distance, in units of the features' deviations.
    double ridge = 3.0;
    /// Below so many verdicts the prior stays.
    int least_verdicts = 200;
    /// Weight of the pairs love > full play > partial play > skip, drawn from one session each.
    double pairs = 0.3;
    int iterations = 60;
};

/// One question of the history with its possible answers; the answer comes first.
struct Choice {
    std::vector<FeatureRow> rows;
    /// Logarithm of how many tracks each row stands for.
    std::vector<double> log_counts;
    double weight = 1.0;
};
/// One listen with its verdict.
struct Verdict {
    FeatureRow row{};
    ContextRow moment{};
    bool skipped = false;
    bool loved = false;
};
struct FitCases {
    std::vector<Choice> choices;
    std::vector<Verdict> verdicts;
    /// (better, worse): rows of one session.
    std::vector<std::pair<FeatureRow, FeatureRow>> pairs;
};

/// Replays `events` (ascending) and collects.
FitCases collect_cases(const Catalogue& catalogue, std::span<const Event> events,
                       const std::vector<TrackIndex>& loved, const RankerFitOptions& options = {});

RankerModel fit(const FitCases& cases, const RankerModel& prior = prior_model(),
                const RankerFitOptions& options = {});

RankerModel fit_ranker(const Catalogue& catalogue, std::span<const Event> events,
                       const std::vector<TrackIndex>& loved = {}, const RankerModel& prior = prior_model(),
                       const RankerFitOptions& options = {});

}  // namespace refrain::ranking
