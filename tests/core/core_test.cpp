// The words every part shares: rates clip, words round-trip, judgements follow the contract.
#include "library_scanner/core/judgement.h"
#include "library_scanner/core/listen.h"
#include "library_scanner/core/reaction.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

Listen heard(double share, EndReason end) {
    Listen listen;
    listen.duration = Milliseconds(200'000);
    listen.heard = Milliseconds(static_cast<std::int64_t>(200'000 * share));
    listen.end_reason = end;
    return listen;
}

TEST(PlayRate, IsClippedToZeroAndOneAndUnknownWithoutADuration) {
    EXPECT_EQ(play_rate(Milliseconds(50), Milliseconds(200))->value(), 0.25);
    EXPECT_EQ(play_rate(Milliseconds(300), Milliseconds(200))->value(), 1.0);
    EXPECT_EQ(play_rate(Milliseconds(-5), Milliseconds(200))->value(), 0.0);
    EXPECT_FALSE(play_rate(Milliseconds(50), Milliseconds(0)));
}

TEST(Words, EveryEnumeratorOfTheHistoryRoundTrips) {
    for (const auto& [value, text] : words::intent) {
        EXPECT_EQ(intent_from(text), value);
        EXPECT_EQ(to_word(value), text);
    }
    for (const auto& [value, text] : words::end_reason) {
        EXPECT_EQ(end_reason_from(text), value);
    }
    for (const auto& [value, text] : words::start_reason) {
        EXPECT_EQ(start_reason_from(text), value);
    }
    for (const auto& [value, text] : words::reaction_kind) {
        EXPECT_EQ(reaction_kind_from(text), value);
    }
    EXPECT_FALSE(intent_from("Guess"));
    EXPECT_FALSE(end_reason_from(""));
}

TEST(Judgement, HeardToTheEndIsPositiveHoweverItEnded) {
    EXPECT_EQ(judge(heard(0.8, EndReason::next)), Judgement::positive);
    EXPECT_EQ(judge(heard(1.0, EndReason::finished)), Judgement::positive);
    EXPECT_EQ(judge(heard(0.9, EndReason::quit)), Judgement::positive);
}

TEST(Judgement, LittleHeardIsNegativeOnlyWhenTheListenerEndedIt) {
    EXPECT_EQ(judge(heard(0.1, EndReason::next)), Judgement::negative);
    EXPECT_EQ(judge(heard(0.2, EndReason::chose_other)), Judgement::negative);
    for (const auto end :
         {EndReason::quit, EndReason::stopped, EndReason::error, EndReason::sleep_timer,
          EndReason::interrupted, EndReason::previous, EndReason::unknown, EndReason::open}) {
        EXPECT_EQ(judge(heard(0.1, end)), Judgement::neutral) << to_word(end);
    }
}

TEST(Judgement, WhatLiesBetweenTheThresholdsIsNeutral) {
    EXPECT_EQ(judge(heard(0.21, EndReason::next)), Judgement::neutral);
    EXPECT_EQ(judge(heard(0.79, EndReason::next)), Judgement::neutral);
    EXPECT_EQ(judge(heard(0.5, EndReason::next), {.positive_from = 0.5, .negative_up_to = 0.1}),
              Judgement::positive);
}

TEST(Judgement, NotForMeIsNegativeAtAnyShareAndBrowsingNever) {
    EXPECT_EQ(judge(heard(0.95, EndReason::not_for_me)), Judgement::negative);
    auto browsed = heard(0.01, EndReason::next);
    browsed.browsing = true;
    EXPECT_EQ(judge(browsed), Judgement::neutral);
}

TEST(Judgement, PrivateListensSayNothing) {
    auto listen = heard(1.0, EndReason::finished);
    listen.private_session = true;
    EXPECT_EQ(judge(listen), Judgement::neutral);
}

}  // namespace
}  // namespace refrain
