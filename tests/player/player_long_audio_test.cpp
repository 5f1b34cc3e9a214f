// Long audio and loudness, with the real engine: a stretch heard again and again, speed, resume points,
// gains.
#include "tests/player/player_bench.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;

constexpr double frames_per_ms = testing_audio::rate / 1000.0;

class PlayerStretch : public PlayerBench {};

TEST_F(PlayerStretch, IsPlayedAgainAndAgainToTheFrameWithinOneListen) {
    // Longer than what a sink at maximum speed has waiting, so that the fifth round is the last one begun
    // when the stretch is lifted. 100 ms to 400 ms: frames 4,410 to 17,640.
    constexpr std::size_t a = 4410, b = 17'640, round = b - a, rounds = 5, length = 20'000;
    tap.hold_at(2000);
    core->play({counted("a", length), counted("b", 5000)}, 0, StartReason::chosen);
    play_to(2000);
    core->set_stretch(RepeatStretch{Milliseconds(100), Milliseconds(400)});
    EXPECT_TRUE(state().stretch->complete());
    const auto jumps = state().seek_revision;
    play_to(b + (rounds - 1) * round + 1000);
    until([&] { return state().seek_revision == jumps + rounds; });
    EXPECT_EQ(current(), "a");
    EXPECT_LT(state().position, Milliseconds(400));
    core->set_stretch(std::nullopt);
    tap.let_go();
    until_stopped();
    const auto samples = tap.samples();
    constexpr std::size_t last_round = b + (rounds - 1) * round, all = last_round + length - a;
    ASSERT_EQ(samples.size() / 2, all + 5000);
    for (std::size_t i = 0; i < all; ++i) {
        const std::size_t frame = i < b ? i : i < last_round ? a + (i - b) % round : a + i - last_round;
        ASSERT_EQ(samples[2 * i], static_cast<float>(frame + 1) / 32768.0F) << "frame " << i;
    }
    EXPECT_THAT(told(), ElementsAre("a chosen finished", "b track_ended finished"));
    EXPECT_NEAR(static_cast<double>(listens[0].heard.count()), all / frames_per_ms, 0.5)
        << "every round counts";
    EXPECT_EQ(listens[0].furthest, listens[0].duration);
    EXPECT_EQ(listens[0].seeks_back, 0) << "the listener did not wind";
    EXPECT_EQ(listens[0].rate()->value(), 1.0) << "and yet no track is heard more than wholly";
}

TEST_F(PlayerStretch, WithBAtThePlaceThatPlaysItGoesBackToAAtOnce) {
    tap.hold_at(50'000);
    core->play({track("a", 200'000)}, 0, StartReason::chosen);
    play_to(50'000);
    until([this] { return state().position > Milliseconds(1000); });
    core->set_stretch(RepeatStretch{Milliseconds(500), Milliseconds(-1)});
    EXPECT_FALSE(state().stretch->complete());
    core->set_stretch(RepeatStretch{Milliseconds(500), state().position});
    EXPECT_EQ(state().position, Milliseconds(500));
    core->next();
    EXPECT_FALSE(state().stretch.has_value());
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen next"));
}

TEST_F(PlayerStretch, EndsWhenTheListenerWindsOutOfIt) {
    tap.hold_at(2000);
    core->play({track("a", 60'000)}, 0, StartReason::chosen);
    play_to(2000);
    core->set_stretch(RepeatStretch{Milliseconds(100), Milliseconds(300)});
    core->seek(Milliseconds(800));
    EXPECT_FALSE(state().stretch.has_value());
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen finished"));
}

TEST_F(PlayerStretch, IsKeptWithinTheTrack) {
    tap.hold_at(2000);
    core->play({track("a", 44'100)}, 0, StartReason::chosen);
    play_to(2000);
    until([this] { return state().duration == Milliseconds(1000); });
    core->set_stretch(RepeatStretch{Milliseconds(-50), Milliseconds(9000)});
    EXPECT_EQ(state().stretch, (RepeatStretch{Milliseconds(0), Milliseconds(1000)}));
    core->set_stretch(RepeatStretch{Milliseconds(200), Milliseconds(201)});
    EXPECT_EQ(state().stretch, (RepeatStretch{Milliseconds(200), Milliseconds(300)}));
}

class PlayerLongAudio : public PlayerBench {
  protected:
    QueueEntry book(const std::string& title, std::int64_t frames) {
        QueueEntry entry = track(title, frames);
        entry.long_audio = true;
        return entry;
    }
};

TEST_F(PlayerLongAudio, GoesOnWhereItWasLeft) {
    tap.hold_at(100'000);
    const QueueEntry novel = book("novel", 400'000);
    core->play({novel}, 0, StartReason::chosen);
    play_to(100'000);
    until([this] { return state().position > Milliseconds(2000); });
    const Milliseconds left = state().position;
    core->play({track("song", 8000)}, 0, StartReason::chosen);
    tap.let_go();
    until_stopped();
    EXPECT_EQ(state().resumed_from, Milliseconds(0));
    tap.hold_at(tap.frames() + 1);
    core->play({novel}, 0, StartReason::chosen);
    EXPECT_EQ(state().resumed_from, left);
    EXPECT_EQ(state().position, left);
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(),
                ElementsAre("novel chosen chose_other", "song chosen finished", "novel chosen finished"));
    EXPECT_NEAR(static_cast<double>(listens[2].heard.count()),
                400'000 / frames_per_ms - static_cast<double>(left.count()), 2.0);
    EXPECT_TRUE(memory.points.empty()) << "heard to its end, it begins anew";
}

TEST_F(PlayerLongAudio, GoesOnWhereItWasLeftAlsoBehindAnotherTrack) {
    memory.points[{0, (folder / "novel.wav").native()}] = {
        {}, (folder / "novel.wav").native(), Milliseconds(5000)};
    quit();
    start();
    core->play({track("song", 8000), book("novel", 400'000)}, 0, StartReason::chosen);
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("song chosen finished", "novel track_ended finished"));
    EXPECT_NEAR(static_cast<double>(listens[1].heard.count()), 400'000 / frames_per_ms - 5000, 2.0);
}

TEST_F(PlayerLongAudio, BeginsAnewWhereTheListenerDoesNotWantItToGoOn) {
    memory.points[{0, (folder / "novel.wav").native()}] = {
        {}, (folder / "novel.wav").native(), Milliseconds(5000)};
    quit();
    PlaybackSettings settings;
    settings.resume_long_audio = false;
    start(settings);
    tap.hold_at(100);
    core->play({book("novel", 400'000)}, 0, StartReason::chosen);
    EXPECT_EQ(state().position, Milliseconds(0));
}

TEST_F(PlayerLongAudio, ItsSpeedEndsWithIt) {
    tap.hold_at(1000);
    core->play({book("one", 200'000), book("two", 200'000), track("song", 44'100)}, 0, StartReason::chosen);
    core->set_speed(2.0);
    EXPECT_EQ(state().speed, 2.0);
    tap.let_go();
    until([this] { return current() == "song"; });
    EXPECT_EQ(state().speed, 1.0);
    until_stopped();
    EXPECT_THAT(told(),
                ElementsAre("one chosen finished", "two track_ended finished", "song track_ended finished"));
    EXPECT_EQ(listens[2].heard, Milliseconds(1000));
    core->set_speed(17.0);
    EXPECT_EQ(state().speed, 3.0);
    core->set_speed(std::nan(""));
    EXPECT_EQ(state().speed, 3.0);
}

TEST_F(PlayerLongAudio, ASpeedChosenForMusicStays) {
    core->set_speed(2.0);
    core->play({track("song", 88'200), track("another", 88'200)}, 0, StartReason::chosen);
    until_stopped();
    EXPECT_EQ(state().speed, 2.0);
    EXPECT_THAT(told(), ElementsAre("song chosen finished", "another track_ended finished"));
    // Four seconds of music in two.
    EXPECT_NEAR(static_cast<double>(tap.frames()), 88'200.0, 8'000.0);
}

class PlayerLoudness : public PlayerBench {
  protected:
    void SetUp() override {
        PlayerBench::SetUp();
        core->set_settings(PlaybackSettings());
    }
    QueueEntry on_album(const std::string& title, const std::string& album) {
        QueueEntry entry = track(title, 20'000);
        entry.album = album;
        // 10^(-6.0206 / 20) = 0.5, 10^(-12.0412 / 20) = 0.25
        entry.loudness.track_gain_db = -6.0206F;
        entry.loudness.album_gain_db = -12.0412F;
        return entry;
    }
    /// Of the tapped sound in the middle of the n-th track of 20,000 frames; the file's own is 0.5.
    float amplitude(std::size_t n) { return tap.samples()[2 * (n * 20'000 + 10'000)]; }
};

TEST_F(PlayerLoudness, TakesTheAlbumsGainInsideAnAlbumAndTheTracksElsewhere) {
    core->play({on_album("a1", "A"), on_album("a2", "A"), on_album("b", "B")}, 0, StartReason::chosen);
    until_stopped();
    EXPECT_NEAR(amplitude(0), 0.5 * 0.25, 1e-3);
    EXPECT_NEAR(amplitude(1), 0.5 * 0.25, 1e-3);
    EXPECT_NEAR(amplitude(2), 0.5 * 0.5, 1e-3);
}

TEST_F(PlayerLoudness, FollowsSettingsAndNeighboursWhilePlaying) {
    tap.hold_at(1000);
    core->play({on_album("a1", "A"), on_album("a2", "A")}, 0, StartReason::chosen);
    core->remove({id_of("a2")});
    tap.let_go();
    until_stopped();
    EXPECT_NEAR(amplitude(0), 0.5 * 0.5, 1e-3) << "alone now, it is heard as a track";
    tap.hold_at(21'000);
    core->play({on_album("c", "C")}, 0, StartReason::chosen);
    PlaybackSettings settings;
    settings.replay_gain.mode = ReplayGainMode::off;
    core->set_settings(settings);
    EXPECT_EQ(state().settings, settings);
    tap.let_go();
    until_stopped();
    EXPECT_NEAR(amplitude(1), 0.5, 1e-3);
}

TEST_F(PlayerLoudness, CrossfadesTracksOfDifferentAlbumsOnly) {
    PlaybackSettings settings;
    settings.replay_gain.mode = ReplayGainMode::off;
    settings.fades.crossfade = Milliseconds(100);
    core->set_settings(settings);
    tap.hold_at(1000);
    core->play({on_album("a1", "A"), on_album("a2", "A"), on_album("b", "B")}, 0, StartReason::chosen);
    // Held in the midst of each track until the next one is ready to be faded in.
    until_ready(2);
    tap.hold_at(21'000);
    until_ready(3);
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(),
                ElementsAre("a1 chosen finished", "a2 track_ended finished", "b track_ended finished"));
    // The mixer is told lengths in milliseconds. Of b at least the 2,048 frames that made it ready sound
    // beside a2; at maximum speed its decoder may then fall behind for a moment, and a2 fades out without
    // waiting.
    EXPECT_GE(static_cast<double>(tap.frames()), 60'000.0 - 4410.0 - frames_per_ms);
    EXPECT_LE(tap.frames(), 60'000U - 2048U);
    for (const Listen& listen : listens) {
        EXPECT_NEAR(static_cast<double>(listen.heard.count()), 20'000 / frames_per_ms, 0.5);
    }
}

}  // namespace
}  // namespace refrain
