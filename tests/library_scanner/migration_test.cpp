// Databases of older and newer revisions: small ones made here, and those that released programs wrote.
#include "library_scanner/database/migration.h"

#include "tests/library_scanner/test_files.h"

#include <csignal>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

namespace refrain {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::read_file;
using testing::TemporaryFolder;

// A function: the flags are variables of another object file and may not be set yet while statics start.
int writable() {
    return SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
}

const SchemaRevision people{1, "people", 1, "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)"};
const SchemaRevision towns{2, "their towns", 2,
                           "ALTER TABLE people ADD COLUMN town TEXT NOT NULL DEFAULT 'Kyiv'"};
const SchemaRevision broken{3, "fails half way", 3,
                            "CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1)"};

int revision_of(SQLite::Database& connection) {
    return connection.execAndGet("PRAGMA user_version").getInt();
}

/// What a program that knew only revision 1 left behind.
void make_revision_1(const std::filesystem::path& file) {
    SQLite::Database connection(file.native(), writable());
    ASSERT_TRUE(migrate(connection, {people}, file));
    connection.exec("INSERT INTO people VALUES (1, 'Olha')");
}

TEST(Migration, ANewFileGetsEveryRevisionAndNoBackup) {
    const TemporaryFolder folder;
    const auto file = folder / "a.db";
    SQLite::Database connection(file.native(), writable());
    ASSERT_TRUE(migrate(connection, {people, towns}, file));
    EXPECT_EQ(revision_of(connection), 2);
    EXPECT_EQ(connection.execAndGet("SELECT group_concat(description) FROM schema_revisions").getString(),
              "people,their towns");
    EXPECT_FALSE(std::filesystem::exists(backup_file(file, 0)));
}

TEST(Migration, AnOlderDatabaseKeepsItsRowsAndIsBackedUpFirst) {
    const TemporaryFolder folder;
    const auto file = folder / "a.db";
    make_revision_1(file);
    SQLite::Database connection(file.native(), writable());
    ASSERT_TRUE(migrate(connection, {people, towns}, file));
    EXPECT_EQ(connection.execAndGet("SELECT name || ' ' || town FROM people").getString(), "Olha Kyiv");

    SQLite::Database backup(backup_file(file, 1).native(), SQLite::OPEN_READONLY);
    EXPECT_EQ(revision_of(backup), 1);
    EXPECT_EQ(backup.execAndGet("SELECT name FROM people").getString(), "Olha");
}

TEST(Migration, ADatabaseThatIsUpToDateIsNeitherChangedNorBackedUp) {
    const TemporaryFolder folder;
    const auto file = folder / "a.db";
    make_revision_1(file);
    const auto before = read_file(file);
    SQLite::Database connection(file.native(), writable());
    ASSERT_TRUE(migrate(connection, {people}, file));
    EXPECT_EQ(read_file(file), before);
    EXPECT_FALSE(std::filesystem::exists(backup_file(file, 1)));
}

TEST(Migration, StopsAtTheFirstErrorWithTheRevisionsBeforeItWhole) {
    const TemporaryFolder folder;
    const auto file = folder / "a.db";
    make_revision_1(file);
    SQLite::Database connection(file.native(), writable());
    const SchemaRevision never{4, "never reached", 4, "CREATE TABLE never (id INTEGER)"};
    const auto migrated = migrate(connection, {people, towns, broken, never}, file);
    ASSERT_FALSE(migrated);
    EXPECT_THAT(migrated.error().message, HasSubstr("revision 3"));
    EXPECT_EQ(revision_of(connection), 2);
    EXPECT_FALSE(connection.tableExists("half"));
    EXPECT_FALSE(connection.tableExists("never"));
    EXPECT_EQ(connection.execAndGet("SELECT count(*) FROM people").getInt(), 1);
}

TEST(Migration, ARevisionThatLeavesDanglingReferencesIsTakenBack) {
    const TemporaryFolder folder;
    const auto file = folder / "a.db";
    make_revision_1(file);
    SQLite::Database connection(file.native(), writable());
    const SchemaRevision dangling{2, "dangling", 2,
                                  "CREATE TABLE pets (owner INTEGER REFERENCES people(id));"
                                  "INSERT INTO pets VALUES (99)"};
    EXPECT_FALSE(migrate(connection, {people, dangling}, file));
    EXPECT_EQ(revision_of(connection), 1);
    EXPECT_FALSE(connection.tableExists("pets"));
}

TEST(Migration, ForeignKeysAreOnAgainAfterwards) {
    const TemporaryFolder folder;
    const auto file = folder / "a.db";
    SQLite::Database connection(file.native(), writable());
    ASSERT_TRUE(migrate(connection, {people}, file));
    EXPECT_EQ(connection.execAndGet("PRAGMA foreign_keys").getInt(), 1);
}

TEST(Migration, ABackupThatCannotBeWrittenStopsItBeforeAnythingChanges) {
    const TemporaryFolder folder;
    const auto file = folder / "a.db";
    make_revision_1(file);
    std::filesystem::create_directories(backup_file(file, 1) / "in the way");
    SQLite::Database connection(file.native(), writable());
    const auto migrated = migrate(connection, {people, towns}, file);
    ASSERT_FALSE(migrated);
    EXPECT_THAT(migrated.error().message, HasSubstr("backup"));
    EXPECT_EQ(revision_of(connection), 1);
}

TEST(Migration, ADatabaseOfANewerProgramIsRefusedUntouched) {
    const TemporaryFolder folder;
    const auto file = folder / "library.db";
    {
        SQLite::Database newer(file.native(), writable());
        auto revisions = Database::revisions();
        const int next = revisions.back().number + 1;
        revisions.push_back({next, "of tomorrow", next, "CREATE TABLE tomorrow (id INTEGER)"});
        ASSERT_TRUE(migrate(newer, revisions, file));
    }
    const auto before = read_file(file);
    const auto opened = Database::open(file);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unsupported);
    EXPECT_THAT(opened.error().message, HasSubstr("newer version of Refrain"));
    EXPECT_EQ(read_file(file), before);
}

TEST(Migration, ANewerRevisionThatSaysOurProgramsMayUseItIsOpenedAsItIs) {
    const TemporaryFolder folder;
    const auto file = folder / "library.db";
    const int next = Database::revisions().back().number + 1;
    {
        SQLite::Database newer(file.native(), writable());
        auto revisions = Database::revisions();
        revisions.push_back({next, "adds an index", next - 1, "CREATE INDEX tracks_title ON tracks(title)"});
        ASSERT_TRUE(migrate(newer, revisions, file));
    }
    const auto opened = Database::open(file);
    ASSERT_TRUE(opened) << opened.error().text();
    EXPECT_EQ(revision_of(*opened.value()->reader()), next);
}

/// Rows of the old tables that are not among the new ones, or the other way round, by the columns the old
/// tables have; empty when every row is as it was. `tables`: how many old ones there are to compare.
std::vector<std::string> row_differences(const std::filesystem::path& before,
                                         const std::filesystem::path& file, int tables) {
    SQLite::Database connection(file.native(), SQLite::OPEN_READONLY);
    connection.exec("ATTACH DATABASE '" + before.native() + "' AS old");
    std::vector<std::string> found;
    int compared = 0;
    SQLite::Statement table(connection,
                            "SELECT name, (SELECT group_concat(name) FROM pragma_table_info(m.name, "
                            "'old')) FROM old.sqlite_master m WHERE type = 'table'"
                            " AND name <> 'schema_revisions'");
    while (table.executeStep()) {
        ++compared;
        const auto name = table.getColumn(0).getString();
        const auto old_rows = "SELECT " + table.getColumn(1).getString() + " FROM old." + name;
        const auto new_rows = "SELECT " + table.getColumn(1).getString() + " FROM main." + name;
        for (const auto& query : {old_rows + " EXCEPT " + new_rows, new_rows + " EXCEPT " + old_rows}) {
            if (connection.execAndGet("SELECT count(*) FROM (" + query + ")").getInt() > 0) {
                found.push_back(query);
            }
        }
    }
    EXPECT_EQ(compared, tables);
    return found;
}

// A database that the program of revision 1 wrote: a scan, four listens, a love, a file it could not read. It
// is never changed: each test works on a copy. Grows with each release.
class RealDatabaseOfRevision1 : public ::testing::Test {
  protected:
    RealDatabaseOfRevision1() {
        std::filesystem::copy_file(REFRAIN_TEST_DATABASES "/revision-1.sqlite", original_);
        std::filesystem::copy_file(original_, file_);
    }

    std::vector<std::string> differences() const { return row_differences(original_, file_, 9); }

    /// Revision 2 as it is, and then something that cannot be done.
    static std::vector<SchemaRevision> failing_in_revision_2(const std::string& last_step) {
        auto revisions = Database::revisions();
        revisions.resize(2);
        revisions[1].sql += last_step;
        return revisions;
    }

    const TemporaryFolder folder_;
    const std::filesystem::path original_ = folder_ / "original.db";
    const std::filesystem::path file_ = folder_ / "library.db";
};

TEST_F(RealDatabaseOfRevision1, OpensWithEveryRowAsItWas) {
    const auto opened = Database::open(file_);
    ASSERT_TRUE(opened) << opened.error().text();
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_THAT(opened.value()->check(), IsEmpty());

    const auto reader = opened.value()->reader();
    EXPECT_EQ(revision_of(*reader), Database::revisions().back().number);
    EXPECT_EQ(reader->execAndGet("SELECT count(*) FROM tracks").getInt(), 4);
    EXPECT_EQ(reader
                  ->execAndGet("SELECT count(*) FROM tracks WHERE cue_track = 0 AND cue_begin = 0"
                               " AND cue_end = 0 AND cue_path IS NULL AND track_gain_db IS NULL")
                  .getInt(),
              4);
    // What a cascade of the dropped table would have taken along.
    EXPECT_EQ(reader->execAndGet("SELECT count(*) FROM track_genres").getInt(), 6);
    EXPECT_EQ(reader->execAndGet("SELECT count(*) FROM listens WHERE track_id IS NOT NULL").getInt(), 4);
    EXPECT_EQ(reader->execAndGet("SELECT track_id FROM reactions").getInt(), 2);
}

TEST_F(RealDatabaseOfRevision1, IsBackedUpAsItWas) {
    ASSERT_TRUE(Database::open(file_));
    SQLite::Database backup(backup_file(file_, 1).native(), SQLite::OPEN_READONLY);
    EXPECT_EQ(revision_of(backup), 1);
    EXPECT_EQ(backup.execAndGet("SELECT count(*) FROM listens").getInt(), 4);
}

TEST_F(RealDatabaseOfRevision1, TakesTwoTracksOfOneFileAfterwards) {
    const auto opened = Database::open(file_);
    ASSERT_TRUE(opened);
    const auto insert = [&](int cue_track) {
        return opened.value()->write_now([&](SQLite::Database& connection) {
            connection.exec(
                "INSERT INTO tracks (path, cue_track, size, mtime_ns, added_at) VALUES "
                "(CAST('/music/Album/01.flac' AS BLOB), " +
                std::to_string(cue_track) + ", 1, 1, 1)");
        });
    };
    EXPECT_TRUE(insert(1));
    EXPECT_TRUE(insert(2));
    EXPECT_FALSE(insert(2));
    EXPECT_FALSE(insert(0)) << "that one is there already";
}

TEST_F(RealDatabaseOfRevision1, StaysAsItWasWhenTheUpdateFailsAtItsEnd) {
    {
        SQLite::Database connection(file_.native(), writable());
        const auto migrated =
            migrate(connection, failing_in_revision_2("INSERT INTO nowhere VALUES (1);"), file_);
        ASSERT_FALSE(migrated);
        EXPECT_THAT(migrated.error().message, HasSubstr("revision 2"));
        EXPECT_EQ(migrated.error().path, file_.native());
        EXPECT_EQ(revision_of(connection), 1);
        EXPECT_FALSE(connection.tableExists("loudness"));
        EXPECT_EQ(connection.execAndGet("PRAGMA foreign_keys").getInt(), 1);
    }
    EXPECT_THAT(differences(), IsEmpty());
    ASSERT_TRUE(Database::open(file_)) << "the next attempt";
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(RealDatabaseOfRevision1, StaysAsItWasWhenTheUpdateWouldLeaveListensWithoutTheirTracks) {
    SQLite::Database connection(file_.native(), writable());
    EXPECT_FALSE(migrate(connection, failing_in_revision_2("DELETE FROM tracks WHERE id = 2;"), file_));
    EXPECT_THAT(differences(), IsEmpty());
}

// A database that the program of revision 3 wrote: a scan with a cue sheet, a broken and a missing file,
// eight listens in two sessions, measured loudness, a queue of four and its place.
TEST(RealDatabaseOfRevision3, OpensWithEveryRowAsItWasAndNothingAway) {
    const TemporaryFolder folder;
    const auto file = folder / "library.db";
    std::filesystem::copy_file(REFRAIN_TEST_DATABASES "/revision-3.sqlite", file);
    const auto opened = Database::open(file);
    ASSERT_TRUE(opened) << opened.error().text();
    EXPECT_THAT(row_differences(REFRAIN_TEST_DATABASES "/revision-3.sqlite", file, 14), IsEmpty());
    EXPECT_THAT(opened.value()->check(), IsEmpty());
    const auto reader = opened.value()->reader();
    EXPECT_EQ(revision_of(*reader), Database::revisions().back().number);
    const auto count = [&](const std::string& what) {
        return reader->execAndGet("SELECT count(*) FROM " + what).getInt();
    };
    EXPECT_EQ(count("tracks"), 4);
    EXPECT_EQ(count("tracks WHERE cue_track > 0"), 2);
    EXPECT_EQ(count("tracks WHERE missing_since IS NOT NULL"), 1);
    EXPECT_EQ(count("listens WHERE track_id IS NOT NULL"), 8);
    EXPECT_EQ(count("loudness"), 4);
    EXPECT_EQ(count("player_queue"), 4);
    EXPECT_EQ(count("scanned_mounts"), 0);
    EXPECT_EQ(count("away_places"), 0);
    EXPECT_TRUE(std::filesystem::exists(backup_file(file, 3)));
}

void end_at_once(sqlite3_context*, int, sqlite3_value**) {
    kill(getpid(), SIGKILL);
}

TEST_F(RealDatabaseOfRevision1, StaysAsItWasWhenTheProgramIsKilledDuringTheUpdate) {
    const auto child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        SQLite::Database connection(file_.native(), writable());
        connection.createFunction("end_at_once", 0, false, nullptr, end_at_once);
        static_cast<void>(migrate(connection, failing_in_revision_2("SELECT end_at_once();"), file_));
        _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    {
        SQLite::Database connection(file_.native(), writable());
        EXPECT_EQ(revision_of(connection), 1);
    }
    EXPECT_THAT(differences(), IsEmpty());
    const auto opened = Database::open(file_);
    ASSERT_TRUE(opened) << opened.error().text();
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_THAT(opened.value()->check(), IsEmpty());
}

}  // namespace
}  // namespace refrain
