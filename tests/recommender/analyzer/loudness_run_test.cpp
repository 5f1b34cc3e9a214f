// The measuring of a scanned library: what is measured, in which order, against ffmpeg's word, what is not
// tried again, what the library shows of it, and the program itself.
#include "recommender/content/analyzer/loudness_run.h"

#include "library_scanner/library.h"
#include "library_scanner/scan/scanner.h"
#include "recommender/content/analyzer/loudness_store.h"
#include "recommender/content/analyzer_protocol.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/test_files.h"
#include "tests/library_scanner/tracks_of.h"
#include "tests/player/decoding/made_files.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gst/gst.h>
#include <gtest/gtest.h>

namespace refrain::analysis {
namespace {

using namespace refrain::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// What a command prints, and how it ended.
std::pair<std::string, int> output_of(const std::string& command) {
    FILE* out = ::popen(command.c_str(), "r");
    std::string text;
    for (int c = std::fgetc(out); c != EOF; c = std::fgetc(out)) {
        text += static_cast<char>(c);
    }
    return {text, WEXITSTATUS(::pclose(out))};
}

struct Figures {
    double lufs = 0.0, peak_db = 0.0;
};

/// What ffmpeg's ebur128 filter says of a file or of a part of it, which it prints with one decimal.
Figures ffmpeg_says(const std::filesystem::path& file, const std::string& part = "") {
    const auto text = output_of("ffmpeg -nostdin -hide_banner -nostats " + part + " -i '" + file.native() +
                                "' -af ebur128=peak=sample -f null - 2>&1")
                          .first;
    const auto number_after = [&](const std::string& word) {
        const auto at = text.rfind(word);
        if (at == std::string::npos) {
            throw std::runtime_error("ffmpeg does not say \"" + word + "\"");
        }
        return std::stod(text.substr(at + word.size()));
    };
    return {number_after("I:"), number_after("Peak:")};
}

class LoudnessRun : public ::testing::Test {
  protected:
    LoudnessRun() {
        gst_init(nullptr, nullptr);
        auto opened = Database::open(folder_ / "library.db");
        if (!opened) {
            throw std::runtime_error(opened.error().text());
        }
        database_ = std::move(opened).value();
        std::filesystem::create_directories(music());
    }

    std::filesystem::path music(const std::string& name = "") const { return folder_ / ("music/" + name); }

    /// A sound of that many dB to full scale, tagged.
    void add(const std::string& name, double seconds, double level_db, const std::string& more = "",
             const std::string& album = "An Album") const {
        const auto command = "ffmpeg -nostdin -loglevel error -y -f lavfi -i 'sine=frequency=997:duration=" +
                             std::to_string(seconds) +
                             ",aformat=channel_layouts=stereo,volume=" + std::to_string(level_db) +
                             "dB' -metadata title='" + name + "' -metadata artist=Somebody" +
                             " -metadata album='" + album + "' " + more + " '" + music(name).native() + "'";
        ASSERT_EQ(std::system(command.c_str()), 0);
    }

    void scan_music() {
        const auto scanned = scan(*database_, {folder_ / "music"}, test::harmless());
        ASSERT_TRUE(scanned) << scanned.error().text();
    }

    RunProgress run(RunOptions options = {}) {
        auto result = run_loudness(*database_, options);
        EXPECT_TRUE(result.ok());
        return result.ok() ? result.value() : RunProgress{};
    }

    /// By title.
    std::map<std::string, Track> tracks() const {
        Library library(*database_);
        EXPECT_TRUE(library.reload());
        std::map<std::string, Track> found;
        for (const Track& track : tracks_of(*library.snapshot())) {
            if (!track.missing) {
                found.emplace(track.title, track);
            }
        }
        return found;
    }

    void execute(const std::string& sql) {
        ASSERT_TRUE(database_->write_now([&](SQLite::Database& db) { db.exec(sql); }));
    }

    const TemporaryFolder folder_;
    std::unique_ptr<Database> database_;
};

TEST_F(LoudnessRun, AgreesWithFfmpegAboutEveryFormat) {
    const std::vector<std::pair<const char*, const char*>> formats{{"a.flac", ""},
                                                                   {"a.mp3", "-c:a libmp3lame -b:a 192k"},
                                                                   {"a.ogg", "-c:a libvorbis"},
                                                                   {"a.opus", "-ar 48000"},
                                                                   {"a.m4a", "-c:a aac"},
                                                                   {"a.wav", ""},
                                                                   {"a.wv", "-c:a wavpack"}};
    double level = -3.0;
    for (const auto& [name, arguments] : formats) {
        add(name, 12, level, arguments);
        level -= 2.5;
    }
    scan_music();
    EXPECT_EQ(run().failed, 0u);
    for (const auto& [name, arguments] : formats) {
        const auto expected = ffmpeg_says(music(name));
        const auto& loudness = tracks().at(name).loudness;
        ASSERT_TRUE(loudness.track_gain_db) << name;
        EXPECT_NEAR(*loudness.track_gain_db, -18.0 - expected.lufs, 0.1) << name;
        EXPECT_NEAR(20.0 * std::log10(*loudness.track_peak), expected.peak_db, 0.15) << name;
    }
}

TEST_F(LoudnessRun, MeasuresBothKindsOfDsdFiles) {
    // A sine of 997 Hz at full scale on both sides is 0 LUFS (ITU-R BS.1770-4, annex 1: -3.01 for one side).
    constexpr double amplitude = 0.4, gain_to_minus_18 = -18.0 - -7.96;
    testing_audio::write_dsf(music("a.dsf"), 997.0, amplitude, 5.0);
    testing_audio::write_dff(music("b.dff"), 997.0, amplitude, 5.0);
    scan_music();
    const RunProgress progress = run();
    EXPECT_EQ(progress.done, 2U);
    EXPECT_EQ(progress.failed, 0U);
    for (const char* const title : {"a", "b"}) {
        ASSERT_EQ(tracks().count(title), 1U) << title;
        const auto loudness = tracks().at(title).loudness;
        ASSERT_TRUE(loudness.track_gain_db) << title;
        EXPECT_NEAR(*loudness.track_gain_db, gain_to_minus_18, 0.1) << title;
    }
}

TEST_F(LoudnessRun, MeasuresTheNewestFirstAndGoesOnWhereItStopped) {
    for (const char* name : {"1.wav", "2.wav", "3.wav"}) {
        add(name, 1, -10);
    }
    scan_music();
    execute("UPDATE tracks SET added_at = CAST(title AS INTEGER)");
    const auto newest = tracks();
    std::vector<std::string> order;
    RunOptions options;
    options.limit = 2;
    options.progress = [&](const RunProgress& progress) { order.push_back(progress.path); };
    EXPECT_EQ(run(options).done, 2u);
    EXPECT_EQ(run().done, 1u);
    EXPECT_EQ(run().done, 0u);
    ASSERT_THAT(order, SizeIs(2));
    const auto added = [&](const std::string& path) {
        return tracks().at(path.substr(path.rfind('/') + 1)).added_at;
    };
    EXPECT_GE(added(order[0]), added(order[1]));
}

TEST_F(LoudnessRun, WhatTheTagsSayIsNotMeasuredAndComesFirst) {
    add("tagged.flac", 1, -10,
        "-metadata REPLAYGAIN_TRACK_GAIN='-4.20 dB' -metadata REPLAYGAIN_TRACK_PEAK=0.5");
    add("plain.flac", 1, -10);
    scan_music();
    EXPECT_EQ(run().total, 1u);
    EXPECT_FLOAT_EQ(tracks().at("tagged.flac").loudness.track_gain_db.value(), -4.2F);
    EXPECT_FLOAT_EQ(tracks().at("tagged.flac").loudness.track_peak.value(), 0.5F);
    EXPECT_TRUE(tracks().at("plain.flac").loudness.track_gain_db);
}

TEST_F(LoudnessRun, AnAlbumIsMeasuredAsOnePiece) {
    add("1.wav", 20, -8);
    add("2.wav", 10, -30);
    add("3.wav", 30, -14);
    add("other.wav", 10, -20, "", "Another Album");
    scan_music();
    run();
    // The three in one file.
    ASSERT_EQ(std::system(("ffmpeg -nostdin -loglevel error -y -i '" + music("1.wav").native() + "' -i '" +
                           music("2.wav").native() + "' -i '" + music("3.wav").native() +
                           "' -filter_complex concat=n=3:v=0:a=1 '" + (folder_ / "all.wav").native() + "'")
                              .c_str()),
              0);
    const auto expected = ffmpeg_says(folder_ / "all.wav");
    for (const char* title : {"1.wav", "2.wav", "3.wav"}) {
        const auto loudness = tracks().at(title).loudness;
        EXPECT_NEAR(loudness.album_gain_db.value(), -18.0 - expected.lufs, 0.1) << title;
        EXPECT_NEAR(20.0 * std::log10(loudness.album_peak.value()), expected.peak_db, 0.15) << title;
    }
    const auto other = tracks().at("other.wav").loudness;
    EXPECT_NEAR(other.album_gain_db.value(), other.track_gain_db.value(), 0.011);
}

TEST_F(LoudnessRun, AnAlbumThatChangesIsMeasuredAgainFromWhatIsKept) {
    add("1.wav", 5, -8);
    add("2.wav", 5, -20);
    scan_music();
    run();
    const auto both = tracks().at("2.wav").loudness;
    EXPECT_NE(both.album_gain_db, both.track_gain_db);
    execute("UPDATE tracks SET album = 'Elsewhere' WHERE title = '1.wav'");
    EXPECT_EQ(run().done, 0u) << "nothing is decoded again";
    const auto alone = tracks().at("2.wav").loudness;
    EXPECT_NEAR(alone.album_gain_db.value(), alone.track_gain_db.value(), 0.01);
    execute("UPDATE tracks SET album = '' WHERE title = '1.wav'");
    run();
    EXPECT_FALSE(tracks().at("1.wav").loudness.album_gain_db) << "in no album";
    EXPECT_EQ(LoudnessStore(*database_).combine_albums().value(), 0u) << "all is up to date";
}

TEST_F(LoudnessRun, TheTracksOfACueSheetAreMeasuredEachByItself) {
    add("disc.flac", 30, -10);
    // The last ten seconds are much quieter.
    ASSERT_EQ(std::system(("ffmpeg -nostdin -loglevel error -y -i '" + music("disc.flac").native() +
                           "' -af \"volume=enable='gte(t,20)':volume=0.05\" '" +
                           (folder_ / "new.flac").native() + "'")
                              .c_str()),
              0);
    std::filesystem::rename(folder_ / "new.flac", music("disc.flac"));
    write_file(
        music("disc.cue"),
        "TITLE Disc\nPERFORMER Somebody\nFILE disc.flac WAVE\nTRACK 1 AUDIO\nTITLE Loud\nINDEX 01 00:00:00\n"
        "TRACK 2 AUDIO\nTITLE Quiet\nINDEX 01 00:20:00\n");
    scan_music();
    EXPECT_EQ(run().done, 2u);
    const auto loud = tracks().at("Loud").loudness;
    const auto quiet = tracks().at("Quiet").loudness;
    EXPECT_NEAR(loud.track_gain_db.value(), -18.0 - ffmpeg_says(music("disc.flac"), "-t 20").lufs, 0.1);
    EXPECT_NEAR(quiet.track_gain_db.value(), -18.0 - ffmpeg_says(music("disc.flac"), "-ss 20").lufs, 0.1);
    EXPECT_EQ(loud.album_gain_db, quiet.album_gain_db);

    write_file(
        music("disc.cue"),
        "TITLE Disc\nPERFORMER Somebody\nFILE disc.flac WAVE\nTRACK 1 AUDIO\nTITLE Loud\nINDEX 01 00:00:00\n"
        "TRACK 2 AUDIO\nTITLE Quiet\nINDEX 01 00:10:00\n");
    scan_music();
    EXPECT_FALSE(tracks().at("Quiet").loudness.track_gain_db) << "it is another part of the file now";
    EXPECT_EQ(run().done, 2u);
}

TEST_F(LoudnessRun, ABadFileIsRecordedWithItsReasonAndWaitsUntilItChanges) {
    add("good.wav", 1, -10);
    add("bad.flac", 5, -10);
    scan_music();
    // Broken behind the scanner's back: the audio is gone, size and time are as they were.
    const auto time = std::filesystem::last_write_time(music("bad.flac"));
    auto bytes = read_file(music("bad.flac"));
    const auto size = bytes.size();
    write_file(music("bad.flac"), "fLaC" + std::string(size - 4, 'x'));
    std::filesystem::last_write_time(music("bad.flac"), time);
    RunOptions options;
    std::string failure;
    options.progress = [&](const RunProgress& progress) {
        failure = progress.failure.empty() ? failure : progress.path + ": " + progress.failure;
    };
    const auto progress = run(options);
    EXPECT_EQ(progress.done, 2u);
    EXPECT_EQ(progress.failed, 1u);
    EXPECT_THAT(failure, HasSubstr("bad.flac: The file cannot be decoded"));
    EXPECT_EQ(run().total, 0u) << "not tried again unchanged";
    EXPECT_FALSE(tracks().at("bad.flac").loudness.track_gain_db);

    write_file(music("bad.flac"), bytes);
    scan_music();
    EXPECT_EQ(run().failed, 0u);
    EXPECT_TRUE(tracks().at("bad.flac").loudness.track_gain_db);
}

TEST_F(LoudnessRun, TheOutputGainOfAnOpusHeaderIsPartOfTheSound) {
    add("a.opus", 5, -10, "-ar 48000");
    write_file(music("b.opus"), with_output_gain(read_file(music("a.opus")), -6 * 256));
    scan_music();
    run();
    Library library(*database_);
    ASSERT_TRUE(library.reload());
    const auto both = tracks_of(*library.snapshot());
    ASSERT_THAT(both, SizeIs(2));
    const auto& [first, second] =
        std::minmax(*both[0].loudness.track_gain_db, *both[1].loudness.track_gain_db);
    EXPECT_NEAR(second - first, 6.0, 0.05) << "quieter by that, so the gain is higher by that";
}

TEST_F(LoudnessRun, SilenceIsMeasuredOnceAndHasNoGain) {
    write_file(music("silence.wav"), silent_wav(2));
    scan_music();
    EXPECT_EQ(run().failed, 0u);
    EXPECT_EQ(run().total, 0u);
    EXPECT_FALSE(tracks().at("silence").loudness.track_gain_db);
}

/// A module of one empty pattern: 64 rows of 6 ticks of 20 ms.
std::string empty_module() {
    std::string bytes = "A Module";
    bytes.resize(20, '\0');
    bytes += std::string(31 * 30, '\0');
    bytes += std::string("\x01\x7f", 2) + std::string(128, '\0') + "M.K." + std::string(1024, '\0');
    return bytes;
}

TEST_F(LoudnessRun, ATrackerModuleHasItsTitleFromTheScanAndItsLengthFromTheMeasuring) {
    write_file(music("a.mod"), empty_module());
    scan_music();
    EXPECT_EQ(tracks().at("A Module").duration, Milliseconds(0));
    const auto progress = run();
    EXPECT_EQ(progress.failed, 0u) << progress.failure;
    EXPECT_NEAR(static_cast<double>(tracks().at("A Module").duration.count()), 64 * 6 * 20.0, 250.0)
        << "decoders let the last notes ring";
    EXPECT_EQ(run().total, 0u);
}

TEST_F(LoudnessRun, AFileWhoseDiskIsAwayIsTriedAgainNextTime) {
    add("1.wav", 1, -10);
    scan_music();
    std::filesystem::rename(music("1.wav"), folder_ / "away.wav");
    EXPECT_EQ(run().failed, 1u);
    std::filesystem::rename(folder_ / "away.wav", music("1.wav"));
    EXPECT_EQ(run().failed, 0u);
    EXPECT_TRUE(tracks().at("1.wav").loudness.track_gain_db);
}

TEST_F(LoudnessRun, AStopInTheMiddleOfAFileIsNotThatFilesFault) {
    add("1.wav", 60, -10);
    scan_music();
    for (int attempt = 0; attempt < 3; ++attempt) {
        int asked = 0;
        RunOptions options;
        options.stop = [&asked] { return ++asked > 2; };
        EXPECT_EQ(run(options).done, 0u);
        EXPECT_EQ(asked, 3) << "it ended at once";
    }
    const auto tasks = LoudnessStore(*database_).tasks(0).value();
    ASSERT_THAT(tasks, SizeIs(1));
    EXPECT_FALSE(tasks[0].cut_short_before);
    EXPECT_EQ(run().done, 1u);
}

TEST_F(LoudnessRun, AFileThatBroughtItDownIsTriedOnceMoreAndNoMore) {
    add("killer.wav", 1, -10);
    scan_music();
    LoudnessStore store(*database_);
    for (const bool second : {false, true}) {
        const auto tasks = store.tasks(0).value();
        ASSERT_THAT(tasks, SizeIs(1));
        EXPECT_EQ(tasks[0].cut_short_before, second);
        // The attempt begins and nothing is heard of it again.
        ASSERT_TRUE(store.begin(tasks[0], utc_from_ms(1)));
    }
    EXPECT_THAT(store.tasks(0).value(), IsEmpty());
}

TEST_F(LoudnessRun, AChangedFileLosesWhatWasMeasured) {
    add("1.wav", 2, -10);
    scan_music();
    run();
    const auto before = tracks().at("1.wav").loudness.track_gain_db.value();
    add("1.wav", 3, -20);
    scan_music();
    EXPECT_FALSE(tracks().at("1.wav").loudness.track_gain_db);
    run();
    EXPECT_NEAR(tracks().at("1.wav").loudness.track_gain_db.value(), before + 10.0, 0.05);
}

TEST_F(LoudnessRun, TheProgramMeasuresAndReportsAsJsonLines) {
    add("good.wav", 1, -10);
    add("bad.wav", 1, -10);
    scan_music();
    std::filesystem::remove(music("bad.wav"));
    const auto [text, code] = output_of(std::string(REFRAIN_ANALYZER) + " loudness --database '" +
                                        (folder_ / "library.db").native() + "'");
    EXPECT_EQ(code, 0);
    std::istringstream lines(text);
    std::vector<AnalyzerReport> reports;
    for (std::string line; std::getline(lines, line);) {
        const auto report = parse_analyzer_line(line);
        ASSERT_TRUE(report) << line;
        reports.push_back(*report);
    }
    ASSERT_THAT(reports, SizeIs(3));
    EXPECT_EQ(reports[0].phase, AnalyzerReport::Phase::loudness);
    EXPECT_EQ(reports[0].total, 2u);
    EXPECT_EQ(reports[2].phase, AnalyzerReport::Phase::done);
    EXPECT_EQ(reports[2].failed, 1u);
    EXPECT_TRUE(tracks().at("good.wav").loudness.track_gain_db);
}

TEST_F(LoudnessRun, TheProgramWritesGainsOnlyIntoTheFilesThatAreNamed) {
    add("asked.flac", 5, -10);
    add("other.flac", 5, -10);
    add("late.flac", 5, -10);
    scan_music();
    run();
    add("late.flac", 5, -15);
    scan_music();
    const auto other = read_file(music("other.flac"));
    const auto measured = tracks().at("asked.flac").loudness;
    write_file(music("note.txt"), "no music");
    const auto [text, code] =
        output_of(std::string(REFRAIN_ANALYZER) + " write-gains --database '" +
                  (folder_ / "library.db").native() + "' '" + music("asked.flac").native() + "' '" +
                  music("late.flac").native() + "' '" + music("note.txt").native() + "'");
    EXPECT_EQ(code, 0);
    EXPECT_THAT(text, HasSubstr("not measured yet"));
    EXPECT_THAT(text, HasSubstr("not in the library"));
    EXPECT_EQ(read_file(music("other.flac")), other);
    scan_music();
    const auto written = tracks().at("asked.flac").loudness;
    EXPECT_NEAR(written.track_gain_db.value(), measured.track_gain_db.value(), 0.005);
    EXPECT_NEAR(written.album_gain_db.value(), measured.album_gain_db.value(), 0.005);
    EXPECT_NEAR(written.track_peak.value(), measured.track_peak.value(), 1e-5);
    EXPECT_EQ(read_file(music("note.txt")), "no music");
}

TEST_F(LoudnessRun, AFileOfSeveralTracksGetsNoGainWritten) {
    add("disc.flac", 4, -10);
    write_file(music("disc.cue"),
               "FILE disc.flac WAVE\nTRACK 1 AUDIO\nINDEX 01 00:00:00\nTRACK 2 AUDIO\nINDEX 01 00:02:00\n");
    scan_music();
    run();
    const auto before = read_file(music("disc.flac"));
    const auto [text, code] =
        output_of(std::string(REFRAIN_ANALYZER) + " write-gains --database '" +
                  (folder_ / "library.db").native() + "' '" + music("disc.flac").native() + "'");
    EXPECT_THAT(text, HasSubstr("several tracks of a cue sheet"));
    EXPECT_EQ(read_file(music("disc.flac")), before);
}

}  // namespace
}  // namespace refrain::analysis
