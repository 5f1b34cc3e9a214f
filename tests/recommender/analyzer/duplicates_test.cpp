// Tracks that sound alike: how prints are compared, what a library of re-encoded files comes to, and what the
// listener can do about it.
#include "library_scanner/identity/duplicates.h"

#include "library_scanner/scan/scanner.h"
#include "recommender/content/analyzer/print_groups.h"
#include "recommender/content/analyzer/print_run.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/test_files.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gst/gst.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain::analysis {
namespace {

using namespace refrain::testing;
using ::testing::IsEmpty;
using ::testing::SizeIs;

AcousticPrint any_print(unsigned seed, std::size_t size = 460) {
    std::mt19937 random(seed);
    AcousticPrint print(size);
    for (auto& value : print) {
        value = static_cast<std::uint32_t>(random());
    }
    return print;
}

// --- two prints

TEST(Prints, OneIsWhollyLikeItself) {
    const auto print = any_print(1);
    EXPECT_EQ(similarity(print, print), 1.0);
    EXPECT_EQ(agreement(sketch_of(print), sketch_of(print)), 64);
}

TEST(Prints, ThoseOfOtherMusicAgreeInHalfOfTheirBits) {
    // The best of 49 offsets of a coin thrown 14,000 times.
    EXPECT_NEAR(similarity(any_print(1), any_print(2)).value(), 0.5, 0.03);
    EXPECT_LT(agreement(sketch_of(any_print(1)), sketch_of(any_print(2))), 2);
}

TEST(Prints, EveryEighthBitThatDiffersCostsAnEighth) {
    auto print = any_print(1);
    const auto before = print;
    for (auto& value : print) {
        value ^= 0x01010101u;  // 4 of 32
    }
    EXPECT_DOUBLE_EQ(similarity(before, print).value(), 1.0 - 4.0 / 32.0);
}

TEST(Prints, AreLaidSideBySideUpToThreeSecondsApart) {
    const auto print = any_print(1, 480);
    const std::span whole(print);
    EXPECT_EQ(similarity(whole, whole.subspan(24)), 1.0);
    EXPECT_EQ(similarity(whole.subspan(24), whole), 1.0);
    EXPECT_LT(similarity(whole, whole.subspan(25)).value(), 0.6);
}

TEST(Prints, OfSilenceOrOfTooLittleTellNothing) {
    EXPECT_FALSE(similarity(AcousticPrint(460, 627964279), AcousticPrint(460, 627964279)));
    const auto print = any_print(1, 79);
    EXPECT_FALSE(similarity(print, print));
    EXPECT_FALSE(similarity({}, {}));
}

RC_GTEST_PROP(AnyPrints, AreAlikeTheSameFromBothSidesAndComeBackFromTheirBytes,
              (const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b)) {
    RC_ASSERT(similarity(a, b) == similarity(b, a));
    if (const auto same = similarity(a, b)) {
        RC_ASSERT(*same >= 0.0 && *same <= 1.0);
    }
    RC_ASSERT(print_from(to_bytes(a)).value_or(AcousticPrint{}) == a);
}

TEST(PrintBytes, ThatAreNoNumbersAreRefused) {
    EXPECT_FALSE(print_from("abc"));
    EXPECT_FALSE(print_from(""));
}

// --- many

SketchedTrack sketched(std::int64_t id, unsigned seed, std::int64_t ms = 200'000) {
    return {TrackId(id), Milliseconds(ms), sketch_of(any_print(seed))};
}

TEST(PrintGroups, AreCalledByTheirLowestTrack) {
    const std::vector tracks{sketched(9, 1), sketched(4, 1), sketched(5, 2), sketched(7, 1)};
    const auto grouped = group_up(tracks, [](TrackId id) { return any_print(id == TrackId(5) ? 2 : 1); });
    const TrackId lowest(4);
    EXPECT_EQ(grouped, (std::vector<GroupedTrack>{
                           {TrackId(4), lowest, 1.0}, {TrackId(7), lowest, 1.0}, {TrackId(9), lowest, 1.0}}));
}

TEST(PrintGroups, LeaveOutWhatIsLongerByMoreThanFiveSeconds) {
    const auto print_of = [](TrackId) { return any_print(1); };
    EXPECT_THAT(group_up(std::vector{sketched(1, 1, 200'000), sketched(2, 1, 205'000)}, print_of), SizeIs(2));
    EXPECT_THAT(group_up(std::vector{sketched(1, 1, 200'000), sketched(2, 1, 205'001)}, print_of), IsEmpty());
}

TEST(PrintGroups, OfAThousandCopiesComparesEachOnce) {
    std::vector<SketchedTrack> tracks;
    for (std::int64_t id = 1; id <= 1000; ++id) {
        tracks.push_back(sketched(id, 1));
    }
    int asked = 0;
    EXPECT_THAT(group_up(tracks,
                         [&](TrackId) {
                             ++asked;
                             return any_print(1);
                         }),
                SizeIs(1000));
    EXPECT_EQ(asked, 1000);
}

// --- which copy is best

TEST(Lossless, IsToldByTheNameAndWhereThatHoldsEitherByTheBitRate) {
    EXPECT_TRUE(is_lossless("/m/a.flac", 0));
    EXPECT_TRUE(is_lossless("/m/a.WAV", 1411));
    EXPECT_FALSE(is_lossless("/m/a.mp3", 320));
    EXPECT_FALSE(is_lossless("/m/a.m4a", 256));
    EXPECT_TRUE(is_lossless("/m/a.m4a", 812));
    EXPECT_FALSE(is_lossless("/m/a.ogg", 500));
    EXPECT_FALSE(is_lossless("/m.flac/a", 900));
}

DuplicateTrack copy(std::int64_t id, bool lossless, std::int32_t sample_rate, std::int32_t kbps,
                    std::int64_t listens = 0) {
    DuplicateTrack track;
    track.id = TrackId(id);
    track.lossless = lossless;
    track.sample_rate = sample_rate;
    track.bitrate_kbps = kbps;
    track.history.listens = listens;
    return track;
}

TEST(TheBetterCopy, IsLosslessThenOfMoreSamplesThenOfMoreBitsThenTheOneThatWasHeard) {
    EXPECT_TRUE(is_better(copy(2, true, 44100, 300), copy(1, false, 48000, 320)));
    EXPECT_TRUE(is_better(copy(2, true, 96000, 1000), copy(1, true, 44100, 1411)));
    EXPECT_TRUE(is_better(copy(2, false, 44100, 320), copy(1, false, 48000, 128)));
    EXPECT_TRUE(is_better(copy(2, false, 44100, 320, 5), copy(1, false, 44100, 320, 4)));
    EXPECT_TRUE(is_better(copy(1, false, 44100, 320), copy(2, false, 44100, 320)));
}

// --- a library

void shell(const std::string& command) {
    if (std::system(command.c_str()) != 0) {
        throw std::runtime_error("failed: " + command);
    }
}

/// Thirty seconds of three voices that jump from note to note every quarter of a second.
void make_music(const std::filesystem::path& file, unsigned seed) {
    constexpr int rate = 44100;
    constexpr int seconds = 30;
    constexpr double pi = 3.14159265358979323846;
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> note(0, 36);
    std::string samples;
    std::array<double, 3> pitch{}, phase{};
    for (int i = 0; i < rate * seconds; ++i) {
        if (i % (rate / 4) == 0) {
            for (auto& voice : pitch) {
                voice = 110.0 * std::pow(2.0, note(random) / 12.0);
            }
        }
        double sum = 0.0;
        for (std::size_t voice = 0; voice < pitch.size(); ++voice) {
            phase[voice] += 2.0 * pi * pitch[voice] / rate;
            sum += std::sin(phase[voice]) + 0.5 * std::sin(2.0 * phase[voice]) +
                   0.25 * std::sin(3.0 * phase[voice]);
        }
        const auto value = static_cast<std::int16_t>(sum * 5000.0);
        samples.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    write_file(file.native() + ".raw", samples);
    shell("ffmpeg -nostdin -loglevel error -y -f s16le -ar 44100 -ac 1 -i '" + file.native() +
          ".raw' -ac 2 '" + file.native() + "'");
    std::filesystem::remove(file.native() + ".raw");
}

class Duplicates : public ::testing::Test {
  protected:
    Duplicates() {
        gst_init(nullptr, nullptr);
        auto opened = Database::open(folder_ / "library.db");
        if (!opened) {
            throw std::runtime_error(opened.error().text());
        }
        database_ = std::move(opened).value();
        std::filesystem::create_directories(folder_ / "music");
    }

    std::filesystem::path music(const std::string& name) const { return folder_ / "music" / name; }

    void encode_as(const std::string& from, const std::string& to, const std::string& options = "") const {
        shell("ffmpeg -nostdin -loglevel error -y -i '" + music(from).native() + "' " + options + " '" +
              music(to).native() + "'");
    }

    void scan_music() {
        const auto scanned = scan(*database_, {folder_ / "music"}, test::harmless());
        if (!scanned) {
            throw std::runtime_error(scanned.error().text());
        }
    }

    RunProgress find() {
        auto found = run_prints(*database_, {});
        if (!found) {
            throw std::runtime_error(found.error().text());
        }
        return found.value();
    }

    std::vector<DuplicateGroup> groups() const {
        auto groups = duplicate_groups(*database_);
        if (!groups) {
            throw std::runtime_error(groups.error().text());
        }
        return std::move(groups).value();
    }

    std::int64_t count(const std::string& what) const {
        return database_->reader()->execAndGet("SELECT count(*) FROM " + what).getInt64();
    }

    void run(const std::string& sql) {
        const auto written = database_->write_now([&](SQLite::Database& db) { db.exec(sql); });
        if (!written) {
            throw std::runtime_error(written.error().text());
        }
    }

    const TemporaryFolder folder_;
    std::unique_ptr<Database> database_;
};

TEST_F(Duplicates, ARecordingInFiveCodingsIsOneGroupAndOtherMusicIsNone) {
    for (unsigned i = 1; i <= 3; ++i) {
        make_music(music("song" + std::to_string(i) + ".flac"), i);
    }
    encode_as("song1.flac", "x.mp3", "-c:a libmp3lame -b:a 96k");
    encode_as("song1.flac", "y.ogg", "-c:a libvorbis -q:a 2");
    encode_as("song1.flac", "z.opus", "-c:a libopus -b:a 64k");
    encode_as("song1.flac", "late.mp3", "-ss 0.7 -c:a libmp3lame -b:a 128k");
    scan_music();
    const auto progress = find();
    EXPECT_EQ(progress.failed, 0u);
    const auto found = groups();
    ASSERT_THAT(found, SizeIs(1));
    ASSERT_THAT(found[0], SizeIs(5));
    for (const auto& track : found[0]) {
        EXPECT_GE(track.similarity, same_recording);
        EXPECT_EQ(track.path.find("song2"), std::string::npos);
        EXPECT_EQ(track.path.find("song3"), std::string::npos);
    }
    EXPECT_NE(found[0][0].path.find("song1.flac"), std::string::npos) << "the best is first";
    // Of music that is like no other only the sketch is kept.
    EXPECT_EQ(count("fingerprints WHERE sketch IS NOT NULL"), 7);
    EXPECT_EQ(count("fingerprints WHERE print IS NOT NULL"), 5);
    // Done is done.
    EXPECT_EQ(find().done, 0u);
}

TEST_F(Duplicates, AGroupIsNoneWhenOneOfTwoIsGone) {
    make_music(music("a.flac"), 1);
    encode_as("a.flac", "b.mp3", "-b:a 128k -metadata title=Other");
    make_music(music("c.flac"), 2);
    scan_music();
    find();
    ASSERT_THAT(groups(), SizeIs(1));
    run("UPDATE tracks SET missing_since = 1 WHERE title = 'Other'");
    EXPECT_THAT(groups(), IsEmpty());
    run("UPDATE tracks SET missing_since = NULL");
    EXPECT_THAT(groups(), SizeIs(1));
    run("DELETE FROM tracks WHERE title = 'Other'");
    EXPECT_THAT(groups(), IsEmpty());
}

TEST_F(Duplicates, TheOneThatIsKeptGetsTheHistoryAndGivesItBack) {
    make_music(music("a.flac"), 1);
    encode_as("a.flac", "b.mp3", "-b:a 128k");
    scan_music();
    find();
    run("INSERT INTO listens (track_id, started_at, source_key) SELECT id, id, 'k' || id FROM tracks");
    const auto before = groups();
    ASSERT_THAT(before, SizeIs(1));
    const auto kept = before[0][0].id;
    EXPECT_EQ(keep_one(*database_, kept, utc_now()).value(), 1);
    EXPECT_EQ(groups()[0][0].history.listens, 2);
    EXPECT_EQ(groups()[0][1].history.listens, 0);
    EXPECT_TRUE(std::filesystem::exists(music("a.flac")) && std::filesystem::exists(music("b.mp3")));
    EXPECT_EQ(undo_keep(*database_, kept).value(), 1);
    EXPECT_EQ(groups()[0][0].history.listens, 1);
    EXPECT_EQ(undo_keep(*database_, kept).value(), 0);
    EXPECT_FALSE(keep_one(*database_, TrackId(4711), utc_now()));
}

TEST_F(Duplicates, OnlyWhatSoundsOtherThanBeforeIsListenedToAgain) {
    make_music(music("a.flac"), 1);
    encode_as("a.flac", "b.mp3");
    scan_music();
    ASSERT_EQ(count("tracks WHERE sound_key <> 0"), 2);
    find();
    run("UPDATE tracks SET size = size + 100, mtime_ns = mtime_ns + 1");
    EXPECT_EQ(find().done, 0u) << "tagged anew";
    EXPECT_THAT(groups(), SizeIs(1));
    run("UPDATE tracks SET sound_key = sound_key + 1, size = size + 1 WHERE id = 1");
    EXPECT_EQ(find().done, 1u);
    run("UPDATE tracks SET cue_end = 75 * 20 WHERE id = 1");
    EXPECT_EQ(count("fingerprints"), 1) << "it is another part of its file";
}

TEST_F(Duplicates, TellWhatHangsOnEachCopy) {
    make_music(music("a.flac"), 1);
    encode_as("a.flac", "b.mp3");
    scan_music();
    find();
    ASSERT_THAT(groups(), SizeIs(1));
    EXPECT_TRUE(groups()[0][1].history.empty());
    const auto id = std::to_string(groups()[0][1].id.value());
    run("INSERT INTO listens (track_id, started_at, source_key) VALUES (" + id + ", 1, 'k1'), (" + id +
        ", 2, 'k2')");
    run("INSERT INTO ratings (track_id, rating, at) VALUES (" + id + ", 40, 1), (" + id + ", 80, 2)");
    run("INSERT INTO playlists (id, name, created_at, changed_at) VALUES (1, 'P', 1, 1)");
    for (int place = 0; place < 2; ++place) {
        run("INSERT INTO playlist_entries (playlist_id, place, track_id, path, title, artist, album,"
            " duration_ms) VALUES (1, " +
            std::to_string(place) + ", " + id + ", 'b', '', '', '', 0)");
    }
    const auto history = groups()[0][1].history;
    EXPECT_EQ(history, (CopyHistory{2, 80, false, 1}));
    // All of it goes where the listener wants it.
    const auto best = groups()[0][0].id;
    EXPECT_EQ(keep_one(*database_, best, utc_now()).value(), 1);
    EXPECT_EQ(groups()[0][0].history, history);
    EXPECT_TRUE(groups()[0][1].history.empty());
}

TEST_F(Duplicates, AFileThatIsTooShortOrNoMusicFailsOnceAndTheRunGoesOn) {
    make_music(music("a.flac"), 1);
    encode_as("a.flac", "short.flac", "-t 5");
    encode_as("a.flac", "b.mp3");
    scan_music();
    EXPECT_EQ(find().failed, 1u);
    EXPECT_THAT(groups(), SizeIs(1));
    EXPECT_EQ(find().done, 0u);
}

TEST_F(Duplicates, ARunThatIsStoppedGoesOnLater) {
    make_music(music("a.flac"), 1);
    encode_as("a.flac", "b.mp3");
    scan_music();
    int asked = 0;
    RunOptions options;
    options.stop = [&asked] { return ++asked > 3; };
    ASSERT_TRUE(run_prints(*database_, options));
    EXPECT_THAT(groups(), IsEmpty());
    find();
    EXPECT_THAT(groups(), SizeIs(1));
}

}  // namespace
}  // namespace refrain::analysis
