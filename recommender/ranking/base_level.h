// ACT-R's base-level activation (Anderson & Schooler 1991), B = ln sum_k (t - t_k)^-d with d = 0.5; the sign
// is ours (recommender design, section 6: unsigned, what was just skipped comes up again). Shared by the
// ranker and by the evaluator, which measures it. Pure, any thread, nothing fails.
#pragma once

namespace refrain::ranking {

struct BaseLevelOptions {
    /// d of the base-level equation.
    double decay = 0.5;
    /// Ages below this count as this, in hours: what was finished an hour ago is no likelier to be wanted
    /// again than what was finished this morning. Replayed on a real log, floors of 6 to 48 hours lowered
    /// NEG@10 by a fifth to a third against 1 hour, and left POS@10 as it was.
    double floor_hours = 12.0;
    /// What a skip weighs against a finish of the same age.
    double skip_weight = 1.0;
    /// Scale of the signed sum under the logarithm: with 20 one finish 17 days ago gives B = ln 2.
    double scale = 20.0;
};

/// (age in hours, at least the floor)^-decay.
double decayed_hours(double age_hours, const BaseLevelOptions& options = {});

/// sign(s) * ln(1 + scale * |s|): odd, so a skip costs what a finish of the same age and number gives.
double signed_log(double s, double scale);

}  // namespace refrain::ranking
