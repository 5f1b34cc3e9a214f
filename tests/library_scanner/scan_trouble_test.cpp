// Scans that meet trouble: broken files, closed folders, a full disk, a second scan, an end half way. Nothing
// is lost, nothing doubled, and the next scan finishes the work.
#include "library_scanner/database/file_lock.h"
#include "tests/library_scanner/harmless.h"
#include "tests/library_scanner/scan_test_base.h"
#include "tests/library_scanner/unprivileged.h"

#include <atomic>
#include <csignal>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <sqlite3.h>

namespace refrain {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ScanTrouble : public ScanTest {};

TEST_F(ScanTrouble, EveryBrokenFileIsReportedWithItsReasonEachTime) {
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

TEST_F(ScanTrouble, ABrokenFileThatIsMendedBecomesATrackAndOneThatIsGoneIsForgotten) {
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

TEST_F(ScanTrouble, ATrackWhoseFileBreaksIsMissingUntilItIsMended) {
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

TEST_F(ScanTrouble, AVanishedRootFailsAndLeavesItsTracksAlone) {
    add_song("1.mp3");
    scan_music();
    std::filesystem::rename(music(), folder_ / "unmounted");
    const auto scanned = scan(*database_, {folder_ / "music"}, test::harmless());
    ASSERT_FALSE(scanned);
    EXPECT_EQ(scanned.error().code, ErrorCode::not_found);
    EXPECT_EQ(scanned.error().path, (folder_ / "music").native());
    EXPECT_FALSE(tracks().at("1.mp3").missing);
}

TEST_F(ScanTrouble, OneVanishedRootOfTwoIsReportedAndTheOtherIsScanned) {
    add_song("1.mp3");
    const auto scanned = scan(*database_, {folder_ / "nowhere", folder_ / "music"}, test::harmless());
    ASSERT_TRUE(scanned);
    EXPECT_EQ(scanned.value().tracks, 1);
    ASSERT_THAT(scanned.value().failed, SizeIs(1));
    EXPECT_EQ(scanned.value().failed[0].path, (folder_ / "nowhere").native());
}

TEST_F(ScanTrouble, NoFolderAtAllAndAFileInsteadOfAFolderAreErrors) {
    EXPECT_FALSE(scan(*database_, {}, test::harmless()));
    add_song("1.mp3");
    EXPECT_FALSE(scan(*database_, {music("1.mp3")}, test::harmless()));
}

TEST_F(ScanTrouble, WithoutItsTagReaderItSaysSoAndReadsNothing) {
    add_song("1.mp3");
    for (const auto& outcome : {scan(*database_, {music()}, ScanOptions()),
                                scan_changed(*database_, {{music().native(), true}}, ScanOptions())}) {
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().code, ErrorCode::not_found);
        EXPECT_THAT(outcome.error().message, HasSubstr("refrain-tagreader is missing"));
    }
    EXPECT_THAT(tracks(), IsEmpty());
}

TEST_F(ScanTrouble, TracksInAFolderThatMayNotBeReadStayAsTheyAre) {
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

TEST_F(ScanTrouble, AFileThatMayNotBeReadIsTriedAgainAlthoughItDidNotChange) {
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

TEST_F(ScanTrouble, AChangedTrackThatMayNotBeReadForNowStaysInTheLibrary) {
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

TEST_F(ScanTrouble, ACancelledScanKeepsWhatItReadAndMarksNothing) {
    for (int i = 0; i < 50; ++i) {
        add_song(std::to_string(i) + ".mp3");
    }
    scan_music();
    std::filesystem::remove(music("0.mp3"));
    const std::atomic<bool> cancel{true};
    auto options = test::harmless();
    options.cancel = &cancel;
    const auto report = scan_music(options);
    EXPECT_TRUE(report.cancelled);
    EXPECT_EQ(report.missing, 0);
    EXPECT_FALSE(tracks().at("0.mp3").missing);
    EXPECT_EQ(scan_music().missing, 1);
}

TEST_F(ScanTrouble, AScanCancelledHalfWayIsFinishedByTheNext) {
    for (int i = 0; i < 200; ++i) {
        add_song(std::to_string(i) + ".mp3");
    }
    std::atomic<bool> cancel{false};
    auto options = test::harmless();
    options.threads = 1;
    options.cancel = &cancel;
    options.on_progress = [&](const ScanProgress&) { cancel = true; };
    const auto first = scan(*database_, {music()}, options);
    ASSERT_TRUE(first);
    EXPECT_TRUE(first.value().cancelled);
    EXPECT_LT(first.value().tracks, 200);
    EXPECT_EQ(scan_music().tracks, 200);
}

TEST_F(ScanTrouble, TwoScansAtOnceDoubleNothingAndLoseNothing) {
    constexpr int files = 600;
    for (int i = 0; i < files; ++i) {
        write_file(music(std::to_string(i) + ".mp3"), silent_mp3(4));
    }
    // As two processes do it: each with a connection and a writer of its own.
    const auto other = open();
    std::thread second([&] {
        const auto scanned = scan(*other, {music()}, test::harmless());
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

TEST_F(ScanTrouble, TheSecondOfTwoScansSaysThatItWaitsAndThenDoesItsWork) {
    add_song("1.mp3");
    auto first = FileLock::take(folder_ / "library.db.scanning", "", FileLock::Children::let_go);
    ASSERT_TRUE(first);
    std::optional<FileLock> held(std::move(first).value());
    int waited = 0;
    auto options = test::harmless();
    options.on_waiting = [&] {
        ++waited;
        held.reset();
    };
    EXPECT_EQ(scan_music(options).added, 1);
    EXPECT_EQ(waited, 1);
}

TEST_F(ScanTrouble, AScanThatWaitsCanBeStopped) {
    add_song("1.mp3");
    const auto first = FileLock::take(folder_ / "library.db.scanning", "", FileLock::Children::let_go);
    ASSERT_TRUE(first);
    std::atomic<bool> cancel{false};
    auto options = test::harmless();
    options.cancel = &cancel;
    options.on_waiting = [&] { cancel = true; };
    const auto report = scan_music(options);
    EXPECT_TRUE(report.cancelled);
    EXPECT_THAT(tracks(), IsEmpty());
}

TEST_F(ScanTrouble, AScannerThatIsKilledKeepsNobodyWaiting) {
    add_song("1.mp3");
    int locked[2];
    ASSERT_EQ(pipe(locked), 0);
    const auto child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto lock = FileLock::take(folder_ / "library.db.scanning", "", FileLock::Children::let_go);
        static_cast<void>(write(locked[1], lock ? "y" : "n", 1));
        for (;;) {
            pause();
        }
    }
    char byte = 0;
    ASSERT_EQ(read(locked[0], &byte, 1), 1);
    ASSERT_EQ(byte, 'y');
    bool waited = false;
    auto options = test::harmless();
    options.on_waiting = [&] {
        waited = true;
        kill(child, SIGKILL);
    };
    EXPECT_EQ(scan_music(options).added, 1);
    EXPECT_TRUE(waited);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    close(locked[0]);
    close(locked[1]);
}

TEST_F(ScanTrouble, AFullDiskEndsTheScanWithItsErrorAndKeepsWhatWasWritten) {
    add_song("first.mp3");
    scan_music();
    for (int i = 0; i < 1500; ++i) {
        write_file(music(std::to_string(i) + ".mp3"), silent_mp3(4));
    }
    ASSERT_TRUE(database_->write_now([](SQLite::Database& connection) {
        const auto pages = connection.execAndGet("PRAGMA page_count").getInt();
        static_cast<void>(connection.execAndGet("PRAGMA max_page_count = " + std::to_string(pages + 2)));
    }));
    const auto scanned = scan(*database_, {music()}, test::harmless());
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

TEST_F(ScanTrouble, AScanKilledHalfWayLeavesASoundDatabaseThatTheNextOneFills) {
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
        static_cast<void>(scan(*database, {music()}, test::harmless()));
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
