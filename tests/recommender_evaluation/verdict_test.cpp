// When a new model goes into service.
#include "recommender/evaluation/verdict.h"

#include <gtest/gtest.h>

namespace refrain::evaluation {
namespace {

TrialResult trial(double challenger, double champion, double personal) {
    TrialResult result;
    result.positives = 200;
    result.negatives = 50;
    result.challenger = {challenger, 0.10};
    result.champion = {champion, 0.10};
    result.personal = {personal, 0.10};
    return result;
}

TEST(Verdict, MoreOfWhatWasFinishedAndNoMoreOfWhatWasSkippedGoesIntoService) {
    EXPECT_EQ(judge_trial(trial(0.21, 0.20, 0.18)), Verdict::accepted);
    EXPECT_EQ(judge_trial(trial(0.21, 0.20, 0.21)), Verdict::accepted)
        << "as good as the personal counts is enough";
}

TEST(Verdict, AsGoodAsTheOneInServiceIsNotBetter) {
    EXPECT_EQ(judge_trial(trial(0.20, 0.20, 0.18)), Verdict::not_better);
}

TEST(Verdict, BehindThePersonalCountsStaysOutThoughItBeatsTheOneInService) {
    EXPECT_EQ(judge_trial(trial(0.20, 0.15, 0.22)), Verdict::behind_personal);
}

TEST(Verdict, MoreSkipsStayOutButNotForASingleCase) {
    TrialResult result = trial(0.25, 0.20, 0.18);
    result.challenger.neg_at_10 = 0.12;  // 6 of 50, where the others show 5
    EXPECT_EQ(judge_trial(result), Verdict::accepted);
    result.challenger.neg_at_10 = 0.14;
    EXPECT_EQ(judge_trial(result), Verdict::more_skips);
    result.champion.neg_at_10 = 0.20;
    EXPECT_EQ(judge_trial(result), Verdict::more_skips) << "measured by the better of the two";
    result.personal.neg_at_10 = 0.20;
    EXPECT_EQ(judge_trial(result), Verdict::accepted);
}

TEST(Verdict, ThirtyFinishedTracksAreTheLeastThatTells) {
    TrialResult result = trial(0.9, 0.1, 0.1);
    result.positives = 29;
    EXPECT_EQ(judge_trial(result), Verdict::too_little);
    result.positives = 30;
    EXPECT_EQ(judge_trial(result), Verdict::accepted);
}

TEST(Verdict, WithoutASkipOnlyFinishesDecide) {
    TrialResult result = trial(0.3, 0.2, 0.2);
    result.negatives = 0;
    result.challenger.neg_at_10 = 0.0;
    EXPECT_EQ(judge_trial(result), Verdict::accepted);
}

TEST(Verdict, TheResultCountsFirstTensOfTheSameQuestions) {
    const auto outcome = [](double rank, bool positive, std::uint32_t unit) {
        Outcome one;
        one.positive = positive;
        one.rank = one.rank_in_list = rank;
        one.unit = unit;
        return one;
    };
    // Finished: ranks 1, 10, 11, 50; skipped: 3, 200.
    const std::vector<Outcome> challenger{outcome(1, true, 0),  outcome(10, true, 0), outcome(11, true, 1),
                                          outcome(50, true, 1), outcome(3, false, 1), outcome(200, false, 2)};
    std::vector<Outcome> champion = challenger;
    champion[1].rank = 12;
    champion[4].rank = 30;
    const TrialResult result = trial_result(challenger, champion, champion);
    EXPECT_EQ(result.positives, 4U);
    EXPECT_EQ(result.negatives, 2U);
    EXPECT_DOUBLE_EQ(result.challenger.pos_at_10, 0.5);
    EXPECT_DOUBLE_EQ(result.challenger.neg_at_10, 0.5);
    EXPECT_DOUBLE_EQ(result.champion.pos_at_10, 0.25);
    EXPECT_DOUBLE_EQ(result.personal.neg_at_10, 0.0);
    EXPECT_DOUBLE_EQ(result.gain.value, 0.25);
}

}  // namespace
}  // namespace refrain::evaluation
