// Reading tags in processes of their own: what is said over the socket, who is to blame when a reader is
// lost, and that nothing a file does to a reader reaches the scan.
#include "library_scanner/reader/protocol.h"
#include "library_scanner/reader/serve.h"
#include "library_scanner/scan/reader_patience.h"
#include "library_scanner/scan/reader_processes.h"
#include "library_scanner/scan/scanner.h"
#include "library_scanner/tags/fetch_ahead.h"
#include "library_scanner/tags/longest_file.h"
#include "library_scanner/text/utf8.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"

#include <array>
#include <atomic>
#include <csignal>
#include <limits>
#include <map>
#include <memory>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// --- what is said

const std::string some_path = "/music/a\xff.mp3";

/// The one message in these bytes.
std::string body_of(const std::string& bytes) {
    MessageCutter cutter;
    cutter.take(bytes);
    const auto body = cutter.next();
    EXPECT_TRUE(body);
    return std::string(body.value_or(""));
}

std::optional<Result<MusicFile>> said_and_heard(const Result<MusicFile>& answer) {
    std::string bytes;
    append_answer(bytes, answer);
    return decode_answer(body_of(bytes), some_path);
}

MusicFile some_file() {
    MusicFile file;
    auto& track = file.track;
    track.path = some_path;
    track.title = "Title";
    track.artist = "Artist; Other";
    track.album = "Album";
    track.album_artist = "Various";
    track.composer = "Composer";
    track.artists = {"Artist", "Other"};
    track.album_artists = {"Various", ""};
    track.composers = {"Composer"};
    track.genres = {"Folk", "", "Джаз"};
    track.year = 1999;
    track.month = 12;
    track.day = 31;
    track.original_date = {1969, 7, 20};
    track.track_total = 65'535;
    track.disc_total = 2;
    track.compilation = true;
    track.file_rating = 0;
    track.lyrics = LyricsKind::timed;
    track.cover_key = 0xfedcba9876543210;
    track.musicbrainz_track_id = "track";
    track.musicbrainz_release_id = "release";
    track.musicbrainz_release_group_id = "group";
    track.track_number = 3;
    track.disc_number = 2;
    track.duration = Milliseconds(12'345'678'901);
    track.sample_rate = 44'100;
    track.channels = 2;
    track.bitrate_kbps = 320;
    track.cover = CoverKind::embedded;
    track.musicbrainz_recording_id = "0d1b6ac5-0000-4000-8000-000000000000";
    track.loudness = {-7.5f, std::nullopt, 0.0f, 1.25f};
    return file;
}

TEST(ReaderProtocol, AFileArrivesAsItWasRead) {
    const auto sent = some_file();
    const auto heard = said_and_heard(sent);
    ASSERT_TRUE(heard && *heard);
    const auto& track = heard->value().track;
    EXPECT_EQ(track.path, some_path);
    EXPECT_EQ(track.title, "Title");
    EXPECT_EQ(track.artist, "Artist; Other");
    EXPECT_EQ(track.album, "Album");
    EXPECT_EQ(track.album_artist, "Various");
    EXPECT_EQ(track.composer, "Composer");
    EXPECT_EQ(track.artists, sent.track.artists);
    EXPECT_EQ(track.album_artists, sent.track.album_artists);
    EXPECT_EQ(track.composers, sent.track.composers);
    EXPECT_THAT(track.genres, ElementsAre("Folk", "", "Джаз"));
    EXPECT_EQ(track.year, 1999);
    EXPECT_EQ(track.month, 12);
    EXPECT_EQ(track.day, 31);
    EXPECT_EQ(track.original_date, sent.track.original_date);
    EXPECT_EQ(track.track_total, 65'535);
    EXPECT_EQ(track.disc_total, 2);
    EXPECT_TRUE(track.compilation);
    EXPECT_EQ(track.file_rating, std::optional<std::uint8_t>(0));
    EXPECT_EQ(track.lyrics, LyricsKind::timed);
    EXPECT_EQ(track.cover_key, 0xfedcba9876543210);
    EXPECT_EQ(track.musicbrainz_track_id, "track");
    EXPECT_EQ(track.musicbrainz_release_id, "release");
    EXPECT_EQ(track.musicbrainz_release_group_id, "group");
    EXPECT_EQ(track.track_number, 3);
    EXPECT_EQ(track.disc_number, 2);
    EXPECT_EQ(track.duration, Milliseconds(12'345'678'901));
    EXPECT_EQ(track.sample_rate, 44'100);
    EXPECT_EQ(track.channels, 2);
    EXPECT_EQ(track.bitrate_kbps, 320);
    EXPECT_EQ(track.cover, CoverKind::embedded);
    EXPECT_EQ(track.musicbrainz_recording_id, sent.track.musicbrainz_recording_id);
    EXPECT_EQ(track.loudness, sent.track.loudness);
    EXPECT_FALSE(heard->value().sheet);
}

TEST(ReaderProtocol, WordsArriveAsTheyWereFoundAndCutAnswersAreNone) {
    const std::vector<Lyrics> sent{{{{Milliseconds(1500), "One"}, {std::nullopt, ""}}, "eng", "live"}, {}};
    std::string bytes;
    append_answer(bytes, Result<std::vector<Lyrics>>(sent));
    const auto body = body_of(bytes);
    const auto heard = decode_lyrics_answer(body, some_path);
    ASSERT_TRUE(heard && *heard);
    EXPECT_EQ(heard->value(), sent);
    for (std::size_t length = 0; length < body.size(); ++length) {
        EXPECT_FALSE(decode_lyrics_answer(body.substr(0, length), some_path)) << length;
    }
    bytes.clear();
    append_answer(bytes, Result<std::vector<Lyrics>>(Error{ErrorCode::malformed, "is empty", "elsewhere"}));
    const auto failed = decode_lyrics_answer(body_of(bytes), some_path);
    ASSERT_TRUE(failed && !*failed);
    EXPECT_EQ(failed->error().message, "is empty");
    EXPECT_EQ(failed->error().path, some_path);
}

TEST(ReaderProtocol, ACueSheetInsideOrWhyItIsOfNoUseArrivesToo) {
    auto file = some_file();
    CueSheet sheet;
    sheet.title = "Night";
    sheet.year = 1971;
    sheet.files = {"night.flac", ""};
    sheet.tracks.resize(2);
    sheet.tracks[0].number = 1;
    sheet.tracks[1].number = 2;
    sheet.tracks[1].audio = false;
    sheet.tracks[1].file = 1;
    sheet.tracks[1].begin = CdFrames(75);
    sheet.tracks[1].gap_begin = CdFrames(0);
    sheet.tracks[1].loudness.track_gain_db = -3.0f;
    file.sheet = sheet;
    auto heard = said_and_heard(file);
    ASSERT_TRUE(heard && *heard && heard->value().sheet && *heard->value().sheet);
    EXPECT_EQ(heard->value().sheet->value(), sheet);

    file.sheet = Error{ErrorCode::malformed, "has no track", some_path};
    heard = said_and_heard(file);
    ASSERT_TRUE(heard && *heard && heard->value().sheet && !*heard->value().sheet);
    EXPECT_EQ(heard->value().sheet->error().message, "has no track");
    EXPECT_EQ(heard->value().sheet->error().path, some_path);
}

TEST(ReaderProtocol, AnErrorArrivesWithItsKindAndAsText) {
    const auto heard = said_and_heard(Error{ErrorCode::unreadable, "cannot be \xff opened", "elsewhere"});
    ASSERT_TRUE(heard && !*heard);
    EXPECT_EQ(heard->error().code, ErrorCode::unreadable);
    EXPECT_EQ(heard->error().message, "cannot be \xef\xbf\xbd opened");
    EXPECT_EQ(heard->error().path, some_path);
}

TEST(ReaderProtocol, AQuestionIsAPathOfAnyBytes) {
    std::string bytes;
    append_question(bytes, some_path);
    EXPECT_EQ(decode_question(body_of(bytes)), (Question{About::tags, some_path}));
    bytes.clear();
    append_question(bytes, some_path, About::lyrics);
    EXPECT_EQ(decode_question(body_of(bytes)), (Question{About::lyrics, some_path}));
    EXPECT_FALSE(decode_question("q"));
    EXPECT_FALSE(decode_question("hello"));
    EXPECT_FALSE(decode_question(""));
}

TEST(ReaderProtocol, AChangeNamesTheCopyTheFileAndWhatItsTagsSayThen) {
    const TagChanges changes{{EditField::artist, {"Simon", "Garfunkel"}}, {EditField::compilation, {}}};
    std::string bytes;
    append_change(bytes, "/music/.copy\xff", some_path, changes);
    const auto body = body_of(bytes);
    EXPECT_EQ(decode_question(body), (Question{About::change, some_path, "/music/.copy\xff", changes}));
    for (std::size_t length = 0; length < body.size(); ++length) {
        EXPECT_FALSE(decode_question(body.substr(0, length))) << length;
    }
    EXPECT_FALSE(decode_question(body + '\0'));
    bytes.clear();
    append_change(bytes, "copy", "path", {{EditField::title, {"\xff"}}});
    EXPECT_FALSE(decode_question(body_of(bytes))) << "no text";
}

TEST(ReaderProtocol, OnlyAHelloOfTheSameVersionIsOne) {
    std::string hello;
    append_hello(hello);
    auto body = body_of(hello);
    EXPECT_TRUE(is_hello(body));
    body.back() = static_cast<char>(body.back() + 1);
    EXPECT_FALSE(is_hello(body));
    EXPECT_FALSE(is_hello("h"));
}

TEST(ReaderProtocol, TextThatIsNoUtf8IsRefused) {
    auto file = some_file();
    file.track.title = "\xff";
    EXPECT_FALSE(said_and_heard(file));
}

// A reader that a file has taken over says what it likes; nothing of it may be counted with.
TEST(ReaderProtocol, WhatNoFileCanBeIsRefused) {
    const auto refused = [](void (*change)(Track&)) {
        auto file = some_file();
        change(file.track);
        return !said_and_heard(file);
    };
    EXPECT_FALSE(refused([](Track&) {}));
    EXPECT_FALSE(refused([](Track& track) { track.duration = longest_file; }));
    EXPECT_TRUE(refused([](Track& track) { track.duration = Milliseconds(-1); }));
    EXPECT_TRUE(refused([](Track& track) { track.duration = Milliseconds::max(); }));
    EXPECT_TRUE(refused([](Track& track) { track.year = -1; }));
    EXPECT_TRUE(refused([](Track& track) { track.track_number = -1; }));
    EXPECT_TRUE(refused([](Track& track) { track.disc_number = std::numeric_limits<std::int32_t>::min(); }));
    EXPECT_TRUE(refused([](Track& track) { track.sample_rate = -44'100; }));
    EXPECT_TRUE(refused([](Track& track) { track.channels = -1; }));
    EXPECT_TRUE(refused([](Track& track) { track.bitrate_kbps = -1; }));
    EXPECT_TRUE(refused([](Track& track) { track.month = 13; }));
    EXPECT_TRUE(refused([](Track& track) { track.day = 32; }));
    EXPECT_TRUE(refused([](Track& track) { track.original_date = {2000, 13, 0}; }));
    EXPECT_TRUE(refused([](Track& track) { track.original_date = {-1, 0, 0}; }));
    EXPECT_TRUE(refused([](Track& track) { track.file_rating = 101; }));
    EXPECT_TRUE(refused(
        [](Track& track) { track.loudness.track_gain_db = std::numeric_limits<float>::quiet_NaN(); }));
    EXPECT_TRUE(
        refused([](Track& track) { track.loudness.album_peak = std::numeric_limits<float>::infinity(); }));
}

TEST(ReaderProtocol, ACueSheetThatNoTextGivesIsRefused) {
    const auto refused = [](void (*change)(CueSheet&)) {
        CueSheet sheet;
        sheet.files = {"night.flac"};
        sheet.tracks.resize(1);
        sheet.tracks[0].number = 1;
        change(sheet);
        auto file = some_file();
        file.sheet = std::move(sheet);
        return !said_and_heard(file);
    };
    EXPECT_FALSE(refused([](CueSheet&) {}));
    EXPECT_TRUE(refused([](CueSheet& sheet) { sheet.tracks[0].file = 1; }));
    EXPECT_TRUE(refused([](CueSheet& sheet) { sheet.files.clear(); }));
    EXPECT_TRUE(refused([](CueSheet& sheet) { sheet.tracks[0].number = 0; }));
    EXPECT_TRUE(refused([](CueSheet& sheet) { sheet.tracks[0].begin = CdFrames(-1); }));
    EXPECT_TRUE(refused([](CueSheet& sheet) { sheet.tracks[0].begin = CdFrames::max(); }));
    EXPECT_TRUE(refused([](CueSheet& sheet) { sheet.tracks[0].gap_begin = CdFrames::min(); }));
    EXPECT_TRUE(refused([](CueSheet& sheet) { sheet.year = -1; }));
}

TEST(ReaderProtocol, WordsBeforeTheStartAreRefused) {
    std::string bytes;
    append_answer(bytes,
                  Result<std::vector<Lyrics>>(std::vector{Lyrics{{{Milliseconds(-1), "One"}}, "", ""}}));
    EXPECT_FALSE(decode_lyrics_answer(body_of(bytes), some_path));
}

TEST(ReaderProtocol, APieceOfAnAnswerIsNone) {
    std::string bytes;
    append_answer(bytes, some_file());
    const auto body = body_of(bytes);
    for (std::size_t length = 0; length < body.size(); ++length) {
        EXPECT_FALSE(decode_answer(body.substr(0, length), some_path)) << length;
    }
    EXPECT_FALSE(decode_answer(body + '\0', some_path));
}

RC_GTEST_PROP(ReaderProtocolProperty, AnyBytesAreAnAnswerOfValidTextOrNone, (std::string bytes)) {
    for (const auto& body : {bytes, "a" + bytes, std::string("a\1", 2) + bytes}) {
        const auto answer = decode_answer(body, some_path);
        if (answer && *answer) {
            RC_ASSERT(is_valid_utf8(answer->value().track.title));
        }
    }
    const auto question = decode_question("e" + bytes);
    RC_ASSERT(!question || question->about == About::change);
}

RC_GTEST_PROP(ReaderProtocolProperty, MessagesAreCutTheSameHoweverTheyArrive,
              (std::vector<std::string> paths, std::vector<std::uint8_t> pieces)) {
    std::string bytes;
    for (const auto& path : paths) {
        append_question(bytes, path);
    }
    MessageCutter cutter;
    std::vector<std::string> heard;
    std::size_t at = 0;
    std::size_t piece = 0;
    while (at < bytes.size()) {
        const auto length = pieces.empty() ? bytes.size() : 1u + pieces[piece++ % pieces.size()];
        cutter.take(std::string_view(bytes).substr(at, length));
        at += length;
        while (const auto body = cutter.next()) {
            heard.emplace_back(body->substr(1));
        }
    }
    RC_ASSERT(!cutter.broken());
    RC_ASSERT(heard == paths);
}

TEST(ReaderProtocol, ALengthThatCannotBeIsTheEnd) {
    for (const auto& bytes : {std::string(4, '\0'), std::string(4, '\xff')}) {
        MessageCutter cutter;
        cutter.take(bytes + "more");
        EXPECT_FALSE(cutter.next());
        EXPECT_TRUE(cutter.broken());
    }
}

// --- whose fault it is

using namespace std::chrono_literals;

TEST(ReaderPatience, AReaderThatComputesTooLongHasMetAHostileFile) {
    const ReaderLimits limits;
    EXPECT_EQ(judge_reader(4999ms, 0ms, limits), ReaderVerdict::patience);
    EXPECT_EQ(judge_reader(5000ms, 0ms, limits), ReaderVerdict::endless);
    EXPECT_EQ(judge_reader(5000ms, 60s, limits), ReaderVerdict::endless);
}

TEST(ReaderPatience, ADiskThatWakesUpIsWaitedForAndNoFileIsBlamedForOneThatDoesNot) {
    const ReaderLimits limits;
    EXPECT_EQ(judge_reader(1ms, 20s, limits), ReaderVerdict::patience);
    EXPECT_EQ(judge_reader(1ms, 30s, limits), ReaderVerdict::disk_is_silent);
}

// --- what comes next

TEST(Serving, TellsOfTheNextFilesOfTheFolderBeforeTheFirstIsRead) {
    std::array<int, 2> ends{};
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    std::string questions;
    for (const char* path : {"/a/1.mp3", "/a/2.mp3", "/a/3.mp3", "/b/4.mp3", "/b/5.mp3"}) {
        append_question(questions, path);
    }
    ASSERT_EQ(write(ends[0], questions.data(), questions.size()), static_cast<ssize_t>(questions.size()));
    shutdown(ends[0], SHUT_WR);
    std::vector<std::string> done;
    ReaderAnswers answers;
    answers.tags = [&](const std::string& path) -> Result<MusicFile> {
        done.push_back("read " + path);
        return Error{};
    };
    answers.soon = [&](const std::string& path) { done.push_back("soon " + path); };
    serve(ends[1], answers);
    EXPECT_THAT(done, ElementsAre("soon /a/2.mp3", "soon /a/3.mp3", "read /a/1.mp3", "read /a/2.mp3",
                                  "read /a/3.mp3", "soon /b/5.mp3", "read /b/4.mp3", "read /b/5.mp3"))
        << "another folder may be on a disk that hangs";
    close(ends[0]);
    close(ends[1]);
}

TEST(Fetching, WhatIsNoFileIsPassedOver) {
    const TemporaryFolder folder;
    ASSERT_EQ(mkfifo((folder / "pipe.mp3").c_str(), 0600), 0);
    write_file(folder / "empty.mp3", "");
    write_file(folder / "short.mp3", "x");
    for (const char* name : {"pipe.mp3", "empty.mp3", "short.mp3", "gone.mp3", "."}) {
        fetch_ahead((folder / name).native());
    }
    EXPECT_EQ(read_file(folder / "short.mp3"), "x");
}

// --- readers

class Readers : public ::testing::Test {
  protected:
    std::string add(const std::string& name, const std::string& bytes) {
        write_file(folder_ / name, bytes);
        return (folder_ / name).native();
    }
    std::string add_song(const std::string& name) { return add(name, tagged_mp3(name, "Somebody")); }

    static ReaderSetup setup(int processes = 2) {
        ReaderSetup setup;
        setup.program = MISBEHAVING_READER;
        setup.processes = processes;
        return setup;
    }

    /// Every file once through the readers.
    Status read_all(const ReaderSetup& setup, const std::vector<std::string>& paths) {
        ReaderProcesses readers(
            setup, [this](ReadJob&& job, Result<MusicFile>&& outcome) { take(job, std::move(outcome)); },
            [] { return false; });
        for (const auto& path : paths) {
            readers.push(job_of(path));
        }
        return readers.finish();
    }

    static ReadJob job_of(const std::string& path) {
        ReadJob job;
        job.file.path = path;
        return job;
    }

    void take(const ReadJob& job, Result<MusicFile>&& outcome) {
        EXPECT_EQ(outcomes_.count(job.file.path), 0u) << "told twice: " << job.file.path;
        outcomes_.emplace(job.file.path, std::move(outcome));
    }

    bool was_read(const std::string& path) const {
        const auto found = outcomes_.find(path);
        return found != outcomes_.end() && found->second.ok();
    }
    Error error_of(const std::string& path) const {
        const auto found = outcomes_.find(path);
        return found == outcomes_.end() || found->second.ok() ? Error{} : found->second.error();
    }

    const TemporaryFolder folder_;
    std::map<std::string, Result<MusicFile>> outcomes_;
};

TEST_F(Readers, TellWhatIsReadInThisProcess) {
    const std::vector<std::string> paths{add_song("a.mp3"), add("b.wav", silent_wav(1.5)), add("c.mp3", ""),
                                         add("d.flac", "<html>"), (folder_ / "gone.mp3").native()};
    ReaderSetup real = setup();
    real.program = REFRAIN_TAG_READER;
    ASSERT_TRUE(read_all(real, paths));
    ASSERT_THAT(outcomes_, SizeIs(5));
    for (const auto& path : paths) {
        const auto here = read_music_file(path);
        const auto& there = outcomes_.at(path);
        ASSERT_EQ(there.ok(), here.ok()) << path;
        if (here) {
            EXPECT_EQ(there.value().track.title, here.value().track.title);
            EXPECT_EQ(there.value().track.path, path);
            EXPECT_EQ(there.value().track.duration, here.value().track.duration);
        } else {
            EXPECT_EQ(there.error().code, here.error().code);
            EXPECT_EQ(there.error().text(), here.error().text());
        }
    }
}

TEST_F(Readers, AreNotStartedForNothing) {
    auto nowhere = setup();
    nowhere.program = "/nowhere/at/all";
    EXPECT_TRUE(read_all(nowhere, {}));
}

TEST_F(Readers, AFileThatCrashesAReaderIsToBlameAndAllOthersAreRead) {
    std::vector<std::string> songs;
    std::vector<std::string> all;
    for (int i = 0; i < 60; ++i) {
        songs.push_back(add_song(std::to_string(i) + ".mp3"));
        all.push_back(songs.back());
        if (i % 20 == 7) {
            all.push_back(add("crash" + std::to_string(i) + ".mp3", "crash"));
        }
    }
    const auto ends = add("end.mp3", "end");
    all.insert(all.begin(), ends);
    ASSERT_TRUE(read_all(setup(), all));
    EXPECT_THAT(outcomes_, SizeIs(all.size()));
    for (const auto& song : songs) {
        EXPECT_TRUE(was_read(song)) << song;
    }
    const auto error = error_of((folder_ / "crash7.mp3").native());
    EXPECT_EQ(error.code, ErrorCode::malformed) << "it lasts until the file changes";
    EXPECT_THAT(error.message, AnyOf(HasSubstr("made the tag reader crash (Segmentation fault)"),
                                     HasSubstr("made the tag reader end")));  // as the sanitizers end it
    EXPECT_EQ(error_of(ends).message, "made the tag reader end (exit code 3)");
}

TEST_F(Readers, AFileThatComputesWithoutAnEndIsToBlame) {
    auto hasty = setup();
    hasty.limits.computing = Milliseconds(200);
    const auto hangs = add("hang.mp3", "hang");
    ASSERT_TRUE(read_all(hasty, {hangs}));
    EXPECT_EQ(error_of(hangs).code, ErrorCode::malformed);
    EXPECT_EQ(error_of(hangs).message, "takes more than 0.2 s of computing to be read");
}

TEST_F(Readers, AFileThatAsksForAllMemoryEndsAsAnError) {
    const auto eats = add("eat.mp3", "eat");
    const auto song = add_song("song.mp3");
    ASSERT_TRUE(read_all(setup(1), {eats, song}));
    EXPECT_EQ(error_of(eats).code, ErrorCode::malformed);
    EXPECT_TRUE(was_read(song));
}

TEST_F(Readers, AReaderThatTalksNonsenseIsEnded) {
    const auto babbles = add("babble.mp3", "babble");
    const auto song = add_song("song.mp3");
    ASSERT_TRUE(read_all(setup(1), {babbles, song}));
    EXPECT_EQ(error_of(babbles).message, "made the tag reader talk nonsense");
    EXPECT_TRUE(was_read(song));
}

TEST_F(Readers, AReaderThatIsKilledByOthersCostsNoFile) {
    std::vector<std::string> paths;
    for (int i = 0; i < 10; ++i) {
        paths.push_back(add(std::to_string(i) + ".mp3", "crash-once"));
        write_file(paths.back() + ".txt", "");
    }
    ASSERT_TRUE(read_all(setup(), paths));
    for (const auto& path : paths) {
        // Read the second time, and then found to be no music.
        EXPECT_THAT(error_of(path).message, HasSubstr("not an MP3 file")) << path;
    }
}

TEST_F(Readers, ASilentDiskIsAskedTwiceAndItsFilesAreTriedAgainAnotherDay) {
    auto hasty = setup(1);
    hasty.limits.idle = Milliseconds(200);
    hasty.mounts = [] { return std::vector<std::string>{"/"}; };
    std::vector<std::string> paths;
    for (int i = 0; i < 30; ++i) {
        paths.push_back(add(std::to_string(i) + ".mp3", "wait"));
    }
    ASSERT_TRUE(read_all(hasty, paths));
    int asked = 0;
    for (const auto& path : paths) {
        EXPECT_EQ(error_of(path).code, ErrorCode::unreadable);
        EXPECT_EQ(error_of(path).message, "was not read: its disk did not answer for 0.2 s");
        asked += std::filesystem::exists(path + ".mark") ? 1 : 0;
    }
    EXPECT_LE(asked, 2);
}

TEST_F(Readers, AProgramThatIsNotThereOrDoesNotRunIsAnError) {
    const auto song = add_song("song.mp3");
    for (const auto* program : {"/nowhere/at/all", "/bin/true"}) {
        auto wrong = setup();
        wrong.program = program;
        const auto outcome = read_all(wrong, {song});
        ASSERT_FALSE(outcome) << program;
        EXPECT_EQ(outcome.error().path, program);
    }
    EXPECT_THAT(outcomes_, IsEmpty());
}

TEST_F(Readers, AStopEndsAReaderThatHangsAndFreesTheWalk) {
    std::atomic<bool> stop{false};
    const auto hangs = add("hang.mp3", "hang");
    ReaderProcesses readers(
        setup(1), [this](ReadJob&& job, Result<MusicFile>&& outcome) { take(job, std::move(outcome)); },
        [&] { return stop.load(); });
    std::thread walk([&] {
        for (std::size_t i = 0; i < 2 * TagSource::most_waiting; ++i) {
            readers.push(job_of(hangs));
        }
    });
    while (!std::filesystem::exists(hangs + ".mark")) {
        std::this_thread::yield();
    }
    stop = true;
    walk.join();
    EXPECT_TRUE(readers.finish());
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "no reader is left";
}

/// Neither there nor a zombie that nobody has fetched yet.
bool has_ended(pid_t process) {
    const auto stat = read_file("/proc/" + std::to_string(process) + "/stat");
    const auto state = stat.rfind(") ");
    return state == std::string::npos || stat[state + 2] == 'Z' || stat[state + 2] == 'X';
}

TEST_F(Readers, EndWithWhoeverStartedThemHoweverThatOneEnds) {
    const auto hangs = add("hang.mp3", "hang");
    const auto child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        ReaderProcesses readers(
            setup(1), [](ReadJob&&, Result<MusicFile>&&) {}, [] { return false; });
        readers.push(job_of(hangs));
        pause();
        _exit(1);
    }
    while (!std::filesystem::exists(hangs + ".mark")) {
        std::this_thread::yield();
    }
    const auto reader = static_cast<pid_t>(std::stol(read_file(hangs + ".mark")));
    EXPECT_FALSE(has_ended(reader));
    ASSERT_EQ(kill(child, SIGKILL), 0);
    ASSERT_EQ(waitpid(child, nullptr, 0), child);
    // Fails by the time limit of the test program when it goes on.
    while (!has_ended(reader)) {
        std::this_thread::yield();
    }
}

// --- a scan

TEST_F(Readers, AHostileFileIsARowOfTheReportUntilItChanges) {
    auto opened = Database::open(folder_ / "library.db");
    ASSERT_TRUE(opened);
    add_song("music/a.mp3");
    add("music/bad.mp3", "crash");
    add_song("music/z.mp3");
    ScanOptions options;
    options.tag_reader = MISBEHAVING_READER;
    std::int64_t files_read = 0;
    options.on_progress = [&](const ScanProgress& progress) { files_read = progress.files_read; };
    for (int i = 0; i < 2; ++i) {
        files_read = 0;
        const auto report = scan(*opened.value(), {folder_ / "music"}, options);
        ASSERT_TRUE(report) << report.error().text();
        EXPECT_EQ(report.value().tracks, 2);
        ASSERT_THAT(report.value().failed, SizeIs(1));
        EXPECT_THAT(report.value().failed[0].reason, HasSubstr("made the tag reader"));
        EXPECT_EQ(files_read, i == 0 ? 3 : 0);
    }
    add_song("music/bad.mp3");
    const auto report = scan(*opened.value(), {folder_ / "music"}, options);
    ASSERT_TRUE(report);
    EXPECT_EQ(report.value().tracks, 3);
    EXPECT_THAT(report.value().failed, IsEmpty());
}

}  // namespace
}  // namespace refrain
