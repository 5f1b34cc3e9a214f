// Thumbnails on disk: kept whole or not at all, in bounds, whatever else lies in the folder.
#include "library_scanner/covers/thumbnail_store.h"

#include "tests/library_scanner/test_files.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
namespace fs = std::filesystem;

constexpr std::uint64_t block = 4096;

ThumbnailName name(std::uint64_t key) {
    return {key, 128};
}

std::uint64_t bytes_in(const fs::path& folder) {
    std::uint64_t bytes = 0;
    for (const auto& file : fs::directory_iterator(folder)) {
        bytes += (file.file_size() + block - 1) / block * block;
    }
    return bytes;
}

void set_used(const fs::path& file, std::chrono::hours ago) {
    fs::last_write_time(file, fs::file_time_type::clock::now() - ago);
}

TEST(ThumbnailStore, GivesBackWhatWasWritten) {
    const TemporaryFolder folder;
    ThumbnailStore store(folder / "not" / "yet" / "there");
    EXPECT_EQ(store.read(name(7)), std::nullopt);
    const std::string bytes("a\0picture", 9);
    ASSERT_TRUE(store.write(name(7), bytes));
    EXPECT_EQ(store.read(name(7)), bytes);
    EXPECT_EQ(store.read({7, 64}), std::nullopt) << "another size";
    EXPECT_EQ(store.read(name(8)), std::nullopt) << "another picture";
    ASSERT_TRUE(store.write(name(7), "another"));
    EXPECT_EQ(store.read(name(7)), "another");
}

TEST(ThumbnailStore, OutlivesItsProcess) {
    const TemporaryFolder folder;
    ASSERT_TRUE(ThumbnailStore(folder.path()).write(name(0xffffffffffffffff), "kept"));
    EXPECT_EQ(ThumbnailStore(folder.path()).read(name(0xffffffffffffffff)), "kept");
}

TEST(ThumbnailStore, ADamagedFileIsNotHandedOutAndIsWrittenAnew) {
    const TemporaryFolder folder;
    ThumbnailStore store(folder.path());
    ASSERT_TRUE(store.write(name(1), "picture"));
    const auto whole = read_file(store.file_of(name(1)));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        write_file(store.file_of(name(1)), whole.substr(0, size));
        EXPECT_EQ(store.read(name(1)), std::nullopt) << "cut off after " << size;
        EXPECT_FALSE(fs::exists(store.file_of(name(1))));
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x20);
        write_file(store.file_of(name(1)), changed);
        EXPECT_EQ(store.read(name(1)), std::nullopt) << "another byte at " << at;
    }
    ASSERT_TRUE(store.write(name(1), "picture"));
    EXPECT_EQ(store.read(name(1)), "picture");
}

TEST(ThumbnailStore, TheFileOfAnotherPictureUnderThisOnesNameIsNotTakenForIt) {
    const TemporaryFolder folder;
    ThumbnailStore store(folder.path());
    ASSERT_TRUE(store.write(name(1), "one"));
    fs::copy_file(store.file_of(name(1)), store.file_of(name(2)));
    EXPECT_EQ(store.read(name(2)), std::nullopt);
}

TEST(ThumbnailStore, WhatIsNoFileOfOursIsNeitherReadNorWaitedForNorRemoved) {
    const TemporaryFolder folder;
    ThumbnailStore store(folder.path(), {1, std::chrono::hours(1)});
    write_file(folder / "elsewhere", "secret");
    fs::create_symlink(folder / "elsewhere", store.file_of(name(1)));
    ASSERT_EQ(::mkfifo(store.file_of(name(2)).c_str(), 0600), 0);
    fs::create_directories(store.file_of(name(3)) / "inside");
    write_file(folder / "notes.txt", "mine");
    for (const std::uint64_t key : {1, 2, 3}) {
        EXPECT_EQ(store.read(name(key)), std::nullopt);
    }
    EXPECT_FALSE(store.write(name(3), "a folder is in the way"));
    // The bound is one byte: all of ours go.
    ASSERT_TRUE(store.write(name(4), "picture"));
    EXPECT_EQ(store.read(name(4)), std::nullopt);
    EXPECT_EQ(read_file(folder / "notes.txt"), "mine");
    EXPECT_EQ(read_file(folder / "elsewhere"), "secret");
    EXPECT_TRUE(fs::exists(store.file_of(name(3)) / "inside"));
}

TEST(ThumbnailStore, WhatWasUsedLongestAgoGoesFirst) {
    const TemporaryFolder folder;
    ThumbnailStore store(folder.path(), {20 * block, std::chrono::hours(1)});
    for (std::uint64_t key = 1; key <= 20; ++key) {
        ASSERT_TRUE(store.write(name(key), "picture"));
        set_used(store.file_of(name(key)), std::chrono::hours(100 - key));
    }
    // The oldest is used, and so it is the newest now.
    ASSERT_TRUE(store.read(name(1)));
    ASSERT_TRUE(store.write(name(21), "picture"));
    EXPECT_TRUE(store.read(name(1)));
    EXPECT_FALSE(store.read(name(2)));
    EXPECT_TRUE(store.read(name(20)));
    EXPECT_TRUE(store.read(name(21)));
}

TEST(ThumbnailStore, HoldsItsBoundOverManyTimesAsManyCovers) {
    const TemporaryFolder folder;
    constexpr std::uint64_t most = 200 * block;
    ThumbnailStore store(folder.path(), {most, std::chrono::hours(1)});
    for (std::uint64_t key = 1; key <= 2000; ++key) {
        ASSERT_TRUE(store.write(name(key), "picture"));
        if (key % 100 == 0) {
            EXPECT_LE(bytes_in(folder.path()), most);
        }
    }
    EXPECT_GE(bytes_in(folder.path()), most / 2);
    EXPECT_TRUE(store.read(name(2000)));
}

TEST(ThumbnailStore, TwoOverOneFolderAndManyThreadsNeverSeeAHalfWrittenFile) {
    const TemporaryFolder folder;
    constexpr std::uint64_t most = 64 * block;
    ThumbnailStore one(folder.path(), {most, std::chrono::hours(1)});
    ThumbnailStore other(folder.path(), {most, std::chrono::hours(1)});
    // Whoever writes a picture writes the same bytes.
    const auto picture = [](std::uint64_t key) {
        return std::string(1000 + key * 37, static_cast<char>(key));
    };
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (ThumbnailStore* store : {&one, &other, &one, &other}) {
        threads.emplace_back([&, store] {
            for (int round = 0; round < 20; ++round) {
                for (std::uint64_t key = 1; key <= 100; ++key) {
                    if (const auto read = store->read(name(key))) {
                        wrong += *read == picture(key) ? 0 : 1;
                    } else if (!store->write(name(key), picture(key))) {
                        ++wrong;
                    }
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(wrong, 0);
    // Each looks at the folder after a sixteenth of the bound that it has written itself.
    EXPECT_LE(bytes_in(folder.path()), most + most / 8 + 4 * 2 * block);
}

TEST(ThumbnailStore, RemovesWhatAnotherLeftUnfinishedLongAgo) {
    const TemporaryFolder folder;
    ThumbnailStore store(folder.path());
    const fs::path left = store.file_of(name(1)).native() + ".123.part";
    const fs::path under_way = store.file_of(name(2)).native() + ".456.part";
    write_file(left, "half");
    write_file(under_way, "half");
    set_used(left, std::chrono::hours(2));
    ASSERT_TRUE(store.write(name(3), "picture"));
    EXPECT_FALSE(fs::exists(left));
    EXPECT_TRUE(fs::exists(under_way));
}

TEST(ThumbnailStore, SaysWhyNothingCanBeKept) {
    const TemporaryFolder folder;
    write_file(folder / "file", "");
    const auto in_a_file = ThumbnailStore(folder / "file").write(name(1), "picture");
    ASSERT_FALSE(in_a_file);
    EXPECT_EQ(in_a_file.error().code, ErrorCode::not_writable);
    EXPECT_FALSE(ThumbnailStore(folder.path()).write(name(1), std::string(most_thumbnail_bytes + 1, 'x')));
    EXPECT_FALSE(ThumbnailStore(folder.path()).write(name(1), ""));
}

}  // namespace
}  // namespace refrain
