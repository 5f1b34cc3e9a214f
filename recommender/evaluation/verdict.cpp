#include "recommender/evaluation/verdict.h"

#include <algorithm>

namespace refrain::evaluation {
namespace {

constexpr std::size_t shown = 10;

double share_shown(const std::vector<Outcome>& outcomes, bool positive) {
    std::size_t cases = 0;
    std::size_t hits = 0;
    for (const Outcome& one : outcomes) {
        cases += one.positive == positive ? 1 : 0;
        hits += one.positive == positive && one.rank <= static_cast<double>(shown) ? 1 : 0;
    }
    return cases == 0 ? 0.0 : static_cast<double>(hits) / static_cast<double>(cases);
}

TrialScore score_of(const std::vector<Outcome>& outcomes) {
    return {share_shown(outcomes, true), share_shown(outcomes, false)};
}

}  // namespace

std::string_view to_word(Verdict verdict) {
    switch (verdict) {
        case Verdict::accepted:
            return "accepted";
        case Verdict::not_better:
            return "not_better";
        case Verdict::behind_personal:
            return "behind_personal";
        case Verdict::more_skips:
            return "more_skips";
        case Verdict::too_little:
            break;
    }
    return "too_little";
}

Verdict judge_trial(const TrialResult& result) {
    if (result.positives < fewest_trial_positives) {
        return Verdict::too_little;
    }
    const TrialScore& challenger = result.challenger;
    if (challenger.pos_at_10 < result.personal.pos_at_10) {
        return Verdict::behind_personal;
    }
    if (challenger.pos_at_10 <= result.champion.pos_at_10) {
        return Verdict::not_better;
    }
    if (result.negatives > 0) {
        const double one_case = 1.0 / static_cast<double>(result.negatives);
        const double allowed = std::min(result.champion.neg_at_10, result.personal.neg_at_10) + one_case;
        if (challenger.neg_at_10 > allowed * (1.0 + 1e-12)) {
            return Verdict::more_skips;
        }
    }
    return Verdict::accepted;
}

TrialResult trial_result(const std::vector<Outcome>& challenger, const std::vector<Outcome>& champion,
                         const std::vector<Outcome>& personal) {
    TrialResult result;
    result.positives = static_cast<std::size_t>(
        std::count_if(challenger.begin(), challenger.end(), [](const Outcome& one) { return one.positive; }));
    result.negatives = challenger.size() - result.positives;
    result.challenger = score_of(challenger);
    result.champion = score_of(champion);
    result.personal = score_of(personal);
    result.gain = difference_at(challenger, champion, shown, RankedAmong::catalogue).pos.value_or(Figure{});
    return result;
}

}  // namespace refrain::evaluation
