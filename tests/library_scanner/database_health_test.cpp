// Backups, and a database that is really damaged: pages of rubbish, cut off, empty. What takes its place,
// what is saved and what is said.
#include "library_scanner/database/backups.h"
#include "library_scanner/database/health.h"
#include "library_scanner/database/migration.h"
#include "library_scanner/database/repair.h"
#include "tests/library_scanner/test_files.h"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <utility>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// --- when, and which

DatabaseBackup backup_at(int year, unsigned month, unsigned day, std::chrono::hours hour = 12h) {
    using namespace std::chrono;
    const sys_days date = std::chrono::year(year) / month / day;
    return {std::to_string(day) + "." + std::to_string(hour.count()),
            UtcTime(date.time_since_epoch() + hour)};
}

TEST(Backups, AreDueADayAfterTheNewest) {
    const auto noon = backup_at(2026, 11, 20);
    EXPECT_TRUE(is_backup_due({}, noon.at));
    EXPECT_FALSE(is_backup_due({noon}, noon.at + 23h));
    EXPECT_TRUE(is_backup_due({noon}, noon.at + 24h));
    EXPECT_TRUE(is_backup_due({noon}, noon.at - 1h)) << "one of the future says nothing";
}

TEST(Backups, OfThreeDaysAndOfTwoWeeksBeforeThemAreKept) {
    // 23 November 2026 is a Monday.
    const std::vector<DatabaseBackup> backups{backup_at(2026, 11, 24, 20h), backup_at(2026, 11, 24, 8h),
                                              backup_at(2026, 11, 23),      backup_at(2026, 11, 22),
                                              backup_at(2026, 11, 20),      backup_at(2026, 11, 19),
                                              backup_at(2026, 11, 10),      backup_at(2026, 11, 1)};
    const auto superfluous = superfluous_backups(backups);
    ASSERT_THAT(superfluous, SizeIs(3));
    EXPECT_EQ(superfluous[0], backups[1]) << "the second of a day";
    EXPECT_EQ(superfluous[1], backups[5]) << "the second of a week";
    EXPECT_EQ(superfluous[2], backups[7]) << "of a third week";
}

// --- files

class DatabaseHealth : public ::testing::Test {
  protected:
    DatabaseHealth() { fill(*opened()); }

    std::unique_ptr<Database> opened() const {
        auto database = Database::open(file_);
        if (!database) {
            throw std::runtime_error(database.error().text());
        }
        return std::move(database).value();
    }

    /// Tracks, and listens enough for many pages.
    static void fill(Database& database) {
        const auto written = database.write_now([](SQLite::Database& db) {
            db.exec(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                " INSERT INTO tracks (id, path, size, mtime_ns, added_at, title)"
                " SELECT i, CAST('/music/' || i AS BLOB), 1, 1, 1, 'track title ' || i FROM n");
            add_listens(db, 1, 1000);
        });
        if (!written) {
            throw std::runtime_error(written.error().text());
        }
    }

    static void add_listens(SQLite::Database& db, int first, int last) {
        db.exec("WITH RECURSIVE n(i) AS (SELECT " + std::to_string(first) +
                " UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(last) +
                ") INSERT INTO listens (id, track_id, title, started_at, source_key)"
                " SELECT i, 1 + i % 2000, 'listen title ' || i || ' .', i, 'key ' || i FROM n");
    }

    /// What the listener does after the backup: listens 1001 to `last`, a love and a rating.
    void live_on(int last = 1500) const {
        const auto database = opened();
        ASSERT_TRUE(database->write_now([&](SQLite::Database& db) {
            add_listens(db, 1001, last);
            db.exec("INSERT INTO reactions (kind, scope, track_id, at) VALUES ('love', 'track', 3, 5)");
            db.exec("INSERT INTO ratings (track_id, rating, at) VALUES (4, 80, 5)");
        }));
    }

    void back_up(UtcTime at = utc_now()) const {
        const auto written = write_backup(file_, at, {});
        ASSERT_TRUE(written) << written.error().text();
    }

    /// Rubbish over the page that holds this text.
    void spoil_page_with(const std::string& text) const {
        auto bytes = read_file(file_);
        const auto at = bytes.find(text);
        ASSERT_NE(at, std::string::npos);
        constexpr std::size_t page = 4096;
        bytes.replace(at / page * page, page, std::string(page, '\xa5'));
        write_file(file_, bytes);
    }

    OpenedDatabase restored() const {
        auto opened = open_or_restore(file_);
        if (!opened) {
            throw std::runtime_error(opened.error().text());
        }
        return std::move(opened).value();
    }

    static std::int64_t count(const Database& database, const std::string& table) {
        return database.reader()->execAndGet("SELECT count(*) FROM " + table).getInt64();
    }

    std::vector<std::string> files_beside() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
            auto name = entry.path().filename().native();
            // What SQLite keeps beside a database that somebody reads, and our lock.
            if (!name.ends_with("-wal") && !name.ends_with("-shm") && !name.ends_with(".in-use")) {
                names.push_back(std::move(name));
            }
        }
        return names;
    }

    const TemporaryFolder folder_;
    const std::filesystem::path file_ = folder_ / "refrain.sqlite";
};

TEST_F(DatabaseHealth, ABackupIsAWholeCopyOfThatMomentThoughSomebodyWrites) {
    const auto database = opened();
    int steps = 0;
    const auto written = write_backup(file_, utc_now(), [&] {
        ++steps;
        return static_cast<bool>(
            database->write_now([&](SQLite::Database& db) { add_listens(db, 1000 + steps, 1000 + steps); }));
    });
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_TRUE(check_database_file(written.value().file));
    EXPECT_THAT(list_backups(file_), SizeIs(1));
    SQLite::Database reading(written.value().file.native());
    EXPECT_EQ(reading.execAndGet("SELECT count(*) FROM listens").getInt(), 1000);
}

TEST_F(DatabaseHealth, LookingAtACopyLeavesNothingBesideIt) {
    // As an update leaves it; a name that a URL would take for something else.
    const auto copy = folder_ / "of 100%?#.backup";
    std::filesystem::copy_file(file_, copy);
    EXPECT_TRUE(check_database_file(copy));
    EXPECT_FALSE(std::filesystem::exists(copy.native() + "-wal"));
    EXPECT_FALSE(std::filesystem::exists(copy.native() + "-shm"));
}

TEST_F(DatabaseHealth, AStoppedBackupLeavesNothing) {
    // Large enough for a second step.
    ASSERT_TRUE(opened()->write_now([](SQLite::Database& db) {
        db.exec("INSERT INTO settings VALUES ('large', hex(zeroblob(2000000)))");
    }));
    const auto written = write_backup(file_, utc_now(), [] { return false; });
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::cancelled);
    EXPECT_TRUE(std::filesystem::is_empty(backup_folder(file_)));
}

TEST_F(DatabaseHealth, AFullDiskDuringABackupIsToldAndTheOldOneStays) {
    back_up();
    const auto before = list_backups(file_);
    rlimit usual{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &usual), 0);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = usual;
    small.rlim_cur = 64 * 1024;
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto written = write_backup(file_, utc_now() + 48h, {});
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &usual), 0);
    std::signal(SIGXFSZ, old_handler);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::not_writable) << written.error().text();
    EXPECT_EQ(list_backups(file_), before);
}

TEST_F(DatabaseHealth, ADamagedDatabaseReplacesNoGoodBackup) {
    back_up();
    spoil_page_with("listen title 500 .");
    const auto written = write_backup(file_, utc_now() + 48h, {});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::damaged);
    EXPECT_EQ(written.error().path, file_.native());
    ASSERT_THAT(list_backups(file_), SizeIs(1));
    EXPECT_TRUE(check_database_file(list_backups(file_)[0].file));
}

TEST_F(DatabaseHealth, DamageIsToldALineForEachFinding) {
    EXPECT_THAT(opened()->check(), IsEmpty());
    // The heads of some pages: what they say of their cells is wrong then, and the check goes on behind.
    auto bytes = read_file(file_);
    for (const char* text : {"track title 500", "track title 1500", "listen title 500 ."}) {
        const auto at = bytes.find(text);
        ASSERT_NE(at, std::string::npos);
        bytes.replace(at / 4096 * 4096 + 8, 40, std::string(40, '\x7f'));
    }
    write_file(file_, bytes);
    const auto findings = opened()->check();
    EXPECT_GE(findings.size(), 2U) << ::testing::PrintToString(findings);
    for (const auto& finding : findings) {
        EXPECT_EQ(finding.find('\n'), std::string::npos) << finding;
        EXPECT_FALSE(finding.empty());
    }
}

TEST_F(DatabaseHealth, ASoundDatabaseIsOpenedAndNothingElse) {
    back_up();
    const auto open = restored();
    EXPECT_FALSE(open.recovery);
    EXPECT_EQ(count(*open.database, "listens"), 1000);
}

TEST_F(DatabaseHealth, DamageFoundInTheBackgroundIsMendedAtTheNextStartAndNewListensAreSaved) {
    back_up();
    live_on();
    spoil_page_with("track title 700");
    EXPECT_FALSE(check_database_file(file_));
    ASSERT_TRUE(mark_damaged(file_, "a page of tracks"));
    const auto open = restored();
    ASSERT_TRUE(open.recovery);
    EXPECT_EQ(open.recovery->damage, "a page of tracks");
    EXPECT_EQ(open.recovery->listens, 500);
    EXPECT_EQ(open.recovery->reactions, 1);
    EXPECT_EQ(open.recovery->ratings, 1);
    EXPECT_EQ(count(*open.database, "listens"), 1500);
    EXPECT_EQ(count(*open.database, "tracks"), 2000);
    EXPECT_THAT(open.database->check(), IsEmpty());
    EXPECT_THAT(open.recovery->text(), HasSubstr("500 listens"));
    EXPECT_TRUE(std::filesystem::exists(open.recovery->damaged_file)) << "kept";
    EXPECT_FALSE(restored().recovery) << "done once";
}

TEST_F(DatabaseHealth, ListensOnASpoiledPageAreLostAndItIsSaid) {
    back_up();
    live_on();
    spoil_page_with("listen title 1300 .");
    ASSERT_TRUE(mark_damaged(file_, "a page of listens"));
    const auto open = restored();
    ASSERT_TRUE(open.recovery);
    EXPECT_GT(open.recovery->listens, 400);
    EXPECT_LT(open.recovery->listens, 500);
    EXPECT_EQ(count(*open.database, "listens"), 1000 + open.recovery->listens);
    EXPECT_THAT(open.recovery->text(), HasSubstr("some listens since then could not be read"));
    EXPECT_THAT(open.database->check(), IsEmpty());
}

TEST_F(DatabaseHealth, AFileWithoutItsHeaderIsReplacedAndSaysThatNothingNewCouldBeRead) {
    back_up();
    live_on();
    spoil_page_with("SQLite format 3");
    const auto open = restored();
    ASSERT_TRUE(open.recovery);
    EXPECT_EQ(open.recovery->listens, 0);
    EXPECT_EQ(count(*open.database, "listens"), 1000);
    EXPECT_THAT(open.recovery->text(), HasSubstr("could not be read"));
}

TEST_F(DatabaseHealth, AFileThatIsCutOffIsReplaced) {
    back_up();
    std::filesystem::resize_file(file_, std::filesystem::file_size(file_) / 2);
    if (check_database_file(file_)) {
        FAIL() << "half a file is no database";
    }
    ASSERT_TRUE(mark_damaged(file_, "cut off"));
    const auto open = restored();
    ASSERT_TRUE(open.recovery);
    EXPECT_EQ(count(*open.database, "listens"), 1000);
}

TEST_F(DatabaseHealth, AnEmptyFileIsReplacedByTheBackupAndIsANewLibraryWithoutOne) {
    std::filesystem::resize_file(file_, 0);
    EXPECT_FALSE(restored().recovery);
    std::filesystem::remove(file_);
    fill(*opened());
    back_up();
    std::filesystem::resize_file(file_, 0);
    const auto open = restored();
    ASSERT_TRUE(open.recovery);
    EXPECT_EQ(count(*open.database, "listens"), 1000);
}

TEST_F(DatabaseHealth, ALostOrForeignLogLeavesASoundDatabase) {
    back_up();
    const auto wal = std::filesystem::path(file_) += "-wal";
    write_file(wal, std::string(32 + 24 + 4096, '\x37'));
    const auto open = restored();
    EXPECT_FALSE(open.recovery);
    EXPECT_EQ(count(*open.database, "listens"), 1000);
    EXPECT_THAT(open.database->check(), IsEmpty());
}

TEST_F(DatabaseHealth, WithoutASoundBackupTheDamagedFileIsLeftAsItIs) {
    back_up();
    write_file(list_backups(file_)[0].file, "no database");
    spoil_page_with("SQLite format 3");
    const auto bytes = read_file(file_);
    const auto open = open_or_restore(file_);
    ASSERT_FALSE(open);
    EXPECT_EQ(open.error().code, ErrorCode::damaged);
    EXPECT_THAT(open.error().message, HasSubstr("no sound backup"));
    EXPECT_EQ(read_file(file_), bytes);
}

TEST_F(DatabaseHealth, ADamagedBackupIsPassedOverForAnOlderOne) {
    back_up(utc_now() - 48h);
    live_on(1100);
    back_up();
    write_file(list_backups(file_)[0].file, "no database");
    spoil_page_with("SQLite format 3");
    const auto open = restored();
    ASSERT_TRUE(open.recovery);
    EXPECT_EQ(count(*open.database, "listens"), 1000);
}

TEST_F(DatabaseHealth, AnEndInTheMiddleOfRestoringIsMadeGoodAtTheNextStart) {
    back_up();
    ASSERT_TRUE(mark_damaged(file_, "for the test"));
    std::filesystem::rename(file_, folder_ / "moved aside");
    const auto open = restored();
    ASSERT_TRUE(open.recovery);
    EXPECT_EQ(count(*open.database, "listens"), 1000);
}

TEST_F(DatabaseHealth, NothingIsReplacedWhileAnotherProgramUsesIt) {
    back_up();
    {
        const auto other = restored();
        ASSERT_TRUE(mark_damaged(file_, "for the test"));
        const auto open = open_or_restore(file_);
        ASSERT_FALSE(open);
        EXPECT_EQ(open.error().code, ErrorCode::busy);
        EXPECT_EQ(count(*other.database, "listens"), 1000);
    }
    EXPECT_TRUE(restored().recovery);
}

TEST_F(DatabaseHealth, ADatabaseOfANewerProgramIsRefusedAndNothingIsTouched) {
    back_up();
    {
        SQLite::Database db(file_.native(), SQLite::OPEN_READWRITE);
        auto revisions = Database::revisions();
        const int next = revisions.back().number + 1;
        revisions.push_back({next, "of tomorrow", next, "CREATE TABLE tomorrow (id INTEGER)"});
        ASSERT_TRUE(migrate(db, revisions, file_));
    }
    const auto bytes = read_file(file_);
    const auto beside = files_beside();
    const auto open = open_or_restore(file_);
    ASSERT_FALSE(open);
    EXPECT_EQ(open.error().code, ErrorCode::unsupported);
    EXPECT_EQ(read_file(file_), bytes);
    EXPECT_EQ(files_beside(), beside);
}

// --- repair

TEST_F(DatabaseHealth, RepairCutsLooseWhatPointsToNothingAndJoinsDoubledFolders) {
    {
        SQLite::Database db(file_.native(), SQLite::OPEN_READWRITE);
        db.exec("PRAGMA foreign_keys = OFF");
        db.exec(
            "INSERT INTO roots (id, path, added_at) VALUES (1, CAST('/music' AS BLOB), 1),"
            " (2, CAST('/music/a' AS BLOB), 1), (3, CAST('/music b' AS BLOB), 1)");
        db.exec("UPDATE tracks SET root_id = 2 WHERE id <= 10");
        db.exec("UPDATE listens SET track_id = 999999 WHERE id <= 5");
        db.exec("INSERT INTO track_genres VALUES (888888, 0, 'Folk')");
    }
    ASSERT_THAT(
        opened()->check(),
        UnorderedElementsAre("A row of listens points to a row of tracks that does not exist (5 times)",
                             "A row of track_genres points to a row of tracks that does not exist"));
    const auto repaired = repair_database(file_);
    ASSERT_TRUE(repaired) << repaired.error().text();
    EXPECT_THAT(repaired.value().mended, SizeIs(3));
    EXPECT_THAT(repaired.value().left, IsEmpty());
    const auto database = opened();
    EXPECT_THAT(database->check(), IsEmpty());
    EXPECT_EQ(count(*database, "listens"), 1000) << "a listen outlives its track";
    EXPECT_EQ(count(*database, "roots"), 2);
    EXPECT_EQ(count(*database, "tracks WHERE root_id = 1"), 10);
    EXPECT_THAT(repair_database(file_).value().mended, IsEmpty());
}

TEST_F(DatabaseHealth, RepairBuildsDamagedIndexesAnew) {
    {
        SQLite::Database db(file_.native(), SQLite::OPEN_READWRITE);
        // Rows that no index knows, as a crash of the disk's own cache leaves them.
        db.exec("PRAGMA writable_schema = ON");
        db.exec("CREATE TABLE saved AS SELECT sql FROM sqlite_master WHERE name = 'listens_started'");
        db.exec(
            "UPDATE sqlite_master SET sql = 'CREATE INDEX listens_started ON listens(started_at)"
            " WHERE id < 0' WHERE name = 'listens_started'");
    }
    {
        SQLite::Database db(file_.native(), SQLite::OPEN_READWRITE);
        add_listens(db, 5001, 5010);
        db.exec("PRAGMA writable_schema = ON");
        db.exec("UPDATE sqlite_master SET sql = (SELECT sql FROM saved) WHERE name = 'listens_started'");
        db.exec("PRAGMA writable_schema = OFF");
        db.exec("DROP TABLE saved");
    }
    ASSERT_FALSE(opened()->check().empty());
    const auto repaired = repair_database(file_);
    ASSERT_TRUE(repaired) << repaired.error().text();
    EXPECT_THAT(repaired.value().mended, Contains(HasSubstr("indexes")));
    EXPECT_THAT(opened()->check(), IsEmpty());
    EXPECT_EQ(count(*opened(), "listens"), 1010);
}

TEST_F(DatabaseHealth, RepairFreesRoomThatNobodyUses) {
    {
        SQLite::Database db(file_.native(), SQLite::OPEN_READWRITE);
        db.exec("INSERT INTO settings VALUES ('large', hex(zeroblob(2000000)))");
        db.exec("DELETE FROM settings");
    }
    const auto before = std::filesystem::file_size(file_);
    ASSERT_TRUE(repair_database(file_));
    EXPECT_LT(std::filesystem::file_size(file_), before / 2);
}

TEST_F(DatabaseHealth, RepairLeavesTablesThatAreDamagedToTheNextStart) {
    back_up();
    spoil_page_with("track title 700");
    const auto repaired = repair_database(file_);
    EXPECT_TRUE(!repaired || !repaired.value().left.empty());
    EXPECT_FALSE(check_database_file(file_));
}

}  // namespace
}  // namespace refrain
