// A picture of the library that follows what others write: the journal of changes, and who reads it.
#include "library_scanner/library_follower.h"

#include "library_scanner/scan/scanner.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/test_files.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::unique_ptr<Database> opened(const std::filesystem::path& file) {
    auto database = Database::open(file);
    if (!database) {
        throw std::runtime_error(database.error().text());
    }
    return std::move(database).value();
}

void note(Database& database, std::vector<TrackId> tracks, ChangedWhat what = ChangedWhat::tracks) {
    const auto written = database.write_now(
        [&](SQLite::Database& connection) { note_changed_tracks(connection, tracks, what); });
    ASSERT_TRUE(written);
}

class ChangeJournal : public ::testing::Test {
  protected:
    JournalNews after(std::int64_t number) const { return read_journal(*database_->reader(), number); }

    const TemporaryFolder folder_;
    const std::unique_ptr<Database> database_ = opened(folder_ / "library.db");
};

TEST_F(ChangeJournal, TellsWhatWasNotedBehindAPlaceEachOnceAndByKind) {
    note(*database_, {TrackId(3), TrackId(1)});
    const auto place = journal_end(*database_->reader());
    note(*database_, {TrackId(7), TrackId(2), TrackId(7)});
    note(*database_, {TrackId(2), TrackId(9)});
    note(*database_, {TrackId(2)}, ChangedWhat::loudness);
    const auto news = after(place);
    EXPECT_FALSE(news.missed);
    EXPECT_THAT(news.tracks, ElementsAre(TrackId(2), TrackId(7), TrackId(9)));
    EXPECT_THAT(news.loudness, ElementsAre(TrackId(2)));
    EXPECT_THAT(after(news.last).tracks, IsEmpty());
}

TEST_F(ChangeJournal, OfAnEmptyOneNothingIsTold) {
    EXPECT_EQ(journal_end(*database_->reader()), 0);
    EXPECT_FALSE(after(0).missed);
    note(*database_, {});
    EXPECT_EQ(journal_end(*database_->reader()), 0);
}

TEST_F(ChangeJournal, SaysThatItForgotWhatAReaderHasNotSeen) {
    for (std::int64_t i = 1; i <= most_journal_entries + 1; ++i) {
        note(*database_, {TrackId(i)});
    }
    EXPECT_TRUE(after(0).missed) << "entry 1 is gone";
    const auto news = after(1);
    EXPECT_FALSE(news.missed);
    EXPECT_EQ(static_cast<std::int64_t>(news.tracks.size()), most_journal_entries);
}

TEST_F(ChangeJournal, OfAnOlderDatabaseInItsPlaceEverythingIsNews) {
    note(*database_, {TrackId(1)});
    EXPECT_TRUE(after(17).missed);
}

/// Keeps what a follower was told to refresh.
class Follower : public ::testing::Test {
  protected:
    FollowerSetup setup() {
        FollowerSetup setup;
        setup.refresh = [this](const LibraryDelta& delta) -> Status {
            const std::lock_guard lock(mutex_);
            told_.push_back(delta);
            news_.notify_all();
            if (failing_) {
                return Error{ErrorCode::failed, "for the test", {}};
            }
            return Done{};
        };
        setup.quiet = [this] {
            const std::lock_guard lock(mutex_);
            ++quiet_;
            news_.notify_all();
        };
        setup.trouble = [this](const Error&) {
            const std::lock_guard lock(mutex_);
            ++troubles_;
            news_.notify_all();
        };
        // A test wakes it where it has to, so that no test waits for the clock.
        setup.look_every = 1h;
        setup.refresh_every = 0ms;
        setup.quiet_after = 0ms;
        setup.loudness_every = 1h;
        return setup;
    }

    template <class Condition>
    ::testing::AssertionResult comes(Condition condition) {
        std::unique_lock lock(mutex_);
        return news_.wait_for(lock, 60s, condition) ? ::testing::AssertionSuccess()
                                                    : ::testing::AssertionFailure() << "not within a minute";
    }

    const TemporaryFolder folder_;
    const std::unique_ptr<Database> database_ = opened(folder_ / "library.db");
    /// As another process has it.
    const std::unique_ptr<Database> other_ = opened(folder_ / "library.db");

    std::mutex mutex_;
    std::condition_variable news_;
    std::vector<LibraryDelta> told_;
    int quiet_ = 0, troubles_ = 0;
    bool failing_ = false;
};

TEST_F(Follower, ReadsWhatAnotherProcessWroteWhenItLooksByItself) {
    auto by_itself = setup();
    by_itself.look_every = 10ms;
    LibraryFollower follower(*database_, by_itself);
    follower.start();
    note(*other_, {TrackId(5)});
    ASSERT_TRUE(comes([&] { return !told_.empty(); }));
    EXPECT_FALSE(told_[0].everything);
    EXPECT_THAT(told_[0].changed, ElementsAre(TrackId(5)));
}

TEST_F(Follower, PassesOverWhatWasThereBeforeItsStart) {
    note(*other_, {TrackId(1)});
    LibraryFollower follower(*database_, setup());
    follower.start();
    ASSERT_TRUE(follower.catch_up());
    EXPECT_THAT(told_, IsEmpty());
}

TEST_F(Follower, LooksAtOnceWhenItIsWokenAndTellsWhenItIsQuietAgain) {
    LibraryFollower follower(*database_, setup());
    follower.start();
    note(*database_, {TrackId(8)});
    follower.wake();
    ASSERT_TRUE(comes([&] { return told_.size() == 1; }));
    ASSERT_TRUE(comes([&] { return quiet_ == 1; }));
}

TEST_F(Follower, TellsOfEveryWritingThoughNoTrackIsAnother) {
    int written = 0;
    auto with_hook = setup();
    with_hook.written = [&] { ++written; };
    LibraryFollower follower(*database_, with_hook);
    follower.start();
    ASSERT_TRUE(follower.catch_up());
    EXPECT_EQ(std::exchange(written, 0), 1) << "the first look";
    ASSERT_TRUE(follower.catch_up());
    EXPECT_EQ(written, 0);
    ASSERT_TRUE(other_->write_now([](SQLite::Database& db) {
        db.exec("INSERT INTO playlists (name, created_at, changed_at) VALUES ('Theirs', 1, 1)");
    }));
    ASSERT_TRUE(follower.catch_up());
    EXPECT_EQ(written, 1);
    EXPECT_THAT(told_, IsEmpty());
}

TEST_F(Follower, LeavesLoudnessForLaterUnlessItIsToCatchUp) {
    LibraryFollower follower(*database_, setup());
    follower.start();
    note(*other_, {TrackId(1)}, ChangedWhat::loudness);
    note(*other_, {TrackId(2)});
    follower.wake();
    ASSERT_TRUE(comes([&] { return told_.size() == 1; }));
    EXPECT_THAT(told_[0].changed, ElementsAre(TrackId(2)));
    ASSERT_TRUE(follower.catch_up());
    ASSERT_EQ(told_.size(), 2u);
    EXPECT_THAT(told_[1].changed, ElementsAre(TrackId(1)));
}

TEST_F(Follower, ReadsEverythingWhereItMissedEntries) {
    LibraryFollower follower(*database_, setup());
    follower.start();
    for (std::int64_t i = 0; i <= most_journal_entries; ++i) {
        note(*other_, {TrackId(1)});
    }
    ASSERT_TRUE(follower.catch_up());
    ASSERT_EQ(told_.size(), 1u);
    EXPECT_TRUE(told_[0].everything);
}

TEST_F(Follower, ReadsEverythingAfterARefreshThatFailed) {
    LibraryFollower follower(*database_, setup());
    follower.start();
    failing_ = true;
    note(*other_, {TrackId(4)});
    EXPECT_FALSE(follower.catch_up());
    failing_ = false;
    EXPECT_TRUE(follower.catch_up());
    ASSERT_EQ(told_.size(), 2u);
    EXPECT_TRUE(told_[1].everything);
}

TEST_F(Follower, AScanOfAnotherProcessIsInThePicture) {
    Library library(*database_);
    auto real = setup();
    real.refresh = [&](const LibraryDelta& delta) {
        return delta.everything ? library.reload() : library.refresh(delta.changed);
    };
    LibraryFollower follower(*database_, real);
    follower.start();
    ASSERT_TRUE(library.reload());
    write_file(folder_ / "music/1.mp3", tagged_mp3("One", "Somebody", "An Album"));
    write_file(folder_ / "music/2.mp3", tagged_mp3("Two", "Somebody", "An Album"));
    ASSERT_TRUE(scan(*other_, {folder_ / "music"}, test::harmless()));
    ASSERT_TRUE(follower.catch_up());
    EXPECT_EQ(library.snapshot()->present(), 2u);
    std::filesystem::remove(folder_ / "music/2.mp3");
    ASSERT_TRUE(scan(*other_, {folder_ / "music"}, test::harmless()));
    ASSERT_TRUE(follower.catch_up());
    EXPECT_EQ(library.snapshot()->present(), 1u);
    ASSERT_TRUE(Library(*other_).remove_root((folder_ / "music").native()));
    ASSERT_TRUE(follower.catch_up());
    EXPECT_EQ(library.snapshot()->present(), 0u);
}

}  // namespace
}  // namespace refrain
