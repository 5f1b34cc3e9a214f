// Two rows that become one, and two again.
#include "library_scanner/identity/merge.h"

#include "library_scanner/database/database.h"
#include "tests/library_scanner/test_files.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using testing::TemporaryFolder;

class Merge : public ::testing::Test {
  protected:
    Merge() {
        auto opened = Database::open(folder_ / "library.db");
        if (!opened) {
            throw std::runtime_error(opened.error().text());
        }
        database_ = std::move(opened).value();
        write([](SQLite::Database& db) {
            db.exec(
                "INSERT INTO tracks (id, path, size, mtime_ns, added_at, missing_since, title, album, "
                "track_gain_db)"
                " VALUES (1, x'2F61FF', 10, 20, 30, 40, 'Old ''title''', 'Album', -6.25);"
                "INSERT INTO tracks (id, path, size, mtime_ns, added_at, title)"
                " VALUES (2, x'2F62', 11, 21, 31, 'New title');"
                "INSERT INTO track_genres VALUES (1, 0, 'Jazz'), (1, 1, 'Bop'), (2, 0, 'Soul');"
                "INSERT INTO listens (id, track_id, started_at, source_key) VALUES (1, 1, 1, 'a'), (2, 2, 2, "
                "'b'),"
                " (3, 2, 3, 'c');"
                "INSERT INTO reactions (id, kind, scope, track_id, at) VALUES (1, 'love', 'track', 2, 1);"
                "INSERT INTO content_features (track_id, size, mtime_ns, version, analyzed_at)"
                " VALUES (1, 10, 20, 1, 1), (2, 11, 21, 1, 1);"
                "INSERT INTO loudness (track_id, size, mtime_ns, version, measured_at) VALUES (1, 10, 20, 1, "
                "1);"
                "INSERT INTO resume_points VALUES (1, x'', 5), (2, x'', 6)");
        });
    }

    void write(const std::function<void(SQLite::Database&)>& work) {
        const auto written = database_->write_now(work);
        if (!written) {
            throw std::runtime_error(written.error().text());
        }
    }

    /// Everything that names tracks, as text.
    std::string all() const {
        std::string text;
        for (const auto* question :
             {"SELECT group_concat(quote(id) || quote(path) || quote(size) || quote(mtime_ns) || "
              "quote(added_at) ||"
              " quote(missing_since) || quote(title) || quote(album) || quote(track_gain_db)) FROM tracks",
              "SELECT group_concat(track_id || genre) FROM (SELECT * FROM track_genres ORDER BY 1, 2)",
              "SELECT group_concat(id || ':' || track_id) FROM listens",
              "SELECT group_concat(id || ':' || track_id) FROM reactions"}) {
            text += database_->reader()->execAndGet(question).getString() + "\n";
        }
        return text;
    }

    std::string ask(const std::string& question) const {
        return database_->reader()->execAndGet(question).getString();
    }

    const TemporaryFolder folder_;
    std::unique_ptr<Database> database_;
};

TEST_F(Merge, TheKeptRowIsTheFileOfTheOtherWithTheHistoryOfBoth) {
    write([](SQLite::Database& db) { merge_tracks(db, TrackId(1), TrackId(2), "sound", UtcTime{}); });
    EXPECT_EQ(ask("SELECT group_concat(id) FROM tracks"), "1");
    EXPECT_EQ(ask("SELECT hex(path) || size || mtime_ns || title || added_at FROM tracks"),
              "2F621121New title30");
    EXPECT_EQ(ask("SELECT ifnull(missing_since, 'there') FROM tracks"), "there");
    EXPECT_EQ(ask("SELECT group_concat(genre) FROM track_genres WHERE track_id = 1"), "Soul");
    EXPECT_EQ(ask("SELECT group_concat(id) FROM listens WHERE track_id = 1"), "1,2,3");
    EXPECT_EQ(ask("SELECT count(*) FROM reactions WHERE track_id = 1"), "1");
    EXPECT_EQ(ask("SELECT size FROM content_features WHERE track_id = 1"), "11");
    EXPECT_EQ(ask("SELECT size FROM loudness WHERE track_id = 1"), "10");
    EXPECT_EQ(ask("SELECT group_concat(position_ms) FROM resume_points WHERE track_id = 1"), "6");
    EXPECT_EQ(ask("SELECT kept_id || gone_id || evidence FROM track_merges"), "12sound");
}

TEST_F(Merge, CanBeUndone) {
    const auto before = all();
    std::int64_t merge = 0;
    write(
        [&](SQLite::Database& db) { merge = merge_tracks(db, TrackId(1), TrackId(2), "sound", UtcTime{}); });
    ASSERT_NE(all(), before);
    bool undone = false;
    write([&](SQLite::Database& db) { undone = undo_merge(db, merge); });
    EXPECT_TRUE(undone);
    EXPECT_EQ(all(), before);
    EXPECT_EQ(ask("SELECT count(*) FROM track_merges"), "0");
    write([&](SQLite::Database& db) { undone = undo_merge(db, merge); });
    EXPECT_FALSE(undone);
}

TEST_F(Merge, WhatCameAfterItStaysWithTheKeptRowWhenItIsUndone) {
    std::int64_t merge = 0;
    write([&](SQLite::Database& db) {
        merge = merge_tracks(db, TrackId(1), TrackId(2), "sound", UtcTime{});
        db.exec("INSERT INTO listens (id, track_id, started_at, source_key) VALUES (9, 1, 9, 'z')");
        undo_merge(db, merge);
    });
    EXPECT_EQ(ask("SELECT group_concat(id) FROM listens WHERE track_id = 1"), "1,9");
}

TEST_F(Merge, IsNotUndoneOntoAnotherFile) {
    std::int64_t merge = 0;
    bool undone = true;
    write([&](SQLite::Database& db) {
        merge = merge_tracks(db, TrackId(1), TrackId(2), "sound", UtcTime{});
        db.exec("INSERT INTO tracks (id, path, size, mtime_ns, added_at) VALUES (3, x'2F61FF', 1, 1, 1)");
        undone = undo_merge(db, merge);
    });
    EXPECT_FALSE(undone);
    EXPECT_EQ(ask("SELECT count(*) FROM track_merges"), "1");
}

TEST_F(Merge, IsToldInShortWhenThereIsOneMoreOrOneLess) {
    std::vector<std::string> told;
    const auto note = [&](SQLite::Database& db) { told.push_back(merges_in_short(db)); };
    write(note);
    std::int64_t merge = 0;
    write([&](SQLite::Database& db) {
        merge = move_history(db, TrackId(1), TrackId(2), "listener", utc_from_ms(1));
        note(db);
        undo_merge(db, merge);
        note(db);
        move_history(db, TrackId(1), TrackId(2), "listener", utc_from_ms(2));
        note(db);
    });
    EXPECT_NE(told[0], told[1]);
    EXPECT_NE(told[1], told[2]);
    EXPECT_NE(told[2], told[3]);
    EXPECT_NE(told[1], told[3]) << "the number of the first is given anew";
}

TEST_F(Merge, OfHistoriesAloneLeavesBothFiles) {
    const auto before = all();
    std::int64_t merge = 0;
    write([&](SQLite::Database& db) {
        merge = move_history(db, TrackId(1), TrackId(2), "listener", UtcTime{});
    });
    EXPECT_EQ(ask("SELECT group_concat(hex(path)) FROM tracks"), "2F61FF,2F62");
    EXPECT_EQ(ask("SELECT group_concat(id) FROM listens WHERE track_id = 1"), "1,2,3");
    EXPECT_EQ(ask("SELECT count(*) FROM track_genres WHERE track_id = 2"), "1");
    write([&](SQLite::Database& db) { undo_merge(db, merge); });
    EXPECT_EQ(all(), before);
}

TEST_F(Merge, ATrackWithListensOrReactionsHasAHistory) {
    write([](SQLite::Database& db) {
        db.exec("INSERT INTO tracks (id, path, size, mtime_ns, added_at) VALUES (3, x'2F63', 1, 1, 1)");
        EXPECT_TRUE(has_history(db, TrackId(1)));
        EXPECT_FALSE(has_history(db, TrackId(3)));
        db.exec("INSERT INTO reactions (kind, scope, track_id, at) VALUES ('love', 'track', 3, 1)");
        EXPECT_TRUE(has_history(db, TrackId(3)));
    });
}

/// Whoever adds a table that names tracks must say in merge.cpp what becomes of its rows.
TEST_F(Merge, KnowsEveryColumnThatNamesATrack) {
    std::set<std::string> known;
    for (const auto& reference : track_references()) {
        known.insert(std::string(reference.table) + "." + std::string(reference.column));
    }
    const auto reader = database_->reader();
    SQLite::Statement column(*reader, R"(
SELECT m.name || '.' || k."from" FROM sqlite_schema AS m JOIN pragma_foreign_key_list(m.name) AS k
WHERE m.type = 'table' AND k."table" = 'tracks'
UNION
SELECT m.name || '.' || c.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND c.name = 'track_id')");
    std::set<std::string> found;
    while (column.executeStep()) {
        found.insert(column.getColumn(0).getString());
    }
    EXPECT_EQ(found, known);
}

}  // namespace
}  // namespace refrain
