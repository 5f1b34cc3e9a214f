// The whole player: what plays, what a click does, what is heard of it and recorded.
#include "tests/player/player_fixture.h"

#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;
using testing::ElementsAre;

TEST_F(PlayerTest, PlaysAQueueToItsEndAndRecordsEveryListen) {
    QueueEntry b = track("b", -0.5, 50'001);
    b.intent = Intent::guess;
    b.origin = "guess";
    b.model_generation = "g7";
    b.route = "sequence";
    b.score = 0.25;
    b.propensity = 0.5;
    player->play({track("a", 0.5, 70'001), b, track("c", 0.9, 44'100)});
    player->wait_until_stopped();
    EXPECT_EQ(tap.frames(), 70'001U + 50'001U + 44'100U);
    const auto listens = rows();
    EXPECT_THAT(reasons(listens),
                ElementsAre("a chosen finished", "b track_ended finished", "c track_ended finished"));
    EXPECT_EQ(listens[0].heard, Milliseconds(1587));
    EXPECT_EQ(listens[0].duration, Milliseconds(1587));
    EXPECT_EQ(listens[0].furthest, Milliseconds(1587));
    EXPECT_EQ(listens[0].intent, Intent::album);
    EXPECT_EQ(listens[0].origin, "album:Test");
    EXPECT_EQ(listens[1].queue_position, 1);
    EXPECT_EQ(listens[1].intent, Intent::guess);
    EXPECT_EQ(listens[1].model_generation, "g7");
    EXPECT_EQ(listens[1].route, "sequence");
    EXPECT_EQ(listens[1].score, 0.25);
    EXPECT_EQ(listens[1].propensity, 0.5);
    EXPECT_EQ(listens[2].heard, Milliseconds(1000));
    EXPECT_TRUE(listens[0].session.valid());
    EXPECT_EQ(observer.queues_ended(), 1);
    EXPECT_EQ(player->state().state, PlaybackState::stopped);
}

TEST_F(PlayerTest, NextWithLittleHeardClosesTheListenAndStartsTheFollowing) {
    tap.hold_at(22'050);
    player->play({track("a", 0.5, 400'000), track("b", -0.5, 20'000)});
    tap.wait_until_held();
    player->next();
    player->settle();
    EXPECT_EQ(player->state().current, 1);
    tap.let_go();
    player->wait_until_stopped();
    const auto listens = rows();
    EXPECT_THAT(reasons(listens), ElementsAre("a chosen next", "b next finished"));
    EXPECT_NEAR(static_cast<double>(listens[0].heard.count()), heard_ms(0.5), 20.0);
    EXPECT_LT(listens[0].heard, Milliseconds(900));
    EXPECT_EQ(listens[1].heard, Milliseconds(454));
}

TEST_F(PlayerTest, NotForMeAndChoosingAnotherAreTold) {
    tap.hold_at(10'000);
    player->play({track("a", 0.5, 400'000), track("b", -0.5, 400'000), track("c", 0.9, 20'000)});
    tap.wait_until_held();
    player->not_for_me();
    // The engine must have the word before the sound goes on.
    player->settle();
    tap.hold_at(30'000);
    observer.wait_for_listens(1);
    tap.wait_until_held();
    player->jump_to(player->state().queue[2].id);
    tap.let_go();
    player->wait_until_stopped();
    EXPECT_THAT(reasons(rows()),
                ElementsAre("a chosen not_for_me", "b next chose_other", "c chosen finished"));
}

TEST_F(PlayerTest, HeardIsWithinTwentyMillisecondsOfTheTruthWhateverIsClicked) {
    for (unsigned seed = 1; seed <= 6; ++seed) {
        std::mt19937 random(seed);
        const double ratio = 0.1 * seed;
        const std::int64_t frames = 300'000;
        std::size_t at = tap.frames();
        const std::int64_t silent_before = silent_frames();
        const std::int64_t nobodys_before = player->account().balance.silence;
        int forward = 0, back = 0;
        tap.hold_at(at + 5000);
        player->play({track("t" + std::to_string(seed), ratio, frames)});
        for (int step = 0; step < 6; ++step) {
            tap.wait_until_held();
            at = tap.frames();
            const auto what = random() % 5;
            if (what == 0) {
                // What the device still held is lost, and was not heard.
                player->settle();
                tap.lose_device();
                tap.let_go();
                observer.wait_for_state(
                    [](const PlayerState& s) { return s.state == PlaybackState::paused; });
                tap.hold_at(tap.frames() + 5000 + random() % 5000);
                player->play();
            } else if (what <= 2) {
                player->pause();
                player->settle();
                tap.let_go();
                tap.wait_until_silent();
                tap.hold_at(tap.frames() + 5000 + random() % 5000);
                player->play();
            } else {
                // Kept within the first half, so that the track does not end while it is clicked at.
                const Milliseconds to(random() % 3000);
                const Milliseconds from = player->state().position;
                to > from ? ++forward : ++back;
                player->seek(to);
                player->settle();
                tap.hold_at(at + 8000 + random() % 5000);
            }
        }
        tap.wait_until_held();
        tap.let_go();
        player->wait_until_stopped();
        const Listen listen = observer.wait_for_listens(seed).back();
        // Also where the place that was left by a seek fades out under the one that was asked for: two parts
        // of the track sound at once then, and that time was heard once.
        // Where nothing was decoded yet when it was clicked, what fades out is made up from the sound before:
        // like the track, but nobody's.
        const std::int64_t nobodys = player->account().balance.silence - nobodys_before;
        const std::int64_t made_up = std::max<std::int64_t>(nobodys - (silent_frames() - silent_before), 0);
        EXPECT_NEAR(static_cast<double>(listen.heard.count()),
                    heard_ms(ratio) - static_cast<double>(made_up) * 1000.0 / rate, 20.0)
            << "seed " << seed << ", " << made_up << " frames made up";
        EXPECT_EQ(listen.seeks_forward + listen.seeks_back, forward + back);
        EXPECT_EQ(listen.end_reason, EndReason::finished);
        EXPECT_NEAR(static_cast<double>(listen.furthest.count()), frames * 1000.0 / rate, 1.0);
    }
    expect_every_frame_accounted_for(player->account(), static_cast<std::int64_t>(tap.frames()));
}

TEST_F(PlayerTest, FiftyFastNextsEndAtTheFiftyFirstTrack) {
    std::vector<QueueEntry> entries;
    const QueueEntry one = track("one", 0.5, 60'000);
    for (int i = 0; i < 51; ++i) {
        entries.push_back(one);
        entries.back().title = std::to_string(i);
    }
    // Held, so that no track can come to its end by itself while Next is pressed.
    tap.hold_at(1);
    player->play(entries);
    for (int i = 0; i < 50; ++i) {
        player->next();
    }
    player->settle();
    EXPECT_EQ(player->state().current, 50);
    tap.let_go();
    player->wait_until_stopped();
    const auto listens = rows();
    ASSERT_EQ(listens.size(), 51U);
    for (const Listen& listen : listens) {
        const int i = std::stoi(listen.title);
        EXPECT_EQ(listen.end_reason, i == 50 ? EndReason::finished : EndReason::next) << i;
        EXPECT_EQ(listen.browsing, i >= 2 && i < 50) << i;
        EXPECT_LE(listen.heard, Milliseconds(i == 50 ? 1361 : 200)) << i;
    }
}

TEST_F(PlayerTest, PreviousRestartsLateAndGoesBackEarly) {
    tap.hold_at(4 * 44'100);
    player->play({track("a", 0.5, 20'000), track("b", -0.5, 6 * 44'100)}, 1);
    observer.wait_for_state([](const PlayerState& s) { return s.state == PlaybackState::playing; });
    tap.wait_until_held();
    observer.wait_for_position(Milliseconds(3001));
    player->previous();
    player->settle();
    EXPECT_EQ(player->state().position, Milliseconds(0));
    EXPECT_EQ(player->state().current, 1);
    player->previous();
    player->settle();
    EXPECT_EQ(player->state().current, 0);
    tap.let_go();
    observer.wait_for_listens(1);
    EXPECT_EQ(observer.listens()[0].end_reason, EndReason::previous);
    EXPECT_EQ(observer.listens()[0].seeks_back, 1);
}

TEST_F(PlayerTest, APrivateSessionMarksItsListensAndStaysMarked) {
    tap.hold_at(10'000);
    player->play({track("a", 0.5, 20'000), track("b", -0.5, 20'000)});
    tap.wait_until_held();
    player->set_private_session(true);
    player->set_private_session(false);
    player->settle();
    tap.let_go();
    player->wait_until_stopped();
    const auto listens = rows();
    EXPECT_TRUE(listens[0].private_session);
    EXPECT_FALSE(listens[1].private_session);
}

TEST_F(PlayerTest, AsksForAutomaticEntriesAndGoesOnWithThem) {
    tap.hold_at(10'000);
    player->play({track("a", 0.5, 20'000)});
    tap.wait_until_held();
    player->settle();
    EXPECT_EQ(observer.wanted(), 1);
    QueueEntry guess = track("g", 0.9, 30'000);
    guess.intent = Intent::guess;
    player->replace_automatic({guess}, player->state().queue_revision);
    player->settle();
    EXPECT_EQ(player->state().auto_from, 1);
    EXPECT_EQ(observer.wanted(), 1) << "a library too small is not asked in a circle";
    tap.let_go();
    player->wait_until_stopped();
    const auto listens = rows();
    EXPECT_THAT(reasons(listens), ElementsAre("a chosen finished", "g track_ended finished"));
    EXPECT_EQ(listens[1].intent, Intent::guess);
    EXPECT_EQ(observer.wanted(), 2);
}

TEST_F(PlayerTest, AQueueChangedWhileItPlaysIsFollowed) {
    tap.hold_at(10'000);
    player->play({track("a", 0.5, 20'000), track("b", -0.5, 20'000), track("c", 0.9, 20'000)});
    tap.wait_until_held();
    player->settle();
    const PlayerState state = player->state();
    player->remove(state.queue[1].id);
    player->play_next({track("n", 0.2, 20'000)});
    player->settle();
    tap.let_go();
    player->wait_until_stopped();
    EXPECT_THAT(reasons(rows()),
                ElementsAre("a chosen finished", "n track_ended finished", "c track_ended finished"));
}

TEST_F(PlayerTest, RemovingThePlayingEntryGoesOnWithTheFollowing) {
    tap.hold_at(10'000);
    player->play({track("a", 0.5, 400'000), track("b", -0.5, 20'000)});
    tap.wait_until_held();
    player->remove(player->state().queue[0].id);
    player->settle();
    EXPECT_EQ(player->state().queue.size(), 1U);
    tap.let_go();
    player->wait_until_stopped();
    EXPECT_THAT(reasons(rows()), ElementsAre("a chosen next", "b next finished"));
}

TEST_F(PlayerTest, StopThenPlayStartsTheSameEntryAgain) {
    tap.hold_at(10'000);
    player->play({track("a", 0.5, 30'000)});
    tap.wait_until_held();
    player->stop();
    tap.let_go();
    player->wait_until_stopped();
    player->play();
    player->wait_until_stopped();
    observer.wait_for_listens(2);
    EXPECT_THAT(reasons(rows()), ElementsAre("a chosen stopped", "a chosen finished"));
}

TEST_F(PlayerTest, AnObserverMayTakeItselfOffFromWithin) {
    class Once final : public PlayerObserver {
      public:
        explicit Once(Player& player) : player_(player) {}
        void player_changed(const PlayerState&) override {
            ++calls;
            player_.remove_observer(this);
        }
        int calls = 0;

      private:
        Player& player_;
    };
    Once once(*player);
    player->add_observer(&once);
    player->set_volume(0.3);
    player->set_volume(0.4);
    player->settle();
    EXPECT_EQ(once.calls, 1);
    EXPECT_DOUBLE_EQ(player->state().volume, 0.4);
}

TEST_F(PlayerTest, ClicksOnAnEmptyQueueDoNothing) {
    player->play();
    player->pause();
    player->next();
    player->previous();
    player->stop();
    player->seek(Milliseconds(5));
    player->not_for_me();
    player->remove(QueueEntryId(3));
    player->jump_to(QueueEntryId(3));
    player->play(std::vector<QueueEntry>{});
    player->clear();
    player->settle();
    EXPECT_EQ(player->state().state, PlaybackState::stopped);
    EXPECT_TRUE(rows().empty());
}

}  // namespace
}  // namespace refrain
