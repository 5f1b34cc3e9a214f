// Every frame the sink takes is in one listen, whatever order clicks and the engine's words come in: the
// engine is often further than the player knows, and what the player says is heard there later.
#include "tests/player/player_bench.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;

class PlayerAccount : public PlayerBench {
  protected:
    std::int64_t taken() const { return static_cast<std::int64_t>(tap.frames()); }
    /// Plays the two, and returns when the engine has gone on to the second while the sink is held at frame
    /// `at`, before it.
    void play_into_the_second(const std::vector<QueueEntry>& both, std::size_t at) {
        tap.hold_at(1000);
        core->play(both, 0, StartReason::chosen);
        until_ready(2);
        tap.hold_at(at);
        // Its length is told again when it plays.
        until_said<DurationKnown>([](const DurationKnown& known) { return known.play == PlayId(2); });
    }
    std::vector<std::int64_t> heard() const {
        std::vector<std::int64_t> ms;
        for (const Listen& listen : listens) {
            ms.push_back(listen.heard.count());
        }
        return ms;
    }
};

// 4,410 frames are 100 ms.

TEST_F(PlayerAccount, HasEverythingAsSoonAsAllListensAreTold) {
    tap.hold_at(6000);
    core->play(tracks({"a", "b"}, 4410), 0, StartReason::chosen);
    // The sink is in b; the player knows of nothing yet.
    tap.wait_until_held();
    core->stop();
    tap.let_go();
    until_stopped();
    testing_audio::expect_every_frame_accounted_for(core->account(), taken());
    EXPECT_THAT(told(), ElementsAre("a chosen stopped", "b track_ended stopped"));
}

TEST_F(PlayerAccount, DoesNotPlayAgainWhatWasHeardOutBeforeTheClickOnItCame) {
    core->play(tracks({"a", "b", "c"}, 4410), 0, StartReason::chosen);
    until_said<PlayEnded>([](const PlayEnded& end) { return end.play == PlayId(2); });
    // As the player knows it a is on: this is a click on b.
    core->next();
    until_stopped();
    EXPECT_EQ(taken(), 3 * 4410);
    EXPECT_THAT(told(), ElementsAre("a chosen next", "b next finished", "c track_ended finished"));
    EXPECT_THAT(heard(), ElementsAre(100, 100, 100));
}

TEST_F(PlayerAccount, DoesNotTryAgainWhatFailedBeforeTheClickOnItCame) {
    std::vector<QueueEntry> queue = tracks({"a", "b", "c"}, 4410);
    // Claims five seconds and holds 100 ms: it sounds, and then it fails.
    queue[1] = track("b", 220'500);
    std::filesystem::resize_file(queue[1].path, 44 + 4 * 4410);
    core->play(queue, 0, StartReason::chosen);
    until_said<PlayFailed>([](const PlayFailed& failure) { return failure.play == PlayId(2); });
    core->next();
    until_stopped();
    EXPECT_EQ(taken(), 3 * 4410);
    EXPECT_THAT(told(), ElementsAre("a chosen next", "b next error", "c track_ended finished"));
    EXPECT_THAT(heard(), ElementsAre(100, 100, 100));
}

TEST_F(PlayerAccount, BeginsTheListenOfAFollowerThatSoundsWhenTheProgramEnds) {
    tap.hold_at(6000);
    core->play(tracks({"a", "b"}, 4410), 0, StartReason::chosen);
    tap.wait_until_held();
    // Checks the account, too.
    quit();
    EXPECT_THAT(told(), ElementsAre("a chosen finished", "b track_ended quit"));
}

TEST_F(PlayerAccount, EndsTheListenOfATrackThatWasOpenedAgainThoughTheDeviceIsLostMeanwhile) {
    quit();
    PlaybackSettings settings = as_recorded();
    settings.fades.crossfade = Milliseconds(1000);
    settings.pause_on_removal = false;
    start(settings);
    // The crossfade begins at frame 88,200: a fades out where the engine is, and is alone where the sink is.
    play_into_the_second(tracks({"a", "b"}, 3 * 44'100), 86'000);
    core->seek(Milliseconds(0));
    until_said<SeekTooLate>([](const SeekTooLate& late) { return late.play == PlayId(1); });
    tap.lose_device(2);
    tap.let_go();
    until_said<OutputFailed>([](const OutputFailed&) { return true; });
    pump();
    EXPECT_EQ(current(), "a");
    EXPECT_EQ(state().state, PlaybackState::playing);
    until_stopped();
    EXPECT_THAT(told().front(), "a chosen finished");
    // The sink was less than 8,200 frames behind the engine.
    EXPECT_GE(listens.front().heard, Milliseconds((80'000 + 3 * 44'100) * 10 / 441))
        << "what was heard before counts";
}

TEST_F(PlayerAccount, OpensATrackAgainWhereItWasWoundToLast) {
    play_into_the_second({track("a", 20'000), track("b", 4410)}, 15'000);
    core->seek(Milliseconds(50));
    core->seek(Milliseconds(200));
    until_said<SeekTooLate>([](const SeekTooLate& late) { return late.seek == 2; });
    pump();
    tap.let_go();
    until_stopped();
    // The engine was in b; that much of it is heard before a goes on.
    ASSERT_THAT(told(),
                ElementsAre("b track_ended chose_other", "a chosen finished", "b track_ended finished"));
    // a to its end, or where b was cut off that had sounded already; and from frame 8,820 on.
    EXPECT_GE(listens[1].heard, Milliseconds((15'000 + 20'000 - 8820) * 10 / 441));
    EXPECT_LE(listens[1].heard, Milliseconds((20'000 + 20'000 - 8820) * 10 / 441 + 1));
}

}  // namespace
}  // namespace refrain
