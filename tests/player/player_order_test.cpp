// What follows what, with the real engine: shuffle, repeat, undo, going back.
#include "tests/player/player_bench.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;

class PlayerOrder : public PlayerBench {};

TEST_F(PlayerOrder, ShufflePlaysEverythingOnceAndLogsPoolAndSeed) {
    tap.hold_at(1000);
    core->play(tracks({"0", "1", "2", "3", "4"}, 8000), 3, StartReason::chosen);
    core->set_shuffle(true);
    EXPECT_TRUE(state().shuffle);
    tap.let_go();
    until_stopped();
    // The draw for seed 7 over five is 4 1 3 0 2; 3 was playing.
    EXPECT_THAT(told(), ElementsAre("3 chosen finished", "4 track_ended finished", "1 track_ended finished",
                                    "0 track_ended finished", "2 track_ended finished"));
    EXPECT_EQ(listens[0].intent, Intent::track) << "picked, not shuffled to";
    EXPECT_EQ(listens[0].shuffle_pool, 0) << "it began before the shuffle";
    for (std::size_t i = 1; i < listens.size(); ++i) {
        EXPECT_EQ(listens[i].intent, Intent::shuffle);
        EXPECT_EQ(listens[i].shuffle_pool, 5);
        EXPECT_EQ(listens[i].shuffle_seed, 7);
        EXPECT_EQ(listens[i].queue_position, static_cast<int>(i));
    }
}

TEST_F(PlayerOrder, ShuffleSwitchedOnLaterDrawsFromTheListThatTheQueueWasCutOutOf) {
    int made = 0;
    const QueueRestMaker rest = [&] {
        ++made;
        return QueueRest{tracks({"a"}, 8000), tracks({"d", "e"}, 8000)};
    };
    tap.hold_at(1000);
    core->play(tracks({"b", "c"}, 8000), 0, StartReason::chosen, rest);
    EXPECT_EQ(made, 0) << "not before it is wanted";
    core->set_shuffle(true);
    core->set_shuffle(false);
    core->set_shuffle(true);
    EXPECT_EQ(made, 1);
    EXPECT_EQ(state().queue.size(), 5U);
    EXPECT_EQ(current(), "b");

    core->play(tracks({"b", "c"}, 8000), 0, StartReason::chosen, rest);
    EXPECT_EQ(state().queue.size(), 5U) << "shuffled already";
    EXPECT_EQ(current(), "b");
    core->set_shuffle(false);

    core->play(tracks({"b", "c"}, 8000), 0, StartReason::chosen, rest);
    core->play(tracks({"z"}, 8000), 0, StartReason::chosen);
    core->set_shuffle(true);
    EXPECT_EQ(state().queue.size(), 1U) << "another queue has come";
    tap.let_go();
    core->clear();
    until_stopped();
}

TEST_F(PlayerOrder, AnEntryPickedUnderShuffleKeepsItsIntent) {
    tap.hold_at(1000);
    core->play(tracks({"0", "1", "2", "3", "4"}, 8000), 0, StartReason::chosen);
    core->set_shuffle(true);
    core->jump_to(id_of("2"));
    core->next();
    tap.let_go();
    until([this] { return listens.size() == 3; });
    EXPECT_EQ(listens[1].title, "2");
    EXPECT_EQ(listens[1].intent, Intent::track);
    EXPECT_EQ(listens[1].shuffle_pool, 5);
    EXPECT_EQ(listens[2].intent, Intent::shuffle);
    core->clear();
    until_stopped();
}

TEST_F(PlayerOrder, RepeatOneBeginsAgainWithoutAGapAndNextGoesOn) {
    tap.hold_at(1000);
    core->play({counted("a", 10'000), counted("b", 10'000)}, 0, StartReason::chosen);
    core->set_repeat(RepeatMode::one);
    // In the middle of the third time: it is begun by what the second one's end calls for, and must not run
    // to its own before this test has looked.
    tap.hold_at(25'000);
    until([this] { return listens.size() == 2; });
    tap.wait_until_held();
    pump();
    core->next();
    core->set_repeat(RepeatMode::off);
    tap.let_go();
    until_stopped();
    EXPECT_EQ(told().front(), "a chosen finished");
    EXPECT_EQ(told()[1], "a track_ended finished");
    EXPECT_EQ(told().back(), "b next finished");
    const auto samples = tap.samples();
    for (std::size_t i = 0; i < 20'000; ++i) {
        ASSERT_EQ(samples[2 * i], static_cast<float>(i % 10'000 + 1) / 32768.0F) << "frame " << i;
    }
}

TEST_F(PlayerOrder, AStepAtRestGoesOnResting) {
    core->play(tracks({"a", "b", "c"}, 8000), 0, StartReason::chosen);
    core->pause();
    core->next_at_rest();
    EXPECT_EQ(current(), "b");
    EXPECT_EQ(state().state, PlaybackState::paused);
    core->stop();
    core->next_at_rest();
    EXPECT_EQ(current(), "c");
    EXPECT_EQ(state().state, PlaybackState::stopped);
    core->previous_at_rest();
    EXPECT_EQ(current(), "b");
    EXPECT_EQ(state().state, PlaybackState::stopped);
    core->play();
    until_stopped();
    EXPECT_EQ(told().back(), "c track_ended finished");
    EXPECT_EQ(told()[told().size() - 2], "b chosen finished");
}

TEST_F(PlayerOrder, RepeatAllWithShuffleGoesRoundWithoutAnyTrackTwiceInARow) {
    chance = 3;
    core->set_repeat(RepeatMode::all);
    tap.hold_at(100);
    core->play(tracks({"0", "1", "2"}, 4000), 0, StartReason::chosen);
    core->set_shuffle(true);
    tap.let_go();
    until([this] { return listens.size() >= 12; });
    core->clear();
    until_stopped();
    for (std::size_t i = 1; i < 12; ++i) {
        EXPECT_NE(listens[i].title, listens[i - 1].title) << i;
    }
    for (std::size_t round = 0; round < 12; round += 3) {
        std::vector<std::string> heard{listens[round].title, listens[round + 1].title,
                                       listens[round + 2].title};
        std::sort(heard.begin(), heard.end());
        EXPECT_THAT(heard, ElementsAre("0", "1", "2")) << round;
    }
    EXPECT_NE(listens[4].shuffle_seed, listens[1].shuffle_seed) << "each round has a seed of its own";
    EXPECT_EQ(listens[4].shuffle_seed, listens[5].shuffle_seed);
}

TEST_F(PlayerOrder, PreviousGoesBackToWhatWasPlayed) {
    tap.hold_at(100);
    core->play(tracks({"0", "1", "2", "3"}, 8000), 0, StartReason::chosen);
    core->jump_to(id_of("3"));
    core->jump_to(id_of("1"));
    core->previous();
    EXPECT_EQ(current(), "3");
    core->previous();
    EXPECT_EQ(current(), "0");
}

TEST_F(PlayerOrder, UndoOfARemovalLeavesWhatPlaysAlone) {
    tap.hold_at(1000);
    core->play(tracks({"a", "b", "c"}, 8000), 0, StartReason::chosen);
    core->remove({id_of("b")});
    EXPECT_TRUE(state().can_undo);
    core->undo();
    EXPECT_THAT(titles(), ElementsAre("a", "b", "c"));
    EXPECT_FALSE(state().can_undo);
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen finished", "b track_ended finished", "c track_ended finished"));
}

TEST_F(PlayerOrder, UndoOfAReplacedQueueGoesOnWhereItWasLeft) {
    tap.hold_at(60'000);
    core->play({track("old", 200'000)}, 0, StartReason::chosen);
    play_to(60'000);
    until([this] { return state().position > Milliseconds(1000); });
    const Milliseconds left = state().position;
    core->play({track("new", 200'000)}, 0, StartReason::chosen);
    core->undo();
    EXPECT_EQ(current(), "old");
    EXPECT_EQ(state().state, PlaybackState::playing);
    EXPECT_EQ(state().position, left);
    tap.let_go();
    until_stopped();
    ASSERT_EQ(listens.size(), 3U);
    EXPECT_EQ(told().back(), "old resumed finished");
    EXPECT_NEAR(static_cast<double>(listens.back().heard.count()),
                200'000.0 * 1000 / testing_audio::rate - static_cast<double>(left.count()), 2.0);
}

TEST_F(PlayerOrder, UndoOfClearBringsBackQueueAndPlaceForPlay) {
    tap.hold_at(60'000);
    core->play({track("a", 200'000), track("b", 8000)}, 0, StartReason::chosen);
    play_to(60'000);
    until([this] { return state().position > Milliseconds(1000); });
    const Milliseconds left = state().position;
    core->clear();
    tap.let_go();
    until_stopped();
    EXPECT_TRUE(state().queue.empty());
    core->undo();
    EXPECT_EQ(state().state, PlaybackState::stopped);
    EXPECT_EQ(current(), "a");
    EXPECT_EQ(state().position, left);
    core->play();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen stopped", "a resumed finished", "b track_ended finished"));
}

TEST_F(PlayerOrder, RemovingThePlayingEntryCanBeTakenBackWhileTheNextOnePlays) {
    tap.hold_at(1000);
    core->play(tracks({"a", "b", "c"}, 8000), 0, StartReason::chosen);
    core->remove({id_of("a")});
    EXPECT_EQ(current(), "b");
    core->undo();
    EXPECT_THAT(titles(), ElementsAre("a", "b", "c"));
    EXPECT_EQ(current(), "b");
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen next", "b next finished", "c track_ended finished"));
}

TEST_F(PlayerOrder, RemovingSeveralEntriesWithThePlayingOneGoesOnBehindThemAndOneUndoBringsAllBack) {
    tap.hold_at(1000);
    core->play(tracks({"a", "b", "c", "d", "e"}, 8000), 0, StartReason::chosen);
    core->remove({id_of("a"), id_of("b"), id_of("d")});
    EXPECT_THAT(titles(), ElementsAre("c", "e"));
    EXPECT_EQ(current(), "c");
    EXPECT_EQ(state().state, PlaybackState::playing);
    core->undo();
    EXPECT_THAT(titles(), ElementsAre("a", "b", "c", "d", "e"));
    EXPECT_EQ(current(), "c");
    EXPECT_FALSE(state().can_undo);
    core->remove({id_of("c"), id_of("d"), id_of("e")});
    EXPECT_EQ(current(), "b");
    EXPECT_EQ(state().state, PlaybackState::stopped) << "nothing was left behind what played";
    EXPECT_EQ(queues_ended, 1);
    tap.let_go();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("a chosen next", "c next next"));
}

}  // namespace
}  // namespace refrain
