// Scans of real folders into a real database: what is added, kept and marked, and what a second scan does not
// do.
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/scan_test_base.h"

#include <set>
#include <span>
#include <string>

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Scanner : public ScanTest {};

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

TEST_F(Scanner, AnEmptyFolderGivesAnEmptyReport) {
    std::filesystem::create_directory(folder_ / "music");
    const auto report = scan_music();
    EXPECT_EQ(report.files, 0);
    EXPECT_EQ(report.tracks, 0);
    EXPECT_THAT(report.failed, IsEmpty());
}

TEST_F(Scanner, RemembersItsRootsOnceHoweverTheyAreWritten) {
    add_song("a/1.mp3");
    ASSERT_TRUE(
        scan(*database_, {music(), folder_ / "music/.", folder_ / "music/a/../../music"}, test::harmless()));
    EXPECT_THAT(Library(*database_).roots().value(), ElementsAre((folder_ / "music").native()));
}

TEST_F(Scanner, AFolderInsideAnotherIsScannedOnceAndItsTracksStayTheSame) {
    add_song("a/1.mp3");
    add_song("2.mp3");
    ASSERT_TRUE(scan(*database_, {music("a")}, test::harmless()));
    const auto id = tracks().at("a/1.mp3").id;
    const auto scanned = scan(*database_, {music("a"), music()}, test::harmless());
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
    const auto scanned = scan(*database_, {music("a")}, test::harmless());
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

TEST_F(Scanner, TellsTheEndOfTheWalkAndEveryFileInItsLastProgress) {
    for (int i = 0; i < 30; ++i) {
        add_song(std::to_string(i) + ".mp3");
    }
    ScanProgress last;
    std::set<TrackId> told;
    auto options = test::harmless();
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

}  // namespace
}  // namespace refrain
