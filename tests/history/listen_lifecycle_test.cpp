// How the row of a listen changes while it goes on, and what its key tells.
#include "player/history/listen_lifecycle.h"

#include "player/history/pending_writes.h"
#include "tests/history/any_listen.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

Listen with_figures(Listen listen, std::int64_t heard_ms, EndReason end) {
    listen.heard = Milliseconds(heard_ms);
    listen.end_reason = end;
    return listen;
}

TEST(ApplyFigures, TakesWhatWasHeardAndLeavesWhatTheListenIs) {
    Listen row = plain_listen();
    Listen newer = with_figures(plain_listen(), 1234, EndReason::next);
    newer.title = "another";
    newer.intent = Intent::guess;
    newer.duration = Milliseconds(201'000);
    newer.browsing = true;
    apply_figures(row, newer);
    EXPECT_EQ(row.heard.count(), 1234);
    EXPECT_EQ(row.end_reason, EndReason::next);
    EXPECT_EQ(row.duration.count(), 201'000);
    EXPECT_TRUE(row.browsing);
    EXPECT_EQ(row.title, "Says");
    EXPECT_EQ(row.intent, Intent::album);
}

TEST(ApplyFigures, NeverChangesAClosedRow) {
    Listen row = with_figures(plain_listen(), 1000, EndReason::finished);
    apply_figures(row, with_figures(plain_listen(), 5, EndReason::open));
    apply_figures(row, with_figures(plain_listen(), 6, EndReason::quit));
    EXPECT_EQ(row.heard.count(), 1000);
    EXPECT_EQ(row.end_reason, EndReason::finished);
}

TEST(OwnSourceKey, NamesItsRunForEveryRunAndNumber) {
    EXPECT_EQ(own_source_key(RunId(0x3f2a), 17), "0000000000003f2a-17");
    EXPECT_TRUE(rc::check([](std::uint64_t number) {
        const auto run = RunId::random();
        RC_ASSERT(run_of(own_source_key(run, number)) == run);
    }));
}

TEST(OwnSourceKey, IsNotReadOutOfForeignKeys) {
    for (const char* foreign : {"", "-", "0000000000003f2a", "0000000000003f2ax1", "zzzzzzzzzzzzzzzz-1",
                                "ffffffffffffffff-1", "-000000000003f2a-1", "0000000000000000-1"}) {
        EXPECT_FALSE(run_of(foreign)) << foreign;
    }
    EXPECT_TRUE(rc::check([](const std::string& bytes) { (void)run_of(bytes); }));
}

TEST(PendingWrites, KeepsOneRowAListenWithItsNewestFigures) {
    Listen listen = plain_listen();
    listen.source_key = "a";
    PendingWrites pending;
    pending.put(listen);
    pending.put(with_figures(listen, 100, EndReason::open));
    pending.put(with_figures(listen, 200, EndReason::next));
    pending.put(with_figures(listen, 150, EndReason::open));
    ASSERT_EQ(pending.rows.size(), 1u);
    EXPECT_EQ(pending.rows[0].heard.count(), 200);
    EXPECT_EQ(pending.rows[0].end_reason, EndReason::next);
}

TEST(PendingWrites, AFailedBatchTakesInWhatCameAfterIt) {
    Listen first = plain_listen(), second = plain_listen();
    first.source_key = "a";
    second.source_key = "b";
    PendingWrites failed, newer;
    failed.close_interrupted = true;
    failed.put(first);
    failed.reactions.push_back({});
    newer.put(with_figures(first, 300, EndReason::finished));
    newer.put(second);
    newer.reactions.push_back({});
    newer.sessions.emplace_back(SessionId(1), UtcTime{});
    failed.absorb(std::move(newer));
    EXPECT_TRUE(failed.close_interrupted);
    ASSERT_EQ(failed.rows.size(), 2u);
    EXPECT_EQ(failed.rows[0].end_reason, EndReason::finished);
    EXPECT_EQ(failed.rows[1].source_key, "b");
    EXPECT_EQ(failed.reactions.size(), 2u);
    EXPECT_EQ(failed.sessions.size(), 1u);
}

}  // namespace
}  // namespace refrain
