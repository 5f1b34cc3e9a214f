// Scans of folders with cue sheets: files become the tracks of their sheets and keep who they are, whatever
// happens to sheet and file.
#include "library_scanner/library.h"
#include "library_scanner/scan/scanner.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/test_files.h"
#include "tests/library_scanner/tracks_of.h"

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Of tracks that begin at these seconds of one file.
std::string sheet(const std::string& file, const std::vector<int>& seconds,
                  const std::string& title = "Song") {
    std::string text = "PERFORMER \"The Band\"\nTITLE \"The Disc\"\nFILE \"" + file + "\" WAVE\n";
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        const auto number = std::to_string(i + 1);
        text += "  TRACK " + number + " AUDIO\n    TITLE \"" + title + " " + number + "\"\n    INDEX 01 " +
                std::to_string(seconds[i] / 60) + ":" + std::to_string(seconds[i] % 60) + ":00\n";
    }
    return text;
}

class CueScan : public ::testing::Test {
  protected:
    CueScan() {
        auto opened = Database::open(folder_ / "library.db");
        if (!opened) {
            throw std::runtime_error(opened.error().text());
        }
        database_ = std::move(opened).value();
    }

    std::filesystem::path music(const std::string& name = "") const { return folder_ / ("music/" + name); }

    /// A disc of ten seconds.
    void add_disc(const std::string& name = "disc.wav") const { write_file(music(name), silent_wav(10)); }

    ScanReport scan_music() {
        files_read_ = 0;
        auto options = test::harmless();
        options.on_progress = [this](const ScanProgress& progress) { files_read_ = progress.files_read; };
        auto scanned = scan(*database_, {folder_ / "music"}, options);
        if (!scanned) {
            throw std::runtime_error(scanned.error().text());
        }
        return std::move(scanned).value();
    }

    std::vector<Track> all_tracks() const {
        Library library(*database_);
        if (!library.reload()) {
            throw std::runtime_error("reload");
        }
        return tracks_of(*library.snapshot());
    }

    /// Titles of what is there, with the id of each.
    std::map<std::string, TrackId> there() const {
        std::map<std::string, TrackId> found;
        for (const auto& track : all_tracks()) {
            if (!track.missing) {
                EXPECT_TRUE(found.emplace(track.title, track.id).second) << track.title << " is there twice";
            }
        }
        return found;
    }
    std::vector<std::string> titles() const {
        std::vector<std::string> found;
        for (const auto& [title, id] : there()) {
            found.push_back(title);
        }
        return found;
    }

    const TemporaryFolder folder_;
    std::unique_ptr<Database> database_;
    std::int64_t files_read_ = 0;
};

TEST_F(CueScan, AFileWithASheetBecomesItsTracks) {
    add_disc();
    write_file(music("disc.cue"), sheet("disc.wav", {0, 4, 9}));
    const auto report = scan_music();
    EXPECT_EQ(report.files, 1);
    EXPECT_EQ(report.tracks, 3);
    EXPECT_THAT(report.failed, IsEmpty());
    const auto tracks = all_tracks();
    ASSERT_THAT(tracks, SizeIs(3)) << "the whole file is none of them";
    for (int i = 0; i < 3; ++i) {
        const auto& track = tracks[static_cast<std::size_t>(i)];
        EXPECT_EQ(track.path, music("disc.wav").native());
        EXPECT_EQ(track.title, "Song " + std::to_string(i + 1));
        EXPECT_EQ(track.cue_track, i + 1);
        EXPECT_EQ(track.track_number, i + 1);
        EXPECT_EQ(track.album, "The Disc");
        EXPECT_EQ(track.grouping_artist(), "The Band");
    }
    EXPECT_EQ(tracks[1].cue_begin, CdFrames(4 * 75));
    EXPECT_EQ(tracks[1].cue_end, CdFrames(9 * 75));
    EXPECT_EQ(tracks[1].duration, Milliseconds(5000));
    EXPECT_EQ(tracks[2].cue_end, CdFrames(0));
    EXPECT_EQ(tracks[2].duration, Milliseconds(1000));
}

TEST_F(CueScan, AnUnchangedFolderIsNotReadAgain) {
    add_disc();
    write_file(music("disc.cue"), sheet("disc.wav", {0, 4}));
    scan_music();
    const auto before = there();
    // Other titles under the old size and time: who reads the sheet will see them.
    const auto time = std::filesystem::last_write_time(music("disc.cue"));
    write_file(music("disc.cue"), sheet("disc.wav", {0, 4}, "Gnos"));
    std::filesystem::last_write_time(music("disc.cue"), time);
    const auto report = scan_music();
    EXPECT_EQ(files_read_, 0);
    EXPECT_EQ(report.tracks, 2);
    EXPECT_EQ(report.added + report.updated + report.missing, 0);
    EXPECT_THAT(report.failed, IsEmpty());
    EXPECT_EQ(there(), before);
}

TEST_F(CueScan, AChangedSheetChangesItsTracksAndTheyStayWhoTheyAre) {
    add_disc();
    write_file(music("other.wav"), silent_wav(1));
    write_file(music("disc.cue"), sheet("disc.wav", {0, 4, 8}));
    scan_music();
    const auto before = there();
    write_file(music("disc.cue"), sheet("disc.wav", {0, 5}, "Better Name"));
    const auto report = scan_music();
    EXPECT_EQ(files_read_, 1) << "only the file of that sheet";
    EXPECT_EQ(report.updated, 1);
    EXPECT_THAT(titles(), ElementsAre("Better Name 1", "Better Name 2", "other"));
    EXPECT_EQ(there().at("Better Name 2"), before.at("Song 2"));
    EXPECT_EQ(there().at("Better Name 1"), before.at("Song 1"));
    EXPECT_EQ(all_tracks().size(), 4u) << "the third is missing, not deleted";
}

TEST_F(CueScan, ASheetThatGoesLeavesTheWholeFileAndComesBackToTheSameTracks) {
    add_disc();
    scan_music();
    const auto whole = there().at("disc");
    write_file(music("disc.cue"), sheet("disc.wav", {0, 4}));
    scan_music();
    EXPECT_THAT(titles(), ElementsAre("Song 1", "Song 2"));
    const auto songs = there();

    std::filesystem::rename(music("disc.cue"), folder_ / "put away.cue");
    scan_music();
    EXPECT_EQ(files_read_, 1);
    EXPECT_THAT(titles(), ElementsAre("disc"));
    EXPECT_EQ(there().at("disc"), whole);
    scan_music();
    EXPECT_EQ(files_read_, 0);

    std::filesystem::rename(folder_ / "put away.cue", music("disc.cue"));
    scan_music();
    EXPECT_EQ(there(), songs);
}

TEST_F(CueScan, HistoryAndReactionsStayWithTheTracksOfASheet) {
    add_disc();
    write_file(music("disc.cue"), sheet("disc.wav", {0, 4}));
    scan_music();
    const auto id = std::to_string(there().at("Song 2").value());
    ASSERT_TRUE(database_->write_now([&](SQLite::Database& connection) {
        connection.exec("INSERT INTO listens (track_id, title, started_at, source_key) VALUES (" + id +
                        ", 'Song 2', 1, 'k')");
        connection.exec("INSERT INTO reactions (kind, scope, track_id, at) VALUES ('love', 'track', " + id +
                        ", 1)");
    }));
    write_file(music("disc.cue"), sheet("disc.wav", {0, 5}, "Renamed"));
    scan_music();
    std::filesystem::remove(music("disc.cue"));
    scan_music();
    write_file(music("disc.cue"), sheet("disc.wav", {0, 5}, "Once More"));
    scan_music();
    const auto reader = database_->reader();
    EXPECT_EQ(
        reader->execAndGet("SELECT listens.title FROM listens JOIN tracks ON tracks.id = track_id LIMIT 1")
            .getString(),
        "Song 2");
    EXPECT_EQ(reader->execAndGet("SELECT tracks.title FROM reactions JOIN tracks ON tracks.id = track_id")
                  .getString(),
              "Once More 2");
    EXPECT_THAT(database_->check(), IsEmpty());
}

TEST_F(CueScan, AFileThatWasMissingComesBackAsTheTracksItWas) {
    add_disc();
    write_file(music("other.wav"), silent_wav(1.0));
    scan_music();
    write_file(music("disc.cue"), sheet("disc.wav", {0, 4}));
    scan_music();
    const auto songs = there();
    std::filesystem::rename(music("disc.wav"), folder_ / "away.wav");
    EXPECT_EQ(scan_music().missing, 1);
    EXPECT_THAT(titles(), ElementsAre("other"));
    std::filesystem::rename(folder_ / "away.wav", music("disc.wav"));
    scan_music();
    EXPECT_EQ(there(), songs);
}

TEST_F(CueScan, ASheetNamesTheFileItWasMadeFromAndMeansTheOneThatIsThere) {
    std::filesystem::create_directories(music());
    encode(music("disc.flac"), 10.0);
    write_file(music("sheet.cue"), sheet("C:\\Rips\\DISC.WAV", {0, 4}));
    EXPECT_THAT(scan_music().failed, IsEmpty());
    EXPECT_THAT(titles(), ElementsAre("Song 1", "Song 2"));
}

TEST_F(CueScan, ASheetThatDoesNotFitIsReportedEachTimeAndTheFileIsOneTrack) {
    add_disc();
    write_file(music("disc.cue"), sheet("disc.wav", {0, 4, 11}));
    for (int i = 0; i < 2; ++i) {
        const auto report = scan_music();
        EXPECT_EQ(files_read_, i == 0 ? 1 : 0);
        ASSERT_THAT(report.failed, SizeIs(1));
        EXPECT_EQ(report.failed[0].path, music("disc.cue").native());
        EXPECT_EQ(report.failed[0].reason,
                  "cannot be used: track 3 begins at 0:11, and the file ends at 0:10");
        EXPECT_THAT(titles(), ElementsAre("disc"));
    }
    EXPECT_THAT(Library(*database_).failures().value(), SizeIs(1));
    write_file(music("disc.cue"), sheet("disc.wav", {0, 4, 9}));
    EXPECT_THAT(scan_music().failed, IsEmpty());
    EXPECT_THAT(titles(), SizeIs(3));
    std::filesystem::remove(music("disc.cue"));
    EXPECT_THAT(scan_music().failed, IsEmpty());
    EXPECT_THAT(Library(*database_).failures().value(), IsEmpty());
}

TEST_F(CueScan, SheetsThatAreNoneAndThoseWithoutTheirFileSayWhy) {
    add_disc("a.wav");
    add_disc("b.wav");
    write_file(music("page.cue"), "<html>");
    write_file(music("gone.cue"), sheet("gone.wav", {0, 4}));
    write_file(music("time.cue"), "FILE \"a.wav\" WAVE\nTRACK 1 AUDIO\nINDEX 01 00:99:00\n");
    for (int i = 0; i < 2; ++i) {
        const auto report = scan_music();
        ASSERT_THAT(report.failed, SizeIs(3));
        EXPECT_THAT(report.failed[0].reason, HasSubstr("\"gone.wav\", which is not in its folder"));
        EXPECT_THAT(report.failed[1].reason, HasSubstr("no cue sheet"));
        EXPECT_THAT(report.failed[2].reason, HasSubstr("line 3 is not a time"));
        EXPECT_THAT(titles(), ElementsAre("a", "b"));
    }
    // The file it is about appears.
    add_disc("gone.wav");
    EXPECT_THAT(scan_music().failed, SizeIs(2));
    EXPECT_THAT(titles(), ElementsAre("Song 1", "Song 2", "a", "b"));
}

TEST_F(CueScan, ASheetWithAFileForEachTrackLeavesTheFilesAsTheyAre) {
    std::string text;
    for (const char* name : {"1", "2"}) {
        write_file(music(std::string(name) + ".mp3"), tagged_mp3(std::string("Tagged ") + name, "Somebody"));
        text += "FILE \"" + std::string(name) + ".wav\" WAVE\nTRACK " + name + " AUDIO\nTITLE \"Sheet " +
                name + "\"\nINDEX 01 00:00:00\n";
    }
    write_file(music("disc.cue"), text);
    EXPECT_THAT(scan_music().failed, IsEmpty());
    EXPECT_THAT(titles(), ElementsAre("Tagged 1", "Tagged 2"));
}

TEST_F(CueScan, OneSheetForTheTwoSidesOfARecord) {
    add_disc("Side A.wav");
    add_disc("Side B.wav");
    write_file(
        music("record.cue"),
        "FILE \"Side A.wav\" WAVE\nTRACK 1 AUDIO\nTITLE One\nINDEX 01 00:00:00\nTRACK 2 AUDIO\nTITLE Two\n"
        "INDEX 01 00:05:00\nFILE \"Side B.wav\" WAVE\nTRACK 3 AUDIO\nTITLE Three\nINDEX 01 00:00:00\n"
        "TRACK 4 AUDIO\nTITLE Four\nINDEX 01 00:05:00\n");
    EXPECT_EQ(scan_music().tracks, 4);
    EXPECT_THAT(titles(), ElementsAre("Four", "One", "Three", "Two"));
    scan_music();
    EXPECT_EQ(files_read_, 0);
}

TEST_F(CueScan, OfTwoSheetsForAFileTheOneThatIsCalledLikeItCounts) {
    add_disc();
    write_file(music("a copy.cue"), sheet("disc.wav", {0, 4}, "Copy"));
    write_file(music("disc.wav.cue"), sheet("disc.wav", {0, 4}, "Song"));
    EXPECT_THAT(scan_music().failed, IsEmpty());
    EXPECT_THAT(titles(), ElementsAre("Song 1", "Song 2"));
}

TEST_F(CueScan, ASheetInsideTheFileDividesItToo) {
    std::filesystem::create_directories(music());
    write_file(folder_ / "inside.cue", sheet("whatever.wav", {0, 4}, "Inside"));
    encode(music("disc.flac"), 10.0);
    ASSERT_EQ(std::system(("metaflac --set-tag-from-file='CUESHEET=" + (folder_ / "inside.cue").native() +
                           "' '" + music("disc.flac").native() + "'")
                              .c_str()),
              0);
    EXPECT_THAT(scan_music().failed, IsEmpty());
    EXPECT_THAT(titles(), ElementsAre("Inside 1", "Inside 2"));
    scan_music();
    EXPECT_EQ(files_read_, 0);
    // One beside it may be edited without touching the music: it comes first.
    write_file(music("disc.cue"), sheet("disc.flac", {0, 5}, "Beside"));
    const auto inside = there();
    scan_music();
    EXPECT_THAT(titles(), ElementsAre("Beside 1", "Beside 2"));
    EXPECT_EQ(there().at("Beside 1"), inside.at("Inside 1"));
    std::filesystem::remove(music("disc.cue"));
    scan_music();
    EXPECT_EQ(there(), inside);
}

TEST_F(CueScan, FlacsOwnCueSheetBlockDividesIt) {
    std::filesystem::create_directories(music());
    encode(music("disc.flac"), 10.0);
    write_file(folder_ / "block.cue", sheet("disc.flac", {0, 4, 7}));
    ASSERT_EQ(std::system(("metaflac --import-cuesheet-from='" + (folder_ / "block.cue").native() + "' '" +
                           music("disc.flac").native() + "'")
                              .c_str()),
              0);
    EXPECT_THAT(scan_music().failed, IsEmpty());
    EXPECT_THAT(titles(), ElementsAre("Track 01", "Track 02", "Track 03"));
    EXPECT_EQ(all_tracks()[1].cue_begin, CdFrames(4 * 75));
}

TEST_F(CueScan, ASheetInsideThatDoesNotFitIsReportedEachTimeUnderTheFilesName) {
    std::filesystem::create_directories(music());
    encode(music("disc.flac"), 3.0);
    write_file(folder_ / "inside.cue", sheet("disc.wav", {0, 4}));
    ASSERT_EQ(std::system(("metaflac --set-tag-from-file='CUESHEET=" + (folder_ / "inside.cue").native() +
                           "' '" + music("disc.flac").native() + "'")
                              .c_str()),
              0);
    for (int i = 0; i < 2; ++i) {
        const auto report = scan_music();
        EXPECT_EQ(files_read_, i == 0 ? 1 : 0);
        ASSERT_THAT(report.failed, SizeIs(1));
        EXPECT_EQ(report.failed[0].path, music("disc.flac").native());
        EXPECT_THAT(report.failed[0].reason, HasSubstr("cue sheet inside"));
        EXPECT_THAT(titles(), ElementsAre("disc"));
    }
}

TEST_F(CueScan, TracksOfABrokenOrRemovedDiscAreMissingTogether) {
    add_disc();
    write_file(music("disc.cue"), sheet("disc.wav", {0, 4}));
    scan_music();
    write_file(music("disc.wav"), "");
    auto report = scan_music();
    EXPECT_EQ(report.tracks, 0);
    EXPECT_THAT(titles(), IsEmpty());
    EXPECT_EQ(scan_music().failed.size(), 1u);
    add_disc();
    scan_music();
    EXPECT_THAT(titles(), ElementsAre("Song 1", "Song 2"));
}

TEST_F(CueScan, TheDiscNumberComesFromTheFolderWhereTheTagIsSilent) {
    write_file(music("Album/CD 2/1.mp3"), tagged_mp3("One", "Somebody", "Album"));
    write_file(music("Album/Disc 1/1.mp3"),
               id3v2({{"TIT2", utf8_text("Two")}, {"TPOS", utf8_text("7/9")}}) + silent_mp3());
    scan_music();
    const auto tracks = all_tracks();
    std::map<std::string, int> discs;
    for (const auto& track : tracks) {
        discs[track.title] = track.disc_number;
    }
    EXPECT_EQ(discs.at("One"), 2);
    EXPECT_EQ(discs.at("Two"), 7);
}

TEST_F(CueScan, FilesThatAnOlderVersionReadAreReadOnceMore) {
    add_disc();
    scan_music();
    const auto id = there().at("disc");
    ASSERT_TRUE(database_->write_now(
        [](SQLite::Database& connection) { connection.exec("UPDATE tracks SET tags_version = 0"); }));
    scan_music();
    EXPECT_EQ(files_read_, 1);
    EXPECT_EQ(there().at("disc"), id);
    scan_music();
    EXPECT_EQ(files_read_, 0);
}

}  // namespace
}  // namespace refrain
