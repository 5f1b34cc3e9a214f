// The listening history on a real database: rows live from start to end, survive crashes and full disks.
#include "player/history/listening_history.h"

#include "player/history/history_sql.h"
#include "tests/history/any_listen.h"
#include "tests/support/temporary_folder.h"

#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

std::unique_ptr<Database> open_database(const std::filesystem::path& file) {
    auto database = Database::open(file);
    if (!database) {
        throw std::runtime_error(database.error().text());
    }
    return std::move(database).value();
}

void add_tracks(Database& database) {
    const auto status = database.write_now([](SQLite::Database& db) {
        for (int id = 1; id <= 3; ++id) {
            SQLite::Statement insert(
                db, "INSERT INTO tracks (id, path, size, mtime_ns, added_at) VALUES (?, ?, 1, 1, 1)");
            insert.bind(1, id);
            insert.bind(2, "/music/" + std::to_string(id));
            insert.exec();
        }
    });
    ASSERT_TRUE(status.ok());
}

class History : public ::testing::Test {
  protected:
    std::vector<Listen> rows(const ListeningHistory& of, HistoryFilter filter = {}) {
        auto result = of.listens(filter);
        EXPECT_TRUE(result.ok());
        return result.ok() ? std::move(result).value() : std::vector<Listen>{};
    }

    test::TemporaryFolder folder;
    std::unique_ptr<Database> database = open_database(folder / "library.db");
};

TEST_F(History, AListenIsWrittenWhenItStartsRefreshedAndClosed) {
    ListeningHistory history(*database);
    const auto session = history.start_session(utc_from_ms(1'767'323'000'000));
    Listen listen = plain_listen();
    listen.source_key = history.begin(listen);
    ASSERT_EQ(rows(history).size(), 1u);
    EXPECT_EQ(rows(history)[0].end_reason, EndReason::open);
    EXPECT_EQ(rows(history)[0].session, session);
    EXPECT_EQ(rows(history)[0].source, "refrain");

    listen.heard = Milliseconds(5000);
    history.refresh(listen);
    EXPECT_EQ(rows(history)[0].heard.count(), 5000);
    EXPECT_EQ(rows(history)[0].end_reason, EndReason::open);

    listen.heard = Milliseconds(8000);
    listen.end_reason = EndReason::next;
    history.close(listen);
    ASSERT_EQ(rows(history).size(), 1u);
    EXPECT_EQ(rows(history)[0].heard.count(), 8000);
    EXPECT_EQ(rows(history)[0].end_reason, EndReason::next);
}

TEST_F(History, ALateRefreshOrASecondCloseNeverChangesAClosedRow) {
    ListeningHistory history(*database);
    Listen listen = plain_listen();
    listen.source_key = history.begin(listen);
    listen.heard = Milliseconds(190'000);
    listen.end_reason = EndReason::finished;
    history.close(listen);
    ASSERT_TRUE(history.flush().ok());

    listen.heard = Milliseconds(10);
    history.refresh(listen);
    listen.end_reason = EndReason::not_for_me;
    history.close(listen);
    ASSERT_EQ(rows(history).size(), 1u);
    EXPECT_EQ(rows(history)[0].heard.count(), 190'000);
    EXPECT_EQ(rows(history)[0].end_reason, EndReason::finished);
}

TEST_F(History, EveryListenGetsAKeyOfItsOwn) {
    ListeningHistory one(*database), two(*database);
    std::set<std::string> keys;
    for (int i = 0; i < 50; ++i) {
        keys.insert(one.begin(plain_listen()));
        keys.insert(two.begin(plain_listen()));
    }
    EXPECT_EQ(keys.size(), 100u);
    ASSERT_TRUE(one.flush().ok());
    EXPECT_EQ(rows(two).size(), 100u);
}

TEST_F(History, AListenOfATrackThatTheLibraryNoLongerHasIsKeptWithoutIt) {
    ListeningHistory history(*database);
    Listen listen = plain_listen();
    listen.track = TrackId(99);
    history.begin(listen);
    ASSERT_TRUE(history.flush().ok());
    ASSERT_EQ(rows(history).size(), 1u);
    EXPECT_FALSE(rows(history)[0].track.valid());
    EXPECT_EQ(rows(history)[0].title, "Says");
}

TEST_F(History, WhatIsSaidOfARowThatWasMergedMeanwhileIsSaidOfTheOneThatWasKept) {
    add_tracks(*database);
    ListeningHistory history(*database);
    Listen listen = plain_listen();
    listen.track = TrackId(3);
    const auto merged = database->write_now([](SQLite::Database& db) {
        db.exec(
            "DELETE FROM tracks WHERE id = 3;"
            "INSERT INTO track_merges (kept_id, gone_id, evidence, changes, at) VALUES (1, 3, 'sound', '{}', 1)");
    });
    ASSERT_TRUE(merged.ok());
    listen.source_key = history.begin(listen);
    Reaction love;
    love.track = TrackId(3);
    history.react(love);
    ASSERT_TRUE(history.flush().ok());
    ASSERT_EQ(rows(history).size(), 1u);
    EXPECT_EQ(rows(history)[0].track, TrackId(1));
    EXPECT_EQ(database->reader()->execAndGet("SELECT track_id FROM reactions").getInt(), 1);
}

TEST_F(History, OpenRowsOfALivingHistoryStayOpenAndAreClosedOnceItIsGone) {
    auto first = std::make_unique<ListeningHistory>(*database);
    Listen listen = plain_listen();
    listen.source_key = first->begin(listen);
    listen.heard = Milliseconds(7000);
    first->refresh(listen);
    ASSERT_TRUE(first->flush().ok());
    {
        ListeningHistory beside(*database);
        EXPECT_EQ(rows(beside)[0].end_reason, EndReason::open);
    }
    first.reset();
    ListeningHistory after(*database);
    EXPECT_EQ(rows(after)[0].end_reason, EndReason::interrupted);
    EXPECT_EQ(rows(after)[0].heard.count(), 7000);
}

TEST_F(History, AfterKillMinusNineTheRowReadsInterruptedWithWhatWasHeard) {
    // The child must be forked before this process has threads.
    database.reset();
    const auto file = folder / "library.db";
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto own = open_database(file);
        ListeningHistory history(*own);
        Listen listen = plain_listen();
        listen.source_key = history.begin(listen);
        listen.heard = Milliseconds(42'000);
        history.refresh(listen);
        const char done = history.flush().ok() ? '1' : '0';
        (void)!::write(ready[1], &done, 1);
        for (;;) {
            ::pause();
        }
    }
    ::close(ready[1]);
    char written = 0;
    ASSERT_EQ(::read(ready[0], &written, 1), 1);
    ASSERT_EQ(written, '1');
    {
        const auto own = open_database(file);
        ListeningHistory history(*own);
        ASSERT_EQ(rows(history).size(), 1u);
        EXPECT_EQ(rows(history)[0].end_reason, EndReason::open) << "its process lives";
    }
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    const auto own = open_database(file);
    ListeningHistory history(*own);
    ASSERT_EQ(rows(history).size(), 1u);
    EXPECT_EQ(rows(history)[0].end_reason, EndReason::interrupted);
    EXPECT_EQ(rows(history)[0].heard.count(), 42'000);
    ::close(ready[0]);
}

TEST_F(History, WhatAFullDiskRefusedIsKeptAndWrittenLater) {
    ListeningHistory history(*database);
    ASSERT_TRUE(history.flush().ok());
    // SQLite's own limit answers like a full disk.
    ASSERT_TRUE(database->write_now([](SQLite::Database& db) { db.exec("PRAGMA max_page_count = 1"); }).ok());
    Listen listen = plain_listen();
    listen.origin = std::string(100'000, 'x');
    listen.source_key = history.begin(listen);
    history.react(Reaction{});
    EXPECT_FALSE(history.flush().ok());
    ASSERT_TRUE(history.last_error());
    EXPECT_FALSE(history.last_error()->message.empty());
    EXPECT_EQ(rows(history).size(), 0u);
    listen.heard = Milliseconds(3000);
    listen.end_reason = EndReason::next;
    history.close(listen);
    EXPECT_FALSE(history.flush().ok());

    ASSERT_TRUE(
        database->write_now([](SQLite::Database& db) { db.exec("PRAGMA max_page_count = 1073741823"); })
            .ok());
    EXPECT_TRUE(history.flush().ok());
    EXPECT_FALSE(history.last_error());
    ASSERT_EQ(rows(history).size(), 1u);
    EXPECT_EQ(rows(history)[0].end_reason, EndReason::next);
    EXPECT_EQ(rows(history)[0].heard.count(), 3000);
    EXPECT_EQ(history.reactions().value().size(), 1u);
}

TEST_F(History, FiltersByTimeTrackAndNumberAndLeavesOutOpenRows) {
    add_tracks(*database);
    ListeningHistory history(*database);
    std::vector<Listen> listens;
    for (int i = 1; i <= 5; ++i) {
        Listen listen = plain_listen();
        listen.started_at = utc_from_ms(i * 1000);
        listen.track = TrackId(i % 2 + 1);
        listen.end_reason = EndReason::finished;
        listen.source_key = std::to_string(i);
        listens.push_back(listen);
    }
    ASSERT_EQ(history.append(listens).value().added, 5);
    Listen open = plain_listen();
    open.started_at = utc_from_ms(6000);
    history.begin(open);

    const auto starts = [&](const std::function<void(HistoryFilter&)>& narrow) {
        HistoryFilter filter;
        narrow(filter);
        std::vector<std::int64_t> seconds;
        for (const auto& listen : rows(history, filter)) {
            seconds.push_back(to_ms(listen.started_at) / 1000);
        }
        return seconds;
    };
    using Seconds = std::vector<std::int64_t>;
    EXPECT_EQ(starts([](HistoryFilter&) {}), (Seconds{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(starts([](HistoryFilter& f) { f.include_open = false; }), (Seconds{1, 2, 3, 4, 5}));
    EXPECT_EQ(starts([](HistoryFilter& f) { f.since = utc_from_ms(3000); }), (Seconds{3, 4, 5, 6}));
    EXPECT_EQ(starts([](HistoryFilter& f) { f.until = utc_from_ms(3000); }), (Seconds{1, 2}));
    EXPECT_EQ(starts([](HistoryFilter& f) { f.track = TrackId(2); }), (Seconds{1, 3, 5}));
    EXPECT_EQ(starts([](HistoryFilter& f) { f.limit = 2; }), (Seconds{5, 6}));
    EXPECT_EQ(history.count().value(), 6);
}

TEST_F(History, AppendingTwiceAddsNothingTheSecondTime) {
    ListeningHistory history(*database);
    Listen listen = plain_listen();
    listen.end_reason = EndReason::finished;
    listen.source = "another player";
    listen.source_key = "1";
    EXPECT_EQ(history.already_there({listen}).value(), std::vector<bool>{false});
    EXPECT_EQ(history.append({listen, listen}).value().added, 1);
    const auto again = history.append({listen}).value();
    EXPECT_EQ(again.added, 0);
    EXPECT_EQ(again.already_there, 1);
    EXPECT_EQ(history.already_there({listen}).value(), std::vector<bool>{true});
}

TEST_F(History, ReactionsComeBackAsTheyWereSaid) {
    add_tracks(*database);
    ListeningHistory history(*database);
    Reaction ban;
    ban.kind = ReactionKind::ban;
    ban.scope = ReactionScope::style;
    ban.subject = "polka";
    ban.at = utc_from_ms(20);
    ban.until = utc_from_ms(30);
    Reaction love;
    love.track = TrackId(2);
    love.at = utc_from_ms(10);
    history.react(ban);
    history.react(love);
    const auto read = history.reactions().value();
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].kind, ReactionKind::love);
    EXPECT_EQ(read[0].track, TrackId(2));
    EXPECT_FALSE(read[0].until);
    EXPECT_EQ(read[1].scope, ReactionScope::style);
    EXPECT_EQ(read[1].subject, "polka");
    EXPECT_EQ(read[1].until, utc_from_ms(30));
}

TEST_F(History, SubscribersAreToldAndMayReadAtOnce) {
    ListeningHistory history(*database);
    ASSERT_TRUE(history.flush().ok());
    std::mutex mutex;
    std::condition_variable told;
    std::int64_t seen = -1;
    history.subscribe([&] {
        const auto count = history.count();
        const std::lock_guard guard(mutex);
        seen = count.value();
        told.notify_all();
    });
    history.begin(plain_listen());
    std::unique_lock guard(mutex);
    told.wait(guard, [&] { return seen == 1; });
    guard.unlock();
    Listen listen = plain_listen();
    listen.source_key = "foreign";
    ASSERT_TRUE(history.append({listen}).ok());
    guard.lock();
    told.wait(guard, [&] { return seen == 2; });
}

TEST_F(History, EveryFieldOfAnyListenRoundTripsThroughItsRow) {
    add_tracks(*database);
    EXPECT_TRUE(rc::check([&] {
        const Listen listen = *any_listen();
        std::vector<Listen> read;
        const auto status = database->write_now([&](SQLite::Database& db) {
            db.exec("DELETE FROM listens");
            history_sql::append(db, listen);
            read = history_sql::listens(db, {});
        });
        RC_ASSERT(status.ok());
        RC_ASSERT(read.size() == 1u);
        expect_same(listen, read[0]);
    }));
}

TEST_F(History, AScoreThatIsNoNumberDoesNotStopTheRow) {
    ListeningHistory history(*database);
    Listen listen = plain_listen();
    listen.score = std::numeric_limits<double>::quiet_NaN();
    history.begin(listen);
    EXPECT_TRUE(history.flush().ok());
    EXPECT_EQ(rows(history)[0].score, 0.0);
}

}  // namespace
}  // namespace refrain
