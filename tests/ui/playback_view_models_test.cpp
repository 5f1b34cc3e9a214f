// What the transport bar, the panel behind it and the settings do to the real player, and how they learn of
// it.
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/desktop_view_model.h"
#include "ui/view_models/equaliser_view_model.h"
#include "ui/view_models/player_view_model.h"
#include "ui/view_models/sleep_view_model.h"
#include "ui/view_models/sound_view_model.h"
#include "ui/view_models/stretch_view_model.h"

#include <map>

#include <QSignalSpy>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::wait_until;

class PlaybackViewModels : public testing::Test {
  protected:
    PlayerState state() {
        services_.player->settle();
        return services_.player->state();
    }

    test::Services services_;
    PlayerFollower follower_{*services_.player};
    PlayerViewModel player_{*services_.player, follower_};
    SleepViewModel sleep_{*services_.player, follower_};
    StretchViewModel stretch_{*services_.player, follower_};
    PlaybackEditor editor_{*services_.player, follower_};
    SoundViewModel sound_{editor_, follower_};
    EqualiserViewModel equaliser_{editor_};
};

TEST_F(PlaybackViewModels, ShuffleIsASwitch) {
    EXPECT_FALSE(player_.shuffle());
    player_.set_shuffle(true);
    EXPECT_TRUE(wait_until([&] { return player_.shuffle(); }));
    player_.set_shuffle(false);
    EXPECT_TRUE(wait_until([&] { return !player_.shuffle(); }));
}

TEST_F(PlaybackViewModels, RepeatGoesFromOffToTheQueueToTheTrackAndOffAgain) {
    using Repeat = PlayerViewModel::Repeat;
    for (const Repeat next : {Repeat::All, Repeat::One, Repeat::Off}) {
        player_.turnRepeat();
        ASSERT_TRUE(wait_until([&] { return player_.repeat() == next; }));
    }
    EXPECT_EQ(state().repeat, RepeatMode::off);
}

TEST_F(PlaybackViewModels, SpeedIsKeptWithinItsRangeAndNamedOnlyWhenItIsOutOfTheOrdinary) {
    EXPECT_EQ(player_.speed_text(), "");
    player_.set_speed(1.25);
    ASSERT_TRUE(wait_until([&] { return player_.speed() == 1.25; }));
    EXPECT_EQ(player_.speed_text(), QStringLiteral("1.25×"));
    player_.set_speed(9.0);
    EXPECT_TRUE(wait_until([&] { return player_.speed() == 3.0; }));
    player_.set_speed(0.1);
    EXPECT_TRUE(wait_until([&] { return player_.speed() == 0.5; }));
}

TEST_F(PlaybackViewModels, TheSleepTimerSaysWhatItWaitsFor) {
    EXPECT_EQ(sleep_.until(), SleepViewModel::Until::Never);
    EXPECT_EQ(sleep_.text(), "");
    sleep_.sleepAtEndOfQueue();
    ASSERT_TRUE(wait_until([&] { return sleep_.until() == SleepViewModel::Until::EndOfQueue; }));
    EXPECT_EQ(sleep_.text(), "after the queue");
    sleep_.sleepIn(45);
    ASSERT_TRUE(wait_until([&] { return sleep_.until() == SleepViewModel::Until::Time; }));
    EXPECT_EQ(sleep_.minutes(), 45);
    EXPECT_TRUE(sleep_.text().startsWith(QStringLiteral("4"))) << sleep_.text().toStdString();
    sleep_.stayAwake();
    EXPECT_TRUE(wait_until([&] { return sleep_.until() == SleepViewModel::Until::Never; }));
}

TEST(SleepText, CountsMinutesUpwardsAndTheLastOneInSeconds) {
    EXPECT_EQ(sleep_text(Milliseconds(30 * 60'000)), "30 min");
    EXPECT_EQ(sleep_text(Milliseconds(29 * 60'000 + 1)), "30 min");
    EXPECT_EQ(sleep_text(Milliseconds(60'001)), "2 min");
    EXPECT_EQ(sleep_text(Milliseconds(60'000)), "60 s");
    EXPECT_EQ(sleep_text(Milliseconds(1)), "1 s");
    EXPECT_EQ(sleep_text(Milliseconds(0)), "0 s");
}

TEST_F(PlaybackViewModels, StopAfterThisTrackIsASwitch) {
    sleep_.set_stop_after_track(true);
    EXPECT_TRUE(wait_until([&] { return sleep_.stop_after_track(); }));
    EXPECT_TRUE(state().stop_after_current);
}

TEST_F(PlaybackViewModels, TheEqualiserNamesTheCurveUntilOneBandIsMoved) {
    EXPECT_EQ(equaliser_.preset_name(), "Flat");
    const int rock = static_cast<int>(equaliser_.presets().indexOf(QStringLiteral("Rock")));
    ASSERT_GT(rock, 0);
    equaliser_.set_preset(rock);
    EXPECT_TRUE(equaliser_.enabled()) << "who chooses a curve wants to hear it";
    EXPECT_EQ(equaliser_.preset_name(), "Rock");
    equaliser_.setGain(0, -30.0);
    EXPECT_EQ(equaliser_.preset(), -1);
    EXPECT_EQ(equaliser_.gains().at(0).toDouble(), -12.0) << "clipped to its range";
    EXPECT_TRUE(wait_until([&] { return state().settings.equaliser.gain_db[0] == -12.0; }));
    EXPECT_TRUE(state().settings.equaliser.enabled);
}

TEST_F(PlaybackViewModels, TheCurveOfTheEqualiserFollowsItsBands) {
    equaliser_.setGain(9, 6.0);
    const QVariantList curve = equaliser_.curve();
    ASSERT_EQ(curve.size(), EqualiserViewModel::curve_points);
    EXPECT_NEAR(curve.first().toDouble(), 0.0, 0.01);
    // A shelf reaches its gain beyond its middle, and half of it in the middle.
    EXPECT_GT(curve.last().toDouble(), 4.0);
    EXPECT_NEAR(equaliser_.places().last().toDouble(), 0.9585, 0.001) << "log(15011 / 20) / log(1000)";
}

TEST_F(PlaybackViewModels, TheEqualiserHasTenBandsFromDeepToHigh) {
    ASSERT_EQ(equaliser_.bands().size(), 10);
    EXPECT_EQ(equaliser_.bands().first(), "29 Hz");
    EXPECT_EQ(equaliser_.bands().last(), "15 kHz");
}

TEST_F(PlaybackViewModels, ASettingIsSeenAtOnceAndReachesThePlayer) {
    sound_.set_crossfade(4.5);
    sound_.set_gain(SoundViewModel::Gain::Album);
    sound_.set_preamp(99.0);
    sound_.set_mono(true);
    EXPECT_EQ(sound_.crossfade(), 4.5);
    EXPECT_EQ(sound_.preamp(), 15.0) << "clipped to its range";
    const PlaybackSettings settings = state().settings;
    EXPECT_EQ(settings.fades.crossfade, Milliseconds(4500));
    EXPECT_EQ(settings.replay_gain.mode, ReplayGainMode::album);
    EXPECT_EQ(settings.replay_gain.preamp_db, 15.0);
    EXPECT_TRUE(settings.mono);
}

TEST_F(PlaybackViewModels, ReportsOfOlderChangesDoNotTakeBackNewerOnes) {
    std::vector<double> seen;
    QObject::connect(&sound_, &SoundViewModel::changed, [&] { seen.push_back(sound_.crossfade()); });
    for (int step = 1; step <= 20; ++step) {
        sound_.set_crossfade(step * 0.5);
        // The player's answers to the first steps arrive among the later ones.
        QCoreApplication::processEvents();
    }
    services_.player->settle();
    QCoreApplication::processEvents();
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
    EXPECT_EQ(sound_.crossfade(), 10.0);
}

TEST_F(PlaybackViewModels, AChangeMadeElsewhereIsShown) {
    PlaybackSettings settings;
    settings.mono = true;
    settings.resume_long_audio = false;
    services_.player->set_settings(settings);
    EXPECT_TRUE(wait_until([&] { return sound_.mono() && !sound_.resume_long_audio(); }));
}

TEST_F(PlaybackViewModels, ResettingAGroupLeavesTheOthersAsTheyAre) {
    sound_.set_crossfade(6.0);
    sound_.set_preamp(3.0);
    sound_.resetFades();
    EXPECT_EQ(sound_.crossfade(), 0.0);
    EXPECT_EQ(sound_.preamp(), 3.0);
    sound_.resetLoudness();
    EXPECT_EQ(sound_.preamp(), 0.0);
    EXPECT_EQ(sound_.unknown_gain(), -6.0);
}

TEST_F(PlaybackViewModels, ADeviceThatIsNotConnectedStaysInTheListAndIsSaidToBeMissing) {
    PlaybackSettings settings;
    settings.output_device = "usb-headphones";
    services_.player->set_settings(settings);
    ASSERT_TRUE(wait_until([&] { return sound_.device_missing(); }));
    const QVariantMap chosen = sound_.devices().at(sound_.device()).toMap();
    EXPECT_EQ(chosen.value(QStringLiteral("name")).toString(), "usb-headphones");
    EXPECT_EQ(chosen.value(QStringLiteral("note")).toString(), "not connected");
    sound_.set_device(0);
    EXPECT_FALSE(sound_.device_missing());
    EXPECT_EQ(state().settings.output_device, "");
}

TEST(DesktopSwitches, AreReadAndWrittenUnderTheirKeys) {
    std::map<QString, QVariant> kept{{QStringLiteral("desktop/tray"), false}};
    DesktopViewModel desktop([&](const QString& key) { return kept.count(key) ? kept.at(key) : QVariant(); },
                             [&](const QString& key, const QVariant& value) { kept[key] = value; });
    EXPECT_FALSE(desktop.tray());
    EXPECT_TRUE(desktop.notifications()) << "on unless it was switched off";
    desktop.set_notifications(false);
    desktop.set_close_to_tray(true);
    EXPECT_EQ(kept.at(QStringLiteral("desktop/notifications")), QVariant(false));
    EXPECT_EQ(kept.at(QStringLiteral("desktop/close_to_tray")), QVariant(true));
}

/// With something that plays, so that there is a track to set A and B in.
class StretchOfATrack : public PlaybackViewModels {
  protected:
    StretchOfATrack() {
        QueueEntry entry;
        entry.path = services_.tone(20);
        entry.title = "Tone";
        entry.duration = Milliseconds(20'000);
        services_.player->play({entry});
        services_.player->pause();
        services_.player->settle();
        events_turn();
    }
    static void events_turn() { QCoreApplication::processEvents(); }
};

TEST_F(StretchOfATrack, OneKeySetsABAndThenClears) {
    stretch_.step(5000);
    ASSERT_TRUE(wait_until([&] { return stretch_.from() == 5000; }));
    EXPECT_EQ(stretch_.to(), -1);
    stretch_.step(9000);
    ASSERT_TRUE(wait_until([&] { return stretch_.complete(); }));
    EXPECT_EQ(stretch_.to(), 9000);
    stretch_.step(9500);
    EXPECT_TRUE(wait_until([&] { return stretch_.from() == -1; }));
}

TEST_F(StretchOfATrack, ABeginningMovedBehindTheEndDropsTheEnd) {
    stretch_.setFrom(5000);
    ASSERT_TRUE(wait_until([&] { return stretch_.from() == 5000; }));
    stretch_.setTo(9000);
    ASSERT_TRUE(wait_until([&] { return stretch_.complete(); }));
    stretch_.setFrom(12000);
    ASSERT_TRUE(wait_until([&] { return stretch_.from() == 12000; }));
    EXPECT_FALSE(stretch_.complete());
}

TEST_F(StretchOfATrack, AnEndWithoutABeginningTakesTheTrackFromItsStart) {
    stretch_.setTo(7000);
    ASSERT_TRUE(wait_until([&] { return stretch_.complete(); }));
    EXPECT_EQ(stretch_.from(), 0);
}

}  // namespace
}  // namespace refrain
