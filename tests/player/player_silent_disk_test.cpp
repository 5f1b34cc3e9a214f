// Disks that do not answer, or not soon: what is played meanwhile, what is told, and that no track of a disk
// that only sleeps is lost. The rules as pure functions, then the core on the real engine.
#include "library_scanner/audio_file/mount_points.h"
#include "player/engine/decoding/disk_patience.h"
#include "player/queue/elsewhere.h"
#include "tests/player/decoding/hanging_disk.h"
#include "tests/player/player_bench.h"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_audio::HangingDisk;
using Kind = Admission::Kind;

// --- one more file of a folder

constexpr DiskRequest::Time start{};
DiskRequest::Time at(int ms) {
    return start + std::chrono::milliseconds(ms);
}
DiskRequest asked(const std::string& folder, int ms) {
    return {folder, at(ms), false, std::nullopt, false};
}
Kind kind(const std::string& folder, const std::vector<DiskRequest>& at_work, int now_ms) {
    return admit(folder, at_work, at(now_ms), DiskLimits{}).kind;
}

TEST(DiskPatience, AFolderThatHasNotBeenSilentForASecondIsAskedAgain) {
    EXPECT_EQ(kind("/nas/a", {}, 0), Kind::open);
    EXPECT_EQ(kind("/nas/a", {asked("/nas/a", 0)}, 1000), Kind::open);
    EXPECT_EQ(kind("/nas/a", {asked("/nas/b", 0)}, 20'000), Kind::open);
}

TEST(DiskPatience, BehindASilentFileOthersOfItsFolderWaitAndShareItsClock) {
    const std::vector<DiskRequest> at_work{asked("/nas/a", 0), asked("/nas/a", 500)};
    const Admission admission = admit("/nas/a", at_work, at(4000), DiskLimits{});
    EXPECT_EQ(admission.kind, Kind::wait);
    EXPECT_EQ(admission.silent_since, at(0));
}

TEST(DiskPatience, AFolderSilentForTenSecondsIsNotAskedAnyMore) {
    EXPECT_EQ(kind("/nas/a", {asked("/nas/a", 0)}, 9999), Kind::wait);
    EXPECT_EQ(kind("/nas/a", {asked("/nas/a", 0)}, 10'000), Kind::refuse);
}

TEST(DiskPatience, AFileThatWasGivenUpSpeaksForItsFolderUntilItsThreadIsBack) {
    DiskRequest given_up = asked("/nas/a", 0);
    given_up.opened = true;
    given_up.dismissed = at(12'000);
    given_up.given_up = true;
    EXPECT_EQ(kind("/nas/a", {given_up}, 12'001), Kind::refuse);
    given_up.given_up = false;
    EXPECT_EQ(kind("/nas/a", {given_up}, 12'001), Kind::open) << "it is being closed";
}

TEST(DiskPatience, SoManyHangingDecksAreEnough) {
    std::vector<DiskRequest> at_work(8, asked("/nas/a", 0));
    for (DiskRequest& request : at_work) {
        request.dismissed = at(100);
    }
    EXPECT_EQ(kind("/ssd", at_work, 1101), Kind::refuse);
    at_work.pop_back();
    EXPECT_EQ(kind("/ssd", at_work, 1101), Kind::open);
}

TEST(DiskPatience, LooksElsewhereBeforeASecondIsOverLaterInAFileThatHasSounded) {
    EXPECT_FALSE(holds_up(false, Milliseconds(799)));
    EXPECT_TRUE(holds_up(false, Milliseconds(800)));
    EXPECT_FALSE(holds_up(true, Milliseconds(2999)));
    EXPECT_TRUE(holds_up(true, Milliseconds(3000)));
}

TEST(DiskPatience, WhatWaitedTooDoesNotStandInBeforeTheOtherHadItsTimeOnTheDiskThatWokeUp) {
    EXPECT_TRUE(stands_in(false, Milliseconds(0)));
    EXPECT_FALSE(stands_in(true, Milliseconds(799)));
    EXPECT_TRUE(stands_in(true, Milliseconds(800)));
}

// --- what lies elsewhere

std::vector<QueueEntry> entries_at(const std::vector<std::string>& paths) {
    std::vector<QueueEntry> entries;
    for (const std::string& path : paths) {
        entries.emplace_back().path = path;
    }
    return entries;
}

TEST(Elsewhere, TheMountOfAPathIsTheLongestThatItLiesUnder) {
    const std::vector<std::string> mounts{"/", "/mnt", "/mnt/nas"};
    EXPECT_EQ(mount_of("/mnt/nas/a.flac", mounts), "/mnt/nas");
    EXPECT_EQ(mount_of("/mnt/nas2/a.flac", mounts), "/mnt");
    EXPECT_EQ(mount_of("/home/a.flac", mounts), "/");
    EXPECT_EQ(mount_of("/home/a.flac", {}), "/");
}

TEST(Elsewhere, AnotherFileSystemComesBeforeAnotherFolder) {
    const std::vector<std::string> mounts{"/", "/nas"};
    const auto entries = entries_at({"/nas/a/1", "/nas/a/2", "/nas/b/1", "/home/1"});
    const std::vector<std::string> silent{"/nas/a/1"};
    EXPECT_EQ(entry_elsewhere(entries, 1, 4, silent, mounts), 3);
    EXPECT_EQ(entry_elsewhere(entries, 1, 3, silent, mounts), 2);
    EXPECT_EQ(entry_elsewhere(entries, 1, 2, silent, mounts), std::nullopt);
}

TEST(Elsewhere, AFileSystemWithTwoSilentFoldersIsNotAskedAThirdTime) {
    const auto entries = entries_at({"/nas/a/1", "/nas/b/1", "/nas/c/1"});
    const std::vector<std::string> silent{"/nas/a/1", "/nas/b/1"};
    EXPECT_EQ(entry_elsewhere(entries, 1, 3, silent, std::vector<std::string>{"/nas"}), std::nullopt);
}

TEST(Elsewhere, MountPointsAreReadFromTheKernelsList) {
    std::istringstream list(
        "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
        "36 22 0:31 / /mnt/my\\040music rw - nfs4 nas:/music rw\n"
        "torn\n");
    EXPECT_THAT(parse_mount_points(list), ElementsAre("/", "/mnt/my music"));
}

// --- the player

class SilentDisk : public PlayerBench {
  protected:
    void SetUp() override {
        PlayerBench::SetUp();
        std::filesystem::create_directory(folder / "dead");
    }
    void TearDown() override {
        HangingDisk::answer();
        PlayerBench::TearDown();
    }
    /// Of a disk that is dead for good nothing is learned by waiting longer.
    void start_impatient() {
        quit();
        disks.silence = Milliseconds(1500);
        start();
    }
    QueueEntry on_disk(const std::string& title) { return track("dead/" + title, 10'000); }
    QueueEntry elsewhere(const std::string& title) { return track(title, 10'000); }
    std::string error() const {
        const auto error = state().error;
        return error ? error->message : "";
    }
};

TEST_F(SilentDisk, TheNextTrackElsewhereIsPlayedInPlaceOfADeadFirstOne) {
    HangingDisk::hang("/dead/", HangingDisk::At::opening);
    const auto clicked = std::chrono::steady_clock::now();
    core->play({on_disk("x"), on_disk("y"), elsewhere("c")}, 0, StartReason::chosen);
    until([this] { return current() == "c" && state().position > Milliseconds(0); });
    std::cout << "[ click to the next track's sound, its disk dead: "
              << std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - clicked).count()
              << " ms ]\n";
    EXPECT_EQ(error(), "The disk with this file does not answer; playback went on without it");
    EXPECT_EQ(state().error->path, state().queue[0].path);
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("dead/x chosen error", "c track_ended finished"));
    EXPECT_EQ(listens[0].heard, Milliseconds(0));
}

TEST_F(SilentDisk, ATrackThatWasPreparedLongAgoIsPassedOverInTheSameWay) {
    tap.hold_at(1000);
    core->play({elsewhere("a"), on_disk("x"), on_disk("y"), on_disk("z"), elsewhere("c")}, 0,
               StartReason::chosen);
    HangingDisk::hang("/dead/", HangingDisk::At::reading);
    tap.let_go();
    until_stopped();
    EXPECT_EQ(told().front(), "a chosen finished");
    EXPECT_EQ(told().back(), "c track_ended finished") << "three dead files do not stop what can be played";
}

TEST_F(SilentDisk, ADiskThatOnlyWakesUpLosesNoTrackAndTheWaitIsTold) {
    HangingDisk::hang("/dead/", HangingDisk::At::opening);
    core->play({on_disk("x"), on_disk("y"), on_disk("z")}, 0, StartReason::chosen);
    until([this] { return !error().empty(); });
    EXPECT_EQ(error(), "Waiting for the disk with this file");
    EXPECT_EQ(current(), "dead/x");
    HangingDisk::answer();
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("dead/x chosen finished", "dead/y track_ended finished",
                                    "dead/z track_ended finished"));
    EXPECT_EQ(error(), "");
}

TEST_F(SilentDisk, WhereEverythingLiesOnTheDeadDiskItStopsAfterOneWaitNotAfterThree) {
    start_impatient();
    const auto clicked = std::chrono::steady_clock::now();
    HangingDisk::hang("/dead/", HangingDisk::At::opening);
    core->play({on_disk("x"), on_disk("y"), on_disk("z"), on_disk("u")}, 0, StartReason::chosen);
    until_stopped();
    EXPECT_THAT(told(),
                ElementsAre("dead/x chosen error", "dead/y track_ended error", "dead/z track_ended error"));
    EXPECT_THAT(error(), testing::HasSubstr("3 files in a row"));
    std::cout << "[ all on a dead disk, until it stops: "
              << std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - clicked).count()
              << " ms ]\n";
}

TEST_F(SilentDisk, WhatGuessYouLikeQueuedIsNotPlayedBeforeItIsSureThatTheListenersTracksDoNotCome) {
    start_impatient();
    HangingDisk::hang("/dead/", HangingDisk::At::opening);
    core->play({on_disk("x")}, 0, StartReason::chosen);
    core->replace_automatic({elsewhere("guess")}, 0);
    until([this] { return !error().empty(); });
    EXPECT_EQ(error(), "Waiting for the disk with this file");
    until_stopped();
    EXPECT_THAT(told(), ElementsAre("dead/x chosen error", "guess track_ended finished"));
}

}  // namespace
}  // namespace refrain
