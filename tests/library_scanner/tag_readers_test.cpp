// The pool that reads tags: the walk cannot run far ahead of it, and a stop frees whoever waits.
#include "library_scanner/scan/tag_readers.h"

#include "library_scanner/scan/known_files.h"
#include "tests/library_scanner/test_files.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace refrain {
namespace {

ReadJob job_of(const std::string& path) {
    ReadJob job;
    job.file.path = path;
    return job;
}

TEST(TagReaders, TheWalkRunsAheadOfTheReadersByAFixedNumberOfFilesOnly) {
    constexpr int files = 20'000;
    constexpr int most_ahead = 4096;
    std::mutex mutex;
    std::condition_variable changed;
    int pushed = 0;
    int read = 0;
    int ahead = 0;
    {
        TagReaders readers(
            1,
            [&](ReadJob&&, Result<MusicFile>&&) {
                std::unique_lock lock(mutex);
                // The first file takes until the walk has as many in store as it may.
                changed.wait(lock, [&] { return pushed >= most_ahead; });
                ahead = std::max(ahead, pushed - read);
                ++read;
            },
            [] { return false; });
        for (int i = 0; i < files; ++i) {
            readers.push(job_of("/nowhere/" + std::to_string(i)));
            const std::lock_guard lock(mutex);
            ++pushed;
            changed.notify_all();
        }
        EXPECT_TRUE(readers.finish());
    }
    EXPECT_EQ(read, files);
    // One is being read, and one may have been pushed and not yet been counted.
    EXPECT_LE(ahead, most_ahead + 2);
}

TEST(TagReaders, AStopFreesTheWalkThatWaitsAndDropsWhatIsLeft) {
    std::atomic<bool> stop{false};
    std::atomic<int> read{0};
    TagReaders readers(
        2,
        [&](ReadJob&&, Result<MusicFile>&&) {
            ++read;
            stop = true;
        },
        [&] { return stop.load(); });
    for (int i = 0; i < 20'000; ++i) {
        readers.push(job_of("/nowhere/" + std::to_string(i)));
    }
    EXPECT_TRUE(readers.finish());
    EXPECT_GE(read, 1);
    EXPECT_LE(read, 2) << "each thread ends the file it is at";
}

TEST(KnownFiles, FindsEveryFileByItsPathAndNoOther) {
    std::vector<KnownFile> files;
    for (int i = 0; i < 1000; ++i) {
        KnownFile file;
        file.path = path_key("/music/" + std::to_string(i));
        file.size = i;
        files.push_back(file);
    }
    KnownTracks known(std::move(files));
    for (int i = 0; i < 1000; ++i) {
        const auto* found = known.find("/music/" + std::to_string(i));
        ASSERT_NE(found, nullptr);
        EXPECT_EQ(found->size, i);
    }
    EXPECT_EQ(known.find("/music/1000"), nullptr);
    EXPECT_EQ(known.find("/music"), nullptr);
    EXPECT_EQ(KnownTracks().find("/music/1"), nullptr);
}

TEST(KnownFiles, ASheetThatChangesHasAnotherKey) {
    const FoundSheet sheet{"/music/a.cue", 100, 5};
    EXPECT_EQ(sheet_key(sheet), sheet_key({"/music/a.cue", 100, 5}));
    EXPECT_NE(sheet_key(sheet), sheet_key({"/music/a.cue", 101, 5}));
    EXPECT_NE(sheet_key(sheet), sheet_key({"/music/a.cue", 100, 6}));
    EXPECT_NE(sheet_key(sheet), sheet_key({"/music/b.cue", 100, 5}));
    EXPECT_NE(sheet_key(sheet), 0u);
}

}  // namespace
}  // namespace refrain
