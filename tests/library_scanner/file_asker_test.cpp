// Single files asked for in a process of their own: tags, words and covers come back as read here, and no
// file harms the one who asks.
#include "library_scanner/scan/file_asker.h"

#include "library_scanner/covers/picture_key.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

Track with_cover(const std::filesystem::path& music) {
    Track track;
    track.path = music.native();
    track.cover = CoverKind::embedded;
    return track;
}

class FileAskerTest : public ::testing::Test {
  protected:
    std::string song(const std::string& picture = tiny_jpeg()) {
        const auto file = folder_ / "a.mp3";
        write_file(file, id3v2({{"TIT2", "\x03Title"}, {"APIC", picture_frame(picture)}}) + silent_mp3());
        return file.native();
    }
    /// What the misbehaving reader is told to do with that file.
    std::string order(const std::string& what) {
        const auto file = folder_ / (what + ".mp3");
        write_file(file, what);
        return file.native();
    }

    TemporaryFolder folder_;
    ReaderLimits soon_{Milliseconds(300), Milliseconds(1'000)};
};

TEST_F(FileAskerTest, TellsTagsAndCoverAsTheyAreReadHere) {
    FileAsker asker(REFRAIN_TAG_READER);
    const auto file = song();
    const auto tags = asker.tags(file);
    ASSERT_TRUE(tags) << tags.error().text();
    EXPECT_EQ(tags.value().track.title, "Title");
    EXPECT_EQ(tags.value().track.path, file);
    const auto cover = asker.embedded_cover(file);
    ASSERT_TRUE(cover) << cover.error().text();
    EXPECT_EQ(std::string(cover.value().bytes.begin(), cover.value().bytes.end()), tiny_jpeg());
    EXPECT_EQ(cover.value().mime_type, "image/jpeg");
    EXPECT_EQ(cover.value().key, tags.value().track.cover_key) << "the key that the scan has kept";
}

TEST_F(FileAskerTest, ACoverOfManyMegabytesComesWhole) {
    FileAsker asker(REFRAIN_TAG_READER);
    // The largest that fits: an ID3v2.3 frame of 20 MB.
    std::string large = tiny_jpeg();
    large.resize(20'000'000, '\x5a');
    const auto cover = asker.embedded_cover(song(large));
    ASSERT_TRUE(cover) << cover.error().text();
    EXPECT_EQ(cover.value().bytes.size(), large.size());
    EXPECT_EQ(cover.value().key, picture_key(large));
}

TEST_F(FileAskerTest, AFileWithoutACoverOrWithOneThatIsNoPictureSaysSo) {
    FileAsker asker(REFRAIN_TAG_READER);
    write_file(folder_ / "bare.mp3", tagged_mp3("x", "y"));
    const auto bare = asker.embedded_cover((folder_ / "bare.mp3").native());
    ASSERT_FALSE(bare);
    EXPECT_EQ(bare.error().code, ErrorCode::not_found);
    EXPECT_EQ(bare.error().path, (folder_ / "bare.mp3").native());
    EXPECT_FALSE(asker.embedded_cover(song("a text")));
    EXPECT_FALSE(asker.embedded_cover((folder_ / "nowhere.mp3").native()));
}

TEST_F(FileAskerTest, WhatAFileDoesToItsReaderIsToldAndTheNextFileIsRead) {
    FileAsker asker(MISBEHAVING_READER, soon_);
    const auto file = song();
    const auto expect = [&](const std::string& what, const std::string& said) {
        const auto tags = asker.tags(order(what));
        ASSERT_FALSE(tags) << what;
        EXPECT_THAT(tags.error().message, HasSubstr(said)) << what;
        EXPECT_EQ(tags.error().path, order(what));
        const auto cover = asker.embedded_cover(order(what));
        ASSERT_FALSE(cover) << what;
        EXPECT_THAT(cover.error().message, HasSubstr(said)) << what;
        EXPECT_TRUE(asker.tags(file)) << "after " << what;
    };
    expect("crash", "made the tag reader crash");
    expect("end", "made the tag reader end");
    expect("hang", "busy without an end");
    expect("wait", "disk does not answer");
    expect("babble", "nonsense");
    expect("eat", "needs more memory");
}

TEST_F(FileAskerTest, AReaderThatWasLostMeanwhileIsReplacedAndNoFileIsBlamed) {
    FileAsker asker(MISBEHAVING_READER, soon_);
    ASSERT_TRUE(asker.tags(song()));
    // Dies with this one, once: as if it had died before.
    const auto file = order("crash-once");
    const auto tags = asker.tags(file);
    ASSERT_FALSE(tags);
    EXPECT_THAT(tags.error().message, ::testing::Not(HasSubstr("crash")))
        << "the second reader read it: no music";
}

TEST_F(FileAskerTest, WhoIsNotWantedAnyMoreDoesNotWaitForTheFile) {
    FileAsker asker(MISBEHAVING_READER);
    std::atomic<bool> cancel{false};
    const auto file = order("wait");
    std::thread one([&] { EXPECT_FALSE(asker.tags(file, &cancel)); });
    std::thread other([&] { EXPECT_FALSE(asker.embedded_cover(file, &cancel)); });
    while (!std::filesystem::exists(file + ".mark")) {
        std::this_thread::yield();
    }
    cancel = true;
    one.join();
    other.join();
    EXPECT_TRUE(asker.tags(song()));
}

TEST_F(FileAskerTest, ADiskThatSleepsHoldsUpNobodyWhoAsksAboutAnother) {
    const auto asleep = (folder_ / "asleep").native();
    FileAsker asker(MISBEHAVING_READER, {}, [&] { return std::vector<std::string>{"/", asleep}; });
    write_file(asleep + "/a.mp3", "wait");
    std::atomic<bool> cancel{false}, ended{false};
    std::thread sleeper([&] {
        EXPECT_FALSE(asker.embedded_cover(asleep + "/a.mp3", &cancel));
        ended = true;
    });
    while (!std::filesystem::exists(asleep + "/a.mp3.mark")) {
        std::this_thread::yield();
    }
    EXPECT_TRUE(asker.embedded_cover(song()));
    EXPECT_TRUE(asker.tags(song()));
    EXPECT_FALSE(ended) << "it was waited for";
    cancel = true;
    sleeper.join();
}

TEST_F(FileAskerTest, ManyThreadsGetEachItsOwnAnswer) {
    FileAsker asker(REFRAIN_TAG_READER);
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            const auto file = folder_ / (std::to_string(i) + ".mp3");
            write_file(file, tagged_mp3("Title " + std::to_string(i), "y"));
            for (int round = 0; round < 20; ++round) {
                const auto tags = asker.tags(file.native());
                right += tags && tags.value().track.title == "Title " + std::to_string(i) ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(right, 80);
}

TEST_F(FileAskerTest, WithoutItsProgramItSaysSo) {
    FileAsker asker("/nowhere/refrain-tagreader");
    const auto tags = asker.tags(song());
    ASSERT_FALSE(tags);
    EXPECT_THAT(tags.error().message, HasSubstr("cannot be started"));
}

TEST_F(FileAskerTest, APictureBesideTheMusicNeedsNoReader) {
    FileAsker asker("/nowhere/refrain-tagreader");
    write_file(folder_ / "cover.jpg", tiny_jpeg());
    Track track;
    track.cover = CoverKind::folder;
    track.cover_path = (folder_ / "cover.jpg").native();
    EXPECT_TRUE(asker.cover(track));
    EXPECT_FALSE(asker.cover(with_cover(song())));
}

}  // namespace
}  // namespace refrain
