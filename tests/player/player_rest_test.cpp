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

TEST(Sleep, FadesOverTheLastTenSeconds) {
    EXPECT_EQ(sleep_level(std::nullopt), 1.0);
    EXPECT_EQ(sleep_level(Milliseconds(10'001)), 1.0);
    EXPECT_EQ(sleep_level(Milliseconds(10'000)), 1.0);
    EXPECT_DOUBLE_EQ(sleep_level(Milliseconds(7500)), 0.75);
    EXPECT_EQ(sleep_level(Milliseconds(0)), 0.0);
    EXPECT_EQ(sleep_level(Milliseconds(-5)), 0.0);
}

TEST(Sleep, FadesTowardsTheTimeOrTheEndOfTheTrackThatWasMeant) {
    SleepMoment moment;
    moment.left = Milliseconds(11'000);
    EXPECT_EQ(left_until_rest(Until::time, moment), Milliseconds(11'000));
    EXPECT_EQ(left_until_rest(Until::end_of_track, moment), std::nullopt) << "rests at its end all the same";
    moment.left_of_track = Milliseconds(8000);
    EXPECT_EQ(left_until_rest(Until::end_of_track, moment), Milliseconds(8000));
    EXPECT_EQ(left_until_rest(Until::end_of_queue, moment), std::nullopt);
    moment.last_of_queue = true;
    EXPECT_EQ(left_until_rest(Until::end_of_queue, moment), Milliseconds(8000));
}

TEST(Sleep, ATrackHeardToItsEndIsFinishedHoweverItFaded) {
    EXPECT_EQ(asleep_end(Milliseconds(179'600), Milliseconds(180'000)), EndReason::finished);
    EXPECT_EQ(asleep_end(Milliseconds(179'000), Milliseconds(180'000)), EndReason::sleep_timer);
    EXPECT_EQ(asleep_end(Milliseconds(179'000), Milliseconds(0)), EndReason::sleep_timer);
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
    // Each step of the clock is followed by enough music for the sound to have heeded it.
    std::size_t frames = 30'000;
    for (const int left : {10'000, 7500, 5000, 2500}) {
        now = Milliseconds(1'060'000 - left);
        core->tick();
        EXPECT_LE(*core->next_tick(), now + Milliseconds(100)) << "steps too small to be heard";
        play_to(frames += 40'000);
        EXPECT_NEAR(tap.samples()[2 * (tap.frames() - 1)], 0.5 * std::pow(left / 10'000.0, 3), 1e-4) << left;
    }
    now += Milliseconds(2500);
    core->tick();
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen sleep_timer"));
    EXPECT_FALSE(state().sleep_timer.has_value());
    EXPECT_NEAR(static_cast<double>(listens[0].heard.count()), static_cast<double>(tap.frames()) / 44.1,
                20.0);
    EXPECT_EQ(state().volume, 1.0) << "the listener's own volume is as it was";
}

TEST_F(PlayerRest, WhatFollowsWithinTheFadeGoesOnUnderIt) {
    tap.hold_at(30'000);
    core->play({track("a", 100'000), track("b", 4'000'000)}, 0, StartReason::chosen);
    play_to(30'000);
    core->set_sleep_timer(SleepTimer{Until::time, Milliseconds(5000)});
    until_ready(2);
    play_to(200'000);
    until([this] { return current() == "b"; });
    EXPECT_EQ(state().state, PlaybackState::playing);
    EXPECT_NEAR(tap.samples()[2 * (tap.frames() - 1)], 0.5 * 0.125, 1e-4);
    now += Milliseconds(5000);
    core->tick();
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen finished", "b track_ended sleep_timer"));
}

TEST_F(PlayerRest, ATimerSetBeforeTheFirstSoundLetsItPlayForThatLong) {
    tap.hold_at(30'000);
    core->set_sleep_timer(SleepTimer{Until::time, Milliseconds(3000)});
    core->play({track("a", 4'000'000)}, 0, StartReason::chosen);
    play_to(30'000);
    EXPECT_EQ(state().state, PlaybackState::playing);
    EXPECT_NEAR(tap.samples()[2 * (tap.frames() - 1)], 0.5 * 0.027, 1e-4);
    now += Milliseconds(3000);
    core->tick();
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen sleep_timer"));
}

TEST_F(PlayerRest, PlayGoesOnAloudWhereTheTimerFadedOut) {
    tap.hold_at(30'000);
    core->play({track("a", 400'000)}, 0, StartReason::chosen);
    play_to(30'000);
    until([this] { return state().position > Milliseconds(400); });
    core->set_sleep_timer(SleepTimer{Until::time, Milliseconds(0)});
    tap.let_go();
    until_stopped();
    const Milliseconds place = state().position;
    EXPECT_GT(place, Milliseconds(400));
    EXPECT_GE(listens[0].heard, place) << "what was on its way was heard too, silently";
    core->play();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen sleep_timer", "a resumed finished"));
    EXPECT_NEAR(static_cast<double>(listens[1].heard.count()),
                400'000.0 / 44.1 - static_cast<double>(place.count()), 2.0);
    EXPECT_EQ(tap.samples()[2 * (tap.frames() - 2000)], 0.5F);
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
    constexpr std::size_t length = 600'000;
    tap.hold_at(10'000);
    core->play({track("a", length), track("b", 20'000)}, 0, StartReason::chosen);
    play_to(10'000);
    core->set_sleep_timer(SleepTimer{Until::end_of_track, {}});
    // How loud it may be, by what was known of the place at the hold before and is known at this one.
    const auto amplitude = [](std::size_t frames) {
        const double left = static_cast<double>(length - frames) / 44'100.0;
        return 0.5 * std::pow(std::min(left / 10.0, 1.0), 3);
    };
    std::size_t before = 10'000;
    for (std::size_t frames = 60'000; frames < length; frames += 60'000) {
        play_to(frames);
        const float heard = tap.samples()[2 * (tap.frames() - 1)];
        EXPECT_LE(heard, amplitude(before - 10'000) + 1e-4) << frames;
        EXPECT_GE(heard, amplitude(frames) - 1e-4) << frames;
        before = frames;
        until([&] {
            return state().position >= Milliseconds(static_cast<std::int64_t>(frames - 10'000) * 10 / 441);
        });
    }
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen finished"));
    EXPECT_EQ(current(), "b");
    EXPECT_FALSE(state().sleep_timer.has_value());
    EXPECT_EQ(queues_ended, 0);
    core->play();
    until_stopped();
    EXPECT_EQ(told().back(), "b chosen finished");
    EXPECT_EQ(tap.samples()[2 * (tap.frames() - 1000)], 0.5F) << "aloud";
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

TEST_F(PlayerRest, ADeviceLostWithNoOtherThereStopsAndPlayGoesOnAtTheSamePlace) {
    PlaybackSettings settings = as_recorded();
    settings.pause_on_removal = false;
    core->set_settings(settings);
    tap.hold_at(100'000);
    core->play({track("a", 400'000), track("b", 20'000)}, 0, StartReason::chosen);
    play_to(100'000);
    tap.lose_device(2);
    tap.let_go();
    until([this] { return state().error.has_value(); });
    EXPECT_EQ(state().state, PlaybackState::stopped);
    EXPECT_THAT(told(), ElementsAre("a chosen error"));
    const Milliseconds place = state().position;
    EXPECT_EQ(place, Milliseconds(tap.frames() * 1000 / testing_audio::rate))
        << "what the device took with it was not heard";
    tap.hold_at(tap.frames() + 100);
    core->play();
    EXPECT_EQ(state().state, PlaybackState::playing);
    EXPECT_EQ(state().position, place);
    EXPECT_TRUE(state().error.has_value()) << "nothing has sounded yet";
    tap.let_go();
    until_stopped();
    EXPECT_FALSE(state().error.has_value()) << "it sounds again";
    EXPECT_THAT(told(), ElementsAre("a chosen error", "a resumed finished", "b track_ended finished"));
    EXPECT_NEAR(static_cast<double>(listens[1].heard.count()),
                400'000.0 / 44.1 - static_cast<double>(place.count()), 2.0);
}

TEST_F(PlayerRest, ALossToldBeforeTheEngineKnewOfTheNewestPlayDoesNotStopIt) {
    tap.hold_at(10'000);
    core->play({track("a", 400'000)}, 0, StartReason::chosen);
    play_to(10'000);
    core->play({track("b", 20'000)}, 0, StartReason::chosen);
    // Of one play the engine knew when it lost its device; the second opens it anew.
    all_words_are_the_engines = false;
    core->handle(OutputFailed{Error{ErrorCode::not_found, "The audio device is gone", {}}, 1, PlayId(1)});
    EXPECT_EQ(state().state, PlaybackState::playing);
    EXPECT_FALSE(state().error.has_value());
    EXPECT_THAT(told(), ElementsAre("a chosen chose_other")) << "nothing more of it will be heard";
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen chose_other", "b chosen finished"));
}

TEST_F(PlayerRest, UnpluggedHeadphonesPauseIfSoSet) {
    core->play({track("a", 400'000)}, 0, StartReason::chosen);
    core->handle(OutputRemoved{OutputDevice{"phones", "Headphones"}});
    EXPECT_EQ(state().state, PlaybackState::paused);
    core->play();
    PlaybackSettings settings = as_recorded();
    settings.pause_on_removal = false;
    core->set_settings(settings);
    core->handle(OutputRemoved{OutputDevice{"phones", "Headphones"}});
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
