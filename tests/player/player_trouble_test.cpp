// The whole player in trouble: files that are broken, cut short or gone, and the end of the program in the
// middle of a track.
#include "tests/player/player_fixture.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;
using testing::ElementsAre;

class PlayerInTrouble : public PlayerTest {};

TEST_F(PlayerInTrouble, ABrokenFileBetweenTwoGoodOnesIsSkippedAndNamed) {
    const QueueEntry bad = broken("bad");
    player->play({track("a", 0.5, 30'000), bad, track("c", 0.9, 20'000)});
    player->wait_until_stopped();
    EXPECT_THAT(reasons(rows()),
                ElementsAre("a chosen finished", "bad track_ended error", "c track_ended finished"));
    EXPECT_EQ(tap.frames(), 50'000U);
    const PlayerState state = player->state();
    ASSERT_TRUE(state.error.has_value());
    EXPECT_EQ(state.error->path, bad.path);
    player->dismiss_error();
    player->settle();
    EXPECT_FALSE(player->state().error.has_value());
}

TEST_F(PlayerInTrouble, AFileThatWasCutShortIsHeardAsFarAsItGoesAndIsNotFinished) {
    std::vector<QueueEntry> queue;
    for (const char* title : {"a", "b", "c", "d"}) {
        queue.push_back(track(title, 0.5, 300'000));
    }
    // More than three in a row: each has sounded.
    for (int i = 0; i < 3; ++i) {
        const std::string& path = queue[static_cast<std::size_t>(i)].path;
        std::filesystem::resize_file(path, 44 + 4 * 100'000);
    }
    player->play(queue);
    player->wait_until_stopped();
    const std::vector<Listen> listens = observer.wait_for_listens(4);
    EXPECT_THAT(reasons(listens), ElementsAre("a chosen error", "b track_ended error", "c track_ended error",
                                              "d track_ended finished"));
    EXPECT_NEAR(static_cast<double>(listens[0].heard.count()), 100'000 / 44.1, 2.0);
    ASSERT_TRUE(player->state().error);
    EXPECT_EQ(player->state().error->path, queue[2].path);
    EXPECT_EQ(player->state().error->message, "The file was cut short: it ends after 2 of 7 seconds");
}

TEST_F(PlayerInTrouble, ThreeFailuresInARowStopAndSaySo) {
    player->play({broken("x"), broken("y"), broken("z"), track("a", 0.5, 30'000)});
    player->wait_until_stopped();
    EXPECT_THAT(reasons(rows()), ElementsAre("x chosen error", "y track_ended error", "z track_ended error"));
    const PlayerState state = player->state();
    ASSERT_TRUE(state.error.has_value());
    EXPECT_THAT(state.error->message, testing::HasSubstr("3 files in a row"));
    EXPECT_EQ(state.current, 2);
    EXPECT_EQ(tap.frames(), 0U);
    player->next();
    player->wait_until_stopped();
    EXPECT_EQ(tap.frames(), 30'000U) << "the listener can go on";
}

TEST_F(PlayerInTrouble, QuittingClosesTheListenAsQuit) {
    tap.hold_at(44'100);
    player->play({track("a", 0.5, 400'000)});
    tap.wait_until_held();
    quit();
    const auto listens = rows();
    EXPECT_THAT(reasons(listens), ElementsAre("a chosen quit"));
    EXPECT_NEAR(static_cast<double>(listens[0].heard.count()), heard_ms(0.5), 20.0);
}

TEST_F(PlayerInTrouble, WhatIsAskedForBehindQuitIsNotDoneAndHoldsNobodyUp) {
    tap.hold_at(44'100);
    player->play({track("a", 0.5, 400'000)});
    tap.wait_until_held();
    tap.let_go();
    player->quit();
    EXPECT_THAT(reasons(rows()), ElementsAre("a chosen quit"));
    player->play({track("b", 0.5, 44'100)});
    player->settle();
    player->quit();
    EXPECT_THAT(reasons(rows()), ElementsAre("a chosen quit"));
}

TEST_F(PlayerInTrouble, TheRowIsOnDiskWhileItPlays) {
    tap.hold_at(4 * 44'100);
    player->play({track("a", 0.5, 6 * 44'100)});
    tap.wait_until_held();
    // Held, the engine tells of everything before the last blocks.
    observer.wait_for_position(Milliseconds(3500));
    player->pause();
    player->settle();
    const auto listens = rows();
    EXPECT_THAT(reasons(listens), ElementsAre("a chosen open"));
    EXPECT_GT(listens[0].heard, Milliseconds(2900));
    EXPECT_LE(listens[0].heard, Milliseconds(4000));
    tap.let_go();
    player->stop();
    observer.wait_for_listens(1);
    EXPECT_THAT(reasons(rows()), ElementsAre("a chosen stopped"));
}

}  // namespace
}  // namespace refrain
