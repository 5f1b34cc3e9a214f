// What was handed to the sink, what was heard: the ledger without any audio.
#include "player/engine/mixing/frame_ledger.h"

#include <map>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

MixedSpan span(std::int64_t play, std::int64_t at, std::int64_t begin, std::int64_t frames) {
    MixedSpan s;
    s.play = PlayId(play);
    s.at = at;
    s.frames = frames;
    s.begin = begin;
    s.end = begin + frames;
    return s;
}
MixedSpan end_of(std::int64_t play, std::int64_t at, std::int64_t followed_by = 0) {
    MixedSpan s;
    s.play = PlayId(play);
    s.at = at;
    s.ends = s.at_end = true;
    s.followed_by = PlayId(followed_by);
    return s;
}
void push(FrameLedger& ledger, std::int64_t frames, const std::vector<MixedSpan>& spans) {
    ledger.pushed(frames, spans);
}
template <class T>
const T& as(const EngineEvent& event) {
    return std::get<T>(event);
}

TEST(FrameLedger, TellsOnlyWhatTheSinkHasRendered) {
    FrameLedger ledger;
    push(ledger, 100, {span(1, 0, 500, 100)});
    EXPECT_TRUE(ledger.rendered(0).empty());
    const auto events = ledger.rendered(40);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(as<FramesRendered>(events[0]).begin, 500);
    EXPECT_EQ(as<FramesRendered>(events[0]).end, 540);
    EXPECT_EQ(ledger.pending(), 60);
}

TEST(FrameLedger, TellsTheEndOfATrackWhenItsLastFrameWasHeard) {
    FrameLedger ledger;
    push(ledger, 150, {span(1, 0, 0, 100), end_of(1, 100, 2), span(2, 100, 0, 50)});
    EXPECT_EQ(ledger.rendered(99).size(), 1U);
    const auto events = ledger.rendered(110);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(as<FramesRendered>(events[0]).end, 100);
    EXPECT_EQ(as<PlayEnded>(events[1]).play, PlayId(1));
    EXPECT_TRUE(as<PlayEnded>(events[1]).at_end);
    EXPECT_EQ(as<PlayEnded>(events[1]).followed_by, PlayId(2));
    EXPECT_EQ(as<FramesRendered>(events[2]).end, 10);
}

TEST(FrameLedger, TellsAnEndThatIsNoticedAfterTheLastFrameWasHeard) {
    FrameLedger ledger;
    push(ledger, 10, {span(1, 0, 0, 10)});
    ledger.rendered(10);
    push(ledger, 0, {end_of(1, 0)});
    EXPECT_FALSE(ledger.settled());
    const auto events = ledger.rendered(10);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<PlayEnded>(events[0]));
    EXPECT_TRUE(ledger.settled());
}

TEST(FrameLedger, CountsTwoPlaysThatSoundAtOnceEachForItself) {
    FrameLedger ledger;
    push(ledger, 100, {span(1, 0, 900, 60), end_of(1, 60), span(2, 20, 0, 80)});
    const auto first = ledger.rendered(30);
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(as<FramesRendered>(first[0]).end, 930);
    EXPECT_EQ(as<FramesRendered>(first[1]).end, 10);
    const auto rest = ledger.rendered(100);
    ASSERT_EQ(rest.size(), 3U);
    EXPECT_EQ(as<FramesRendered>(rest[0]).end, 960);
    EXPECT_TRUE(std::holds_alternative<PlayEnded>(rest[1]));
    EXPECT_EQ(as<FramesRendered>(rest[2]).end, 80);
}

TEST(FrameLedger, AtTwiceTheSpeedASecondOfSoundIsTwoSecondsOfTheTrack) {
    FrameLedger ledger;
    MixedSpan fast = span(1, 0, 0, 100);
    fast.end = 200;
    push(ledger, 100, {fast});
    const auto events = ledger.rendered(25);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(as<FramesRendered>(events[0]).end, 50);
    EXPECT_EQ(as<FramesRendered>(ledger.rendered(100)[0]).end, 200);
}

TEST(FrameLedger, SilenceBelongsToNoTrack) {
    FrameLedger ledger;
    push(ledger, 10, {});
    EXPECT_TRUE(ledger.settled());
    EXPECT_TRUE(ledger.rendered(10).empty());
}

TEST(FrameLedger, TellsWhereInTheSinkEachPlayWasHeardAlsoFromOneDeviceToTheNext) {
    FrameLedger ledger;
    push(ledger, 10, {});
    push(ledger, 100, {span(1, 0, 500, 100)});
    const auto first = ledger.rendered(50);
    EXPECT_EQ(as<FramesRendered>(first[0]).at, 10);
    EXPECT_EQ(as<FramesRendered>(first[0]).frames, 40);
    ledger.abandon();
    push(ledger, 30, {span(1, 5, 540, 25)});
    const auto second = ledger.rendered(30);
    EXPECT_EQ(as<FramesRendered>(second[0]).at, 50 + 5);
    EXPECT_EQ(as<FramesRendered>(second[0]).frames, 25);
    EXPECT_EQ(ledger.balance(), (SinkBalance{10 + 5, 0}));
}

TEST(FrameLedger, CountsSilenceAndWhatSoundsTogetherOnceItWasHeard) {
    FrameLedger ledger;
    // Nothing; one; one and two; one, two and three; two and three; nothing.
    push(ledger, 100, {span(1, 10, 0, 50), span(2, 30, 0, 60), span(3, 50, 0, 40), end_of(3, 90)});
    EXPECT_EQ(ledger.balance(), (SinkBalance{0, 0}));
    ledger.rendered(40);
    EXPECT_EQ(ledger.balance(), (SinkBalance{10, 10}));
    ledger.rendered(100);
    EXPECT_EQ(ledger.balance(), (SinkBalance{10 + 10, 20 + 2 * 10 + 30}));
}

TEST(FrameLedger, AFailureIsToldBehindTheLastFrame) {
    FrameLedger ledger;
    push(ledger, 10, {span(1, 0, 0, 10)});
    ledger.mark(PlayFailed{PlayId(1), {}});
    EXPECT_EQ(ledger.rendered(9).size(), 1U);
    EXPECT_EQ(ledger.rendered(10).size(), 2U);
}

TEST(FrameLedger, WhatADeviceTookWithItIsNotCountedButItsEndsAreTold) {
    FrameLedger ledger;
    push(ledger, 150, {span(1, 0, 0, 100), end_of(1, 100, 2), span(2, 100, 0, 50)});
    ledger.rendered(30);
    const auto events = ledger.abandon();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(as<PlayEnded>(events[0]).play, PlayId(1));
    EXPECT_TRUE(ledger.settled());
    push(ledger, 10, {span(2, 0, 50, 10)});
    EXPECT_EQ(ledger.rendered(10).size(), 1U);
}

TEST(FrameLedger, AnEndThatCameWithoutSoundIsToldThoughWhatWasHandedOverBehindItIsTakenBack) {
    FrameLedger ledger;
    push(ledger, 100, {span(1, 0, 0, 100)});
    push(ledger, 0, {end_of(1, 0, 2)});
    push(ledger, 50, {span(2, 0, 0, 50)});
    ledger.take_back(100);
    push(ledger, 50, {span(3, 0, 0, 50)});
    const auto events = ledger.rendered(150);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(as<PlayEnded>(events[1]).play, PlayId(1));
    EXPECT_EQ(as<FramesRendered>(events[2]).play, PlayId(3));
}

TEST(FrameLedger, AnEndThatIsHandedOverAgainIsToldOnceWhereItCameLast) {
    FrameLedger ledger;
    push(ledger, 100, {span(1, 0, 0, 100)});
    push(ledger, 0, {end_of(1, 0, 2)});
    push(ledger, 50, {span(2, 0, 0, 50)});
    ledger.take_back(100);
    // The mixer gives it again, and behind it this time.
    push(ledger, 50, {span(1, 0, 100, 50)});
    push(ledger, 0, {end_of(1, 0)});
    EXPECT_EQ(ledger.rendered(149).size(), 1U) << "not before the last of it was heard";
    const auto events = ledger.rendered(150);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(as<PlayEnded>(events[1]).play, PlayId(1));
    EXPECT_FALSE(as<PlayEnded>(events[1]).followed_by.valid());
}

TEST(FrameLedger, EveryFramePushedIsToldExactlyOnceHoweverTheSinkTakesThem) {
    EXPECT_TRUE(rc::check("pushed = told + pending, play by play", [] {
        FrameLedger ledger;
        std::int64_t sink = 0, pushed = 0, sounded = 0;
        std::map<std::int64_t, std::int64_t> told{{1, 0}, {2, 0}}, next{{1, 0}, {2, 0}};
        const auto count = [&told, &sounded](const std::vector<EngineEvent>& events) {
            for (const EngineEvent& event : events) {
                const auto& r = std::get<FramesRendered>(event);
                RC_ASSERT(r.begin == told[r.play.value()]);
                told[r.play.value()] = r.end;
                sounded += r.frames;
            }
        };
        for (int i = 0; i < 60; ++i) {
            if (*rc::gen::arbitrary<bool>()) {
                const auto n = *rc::gen::inRange<std::int64_t>(0, 50);
                std::vector<MixedSpan> spans;
                for (std::int64_t play = 1; play <= 2; ++play) {
                    const auto at = *rc::gen::inRange<std::int64_t>(0, n + 1);
                    spans.push_back(span(play, at, next[play], n - at));
                    next[play] += n - at;
                }
                push(ledger, n, spans);
                pushed += n;
            } else {
                sink += *rc::gen::inRange<std::int64_t>(0, pushed - sink + 1);
                count(ledger.rendered(sink));
            }
            RC_ASSERT(ledger.pending() == pushed - sink);
            RC_ASSERT(sounded + ledger.balance().silence - ledger.balance().overlap == sink);
        }
        count(ledger.rendered(pushed));
        RC_ASSERT(told == next);
        RC_ASSERT(ledger.settled());
    }));
}

}  // namespace
}  // namespace refrain
