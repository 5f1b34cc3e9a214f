// Champion and challenger: does a newly trained model go into service? Decided from what Guess You Like would
// have shown with it, with the model in service and without any, on listens that the new one has not learnt
// from (recommender design, section 6). Pure, any thread, nothing fails.
#pragma once

#include "recommender/evaluation/measures.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace refrain::evaluation {

/// What one way of guessing reached on the questions of a trial.
struct TrialScore {
    /// Of the tracks that were finished, and of those that were skipped, the share among the first ten. All
    /// of them, heard before or not: what the listener would have met.
    double pos_at_10 = 0.0, neg_at_10 = 0.0;
};

/// The same questions put to each.
struct TrialResult {
    std::size_t positives = 0, negatives = 0;
    TrialScore challenger;
    /// The model in service; where there is none, guessing without a model.
    TrialScore champion;
    /// The listener's own time-decayed counts, which a model must never fall behind.
    TrialScore personal;
    /// Of the difference in POS@10 to the champion: its 95 % interval.
    Figure gain;
};

enum class Verdict {
    /// The new model goes into service.
    accepted,
    /// It is behind the one in service.
    not_better,
    /// It is behind the plain time-decayed mix.
    behind_personal,
    /// It would have shown more of what was skipped.
    more_skips,
    /// Too few listens to tell.
    too_little
};
std::string_view to_word(Verdict verdict);

/// Fewer finished tracks than these tell nothing.
inline constexpr std::size_t fewest_trial_positives = 30;

/// A challenger must show more of what was finished than the champion and no less than the personal counts,
/// and no more of what was skipped than either. Between equal skips a single case decides nothing: where only
/// the number of skips is behind, it must be behind by more than one.
Verdict judge_trial(const TrialResult& result);

/// From the outcomes of the three, question by question the same ones.
TrialResult trial_result(const std::vector<Outcome>& challenger, const std::vector<Outcome>& champion,
                         const std::vector<Outcome>& personal);

}  // namespace refrain::evaluation
