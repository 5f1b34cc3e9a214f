// Databases of older and newer revisions. The older ones are made here from the SQL of their revision, as the
// program of that time made them.
#include "library_scanner/database/migration.h"

#include "tests/library_scanner/test_files.h"

#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using ::testing::HasSubstr;
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

// Grows with each release: the rows a program of revision 1 wrote are still there in today's database.
TEST(Migration, ALibraryOfRevision1OpensWithItsTracksAndListens) {
    const TemporaryFolder folder;
    const auto file = folder / "library.db";
    {
        SQLite::Database old(file.native(), writable());
        ASSERT_TRUE(migrate(old, {Database::revisions().front()}, file));
        old.exec(
            "INSERT INTO roots VALUES (1, CAST('/music' AS BLOB), 1600000000000, NULL);"
            "INSERT INTO tracks (id, root_id, path, size, mtime_ns, added_at, title, artist)"
            " VALUES (7, 1, CAST('/music/a.ogg' AS BLOB), 10, 20, 30, 'Says', 'Nils Frahm');"
            "INSERT INTO track_genres VALUES (7, 0, 'Ambient');"
            "INSERT INTO listens (track_id, title, started_at, heard_ms, end_reason, source_key)"
            " VALUES (7, 'Says', 1600000001000, 60000, 'next', 'k1')");
    }
    const auto opened = Database::open(file);
    ASSERT_TRUE(opened) << opened.error().text();
    const auto reader = opened.value()->reader();
    EXPECT_EQ(reader->execAndGet("SELECT title FROM tracks WHERE id = 7").getString(), "Says");
    EXPECT_EQ(reader->execAndGet("SELECT genre FROM track_genres WHERE track_id = 7").getString(), "Ambient");
    EXPECT_EQ(reader->execAndGet("SELECT heard_ms FROM listens WHERE source_key = 'k1'").getInt(), 60000);
    EXPECT_TRUE(opened.value()->check().empty());
}

}  // namespace
}  // namespace refrain
