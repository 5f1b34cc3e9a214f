// What watching decides, without a kernel and without a clock: when changes have settled, which folder a
// watch stands for, what a look at the times of folders tells.
#include "library_scanner/watch/change_gatherer.h"
#include "library_scanner/watch/file_system.h"
#include "library_scanner/watch/folder_watch.h"
#include "library_scanner/watch/polled_folders.h"
#include "library_scanner/watch/watched_tree.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// --- settling

class Gatherer : public ::testing::Test {
  protected:
    static ChangeGatherer::Time at(std::chrono::milliseconds time) { return ChangeGatherer::Time(1h + time); }

    ChangeGatherer changes_;
};

TEST_F(Gatherer, TellsAChangeOnceNothingNewHasComeForAWhile) {
    changes_.note({"/m/a", false}, at(0ms));
    EXPECT_EQ(changes_.due(), at(400ms));
    changes_.note({"/m/b", false}, at(300ms));
    EXPECT_EQ(changes_.due(), at(700ms));
    EXPECT_THAT(changes_.take(at(699ms)), IsEmpty());
    EXPECT_THAT(changes_.take(at(700ms)),
                ElementsAre(ChangedFolder{"/m/a", false}, ChangedFolder{"/m/b", false}));
    EXPECT_EQ(changes_.due(), std::nullopt);
    EXPECT_THAT(changes_.take(at(10s)), IsEmpty());
}

TEST_F(Gatherer, TellsAtTheLatestAfterOneAndAHalfSecondsHoweverMuchGoesOn) {
    for (auto time = 0ms; time <= 1400ms; time += 100ms) {
        changes_.note({"/m/a", false}, at(time));
    }
    EXPECT_EQ(changes_.due(), at(1500ms));
    EXPECT_THAT(changes_.take(at(1500ms)), SizeIs(1));
}

TEST_F(Gatherer, TenThousandChangesAreTheFoldersTheyHappenedIn) {
    for (int i = 0; i < 10'000; ++i) {
        changes_.note({"/m/" + std::to_string(i % 7), i == 5000}, at(0ms));
    }
    const auto taken = changes_.take(at(400ms));
    ASSERT_THAT(taken, SizeIs(7));
    for (const auto& folder : taken) {
        EXPECT_EQ(folder.whole, folder.path == "/m/" + std::to_string(5000 % 7)) << folder.path;
    }
}

TEST_F(Gatherer, AFileIsBeingWrittenUntilItIsClosed) {
    changes_.begin_writing("/m/a/1.mp3", at(0ms));
    EXPECT_TRUE(changes_.is_being_written("/m/a/1.mp3"));
    EXPECT_FALSE(changes_.is_being_written("/m/a/2.mp3"));
    EXPECT_THAT(changes_.take(at(1s)), IsEmpty()) << "half a file is no change yet";
    changes_.end_writing("/m/a/1.mp3");
    EXPECT_FALSE(changes_.is_being_written("/m/a/1.mp3"));
}

TEST_F(Gatherer, AFileThatDoesNotGrowAnyMoreIsTakenAsItIs) {
    std::optional<std::int64_t> size = 100;
    const auto size_of = [&](const std::string&) { return size; };
    changes_.begin_writing("/m/a/1.mp3", at(0s));
    EXPECT_EQ(changes_.due(), at(5s));
    changes_.look_at_writing(at(4999ms), size_of);
    changes_.look_at_writing(at(5s), size_of);
    size = 200;
    changes_.look_at_writing(at(10s), size_of);
    EXPECT_TRUE(changes_.is_being_written("/m/a/1.mp3")) << "it grew";
    changes_.look_at_writing(at(15s), size_of);
    EXPECT_FALSE(changes_.is_being_written("/m/a/1.mp3"));
    EXPECT_THAT(changes_.take(at(16s)), ElementsAre(ChangedFolder{"/m/a", false}));
}

TEST_F(Gatherer, AFileThatWentWhileItWasWrittenIsForgotten) {
    changes_.begin_writing("/m/a/1.mp3", at(0s));
    changes_.look_at_writing(at(5s), [](const std::string&) { return std::nullopt; });
    EXPECT_FALSE(changes_.is_being_written("/m/a/1.mp3"));
}

// --- which folder a watch stands for

class Tree : public ::testing::Test {
  protected:
    Tree() {
        tree_.add(1, 0, "/m");
        tree_.add(2, 1, "a");
        tree_.add(3, 2, "b");
        tree_.add(4, 3, "c");
        tree_.add(5, 1, "d");
    }
    WatchedTree tree_;
};

TEST_F(Tree, NamesAFolderByThoseAboveIt) {
    EXPECT_EQ(tree_.path(1), "/m");
    EXPECT_EQ(tree_.path(4), "/m/a/b/c");
    EXPECT_EQ(tree_.path(9), "");
    EXPECT_EQ(tree_.root(4), 1);
    EXPECT_EQ(tree_.root(9), 0);
    EXPECT_EQ(tree_.child(2, "b"), 3);
    EXPECT_EQ(tree_.child(2, "x"), std::nullopt);
}

TEST_F(Tree, TheRootOfAllIsNoSlashTooMany) {
    WatchedTree tree;
    tree.add(1, 0, "/");
    tree.add(2, 1, "music");
    EXPECT_EQ(tree.path(2), "/music");
}

TEST_F(Tree, AMovedFolderTakesAllBelowAlong) {
    tree_.move(3, 5, "new");
    EXPECT_EQ(tree_.path(4), "/m/d/new/c");
    EXPECT_EQ(tree_.child(2, "b"), std::nullopt);
    EXPECT_EQ(tree_.child(5, "new"), 3);
}

TEST_F(Tree, NothingMovesIntoItself) {
    tree_.move(2, 4, "x");
    EXPECT_EQ(tree_.path(4), "/m/a/b/c");
}

TEST_F(Tree, ATakenFolderIsGoneWithAllBelow) {
    EXPECT_THAT(tree_.take(2), UnorderedElementsAre(2, 3, 4));
    EXPECT_EQ(tree_.size(), 2u);
    EXPECT_EQ(tree_.child(1, "a"), std::nullopt);
    EXPECT_THAT(tree_.take(2), IsEmpty());
}

TEST_F(Tree, AFolderThatIsReachedTwiceKeepsItsFirstName) {
    EXPECT_FALSE(tree_.add(4, 5, "another way"));
    EXPECT_EQ(tree_.path(4), "/m/a/b/c");
}

// --- asking instead of watching

/// Folders that exist only here: path and time.
class Polled : public ::testing::Test {
  protected:
    Polled()
        : polled_("/m", {[this](const std::string& folder) -> std::optional<std::int64_t> {
                             ++asked_;
                             const auto found = times_.find(folder);
                             return found == times_.end() ? std::nullopt : std::optional(found->second);
                         },
                         [this](const std::string& folder) {
                             std::vector<std::string> names;
                             for (const auto& [path, time] : times_) {
                                 if (path.starts_with(folder + "/") &&
                                     path.find('/', folder.size() + 1) == std::string::npos) {
                                     names.push_back(path.substr(folder.size() + 1));
                                 }
                             }
                             return names;
                         }}) {}

    std::vector<ChangedFolder> look() {
        asked_ = 0;
        return polled_.look([] { return false; });
    }

    std::map<std::string, std::int64_t> times_{{"/m", 1}, {"/m/a", 1}, {"/m/a/b", 1}, {"/m/c", 1}};
    int asked_ = 0;
    PolledFolders polled_;
};

TEST_F(Polled, TheFirstLookLearnsAndTheNextTellsNothingWhenNothingChanged) {
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_EQ(polled_.size(), 4u);
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_EQ(asked_, 4);
}

TEST_F(Polled, AFolderOfAnotherTimeIsTold) {
    look();
    times_["/m/a/b"] = 2;
    EXPECT_THAT(look(), ElementsAre(ChangedFolder{"/m/a/b", false}));
    EXPECT_THAT(look(), IsEmpty());
}

TEST_F(Polled, AFolderThatCameIsToldWholeAndLearnedWithAllBelow) {
    look();
    times_["/m/c"] = 2;
    times_["/m/c/new"] = times_["/m/c/new/er"] = 5;
    EXPECT_THAT(look(), ElementsAre(ChangedFolder{"/m/c", false}, ChangedFolder{"/m/c/new", true}));
    EXPECT_EQ(polled_.size(), 6u);
    EXPECT_THAT(look(), IsEmpty());
}

TEST_F(Polled, AFolderThatWentIsToldByTheOneAboveAndForgottenWithAllBelow) {
    look();
    times_.erase("/m/a");
    times_.erase("/m/a/b");
    times_["/m"] = 2;
    EXPECT_THAT(look(), UnorderedElementsAre(ChangedFolder{"/m", false}, ChangedFolder{"/m", false}));
    EXPECT_EQ(polled_.size(), 2u);
    EXPECT_THAT(look(), IsEmpty());
}

TEST_F(Polled, ARootThatWentAwayIsLearnedAnewWhenItIsBack) {
    look();
    const auto before = times_;
    times_.clear();
    EXPECT_THAT(look(), ElementsAre(ChangedFolder{"/m", false}));
    EXPECT_EQ(polled_.size(), 0u);
    look();
    times_ = before;
    look();
    EXPECT_EQ(polled_.size(), 4u);
}

// --- file systems

TEST(RemoteFileSystems, AreThoseWhoseChangesAreMadeElsewhere) {
    EXPECT_EQ(remote_file_system(0x6969), "NFS");
    EXPECT_EQ(remote_file_system(0xff534d42), "CIFS");
    EXPECT_EQ(remote_file_system(static_cast<std::int32_t>(0xff534d42)), "CIFS") << "the number with a sign";
    EXPECT_EQ(remote_file_system(0x65735546), "FUSE");
    EXPECT_EQ(remote_file_system(0x01021997), "9p");
    EXPECT_EQ(remote_file_system(0xef53), "") << "ext4";
    EXPECT_EQ(remote_file_system(0x9123683e), "") << "Btrfs";
    EXPECT_EQ(remote_file_system(0x01021994), "") << "tmpfs";
}

TEST(Mounts, ThatComeOrGoTouchTheRootsAroundThem) {
    const std::vector<std::string> roots{"/home/me/Music", "/mnt/usb/music", "/srv"};
    EXPECT_THAT(roots_touched({"/", "/mnt/usb"}, {"/"}, roots), ElementsAre("/mnt/usb/music"));
    EXPECT_THAT(roots_touched({"/"}, {"/", "/home/me/Music/nas"}, roots), ElementsAre("/home/me/Music"));
    EXPECT_THAT(roots_touched({"/", "/tmp"}, {"/tmp", "/"}, roots), IsEmpty());
    EXPECT_THAT(roots_touched({"/"}, {"/", "/srvx"}, roots), IsEmpty());
    EXPECT_THAT(roots_touched({"/srv"}, {"/srv", "/srv"}, roots), ElementsAre("/srv"))
        << "one above the other";
}

}  // namespace
}  // namespace refrain
