// Real folders watched by the kernel: what is told, and that a scan of it finds what happened. Tests wait for
// what has to come, never for the clock.
#include "library_scanner/watch/folder_watch.h"

#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/scan_test_base.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <fcntl.h>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

namespace refrain {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// The kernel's events, with the troubles that a test asks for.
class TroubledEvents final : public FolderEvents {
  public:
    explicit TroubledEvents(int watches) : left_(watches) {}

    int add(const std::string& folder) override { return left_-- > 0 ? real_->add(folder) : -ENOSPC; }
    void remove(int watch) override {
        ++left_;
        real_->remove(watch);
    }
    std::vector<FolderEvent> wait(std::chrono::milliseconds longest) override {
        auto events = real_->wait(longest);
        const std::lock_guard lock(mutex_);
        events.insert(events.begin(), said_.begin(), said_.end());
        said_.clear();
        return events;
    }
    void wake() override { real_->wake(); }

    /// As if the kernel said so.
    void say(FolderEvent::Kind kind) {
        {
            const std::lock_guard lock(mutex_);
            said_.push_back({kind, 0, 0, false, {}});
        }
        wake();
    }

  private:
    const std::unique_ptr<FolderEvents> real_ = kernel_folder_events();
    int left_;
    std::mutex mutex_;
    std::vector<FolderEvent> said_;
};

class FolderWatchTest : public ScanTest {
  protected:
    WatchSetup setup(int watches = 1000) {
        WatchSetup setup;
        setup.changed = [this](const std::vector<ChangedFolder>& changed) {
            const std::lock_guard lock(mutex_);
            told_.insert(told_.end(), changed.begin(), changed.end());
            ++times_told_;
            news_.notify_all();
        };
        setup.ready = [this](const std::string& root) {
            const std::lock_guard lock(mutex_);
            ready_.push_back(root);
            news_.notify_all();
        };
        setup.state_changed = [this] {
            const std::lock_guard lock(mutex_);
            news_.notify_all();
        };
        auto events = std::make_unique<TroubledEvents>(watches);
        events_ = events.get();
        setup.events = std::move(events);
        setup.mounts = [this] {
            const std::lock_guard lock(mutex_);
            return mounts_;
        };
        setup.remote_kind = [](const std::string&) { return std::string_view(); };
        return setup;
    }

    ::testing::AssertionResult comes(const std::function<bool()>& condition) {
        std::unique_lock lock(mutex_);
        return news_.wait_for(lock, 60s, condition) ? ::testing::AssertionSuccess()
                                                    : ::testing::AssertionFailure() << "not within a minute";
    }
    /// The folders told so far hold it: by its name, or as a part of one that is told whole.
    ::testing::AssertionResult comes_for(const std::string& name) {
        const auto path = name.empty() ? root() : root() + "/" + name;
        return comes([&] {
            return std::any_of(told_.begin(), told_.end(), [&](const ChangedFolder& folder) {
                return folder.path == path || (folder.whole && path.starts_with(folder.path + "/"));
            });
        });
    }
    ::testing::AssertionResult is_ready(std::size_t times = 1) {
        return comes([&] { return ready_.size() >= times; });
    }

    std::string root() const { return (folder_ / "music").native(); }

    /// Looks at what was told until then, as the window does.
    ScanReport look_at_told() {
        std::vector<ChangedFolder> told;
        {
            const std::lock_guard lock(mutex_);
            told.swap(told_);
        }
        auto scanned = scan_changed(*database_, told, test::harmless());
        if (!scanned) {
            throw std::runtime_error(scanned.error().text());
        }
        return std::move(scanned).value();
    }

    std::mutex mutex_;
    std::condition_variable news_;
    std::vector<ChangedFolder> told_;
    int times_told_ = 0;
    std::vector<std::string> ready_;
    std::vector<std::string> mounts_{"/"};
    TroubledEvents* events_ = nullptr;
};

TEST_F(FolderWatchTest, ANewFileIsToldAndFound) {
    add_song("a/1.mp3");
    scan_music();
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    ASSERT_EQ(watch.state().size(), 1u);
    EXPECT_EQ(watch.state()[0].how, WatchedRoot::How::watched);
    EXPECT_EQ(watch.state()[0].folders, 2);
    add_song("a/2.mp3");
    ASSERT_TRUE(comes_for("a"));
    EXPECT_EQ(look_at_told().added, 1);
}

TEST_F(FolderWatchTest, AChangedADeletedAndAReplacedFileAreTold) {
    add_song("a/changed.mp3", "Old");
    add_song("b/deleted.mp3");
    add_song("c/replaced.mp3", "Old");
    add_song("stays.mp3");
    scan_music();
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    add_song("a/changed.mp3", "A New Title");
    std::filesystem::remove(music("b/deleted.mp3"));
    // As careful programs write: another file first, then its name.
    write_file(folder_ / "music/c/.replaced.tmp", tagged_mp3("A Newer Title", "Somebody", "An Album"));
    std::filesystem::rename(music("c/.replaced.tmp"), music("c/replaced.mp3"));
    ASSERT_TRUE(comes_for("a"));
    ASSERT_TRUE(comes_for("b"));
    ASSERT_TRUE(comes_for("c"));
    const auto report = look_at_told();
    EXPECT_EQ(report.updated, 2);
    EXPECT_EQ(report.missing, 1);
    EXPECT_EQ(tracks().at("c/replaced.mp3").title, "A Newer Title");
}

TEST_F(FolderWatchTest, ANewTreeIsWatchedToItsEnds) {
    add_song("1.mp3");
    scan_music();
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    add_song("a/b/c/2.mp3");
    ASSERT_TRUE(comes_for("a/b/c"));
    EXPECT_EQ(look_at_told().added, 1);
    ASSERT_TRUE(comes([&] { return watch.state()[0].folders == 4; }));
    add_song("a/b/c/3.mp3");
    ASSERT_TRUE(comes_for("a/b/c"));
    EXPECT_EQ(look_at_told().added, 1);
}

TEST_F(FolderWatchTest, ARenamedTreeIsWatchedUnderItsNewName) {
    add_song("old/b/1.mp3");
    add_song("2.mp3");
    scan_music();
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    std::filesystem::rename(music("old"), music("new"));
    ASSERT_TRUE(comes_for("new"));
    EXPECT_EQ(look_at_told().moved, 1);
    add_song("new/b/3.mp3");
    ASSERT_TRUE(comes_for("new/b"));
    EXPECT_EQ(look_at_told().added, 1);
}

TEST_F(FolderWatchTest, ATreeThatLeavesTheLibraryIsNotWatchedAnyMoreAndOneThatComesIs) {
    add_song("a/b/1.mp3");
    write_file(music("2.wav"), silent_wav(1.5));
    write_file(folder_ / "outside/x/3.mp3", tagged_mp3("Three", "Somebody", "An Album"));
    scan_music();
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    std::filesystem::rename(music("a"), folder_ / "left");
    ASSERT_TRUE(comes_for(""));
    EXPECT_EQ(look_at_told().missing, 1);
    ASSERT_TRUE(comes([&] { return watch.state()[0].folders == 1; }));
    std::filesystem::rename(folder_ / "outside", music("came"));
    ASSERT_TRUE(comes_for("came/x"));
    const auto report = look_at_told();
    EXPECT_EQ(report.added + report.moved, 1) << "the same sound may be the track that left";
    EXPECT_TRUE(comes([&] { return watch.state()[0].folders == 3; }));
}

TEST_F(FolderWatchTest, AFileThatIsBeingWrittenIsToldWhenItIsClosed) {
    add_song("a/1.mp3");
    scan_music();
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    const auto path = music("a/2.mp3").native();
    const auto bytes = tagged_mp3("Two", "Somebody", "An Album");
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    ASSERT_GE(file, 0);
    ASSERT_EQ(write(file, bytes.data(), 20), 20);
    // Behind it in the kernel's queue: when this is told, the other one is known.
    add_song("b/3.mp3");
    ASSERT_TRUE(comes_for("b"));
    EXPECT_TRUE(watch.is_being_written(path));
    ASSERT_EQ(write(file, bytes.data() + 20, bytes.size() - 20), static_cast<ssize_t>(bytes.size() - 20));
    ASSERT_EQ(close(file), 0);
    ASSERT_TRUE(comes_for("a"));
    EXPECT_FALSE(watch.is_being_written(path));
    EXPECT_EQ(look_at_told().added, 2);
}

TEST_F(FolderWatchTest, FilesThatAreNoMusicAreNobodysBusiness) {
    add_song("a/1.mp3");
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    write_file(music("a/notes.txt"), "text");
    write_file(music("a/.hidden/x.mp3"), "x");
    add_song("b/2.mp3");
    ASSERT_TRUE(comes_for("b"));
    const std::lock_guard lock(mutex_);
    for (const auto& folder : told_) {
        EXPECT_NE(folder.path, root() + "/a");
        EXPECT_THAT(folder.path, ::testing::Not(HasSubstr(".hidden")));
    }
}

TEST_F(FolderWatchTest, ThousandsOfFilesAreToldInAFewSetsOfFolders) {
    std::filesystem::create_directory(folder_ / "music");
    scan_music();
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    constexpr int files = 1500;
    for (int i = 0; i < files; ++i) {
        write_file(music(std::to_string(i % 10) + "/" + std::to_string(i) + ".mp3"), silent_mp3(2));
    }
    add_song("last/last.mp3");
    std::int64_t added = 0;
    while (added < files + 1) {
        ASSERT_TRUE(comes([&] { return !told_.empty(); })) << added;
        const auto report = look_at_told();
        added += report.added;
        EXPECT_EQ(report.updated, 0) << "each is read once";
    }
    EXPECT_THAT(tracks(), SizeIs(files + 1));
}

TEST_F(FolderWatchTest, ALinkToAFolderIsWatchedBehindIt) {
    write_file(folder_ / "elsewhere/1.mp3", tagged_mp3("One", "Somebody", "An Album"));
    add_song("2.mp3");
    std::filesystem::create_directory_symlink(folder_ / "elsewhere", music("link"));
    scan_music();
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    write_file(folder_ / "elsewhere/3.mp3", tagged_mp3("Three", "Somebody", "An Album"));
    ASSERT_TRUE(comes_for("link"));
    EXPECT_EQ(look_at_told().added, 1);
    EXPECT_EQ(tracks().count("link/3.mp3"), 1u);
}

// --- when the kernel cannot tell

TEST_F(FolderWatchTest, WithoutWatchesLeftTheRootIsAskedInsteadAndSaysWhy) {
    for (const auto* const name : {"a/1.mp3", "b/2.mp3", "c/3.mp3"}) {
        add_song(name);
    }
    scan_music();
    auto few = setup(3);
    few.ask_every = 10ms;
    FolderWatch watch(std::move(few));
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    const auto state = watch.state();
    ASSERT_THAT(state, SizeIs(1));
    EXPECT_EQ(state[0].how, WatchedRoot::How::polled);
    EXPECT_EQ(state[0].folders, 4);
    EXPECT_THAT(state[0].reason, HasSubstr("no watch is left"));
    add_song("c/4.mp3");
    ASSERT_TRUE(comes_for("c"));
    EXPECT_EQ(look_at_told().added, 1);
}

TEST_F(FolderWatchTest, OneRootWithoutWatchesLeavesTheOthersTheirs) {
    add_song("a/1.mp3");
    write_file(folder_ / "small/1.mp3", silent_mp3(2));
    auto few = setup(2);
    few.ask_every = 1h;
    FolderWatch watch(std::move(few));
    watch.watch({(folder_ / "small").native()});
    ASSERT_TRUE(is_ready());
    watch.watch({root(), (folder_ / "small").native()});
    ASSERT_TRUE(is_ready(2));
    const auto state = watch.state();
    ASSERT_THAT(state, SizeIs(2));
    EXPECT_EQ(state[0].how, WatchedRoot::How::polled);
    EXPECT_EQ(state[1].how, WatchedRoot::How::watched);
}

TEST_F(FolderWatchTest, AnotherMachinesFoldersAreAskedFromTheStart) {
    add_song("a/1.mp3");
    auto remote = setup();
    remote.remote_kind = [](const std::string&) { return std::string_view("NFS"); };
    FolderWatch watch(std::move(remote));
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    EXPECT_EQ(watch.state().at(0).how, WatchedRoot::How::polled);
    EXPECT_THAT(watch.state().at(0).reason, HasSubstr("NFS"));
}

TEST_F(FolderWatchTest, AskedFoldersAreLookedAtWholeFromTimeToTime) {
    add_song("a/1.mp3");
    auto remote = setup();
    remote.remote_kind = [](const std::string&) { return std::string_view("NFS"); };
    remote.ask_every = 1ms;
    remote.whole_every = 1ms;
    FolderWatch watch(std::move(remote));
    watch.watch({root()});
    EXPECT_TRUE(comes([&] {
        return std::find(told_.begin(), told_.end(), ChangedFolder{root(), true}) != told_.end();
    }));
}

TEST_F(FolderWatchTest, LostEventsHaveTheRootLookedAtWholeAndTheWatchesSetAnew) {
    add_song("a/1.mp3");
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready(1));
    events_->say(FolderEvent::Kind::events_lost);
    ASSERT_TRUE(is_ready(2));
    EXPECT_EQ(watch.state().at(0).folders, 2);
    add_song("a/2.mp3");
    EXPECT_TRUE(comes_for("a"));
}

TEST_F(FolderWatchTest, AFileSystemThatComesHasItsRootLookedAtAnew) {
    add_song("a/1.mp3");
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready(1));
    {
        const std::lock_guard lock(mutex_);
        mounts_.push_back(root() + "/usb");
    }
    events_->say(FolderEvent::Kind::mounts_changed);
    EXPECT_TRUE(is_ready(2));
}

TEST_F(FolderWatchTest, ARootThatIsNotThereIsToldOnceAndWatchedWhenItComes) {
    auto often = setup();
    often.ask_every = 10ms;
    FolderWatch watch(std::move(often));
    watch.watch({root()});
    ASSERT_TRUE(comes_for(""));
    EXPECT_EQ(watch.state().at(0).how, WatchedRoot::How::away);
    add_song("a/1.mp3");
    ASSERT_TRUE(is_ready());
    EXPECT_TRUE(comes([&] { return watch.state().at(0).how == WatchedRoot::How::watched; }));
    const std::lock_guard lock(mutex_);
    EXPECT_EQ(std::count(told_.begin(), told_.end(), ChangedFolder{root(), false}), 1);
}

TEST_F(FolderWatchTest, ARootThatIsMovedAwayIsToldAndWatchedAgainWhenItIsBack) {
    add_song("a/1.mp3");
    auto often = setup();
    often.ask_every = 10ms;
    FolderWatch watch(std::move(often));
    watch.watch({root()});
    ASSERT_TRUE(is_ready(1));
    std::filesystem::rename(folder_ / "music", folder_ / "pulled out");
    ASSERT_TRUE(comes_for(""));
    ASSERT_TRUE(comes([&] { return watch.state().at(0).how == WatchedRoot::How::away; }));
    std::filesystem::rename(folder_ / "pulled out", folder_ / "music");
    EXPECT_TRUE(is_ready(2));
}

TEST_F(FolderWatchTest, RootsThatAreNotWantedAnyMoreAreNotWatched) {
    add_song("a/1.mp3");
    FolderWatch watch(setup());
    watch.watch({root()});
    ASSERT_TRUE(is_ready());
    watch.watch({});
    EXPECT_TRUE(comes([&] { return watch.state().empty(); }));
}

}  // namespace
}  // namespace refrain
