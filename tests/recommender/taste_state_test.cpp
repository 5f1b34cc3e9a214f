#include "recommender/ranking/activation.h"
#include "recommender/ranking/features.h"
#include "tests/recommender/listening_world.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain::ranking {
namespace {

using namespace refrain::test;

/// Listens of six tracks and of none, in and out of sessions, of every judgement.
std::vector<Listen> any_history() {
    std::vector<Listen> listens;
    UtcTime at = kNow - days(30);
    for (int i = *rc::gen::inRange(0, 60); i > 0; --i) {
        at += minutes(*rc::gen::element(0, 3, 29, 35, 600));
        Listen l = *rc::gen::arbitrary<bool>() ? finished(*rc::gen::inRange(1, 8), at)
                                               : skipped(*rc::gen::inRange(1, 8), at);
        l.browsing = *rc::gen::weightedElement<bool>({{6, false}, {1, true}});
        l.end_reason = *rc::gen::element(l.end_reason, EndReason::quit);
        listens.push_back(l);
    }
    return listens;
}

RC_GTEST_PROP(TasteState, ListenByListenIsTheSameAsAllAtOnce, ()) {
    const Catalogue catalogue(library(many_tracks(6, {"a", "b"})));
    const EventLog log = project(catalogue, any_history());
    const TasteState at_once(catalogue, log.all());
    TasteState step_by_step;
    for (const Event& e : log.all()) {
        step_by_step.append(catalogue, e);
    }
    RC_ASSERT(step_by_step.appended() == log.all().size());
    const Taste a(catalogue, at_once, log.all(), kNow), b(catalogue, step_by_step, log.all(), kNow);
    RC_ASSERT(a.familiar_share() == b.familiar_share());
    RC_ASSERT(at_once.verdicts() == step_by_step.verdicts());
    for (TrackIndex anchor = 0; anchor < 6; ++anchor) {
        const Features fa(catalogue, a, anchor), fb(catalogue, b, anchor);
        RC_ASSERT(fa.context() == fb.context());
        for (TrackIndex i = 0; i < 6; ++i) {
            RC_ASSERT(fa.of(i) == fb.of(i));
            RC_ASSERT(a.activation(i) == b.activation(i));
        }
    }
}

RC_GTEST_PROP(TasteState, CountsWhatTheHistoryHolds, ()) {
    const Catalogue catalogue(library(many_tracks(6, {"a", "b"})));
    const EventLog log = project(catalogue, any_history());
    const TasteState state(catalogue, log.all());
    for (TrackIndex i = 0; i < 6; ++i) {
        int heard = 0, done = 0, left = 0;
        for (const Event& e : log.all()) {
            if (e.track == i && !e.browsing) {
                ++heard;
                done += e.evidence > 0.0F;
                left += e.evidence < 0.0F;
            }
        }
        const TrackFacts* facts = state.facts(i);
        RC_ASSERT((facts == nullptr) == (heard == 0));
        if (facts != nullptr) {
            RC_ASSERT(facts->heard == heard);
            RC_ASSERT(facts->finished == done);
            RC_ASSERT(facts->skipped == left);
        }
    }
}

TEST(TasteState, NeighboursAreTheSixUnskippedBeforeByTheirDistance) {
    const Catalogue catalogue(library(many_tracks(6, {"a"})));
    const EventLog log =
        project(catalogue, {finished(1, kNow - minutes(30)), skipped(2, kNow - minutes(20)),
                            finished(3, kNow - minutes(15)), finished(4, kNow - minutes(10))});
    const TasteState state(catalogue, log.all());
    ASSERT_EQ(state.near(0).size(), 2U);
    EXPECT_EQ(state.near(0)[0].to, 2U);
    EXPECT_EQ(state.near(0)[0].weight, 1.0) << "the skipped one between them is passed over";
    EXPECT_EQ(state.near(0)[1].weight, 0.5);
    EXPECT_TRUE(state.near(1).empty());
    EXPECT_TRUE(state.in_session(kNow));
    EXPECT_FALSE(state.in_session(kNow + hours(1)));
}

}  // namespace
}  // namespace refrain::ranking
