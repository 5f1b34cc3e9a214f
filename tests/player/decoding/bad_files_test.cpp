// Files and disks that let a deck down: an error that names the file, never a hang, and what could be decoded
// is played.
#include "player/engine/decoding/decoder_thread.h"
#include "tests/player/audio_files.h"
#include "tests/player/decoding/deck_reader.h"
#include "tests/player/decoding/hanging_disk.h"
#include "tests/player/decoding/made_files.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace refrain {
namespace {

namespace fs = std::filesystem;
using namespace testing_audio;

class BadFiles : public ::testing::Test {
  protected:
    /// 5 s of noise: 882,044 bytes.
    std::string wav(const fs::path& path) { return write_wav(path, noise(220'500)); }
    std::string flac(const fs::path& path) {
        run_program(
            {"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", wav(folder / "for_flac.wav"), path});
        return path.string();
    }
    static TrackSource track(const std::string& path) { return {PlayId(1), path, {}, {}, {}}; }

    test::TemporaryFolder folder;
};

TEST_F(BadFiles, AFileThatIsDeletedWhileItPlaysPlaysOn) {
    DeckReader reader(wav(folder / "a.wav"));
    ASSERT_EQ(reader.read(100).size(), 200U);
    fs::remove(folder / "a.wav");
    EXPECT_EQ(reader.read_all().size(), 2U * 220'400U);
    EXPECT_FALSE(reader.failure());
}

TEST_F(BadFiles, AFileThatIsCutWhileItPlaysEndsOrFails) {
    for (const std::string& file : {wav(folder / "a.wav"), flac(folder / "a.flac")}) {
        DeckReader reader(file);
        ASSERT_EQ(reader.read(100).size(), 200U);
        fs::resize_file(file, 1000);
        EXPECT_LT(reader.read_all().size(), 2U * 220'400U);
        EXPECT_TRUE(reader.deck().ended() || reader.failure()) << file;
    }
}

TEST_F(BadFiles, OfAFileThatIsStillBeingWrittenWhatIsThereIsPlayed) {
    const std::string whole = flac(folder / "whole.flac");
    std::string bytes(static_cast<std::size_t>(fs::file_size(whole)), '\0');
    std::ifstream(whole, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const std::size_t half = bytes.size() / 2;
    const std::string growing = write_text(folder / "growing.flac", bytes.substr(0, half));
    DeckReader stopped(growing);
    const std::size_t there = stopped.read_all().size() / 2;
    EXPECT_GT(there, 90'000U);
    EXPECT_LT(there, 120'000U);

    // Written on before the end is reached, it plays on.
    DeckReader reader(growing);
    ASSERT_EQ(reader.read(100).size(), 200U);
    std::ofstream(growing, std::ios::binary | std::ios::app) << bytes.substr(half, half / 2);
    EXPECT_GE(reader.read_all().size() / 2 + 100, there);
    EXPECT_TRUE(reader.deck().ended()) << "that its end is not there yet is no error";
    EXPECT_FALSE(reader.failure());
}

TEST_F(BadFiles, ATableMadeForAnotherFileDoesNotCutThisOne) {
    // Two MP3 files in a row, as some tools join them: the table of the first counts its own frames only.
    const std::string one = (folder / "one.mp3").string();
    run_program({"lame", "--quiet", "-b", "128", wav(folder / "a.wav"), one});
    const std::string joined = (folder / "joined.mp3").string();
    {
        std::ofstream out(joined, std::ios::binary);
        out << std::ifstream(one, std::ios::binary).rdbuf() << std::ifstream(one, std::ios::binary).rdbuf();
    }
    DeckReader reader(joined);
    EXPECT_NEAR(static_cast<double>(reader.read_all().size()) / 2, 2 * 220'500, 5000);
}

TEST_F(BadFiles, AThreadWhoseFileFailedAnswersEachQuestionForItsLengthOnce) {
    std::mutex mutex;
    std::condition_variable woken;
    int wakes = 0;
    DecoderThread failed((folder / "gone.wav").string(), [&] {
        const std::lock_guard lock(mutex);
        ++wakes;
        woken.notify_one();
    });
    std::thread work([&] { failed.work([] {}); });
    const auto wait_for = [&](int number) {
        std::unique_lock lock(mutex);
        woken.wait(lock, [&] { return wakes >= number; });
    };
    wait_for(1);
    constexpr int questions = 50;
    for (int i = 0; i < questions; ++i) {
        failed.ask_duration();
        wait_for(i + 2);
    }
    failed.stop();
    work.join();
    EXPECT_EQ(wakes, 1 + questions) << "it goes on asking by itself";
}

struct CutFile {
    const char* name;
    std::vector<std::string> encoder;
};
class CutFiles : public BadFiles, public ::testing::WithParamInterface<CutFile> {
  protected:
    /// 20 s of noise.
    std::string made() {
        const std::string wav_file = write_wav(folder / "whole.wav", noise(20 * 44'100));
        const std::string file = (folder / (std::string("cut.") + GetParam().name)).string();
        std::vector<std::string> words;
        for (const std::string& word : GetParam().encoder) {
            words.push_back(word == "IN" ? wav_file : word == "OUT" ? file : word);
        }
        run_program(words);
        return file;
    }
};

TEST_P(CutFiles, GiveWhatIsThereAndSayThatTheyWereCutShort) {
    const std::string file = made();
    {
        DeckReader whole(file);
        const double seconds = static_cast<double>(whole.read_all().size()) / 2 / whole.deck().rate();
        EXPECT_NEAR(seconds, 20.0, 0.06);
        EXPECT_TRUE(whole.deck().ended());
        EXPECT_FALSE(whole.failure());
    }
    fs::resize_file(file, fs::file_size(file) * 3 / 10);
    DeckReader cut(file);
    const double seconds = static_cast<double>(cut.read_all().size()) / 2 / cut.deck().rate();
    EXPECT_GT(seconds, 3.0);
    EXPECT_LT(seconds, 8.0);
    ASSERT_TRUE(cut.failure());
    EXPECT_FALSE(cut.deck().ended());
    EXPECT_EQ(cut.failure()->path, file);
    EXPECT_EQ(cut.failure()->code, ErrorCode::malformed);
    EXPECT_EQ(cut.failure()->message.rfind("The file was cut short", 0), 0U) << cut.failure()->message;
}

INSTANTIATE_TEST_SUITE_P(
    Formats, CutFiles,
    ::testing::Values(
        CutFile{"wav", {"cp", "IN", "OUT"}},
        CutFile{"flac", {"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", "IN", "OUT"}},
        CutFile{"mp3", {"lame", "--quiet", "-V", "2", "IN", "OUT"}},
        CutFile{"m4a",
                {"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", "IN", "-c:a", "aac", "-movflags",
                 "+faststart", "OUT"}},
        CutFile{"ogg",
                {"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", "IN", "-c:a", "libvorbis", "OUT"}},
        CutFile{"opus",
                {"ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", "IN", "-c:a", "libopus", "OUT"}}),
    [](const auto& file) { return std::string(file.param.name); });

class HangingDisks : public BadFiles {
  protected:
    void SetUp() override { fs::create_directory(folder / "dead"); }
    void TearDown() override { HangingDisk::answer(); }
    /// As short as a test may wait; nothing depends on how long it really is. A file that is to be read
    /// before or beside the dead one gets the time that a busy machine needs.
    static constexpr Milliseconds for_the_living{3000};
    static std::shared_ptr<DeckCrew> crew(int most_hanging = 8, Milliseconds silence = Milliseconds(300)) {
        DeckCrew::Limits limits;
        limits.patience = Milliseconds(0);
        limits.silence = silence;
        limits.most_hanging = most_hanging;
        return std::make_shared<DeckCrew>(limits);
    }
    void expect_no_answer(DeckReader& reader, const std::string& path) {
        EXPECT_GT(HangingDisk::waiting(), 0) << "nobody waited for the disk";
        ASSERT_TRUE(reader.failure());
        EXPECT_EQ(reader.failure()->code, ErrorCode::unreadable);
        EXPECT_EQ(reader.failure()->path, path);
        EXPECT_EQ(reader.failure()->message, "The disk with this file does not answer");
    }
};

TEST_F(HangingDisks, AFileThatDoesNotOpenFailsAndIsLeftBehind) {
    const std::string file = wav(folder / "dead" / "a.wav");
    HangingDisk::hang("/dead/", HangingDisk::At::opening);
    {
        DeckReader reader(track(file), crew());
        EXPECT_TRUE(reader.read_all().empty());
        expect_no_answer(reader, file);
    }
    EXPECT_EQ(HangingDisk::waiting(), 1) << "the deck is gone, its thread still waits";
}

TEST_F(HangingDisks, AFileWhoseReadingStopsHalfwayGivesWhatWasReadAndFails) {
    const std::string file = wav(folder / "dead" / "a.wav");
    {
        DeckReader reader(track(file), crew(8, for_the_living));
        ASSERT_EQ(reader.read(100).size(), 200U);
        HangingDisk::hang("/dead/", HangingDisk::At::reading, 600'000);
        const std::size_t frames = reader.read_all().size() / 2;
        EXPECT_GT(frames, 100'000U);
        EXPECT_LT(frames, 150'000U);
        expect_no_answer(reader, file);
    }
    EXPECT_EQ(HangingDisk::waiting(), 1);
}

TEST_F(HangingDisks, ASeekIntoTheDeadPartFails) {
    const std::string file = wav(folder / "dead" / "a.wav");
    DeckReader reader(track(file), crew(8, for_the_living));
    ASSERT_EQ(reader.read(100).size(), 200U);
    HangingDisk::hang("/dead/", HangingDisk::At::reading, 600'000);
    reader.deck().seek(Milliseconds(4000));
    EXPECT_TRUE(reader.read_all().empty());
    expect_no_answer(reader, file);
}

TEST_F(HangingDisks, TheNextFileOfTheFolderFailsAtOnceOthersPlayAndAllPlayOnceItAnswers) {
    const std::string dead = wav(folder / "dead" / "a.wav"), alive = wav(folder / "b.wav");
    HangingDisk::hang("/dead/", HangingDisk::At::opening);
    const auto together = crew(8, for_the_living);
    { DeckReader(track(dead), together).read_all(); }
    DeckReader refused(track(dead), together);
    EXPECT_TRUE(refused.failure());
    EXPECT_EQ(HangingDisk::waiting(), 1) << "the second one did not even ask";
    EXPECT_EQ(DeckReader(track(alive), together).read_all().size(), 2U * 220'500U);
    HangingDisk::answer();
    // Refused until the thread that hung has come back.
    std::size_t played = 0;
    while (played == 0) {
        DeckReader again(track(dead), together);
        played = again.failure() ? 0 : again.read_all().size();
        std::this_thread::yield();
    }
    EXPECT_EQ(played, 2U * 220'500U);
}

TEST_F(HangingDisks, OnlySoManyAreLeftHanging) {
    const auto together = crew(3);
    for (int i = 0; i < 3; ++i) {
        const fs::path path = folder / "dead" / std::to_string(i) / "a.wav";
        fs::create_directories(path.parent_path());
        wav(path);
    }
    HangingDisk::hang("/dead/", HangingDisk::At::opening);
    for (int i = 0; i < 3; ++i) {
        DeckReader(track((folder / "dead" / std::to_string(i) / "a.wav").string()), together).read_all();
    }
    EXPECT_EQ(HangingDisk::waiting(), 3);
    EXPECT_TRUE(DeckReader(track(wav(folder / "alive.wav")), together).failure());
}

TEST_F(HangingDisks, ADeckThatIsThrownAwayAtOnceIsNoTrouble) {
    const std::string file = wav(folder / "a.wav");
    const auto together = crew();
    for (int i = 0; i < 50; ++i) {
        const Deck deck(
            track(file), [] {}, together);
    }
}

}  // namespace
}  // namespace refrain
