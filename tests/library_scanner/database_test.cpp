// Opening, writing and checking the library database: what a listener can do to it and to its disk.
#include "library_scanner/database/database.h"

#include "tests/library_scanner/test_files.h"
#include "tests/library_scanner/unprivileged.h"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::read_file;
using testing::TemporaryFolder;
using testing::Unprivileged;
using testing::write_file;

std::unique_ptr<Database> open_or_throw(const std::filesystem::path& file) {
    auto opened = Database::open(file);
    if (!opened) {
        throw std::runtime_error(opened.error().text());
    }
    return std::move(opened).value();
}

void add_setting(SQLite::Database& connection, const std::string& key) {
    SQLite::Statement insert(connection, "INSERT INTO settings VALUES (?, 'x')");
    insert.bind(1, key);
    insert.exec();
}

std::int64_t settings_in(const Database& database) {
    return database.reader()->execAndGet("SELECT count(*) FROM settings").getInt64();
}

TEST(Database, IsCreatedWithTheTablesOfTheNewestRevision) {
    const TemporaryFolder folder;
    const auto database = open_or_throw(folder / "library.db");
    const auto reader = database->reader();
    for (const char* table : {"roots", "tracks", "track_genres", "scan_failures", "listens", "reactions"}) {
        EXPECT_TRUE(reader->tableExists(table)) << table;
    }
    EXPECT_EQ(reader->execAndGet("PRAGMA user_version").getInt(), Database::revisions().back().number);
    EXPECT_EQ(reader->execAndGet("SELECT count(*) FROM schema_revisions").getInt(),
              static_cast<int>(Database::revisions().size()));
    EXPECT_THAT(database->check(), IsEmpty());
}

TEST(Database, RevisionsAreNumberedFromOneWithoutGapsAndDescribed) {
    int expected = 1;
    for (const auto& revision : Database::revisions()) {
        EXPECT_EQ(revision.number, expected++);
        EXPECT_FALSE(revision.description.empty());
        EXPECT_LE(revision.minimum_compatible, revision.number);
        EXPECT_GE(revision.minimum_compatible, 1);
    }
    EXPECT_GT(expected, 1);
}

TEST(Database, UsesAWriteAheadLogAndForeignKeys) {
    const TemporaryFolder folder;
    const auto database = open_or_throw(folder / "library.db");
    std::string mode;
    int foreign_keys = 0;
    int synchronous = 0;
    ASSERT_TRUE(database->write_now([&](SQLite::Database& connection) {
        mode = connection.execAndGet("PRAGMA journal_mode").getString();
        foreign_keys = connection.execAndGet("PRAGMA foreign_keys").getInt();
        synchronous = connection.execAndGet("PRAGMA synchronous").getInt();
    }));
    EXPECT_EQ(mode, "wal");
    EXPECT_EQ(foreign_keys, 1);
    EXPECT_EQ(synchronous, 1);  // NORMAL
}

TEST(Database, KeepsWhatWasWrittenWhenItIsOpenedAgain) {
    const TemporaryFolder folder;
    {
        const auto database = open_or_throw(folder / "library.db");
        ASSERT_TRUE(database->write_now([](SQLite::Database& c) { add_setting(c, "volume"); }));
    }
    EXPECT_EQ(settings_in(*open_or_throw(folder / "library.db")), 1);
}

TEST(Database, AWriteThatThrowsLeavesNothingBehindAndTheNextOneWorks) {
    const TemporaryFolder folder;
    const auto database = open_or_throw(folder / "library.db");
    const auto failed = database->write_now([](SQLite::Database& connection) {
        add_setting(connection, "half");
        throw std::runtime_error("the listener pulled the plug");
    });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::failed);
    EXPECT_THAT(failed.error().message, HasSubstr("pulled the plug"));
    EXPECT_EQ(settings_in(*database), 0);
    EXPECT_TRUE(database->write_now([](SQLite::Database& c) { add_setting(c, "whole"); }));
    EXPECT_EQ(settings_in(*database), 1);
}

TEST(Database, AViolatedForeignKeyIsAnError) {
    const TemporaryFolder folder;
    const auto database = open_or_throw(folder / "library.db");
    EXPECT_FALSE(database->write_now([](SQLite::Database& connection) {
        connection.exec("INSERT INTO track_genres VALUES (4711, 0, 'Folk')");
    }));
    EXPECT_THAT(database->check(), IsEmpty());
}

TEST(Database, WritesOfManyThreadsAllArriveAndRunOneAtATime) {
    const TemporaryFolder folder;
    const auto database = open_or_throw(folder / "library.db");
    std::atomic<int> inside{0};
    std::atomic<bool> overlapped{false};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                static_cast<void>(database->write([&, t, i](SQLite::Database& connection) {
                    overlapped = overlapped || ++inside != 1;
                    add_setting(connection, std::to_string(t) + "/" + std::to_string(i));
                    --inside;
                }));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    ASSERT_TRUE(database->write_now([](SQLite::Database&) {}));
    EXPECT_FALSE(overlapped);
    EXPECT_EQ(settings_in(*database), 200);
}

TEST(Database, FinishesQueuedWritesBeforeItIsGone) {
    const TemporaryFolder folder;
    {
        const auto database = open_or_throw(folder / "library.db");
        for (int i = 0; i < 100; ++i) {
            static_cast<void>(
                database->write([i](SQLite::Database& c) { add_setting(c, std::to_string(i)); }));
        }
    }
    EXPECT_EQ(settings_in(*open_or_throw(folder / "library.db")), 100);
}

TEST(Database, AReaderCannotWrite) {
    const TemporaryFolder folder;
    const auto database = open_or_throw(folder / "library.db");
    EXPECT_THROW(database->reader()->exec("DELETE FROM settings"), SQLite::Exception);
}

TEST(Database, AReaderSeesTheStateBeforeAWriteInProgress) {
    const TemporaryFolder folder;
    const auto database = open_or_throw(folder / "library.db");
    ASSERT_TRUE(database->write_now([&](SQLite::Database& connection) {
        add_setting(connection, "not yet committed");
        EXPECT_EQ(settings_in(*database), 0);
    }));
    EXPECT_EQ(settings_in(*database), 1);
}

TEST(Database, AWriteThatWaitsForAWriteInsideItselfIsRefusedInsteadOfHanging) {
    const TemporaryFolder folder;
    const auto database = open_or_throw(folder / "library.db");
    bool refused = false;
    ASSERT_TRUE(database->write_now(
        [&](SQLite::Database&) { refused = !database->write_now([](SQLite::Database&) {}); }));
    EXPECT_TRUE(refused);
}

TEST(Database, AMissingFolderIsNamed) {
    const TemporaryFolder folder;
    const auto opened = Database::open(folder / "nowhere/library.db");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::not_found);
    EXPECT_EQ(opened.error().path, (folder / "nowhere").native());
}

TEST(Database, AFolderThatMayNotBeWrittenIsRefusedInPlainWords) {
    const TemporaryFolder folder;
    const auto closed = folder / "closed";
    std::filesystem::create_directory(closed);
    std::filesystem::permissions(
        closed, std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec |
                    std::filesystem::perms::others_read | std::filesystem::perms::others_exec);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    const Unprivileged user;
    const auto opened = Database::open(closed / "library.db");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unreadable);
    EXPECT_THAT(opened.error().message, HasSubstr("may be read and written"));
}

TEST(Database, AFileThatIsNoDatabaseIsRefusedAndLeftAsItIs) {
    const TemporaryFolder folder;
    const std::string text(5000, 'x');
    write_file(folder / "library.db", text);
    const auto opened = Database::open(folder / "library.db");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::damaged);
    EXPECT_EQ(read_file(folder / "library.db"), text);
}

TEST(Database, ADatabaseOfAnotherProgramIsRefusedAndLeftAsItIs) {
    const TemporaryFolder folder;
    {
        SQLite::Database other((folder / "library.db").native(),
                               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE bookmarks (url TEXT)");
    }
    const auto before = read_file(folder / "library.db");
    const auto opened = Database::open(folder / "library.db");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unsupported);
    EXPECT_THAT(opened.error().message, HasSubstr("another program"));
    EXPECT_EQ(read_file(folder / "library.db"), before);
}

TEST(Database, AFolderInTheDatabasesPlaceIsRefused) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "library.db");
    EXPECT_FALSE(Database::open(folder / "library.db"));
}

TEST(Database, APageOverwrittenWithRubbishIsFoundByTheCheck) {
    const TemporaryFolder folder;
    {
        const auto database = open_or_throw(folder / "library.db");
        ASSERT_TRUE(database->write_now([](SQLite::Database& connection) {
            for (int i = 0; i < 2000; ++i) {
                add_setting(connection, std::to_string(i));
            }
        }));
    }
    auto bytes = read_file(folder / "library.db");
    bytes.replace(bytes.size() - 4096, 4096, std::string(4096, '\x7f'));
    write_file(folder / "library.db", bytes);
    const auto opened = Database::open(folder / "library.db");
    if (opened) {
        EXPECT_FALSE(opened.value()->check().empty());
    } else {
        EXPECT_EQ(opened.error().code, ErrorCode::damaged);
    }
}

TEST(Database, AFullDiskIsSaidSoAndWhatWasThereStays) {
    const TemporaryFolder folder;
    const auto database = open_or_throw(folder / "library.db");
    ASSERT_TRUE(database->write_now([](SQLite::Database& c) { add_setting(c, "before"); }));
    // SQLite's own limit on the size of the file ends in the same SQLITE_FULL as a full disk.
    ASSERT_TRUE(database->write_now([](SQLite::Database& connection) {
        const auto pages = connection.execAndGet("PRAGMA page_count").getInt();
        static_cast<void>(connection.execAndGet("PRAGMA max_page_count = " + std::to_string(pages)));
    }));
    const auto full = database->write_now([](SQLite::Database& connection) {
        for (int i = 0; i < 5000; ++i) {
            add_setting(connection, "a setting that needs room " + std::to_string(i));
        }
    });
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, ErrorCode::not_writable);
    EXPECT_THAT(full.error().message, HasSubstr("no space left"));
    EXPECT_EQ(settings_in(*database), 1);
    ASSERT_TRUE(database->write_now([](SQLite::Database& connection) {
        static_cast<void>(connection.execAndGet("PRAGMA max_page_count = 1000000"));
    }));
    EXPECT_TRUE(database->write_now([](SQLite::Database& c) { add_setting(c, "after"); }));
}

TEST(Database, WritesRunInTheOrderTheyWereQueued) {
    const TemporaryFolder folder;
    const auto database = open_or_throw(folder / "library.db");
    std::vector<int> order;
    std::vector<std::future<Status>> outcomes;
    for (int i = 0; i < 20; ++i) {
        outcomes.push_back(database->write([&order, i](SQLite::Database&) { order.push_back(i); }));
    }
    for (auto& outcome : outcomes) {
        EXPECT_TRUE(outcome.get());
    }
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    EXPECT_EQ(order.size(), 20u);
}

}  // namespace
}  // namespace refrain
