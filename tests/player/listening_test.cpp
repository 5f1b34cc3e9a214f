// What is counted of a listen, what counts as browsing, what a click means.
#include "library_scanner/core/judgement.h"
#include "player/listening/browsing.h"
#include "player/listening/decisions.h"
#include "player/listening/listen_tracker.h"

#include <string>

#include <gtest/gtest.h>

namespace refrain {
namespace {

constexpr int rate = 1000;  // one frame is one millisecond

ListenTracker tracker_of(Milliseconds duration) {
    Listen about;
    about.title = "Says";
    about.duration = duration;
    return ListenTracker(about, rate);
}

/// What comes out of the sink, one piece behind the other.
struct Sound {
    std::int64_t at = 0;

    std::int64_t play(ListenTracker& tracker, std::int64_t begin, std::int64_t end) {
        FramesRendered span{PlayId(1), begin, end, 0, at, end - begin};
        at += span.frames;
        return tracker.rendered(span);
    }
};

TEST(ListenTracker, CountsWhatWasHeardToTheEnd) {
    Sound sound;
    ListenTracker tracker = tracker_of(Milliseconds(3000));
    sound.play(tracker, 0, 1000);
    sound.play(tracker, 1000, 3000);
    const Listen listen = tracker.ended(EndReason::finished, Milliseconds(9));
    EXPECT_EQ(listen.heard, Milliseconds(3000));
    EXPECT_EQ(listen.furthest, Milliseconds(3000));
    EXPECT_EQ(listen.paused, Milliseconds(0));
    EXPECT_EQ(listen.end_reason, EndReason::finished);
    EXPECT_EQ(listen.title, "Says");
}

TEST(ListenTracker, SeekingForwardIsNotHearing) {
    Sound sound;
    ListenTracker tracker = tracker_of(Milliseconds(10000));
    sound.play(tracker, 0, 2000);
    tracker.seeked(Milliseconds(2000), Milliseconds(9000));
    sound.play(tracker, 9000, 9500);
    const Listen listen = tracker.ended(EndReason::next, Milliseconds(0));
    EXPECT_EQ(listen.heard, Milliseconds(2500));
    EXPECT_EQ(listen.furthest, Milliseconds(9500));
    EXPECT_EQ(listen.seeks_forward, 1);
    EXPECT_EQ(listen.seeks_back, 0);
}

TEST(ListenTracker, HearingAPartAgainCountsTwiceButReachesNoFurther) {
    Sound sound;
    ListenTracker tracker = tracker_of(Milliseconds(10000));
    sound.play(tracker, 0, 4000);
    tracker.seeked(Milliseconds(4000), Milliseconds(1000));
    sound.play(tracker, 1000, 3000);
    const Listen listen = tracker.ended(EndReason::stopped, Milliseconds(0));
    EXPECT_EQ(listen.heard, Milliseconds(6000));
    EXPECT_EQ(listen.furthest, Milliseconds(4000));
    EXPECT_EQ(listen.seeks_back, 1);
}

TEST(ListenTracker, TwoPlacesThatSoundAtOnceAreHeardOnce) {
    ListenTracker tracker = tracker_of(Milliseconds(10000));
    EXPECT_EQ(tracker.rendered({PlayId(1), 0, 1020, 0, 500, 1020}), 1020);
    // The place asked for sounds from frame 1500 of the sink on, under the last 20 of what was left.
    EXPECT_EQ(tracker.rendered({PlayId(1), 7000, 7300, 1, 1500, 300}), 280);
    EXPECT_EQ(tracker.rendered({PlayId(1), 7300, 7400, 1, 1800, 100}), 100);
    EXPECT_EQ(tracker.so_far(Milliseconds(0)).heard, Milliseconds(1400));
    EXPECT_EQ(tracker.so_far(Milliseconds(0)).furthest, Milliseconds(7400));
}

TEST(ListenTracker, AtTwiceTheSpeedASecondOfSoundIsTwoSecondsHeard) {
    ListenTracker tracker = tracker_of(Milliseconds(10000));
    EXPECT_EQ(tracker.rendered({PlayId(1), 0, 2000, 0, 0, 1000}), 1000);
    EXPECT_EQ(tracker.so_far(Milliseconds(0)).heard, Milliseconds(2000));
}

TEST(ListenTracker, AddsUpPausesAndCountsOneThatGoesOn) {
    ListenTracker tracker = tracker_of(Milliseconds(10000));
    tracker.paused(Milliseconds(100));
    tracker.paused(Milliseconds(150));
    tracker.resumed(Milliseconds(400));
    tracker.resumed(Milliseconds(900));
    tracker.paused(Milliseconds(1000));
    EXPECT_EQ(tracker.so_far(Milliseconds(1250)).paused, Milliseconds(300 + 250));
    EXPECT_EQ(tracker.ended(EndReason::quit, Milliseconds(2000)).paused, Milliseconds(300 + 1000));
}

TEST(ListenTracker, IsOpenUntilItEnds) {
    const ListenTracker tracker = tracker_of(Milliseconds(10));
    EXPECT_EQ(tracker.so_far(Milliseconds(0)).end_reason, EndReason::open);
}

TEST(ListenTracker, TheDecoderKnowsTheLengthBetterThanTheTag) {
    ListenTracker tracker = tracker_of(Milliseconds(10));
    tracker.duration_known(Milliseconds(0));
    EXPECT_EQ(tracker.so_far(Milliseconds(0)).duration, Milliseconds(10));
    tracker.duration_known(Milliseconds(20));
    EXPECT_EQ(tracker.so_far(Milliseconds(0)).duration, Milliseconds(20));
}

TEST(ListenTracker, RoundsFramesToTheNearestMillisecond) {
    Sound sound;
    // 44,100 Hz: 66 frames are 1.497 ms, 67 are 1.519 ms.
    ListenTracker tracker(Listen{}, 44100);
    sound.play(tracker, 0, 66);
    EXPECT_EQ(tracker.so_far(Milliseconds(0)).heard, Milliseconds(1));
    sound.play(tracker, 66, 67);
    EXPECT_EQ(tracker.so_far(Milliseconds(0)).heard, Milliseconds(2));
}

TEST(ListenTracker, OnceMadePrivateItStaysSo) {
    ListenTracker tracker = tracker_of(Milliseconds(10));
    tracker.made_private();
    EXPECT_TRUE(tracker.ended(EndReason::next, Milliseconds(0)).private_session);
}

Listen heard_then(Milliseconds heard, EndReason reason) {
    Listen listen;
    listen.duration = Milliseconds(200000);
    listen.heard = heard;
    listen.end_reason = reason;
    return listen;
}

TEST(BrowsingRule, TheThirdShortOneInARowIsBrowsingAndSoAreThoseAfterIt) {
    BrowsingRule rule;
    EXPECT_FALSE(rule.ended(heard_then(Milliseconds(900), EndReason::next)));
    EXPECT_FALSE(rule.ended(heard_then(Milliseconds(4999), EndReason::chose_other)));
    EXPECT_TRUE(rule.ended(heard_then(Milliseconds(0), EndReason::next)));
    EXPECT_TRUE(rule.ended(heard_then(Milliseconds(700), EndReason::next)));
}

TEST(BrowsingRule, ListeningForFiveSecondsEndsTheRow) {
    BrowsingRule rule;
    rule.ended(heard_then(Milliseconds(900), EndReason::next));
    rule.ended(heard_then(Milliseconds(900), EndReason::next));
    EXPECT_FALSE(rule.ended(heard_then(Milliseconds(5000), EndReason::next)));
    EXPECT_FALSE(rule.ended(heard_then(Milliseconds(900), EndReason::next)));
}

TEST(BrowsingRule, OnlyGoingOnByChoiceIsBrowsing) {
    for (const EndReason reason : {EndReason::finished, EndReason::stopped, EndReason::error, EndReason::quit,
                                   EndReason::previous, EndReason::not_for_me}) {
        BrowsingRule rule;
        rule.ended(heard_then(Milliseconds(900), EndReason::next));
        rule.ended(heard_then(Milliseconds(900), EndReason::next));
        EXPECT_FALSE(rule.ended(heard_then(Milliseconds(900), reason))) << to_word(reason);
        EXPECT_FALSE(rule.ended(heard_then(Milliseconds(900), EndReason::next))) << to_word(reason);
    }
}

TEST(BrowsingRule, ABrowsedTrackIsNoNegative) {
    Listen listen = heard_then(Milliseconds(900), EndReason::next);
    EXPECT_EQ(judge(listen), Judgement::negative);
    listen.browsing = true;
    EXPECT_EQ(judge(listen), Judgement::neutral);
}

TEST(Decisions, EveryCauseHasItsReasons) {
    const auto check = [](Cause cause, EndReason end, StartReason start) {
        EXPECT_EQ(to_word(meaning_of(cause).end), to_word(end));
        EXPECT_EQ(to_word(meaning_of(cause).start), to_word(start));
    };
    check(Cause::next, EndReason::next, StartReason::next);
    check(Cause::previous, EndReason::previous, StartReason::previous);
    check(Cause::jumped, EndReason::chose_other, StartReason::chosen);
    check(Cause::played_other, EndReason::chose_other, StartReason::chosen);
    check(Cause::not_for_me, EndReason::not_for_me, StartReason::next);
    check(Cause::removed, EndReason::next, StartReason::next);
    check(Cause::track_ended, EndReason::finished, StartReason::track_ended);
    check(Cause::failed, EndReason::error, StartReason::track_ended);
    check(Cause::stopped, EndReason::stopped, StartReason::unknown);
    check(Cause::quit, EndReason::quit, StartReason::unknown);
}

TEST(Decisions, PreviousGoesBackEarlyInATrackAndRestartsLaterOrAtTheFirst) {
    EXPECT_EQ(previous_step(Milliseconds(3000), true), PreviousStep::go_back);
    EXPECT_EQ(previous_step(Milliseconds(3001), true), PreviousStep::restart);
    EXPECT_EQ(previous_step(Milliseconds(0), false), PreviousStep::restart);
}

TEST(Decisions, TheThirdFailureInARowStopsAndSaysSo) {
    const Error error{ErrorCode::not_found, "The file is not there any more", "/music/a.flac"};
    EXPECT_FALSE(after_failure(error, 1).stop);
    EXPECT_FALSE(after_failure(error, 2).stop);
    EXPECT_EQ(after_failure(error, 2).error.text(), error.text());
    const FailureStep third = after_failure(error, 3);
    EXPECT_TRUE(third.stop);
    EXPECT_EQ(third.error.path, "/music/a.flac");
    EXPECT_EQ(third.error.message,
              "Playback stopped because 3 files in a row could not be played. The last one: The file is not "
              "there any more");
}

}  // namespace
}  // namespace refrain
