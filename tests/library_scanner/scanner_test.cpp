// Scans of real folders into a real database: what is added, kept, marked and reported, and what a second
// scan does not do.
#include "library_scanner/scan/scanner.h"

#include "library_scanner/library.h"
#include "tests/library_scanner/audio_files.h"
#include "tests/library_scanner/test_files.h"
#include "tests/library_scanner/tracks_of.h"
#include "tests/library_scanner/unprivileged.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Scanner : public ::testing::Test {
  protected:
    Scanner() : database_(open()) {}

    std::unique_ptr<Database> open() const {
        auto opened = Database::open(folder_ / "library.db");
        if (!opened) {
            throw std::runtime_error(opened.error().text());
        }
        return std::move(opened).value();
    }

    std::filesystem::path music(const std::string& name = "") const { return folder_ / ("music/" + name); }

    void add_song(const std::string& name, const std::string& title = "A Song") const {
        write_file(music(name), tagged_mp3(title, "Somebody", "An Album"));
    }

    ScanReport scan_music(ScanOptions options = {}) {
        files_read_ = 0;
        options.on_progress = [this](const ScanProgress& progress) { files_read_ = progress.files_read; };
        auto scanned = scan(*database_, {folder_ / "music"}, options);
        if (!scanned) {
            throw std::runtime_error(scanned.error().text());
        }
        return std::move(scanned).value();
    }

    /// By path below the music folder.
    std::map<std::string, Track> tracks() const {
        Library library(*database_);
        if (!library.reload()) {
            throw std::runtime_error("reload");
        }
        std::map<std::string, Track> found;
        for (const Track& track : tracks_of(*library.snapshot())) {
            found.emplace(track.path.substr(music().native().size()), track);
        }
        return found;
    }

    const TemporaryFolder folder_;
    std::unique_ptr<Database> database_;
    /// Tags read by the last scan, as its last progress told.
    std::int64_t files_read_ = 0;
};

TEST_F(Scanner, AddsEveryFileWithItsTags) {
    add_song("a/1.mp3", "One");
    add_song("a/2.mp3", "Two");
    write_file(music("b/3.wav"), silent_wav(1.5));
    const auto report = scan_music();
    EXPECT_EQ(report.files, 3);
    EXPECT_EQ(report.tracks, 3);
    EXPECT_EQ(report.added, 3);
    EXPECT_EQ(report.updated, 0);
    EXPECT_EQ(report.missing, 0);
    EXPECT_THAT(report.failed, IsEmpty());
    EXPECT_FALSE(report.cancelled);
    EXPECT_EQ(files_read_, 3);

    const auto found = tracks();
    ASSERT_THAT(found, SizeIs(3));
    EXPECT_EQ(found.at("a/1.mp3").title, "One");
    EXPECT_EQ(found.at("a/1.mp3").album, "An Album");
    EXPECT_EQ(found.at("b/3.wav").title, "3");
    EXPECT_EQ(found.at("b/3.wav").duration, Milliseconds(1500));
}

TEST_F(Scanner, ReadsNoFileOfAnUnchangedFolderAgain) {
    add_song("1.mp3");
    write_file(music("broken.mp3"), "no music");
    scan_music();
    const auto before = tracks();
    const auto report = scan_music();
    EXPECT_EQ(files_read_, 0);
    EXPECT_EQ(report.files, 2);
    EXPECT_EQ(report.tracks, 1);
    EXPECT_EQ(report.added + report.updated + report.missing, 0);
    EXPECT_THAT(report.failed, SizeIs(1));
    EXPECT_EQ(tracks().at("1.mp3").id, before.at("1.mp3").id);
    EXPECT_EQ(tracks().at("1.mp3").added_at, before.at("1.mp3").added_at);
}

TEST_F(Scanner, AChangedFileIsReadAgainAndKeepsItsId) {
    add_song("1.mp3", "Old");
    add_song("2.mp3", "Other");
    scan_music();
    const auto before = tracks();
    add_song("1.mp3", "A New Title");
    const auto report = scan_music();
    EXPECT_EQ(files_read_, 1);
    EXPECT_EQ(report.updated, 1);
    EXPECT_EQ(report.added, 0);
    EXPECT_EQ(tracks().at("1.mp3").title, "A New Title");
    EXPECT_EQ(tracks().at("1.mp3").id, before.at("1.mp3").id);
}

TEST_F(Scanner, GenresOfAChangedFileReplaceTheOldOnes) {
    const auto with_genre = [&](const char* genres) {
        write_file(music("1.mp3"), id3v2({{"TCON", utf8_text(genres)}}) + silent_mp3());
        scan_music();
        return tracks().at("1.mp3").genres;
    };
    EXPECT_THAT(with_genre("Folk; Ambient"), ElementsAre("Folk", "Ambient"));
    EXPECT_THAT(with_genre("Rock"), ElementsAre("Rock"));
}

TEST_F(Scanner, AFileThatIsGoneIsMarkedAndComesBackAsTheSameTrack) {
    add_song("1.mp3");
    add_song("2.mp3");
    scan_music();
    const auto id = tracks().at("1.mp3").id;
    std::filesystem::rename(music("1.mp3"), folder_ / "put away.mp3");
    auto report = scan_music();
    EXPECT_EQ(report.missing, 1);
    EXPECT_EQ(report.tracks, 1);
    EXPECT_TRUE(tracks().at("1.mp3").missing);
    EXPECT_EQ(scan_music().missing, 0) << "it is missing already";

    std::filesystem::rename(folder_ / "put away.mp3", music("1.mp3"));
    report = scan_music();
    EXPECT_EQ(files_read_, 0);
    EXPECT_EQ(report.tracks, 2);
    EXPECT_FALSE(tracks().at("1.mp3").missing);
    EXPECT_EQ(tracks().at("1.mp3").id, id);
}

TEST_F(Scanner, EveryBrokenFileIsReportedWithItsReasonEachTime) {
    write_file(music("empty.mp3"), "");
    write_file(music("text.mp3"), "once upon a time");
    write_file(music("page.flac"), "<html>");
    add_song("good.mp3");
    for (int i = 0; i < 2; ++i) {
        const auto report = scan_music();
        EXPECT_EQ(report.tracks, 1);
        ASSERT_THAT(report.failed, SizeIs(3));
        EXPECT_EQ(report.failed[0].path, music("empty.mp3").native());
        EXPECT_EQ(report.failed[0].reason, "is empty");
        EXPECT_THAT(report.failed[1].reason, HasSubstr("not a FLAC file"));
        EXPECT_THAT(report.failed[2].reason, HasSubstr("not an MP3 file"));
        EXPECT_EQ(files_read_, i == 0 ? 4 : 0);
    }
    const auto failures = Library(*database_).failures();
    ASSERT_TRUE(failures);
    EXPECT_THAT(failures.value(), SizeIs(3));
}

TEST_F(Scanner, ABrokenFileThatIsMendedBecomesATrackAndOneThatIsGoneIsForgotten) {
    write_file(music("mended.mp3"), "");
    write_file(music("gone.mp3"), "");
    scan_music();
    add_song("mended.mp3");
    std::filesystem::remove(music("gone.mp3"));
    const auto report = scan_music();
    EXPECT_THAT(report.failed, IsEmpty());
    EXPECT_EQ(report.added, 1);
    EXPECT_EQ(report.missing, 0);
    EXPECT_THAT(Library(*database_).failures().value(), IsEmpty());
}

TEST_F(Scanner, ATrackWhoseFileBreaksIsMissingUntilItIsMended) {
    add_song("1.mp3");
    scan_music();
    const auto id = tracks().at("1.mp3").id;
    write_file(music("1.mp3"), "");
    auto report = scan_music();
    EXPECT_EQ(report.tracks, 0);
    EXPECT_EQ(report.missing, 1);
    EXPECT_TRUE(tracks().at("1.mp3").missing);
    EXPECT_EQ(scan_music().missing, 0);
    add_song("1.mp3", "Mended");
    report = scan_music();
    EXPECT_EQ(report.updated, 1);
    EXPECT_EQ(report.tracks, 1);
    EXPECT_EQ(tracks().at("1.mp3").id, id);
    EXPECT_EQ(tracks().at("1.mp3").title, "Mended");
}

TEST_F(Scanner, AVanishedRootFailsAndLeavesItsTracksAlone) {
    add_song("1.mp3");
    scan_music();
    std::filesystem::rename(music(), folder_ / "unmounted");
    const auto scanned = scan(*database_, {folder_ / "music"});
    ASSERT_FALSE(scanned);
    EXPECT_EQ(scanned.error().code, ErrorCode::not_found);
    EXPECT_EQ(scanned.error().path, (folder_ / "music").native());
    EXPECT_FALSE(tracks().at("1.mp3").missing);
}

TEST_F(Scanner, OneVanishedRootOfTwoIsReportedAndTheOtherIsScanned) {
    add_song("1.mp3");
    const auto scanned = scan(*database_, {folder_ / "nowhere", folder_ / "music"});
    ASSERT_TRUE(scanned);
    EXPECT_EQ(scanned.value().tracks, 1);
    ASSERT_THAT(scanned.value().failed, SizeIs(1));
    EXPECT_EQ(scanned.value().failed[0].path, (folder_ / "nowhere").native());
}

TEST_F(Scanner, NoFolderAtAllAndAFileInsteadOfAFolderAreErrors) {
    EXPECT_FALSE(scan(*database_, {}));
    add_song("1.mp3");
    EXPECT_FALSE(scan(*database_, {music("1.mp3")}));
}

TEST_F(Scanner, AnEmptyFolderGivesAnEmptyReport) {
    std::filesystem::create_directory(folder_ / "music");
    const auto report = scan_music();
    EXPECT_EQ(report.files, 0);
    EXPECT_EQ(report.tracks, 0);
    EXPECT_THAT(report.failed, IsEmpty());
}

TEST_F(Scanner, RemembersItsRootsOnceHoweverTheyAreWritten) {
    add_song("a/1.mp3");
    ASSERT_TRUE(scan(*database_, {music(), folder_ / "music/.", folder_ / "music/a/../../music"}));
    EXPECT_THAT(Library(*database_).roots().value(), ElementsAre((folder_ / "music").native()));
}

TEST_F(Scanner, AFolderInsideAnotherIsScannedOnceAndItsTracksStayTheSame) {
    add_song("a/1.mp3");
    add_song("2.mp3");
    ASSERT_TRUE(scan(*database_, {music("a")}));
    const auto id = tracks().at("a/1.mp3").id;
    const auto scanned = scan(*database_, {music("a"), music()});
    ASSERT_TRUE(scanned);
    EXPECT_EQ(scanned.value().files, 2);
    EXPECT_EQ(scanned.value().tracks, 2);
    EXPECT_EQ(scanned.value().added, 1);
    EXPECT_EQ(tracks().at("a/1.mp3").id, id);
}

TEST_F(Scanner, AScanOfOneFolderMarksNothingElsewhere) {
    add_song("a/1.mp3");
    add_song("ab/2.mp3");
    scan_music();
    std::filesystem::remove_all(music("ab"));
    const auto scanned = scan(*database_, {music("a")});
    ASSERT_TRUE(scanned);
    EXPECT_EQ(scanned.value().missing, 0);
    EXPECT_EQ(scanned.value().tracks, 1);
    EXPECT_FALSE(tracks().at("ab/2.mp3").missing);
}

TEST_F(Scanner, NamesThatAreNotTextSurviveTheDatabase) {
    add_song("Caf\xe9\xff.mp3");
    add_song("two\nlines.mp3");
    scan_music();
    EXPECT_EQ(tracks().count("Caf\xe9\xff.mp3"), 1u);
    EXPECT_EQ(tracks().count("two\nlines.mp3"), 1u);
    scan_music();
    EXPECT_EQ(files_read_, 0);
}

TEST_F(Scanner, TracksInAFolderThatMayNotBeReadStayAsTheyAre) {
    add_song("closed/1.mp3");
    add_song("open/2.mp3");
    add_song("open/3.mp3");
    scan_music();
    std::filesystem::remove(music("open/2.mp3"));
    // For the one who scans, everything is open but that folder.
    using std::filesystem::perms;
    std::filesystem::permissions(folder_.path(), perms::all);
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
        std::filesystem::permissions(entry.path(), perms::all);
    }
    std::filesystem::permissions(music("closed"), perms::none);
    ScanReport report;
    {
        const Unprivileged user;
        report = scan_music();
    }
    std::filesystem::permissions(music("closed"), perms::all);
    EXPECT_EQ(report.tracks, 2);
    EXPECT_EQ(report.missing, 1);
    ASSERT_THAT(report.failed, SizeIs(1));
    EXPECT_EQ(report.failed[0].path, music("closed").native());
    EXPECT_TRUE(tracks().at("open/2.mp3").missing);
    EXPECT_FALSE(tracks().at("closed/1.mp3").missing);
}

TEST_F(Scanner, AFileThatMayNotBeReadIsTriedAgainAlthoughItDidNotChange) {
    using std::filesystem::perms;
    add_song("1.mp3");
    scan_music();
    add_song("2.mp3");
    std::filesystem::permissions(folder_.path(), perms::all);
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
        std::filesystem::permissions(entry.path(), perms::all);
    }
    std::filesystem::permissions(music("2.mp3"), perms::none);
    {
        const Unprivileged user;
        const auto report = scan_music();
        ASSERT_THAT(report.failed, SizeIs(1));
        EXPECT_THAT(report.failed[0].reason, HasSubstr("Permission denied"));
        EXPECT_EQ(report.tracks, 1);
    }
    std::filesystem::permissions(music("2.mp3"), perms::all);
    const auto report = scan_music();
    EXPECT_EQ(report.tracks, 2);
    EXPECT_THAT(report.failed, IsEmpty());
}

TEST_F(Scanner, AChangedTrackThatMayNotBeReadForNowStaysInTheLibrary) {
    using std::filesystem::perms;
    add_song("1.mp3", "Old");
    scan_music();
    add_song("1.mp3", "A New Title");
    std::filesystem::permissions(folder_.path(), perms::all);
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
        std::filesystem::permissions(entry.path(), perms::all);
    }
    std::filesystem::permissions(music("1.mp3"), perms::none);
    {
        const Unprivileged user;
        const auto report = scan_music();
        EXPECT_THAT(report.failed, SizeIs(1));
        EXPECT_EQ(report.missing, 0);
        EXPECT_EQ(report.tracks, 1);
        EXPECT_FALSE(tracks().at("1.mp3").missing);
    }
    std::filesystem::permissions(music("1.mp3"), perms::all);
    EXPECT_EQ(scan_music().updated, 1);
    EXPECT_EQ(tracks().at("1.mp3").title, "A New Title");
}

TEST_F(Scanner, CoversBesideTheMusicAreUsedWhereTheFileHasNone) {
    add_song("a/plain.mp3");
    write_file(music("a/own.mp3"), id3v2({{"APIC", picture_frame(tiny_jpeg())}}) + silent_mp3());
    write_file(music("a/cover.jpg"), tiny_jpeg());
    scan_music();
    EXPECT_EQ(tracks().at("a/plain.mp3").cover, CoverKind::folder);
    EXPECT_EQ(tracks().at("a/plain.mp3").cover_path, music("a/cover.jpg").native());
    EXPECT_EQ(tracks().at("a/own.mp3").cover, CoverKind::embedded);
}

TEST_F(Scanner, ACoverThatAppearsOrGoesIsNoticedWithoutReadingTheMusicAgain) {
    add_song("1.mp3");
    scan_music();
    EXPECT_EQ(tracks().at("1.mp3").cover, CoverKind::none);
    write_file(music("cover.jpg"), tiny_jpeg());
    EXPECT_EQ(scan_music().updated, 1);
    EXPECT_EQ(files_read_, 0);
    EXPECT_EQ(tracks().at("1.mp3").cover_path, music("cover.jpg").native());
    std::filesystem::remove(music("cover.jpg"));
    scan_music();
    EXPECT_EQ(tracks().at("1.mp3").cover, CoverKind::none);
}

TEST_F(Scanner, OnePictureInManyFilesHasOneKeyAndAnotherPictureBesideThemIsNoticed) {
    const auto add_song_with_picture = [&](const std::string& name, const std::string& picture) {
        write_file(music(name), id3v2({{"APIC", picture_frame(picture)}}) + silent_mp3());
    };
    add_song_with_picture("1.mp3", tiny_jpeg());
    add_song_with_picture("2.mp3", tiny_jpeg());
    add_song_with_picture("3.mp3", tiny_jpeg() + "x");
    add_song("4.mp3");
    add_song("5.mp3");
    scan_music();
    EXPECT_NE(tracks().at("1.mp3").cover_key, 0u);
    EXPECT_EQ(tracks().at("1.mp3").cover_key, tracks().at("2.mp3").cover_key);
    EXPECT_NE(tracks().at("1.mp3").cover_key, tracks().at("3.mp3").cover_key);
    EXPECT_EQ(tracks().at("4.mp3").cover_key, 0u);
    write_file(music("cover.jpg"), tiny_jpeg());
    scan_music();
    const auto first = tracks().at("4.mp3").cover_key;
    EXPECT_NE(first, 0u);
    EXPECT_EQ(tracks().at("5.mp3").cover_key, first);
    write_file(music("cover.jpg"), tiny_jpeg() + "another");
    EXPECT_EQ(scan_music().updated, 2);
    EXPECT_EQ(files_read_, 0);
    EXPECT_NE(tracks().at("4.mp3").cover_key, first);
}

TEST_F(Scanner, EverythingThatTagsTellReachesTheLibrary) {
    const auto named = [](const std::string& name, const std::string& value) {
        return std::pair<std::string, std::string>("TXXX", utf8_text(name + '\0' + value));
    };
    const auto song = id3v2({{"TIT2", utf8_text("Duet")},
                             {"TPE1", utf8_text("Ann feat. Bob")},
                             named("ARTISTS", std::string("Ann\0Bob", 7)),
                             {"TPE2", utf8_text("Ann")},
                             {"TCOM", utf8_text(std::string("Carl\0Dora", 9))},
                             {"TDRC", utf8_text("2011-05-01")},
                             {"TDOR", utf8_text("1969-07")},
                             {"TRCK", utf8_text("3/12")},
                             {"TPOS", utf8_text("1/2")},
                             {"TCMP", utf8_text("1")},
                             {"POPM", std::string("MusicBee\0\x76", 10)},
                             {"USLT", std::string("\x03"
                                                  "eng\0Words",
                                                  10)},
                             named("MusicBrainz Release Track Id", "track"),
                             named("MusicBrainz Album Id", "release"),
                             named("MusicBrainz Release Group Id", "group")}) +
                      silent_mp3();
    write_file(music("1.mp3"), song);
    scan_music();
    const auto track = tracks().at("1.mp3");
    EXPECT_EQ(track.artist, "Ann feat. Bob");
    EXPECT_THAT(track.artists, ElementsAre("Ann", "Bob"));
    EXPECT_THAT(track.album_artists, IsEmpty());
    EXPECT_THAT(track.composers, ElementsAre("Carl", "Dora"));
    EXPECT_EQ(track.year, 2011);
    EXPECT_EQ(track.month, 5);
    EXPECT_EQ(track.day, 1);
    EXPECT_EQ(track.original_date, (TagDate{1969, 7, 0}));
    EXPECT_EQ(track.track_total, 12);
    EXPECT_EQ(track.disc_total, 2);
    EXPECT_TRUE(track.compilation);
    EXPECT_EQ(track.file_rating, std::optional<std::uint8_t>(50));
    EXPECT_EQ(track.lyrics, LyricsKind::text);
    EXPECT_EQ(database_->reader()
                  ->execAndGet("SELECT musicbrainz_track_id || ' ' || musicbrainz_release_id || ' ' ||"
                               " musicbrainz_release_group_id FROM tracks")
                  .getString(),
              "track release group");
    // Another tag has the names alone that it tells.
    write_file(music("1.mp3"), tagged_mp3("Duet", "Ann"));
    scan_music();
    EXPECT_THAT(tracks().at("1.mp3").artists, IsEmpty());
    EXPECT_EQ(tracks().at("1.mp3").file_rating, std::nullopt);
    EXPECT_EQ(database_->reader()->execAndGet("SELECT count(*) FROM track_artists").getInt(), 0);
}

TEST_F(Scanner, FilesThatAnOlderProgramReadAreReadOnceMoreAndStayTheirTracks) {
    add_song("1.mp3");
    scan_music();
    const auto before = tracks().at("1.mp3");
    ASSERT_TRUE(database_->write_now([](SQLite::Database& connection) {
        connection.exec("UPDATE tracks SET tags_version = 1, title = ''");
    }));
    EXPECT_EQ(scan_music().updated, 1);
    EXPECT_EQ(tracks().at("1.mp3").title, "A Song");
    EXPECT_EQ(tracks().at("1.mp3").id, before.id);
    EXPECT_EQ(tracks().at("1.mp3").added_at, before.added_at);
    EXPECT_EQ(scan_music().updated, 0);
}

TEST_F(Scanner, ACancelledScanKeepsWhatItReadAndMarksNothing) {
    for (int i = 0; i < 50; ++i) {
        add_song(std::to_string(i) + ".mp3");
    }
    scan_music();
    std::filesystem::remove(music("0.mp3"));
    const std::atomic<bool> cancel{true};
    ScanOptions options;
    options.cancel = &cancel;
    const auto report = scan_music(options);
    EXPECT_TRUE(report.cancelled);
    EXPECT_EQ(report.missing, 0);
    EXPECT_FALSE(tracks().at("0.mp3").missing);
    EXPECT_EQ(scan_music().missing, 1);
}

TEST_F(Scanner, AScanCancelledHalfWayIsFinishedByTheNext) {
    for (int i = 0; i < 200; ++i) {
        add_song(std::to_string(i) + ".mp3");
    }
    std::atomic<bool> cancel{false};
    ScanOptions options;
    options.threads = 1;
    options.cancel = &cancel;
    options.on_progress = [&](const ScanProgress&) { cancel = true; };
    const auto first = scan(*database_, {music()}, options);
    ASSERT_TRUE(first);
    EXPECT_TRUE(first.value().cancelled);
    EXPECT_LT(first.value().tracks, 200);
    EXPECT_EQ(scan_music().tracks, 200);
}

TEST_F(Scanner, TwoScansAtOnceDoubleNothingAndLoseNothing) {
    constexpr int files = 600;
    for (int i = 0; i < files; ++i) {
        write_file(music(std::to_string(i) + ".mp3"), silent_mp3(4));
    }
    // As two processes do it: each with a connection and a writer of its own.
    const auto other = open();
    std::thread second([&] {
        const auto scanned = scan(*other, {music()});
        EXPECT_TRUE(scanned) << scanned.error().text();
    });
    const auto report = scan_music();
    second.join();
    EXPECT_THAT(report.failed, IsEmpty());
    EXPECT_THAT(tracks(), SizeIs(files));
    EXPECT_EQ(database_->reader()->execAndGet("SELECT count(*) FROM tracks").getInt(), files);
    EXPECT_THAT(database_->check(), IsEmpty());
    EXPECT_EQ(scan_music().added, 0);
    EXPECT_EQ(files_read_, 0);
}

TEST_F(Scanner, TellsTheEndOfTheWalkAndEveryFileInItsLastProgress) {
    for (int i = 0; i < 30; ++i) {
        add_song(std::to_string(i) + ".mp3");
    }
    ScanProgress last;
    std::set<TrackId> told;
    ScanOptions options;
    options.on_progress = [&](const ScanProgress& progress) { last = progress; };
    options.on_batch = [&](std::span<const TrackId> ids) { told.insert(ids.begin(), ids.end()); };
    ASSERT_TRUE(scan(*database_, {music()}, options));
    EXPECT_TRUE(last.walk_done);
    EXPECT_EQ(last.files_seen, 30);
    EXPECT_EQ(last.files_to_read, 30);
    EXPECT_EQ(last.files_read, 30);
    EXPECT_EQ(told.size(), 30u) << "each track that came";

    told.clear();
    ASSERT_TRUE(scan(*database_, {music()}, options));
    EXPECT_EQ(told.size(), 0u) << "nothing changed";

    const auto gone = tracks().at("3.mp3").id;
    std::filesystem::remove(music("3.mp3"));
    ASSERT_TRUE(scan(*database_, {music()}, options));
    EXPECT_EQ(told, std::set{gone}) << "a track that is missing now has changed, too";
}

TEST_F(Scanner, AFullDiskEndsTheScanWithItsErrorAndKeepsWhatWasWritten) {
    add_song("first.mp3");
    scan_music();
    for (int i = 0; i < 1500; ++i) {
        write_file(music(std::to_string(i) + ".mp3"), silent_mp3(4));
    }
    ASSERT_TRUE(database_->write_now([](SQLite::Database& connection) {
        const auto pages = connection.execAndGet("PRAGMA page_count").getInt();
        static_cast<void>(connection.execAndGet("PRAGMA max_page_count = " + std::to_string(pages + 2)));
    }));
    const auto scanned = scan(*database_, {music()});
    ASSERT_FALSE(scanned);
    EXPECT_EQ(scanned.error().code, ErrorCode::not_writable);
    EXPECT_EQ(tracks().count("first.mp3"), 1u);
}

struct Hold {
    int rows = 0;
    int tell = -1;
};

/// Called by SQLite for each row: at the 1200th it tells so and never returns. A batch holds 500 rows at
/// most, so 700 at least are in the database by then, and the batch of this row is not.
void hold_at_row(sqlite3_context* context, int, sqlite3_value**) {
    auto* hold = static_cast<Hold*>(sqlite3_user_data(context));
    if (++hold->rows == 1200) {
        static_cast<void>(write(hold->tell, "x", 1));
        for (;;) {
            pause();
        }
    }
}

TEST_F(Scanner, AScanKilledHalfWayLeavesASoundDatabaseThatTheNextOneFills) {
    constexpr int files = 3000;
    for (int i = 0; i < files; ++i) {
        write_file(music(std::to_string(i) + ".mp3"), silent_mp3(4));
    }
    database_.reset();
    int written[2];
    ASSERT_EQ(pipe(written), 0);
    const auto child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        close(written[0]);
        auto database = open();
        Hold hold{0, written[1]};
        static_cast<void>(database->write_now([&](SQLite::Database& connection) {
            connection.createFunction("hold_at_row", 0, false, &hold, hold_at_row);
            connection.exec(
                "CREATE TEMP TRIGGER hold AFTER INSERT ON tracks BEGIN SELECT hold_at_row(); END");
        }));
        static_cast<void>(scan(*database, {music()}));
        _exit(1);
    }
    close(written[1]);
    char byte = 0;
    ASSERT_EQ(read(written[0], &byte, 1), 1) << "the child ended before it was half way";
    close(written[0]);
    ASSERT_EQ(kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));

    database_ = open();
    EXPECT_THAT(database_->check(), IsEmpty());
    const auto kept = tracks().size();
    EXPECT_GE(kept, 700u);
    EXPECT_LT(kept, 1200u);
    const auto report = scan_music();
    EXPECT_EQ(report.tracks, files);
    EXPECT_EQ(report.added, files - static_cast<std::int64_t>(kept));
    EXPECT_EQ(files_read_, report.added);
}

}  // namespace
}  // namespace refrain
