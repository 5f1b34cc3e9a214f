// Coming to rest, with the real engine and a clock wound by hand: sleep timer, stop after this track, devices
// that go away.
#include "player/listening/sleep.h"
#include "tests/player/player_bench.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Until = SleepTimer::Until;

TEST(Sleep, BeginsToFadeTenSecondsBeforeTheTime) {
    SleepMoment moment;
    moment.left = Milliseconds(10'001);
    EXPECT_FALSE(sleep_fade_now(Until::time, moment));
    moment.left = Milliseconds(10'000);
    EXPECT_EQ(sleep_fade_now(Until::time, moment), Milliseconds(10'000));
    moment.left = Milliseconds(-5);
    EXPECT_EQ(sleep_fade_now(Until::time, moment), Milliseconds(0));
}

TEST(Sleep, FadesOutWithTheTrackWhoseLengthIsKnown) {
    SleepMoment moment;
    EXPECT_FALSE(sleep_fade_now(Until::end_of_track, moment)) << "rests at its end all the same";
    moment.left_of_track = Milliseconds(10'001);
    EXPECT_FALSE(sleep_fade_now(Until::end_of_track, moment));
    moment.left_of_track = Milliseconds(8000);
    EXPECT_GE(sleep_fade_now(Until::end_of_track, moment), Milliseconds(8000));
    EXPECT_FALSE(sleep_fade_now(Until::end_of_queue, moment));
    moment.last_of_queue = true;
    EXPECT_GE(sleep_fade_now(Until::end_of_queue, moment), Milliseconds(8000));
}

TEST(Sleep, ATrackHeardToItsEndIsFinishedHoweverItFaded) {
    EXPECT_EQ(faded_end(Milliseconds(179'600), Milliseconds(180'000)), EndReason::finished);
    EXPECT_EQ(faded_end(Milliseconds(179'000), Milliseconds(180'000)), EndReason::sleep_timer);
    EXPECT_EQ(faded_end(Milliseconds(179'000), Milliseconds(0)), EndReason::sleep_timer);
}

TEST(Sleep, RestsAfterTheTrackThatWasMeant) {
    EXPECT_FALSE(rests_after_track(false, std::nullopt, true));
    EXPECT_TRUE(rests_after_track(true, std::nullopt, false));
    EXPECT_TRUE(rests_after_track(false, SleepTimer{Until::end_of_track, {}}, false));
    EXPECT_FALSE(rests_after_track(false, SleepTimer{Until::end_of_queue, {}}, false));
    EXPECT_TRUE(rests_after_track(false, SleepTimer{Until::end_of_queue, {}}, true));
    EXPECT_FALSE(rests_after_track(false, SleepTimer{Until::time, Milliseconds(5)}, true));
}

class PlayerRest : public PlayerBench {};

TEST_F(PlayerRest, TheTimerCountsDownAndFadesOutOverItsLastSeconds) {
    tap.hold_at(30'000);
    core->play({track("a", 4'000'000)}, 0, StartReason::chosen);
    play_to(30'000);
    core->set_sleep_timer(SleepTimer{Until::time, Milliseconds(60'000)});
    ASSERT_TRUE(core->next_tick().has_value());
    EXPECT_LE(*core->next_tick(), now + Milliseconds(50'000));
    now += Milliseconds(49'000);
    core->tick();
    EXPECT_EQ(state().sleep_timer->left, Milliseconds(11'000));
    now += Milliseconds(9000);
    core->tick();
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen sleep_timer"));
    EXPECT_FALSE(state().sleep_timer.has_value());
    const auto samples = tap.samples();
    // Two seconds were left: 88,200 frames from where it was held on, give or take what was mixed ahead.
    const std::size_t frames = samples.size() / 2;
    EXPECT_NEAR(static_cast<double>(frames), 30'000.0 + 88'200.0, 10'000.0);
    EXPECT_NEAR(samples[2 * (frames - 44'100)], 0.25, 0.02) << "half the way, half the amplitude";
    EXPECT_LT(samples[2 * (frames - 1)], 0.01);
    EXPECT_NEAR(static_cast<double>(listens[0].heard.count()), static_cast<double>(frames) / 44.1, 20.0);
}

TEST_F(PlayerRest, PlayGoesOnWhereTheTimerFadedOut) {
    tap.hold_at(30'000);
    core->play({track("a", 400'000)}, 0, StartReason::chosen);
    play_to(30'000);
    core->set_sleep_timer(SleepTimer{Until::time, Milliseconds(0)});
    tap.let_go();
    until_stopped();
    const Milliseconds place = state().position;
    EXPECT_GT(place, Milliseconds(500));
    core->play();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen sleep_timer", "a resumed finished"));
    const double all = 400'000.0 / 44.1;
    EXPECT_NEAR(static_cast<double>((listens[0].heard + listens[1].heard).count()), all, 20.0);
}

TEST_F(PlayerRest, ATimerCalledOffWhileItFadesLetsTheSameListenGoOn) {
    tap.hold_at(30'000);
    core->play({track("a", 400'000)}, 0, StartReason::chosen);
    play_to(30'000);
    core->set_sleep_timer(SleepTimer{Until::time, Milliseconds(9000)});
    play_to(60'000);
    core->set_sleep_timer(std::nullopt);
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen finished"));
    EXPECT_EQ(tap.samples()[2 * (tap.frames() - 2000)], 0.5F) << "at full loudness again";
}

TEST_F(PlayerRest, AtTheEndOfTheTrackItRestsAndTheNextOneWaits) {
    tap.hold_at(10'000);
    core->play({track("a", 600'000), track("b", 20'000)}, 0, StartReason::chosen);
    play_to(10'000);
    core->set_sleep_timer(SleepTimer{Until::end_of_track, {}});
    // 9.75 of 13.6 s are left when the sound is held.
    play_to(170'000);
    until([this] { return state().position > Milliseconds(3700); });
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen finished"));
    EXPECT_EQ(tap.samples()[2 * 100'000], 0.5F) << "more than ten seconds are left";
    EXPECT_NEAR(tap.samples()[2 * 380'000], 0.25F, 0.03F) << "five seconds are left";
    EXPECT_LT(tap.samples()[2 * (tap.frames() - 1)], 0.05F);
    EXPECT_EQ(current(), "b");
    EXPECT_FALSE(state().sleep_timer.has_value());
    EXPECT_EQ(queues_ended, 0);
    core->play();
    until_stopped();
    EXPECT_EQ(told().back(), "b chosen finished");
}

TEST_F(PlayerRest, AtTheEndOfTheQueueItDoesNotGoOnWithTheAutomaticTail) {
    tap.hold_at(1000);
    core->play(tracks({"a", "b"}, 20'000), 0, StartReason::chosen);
    core->replace_automatic({track("guess", 20'000)}, 0);
    core->set_sleep_timer(SleepTimer{Until::end_of_queue, {}});
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen finished", "b track_ended finished"));
    EXPECT_FALSE(state().sleep_timer.has_value());
}

TEST_F(PlayerRest, ATimerThatRunsOutDuringAPauseIsOver) {
    tap.hold_at(30'000);
    core->play({track("a", 400'000)}, 0, StartReason::chosen);
    play_to(30'000);
    core->set_sleep_timer(SleepTimer{Until::time, Milliseconds(60'000)});
    core->pause();
    now += Milliseconds(61'000);
    core->tick();
    EXPECT_EQ(state().state, PlaybackState::paused);
    EXPECT_FALSE(state().sleep_timer.has_value());
}

TEST_F(PlayerRest, StopAfterThisTrackStopsOnceAndLetsTheNextOneWait) {
    tap.hold_at(1000);
    core->play(tracks({"a", "b", "c"}, 20'000), 0, StartReason::chosen);
    core->set_stop_after_current(true);
    EXPECT_TRUE(state().stop_after_current);
    tap.let_go();
    until_stopped();
    EXPECT_FALSE(state().stop_after_current);
    EXPECT_EQ(tap.frames(), 20'000U);
    EXPECT_EQ(tap.samples().back(), 0.25F) << "to its last frame, not faded";
    EXPECT_EQ(current(), "b");
    core->play();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen finished", "b chosen finished", "c track_ended finished"));
}

TEST_F(PlayerRest, ALostDeviceStopsAndPlayGoesOnAtTheSamePlace) {
    tap.hold_at(100'000);
    core->play({track("a", 400'000), track("b", 20'000)}, 0, StartReason::chosen);
    play_to(100'000);
    until([this] { return state().position > Milliseconds(2000); });
    const Milliseconds place = state().position;
    core->handle(OutputFailed{Error{ErrorCode::not_found, "No audio device could be opened", {}}});
    EXPECT_EQ(state().state, PlaybackState::stopped);
    EXPECT_THAT(told(), ElementsAre("a chosen error"));
    EXPECT_EQ(state().position, place);
    ASSERT_TRUE(state().error.has_value());
    core->play();
    EXPECT_EQ(state().state, PlaybackState::playing);
    EXPECT_EQ(state().position, place);
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen error", "a resumed finished", "b track_ended finished"));
    EXPECT_NEAR(static_cast<double>(listens[1].heard.count()),
                400'000.0 / 44.1 - static_cast<double>(place.count()), 2.0);
}

TEST_F(PlayerRest, UnpluggedHeadphonesPauseIfSoSet) {
    core->play({track("a", 400'000)}, 0, StartReason::chosen);
    core->handle(OutputRemoved{OutputDevice{"phones", "Headphones"}});
    EXPECT_EQ(state().state, PlaybackState::paused);
    core->play();
    PlaybackSettings settings = as_recorded();
    settings.pause_on_removal = false;
    core->set_settings(settings);
    core->output_removed();
    EXPECT_EQ(state().state, PlaybackState::playing);
}

TEST_F(PlayerRest, WhatIsConnectedIsShown) {
    const OutputDevice device{"alsa:1", "Loudspeakers"};
    core->handle(DevicesChanged{{device}});
    EXPECT_THAT(state().devices, ElementsAre(device));
    core->handle(DevicesChanged{{}});
    EXPECT_THAT(state().devices, IsEmpty());
}

}  // namespace
}  // namespace refrain
