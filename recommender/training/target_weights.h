// What a training target counts for: less the older it is, and a skip less where skips were to be expected.
// Pure; any thread; nothing fails.
#pragma once

#include "recommender/training/examples.h"

#include <array>
#include <vector>

namespace refrain {

struct WeightOptions {
    /// A target this many days older than the newest counts half; 0: age does not matter. > 0.
    double half_life_days = 0.0;
    /// Negative targets weigh 1 - P(skip | context): a skip in a run of skips says less about the track.
    bool skips_by_context = false;
};

/// P(negative | how many of the last three judged listens were negative), from the targets themselves:
/// (negatives + 1) / (judged + 2) for each of 0 to 3 (Laplace's rule of succession).
std::array<double, most_skips_before + 1> skip_chances(const std::vector<Target>& targets);

/// Sets each target's weight. Age alone keeps the mean at 1, so that the size of a step stays what it was.
void weigh_targets(std::vector<Target>& targets, const WeightOptions& options);

}  // namespace refrain
