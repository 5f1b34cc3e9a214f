// Which rows of the remembered queue are written when it has changed.
#include "player/queue/queue_rows.h"

#include "tests/player/queues.h"

#include <algorithm>
#include <map>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

using namespace testing_queue;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What stands in the database, by place.
struct Table {
    struct Row {
        QueueEntryId entry;
        QueueRow row;
    };
    std::map<std::int64_t, Row> rows;

    void write(const PlayQueue::Saved& queue, std::span<const QueueRow> now, const QueueRowChanges& changes) {
        if (changes.all) {
            rows.clear();
        }
        for (const std::int64_t place : changes.gone) {
            RC_ASSERT(rows.erase(place) == 1U);
        }
        for (const std::size_t i : changes.fresh) {
            RC_ASSERT(rows.emplace(now[i].place, Row{queue.entries.ids()[i], now[i]}).second);
        }
        for (const std::size_t i : changes.changed) {
            rows.at(now[i].place).row = now[i];
        }
    }
    QueueIds entries() const {
        QueueIds ids;
        for (const auto& [place, row] : rows) {
            ids.push_back(row.entry);
        }
        return ids;
    }
    /// The shuffled ones in the order they were queued.
    QueueIds queued() const {
        std::map<std::int64_t, QueueEntryId> by_place;
        for (const auto& [place, row] : rows) {
            if (row.row.queued_place >= 0) {
                RC_ASSERT(by_place.emplace(row.row.queued_place, row.entry).second);
            }
        }
        QueueIds ids;
        for (const auto& [place, entry] : by_place) {
            ids.push_back(entry);
        }
        return ids;
    }
};

QueueEntryId some_entry(const PlayQueue& queue) {
    return queue.size() == 0 ? QueueEntryId()
                             : queue.entries()[*rc::gen::inRange<std::size_t>(0, queue.entries().size())].id;
}

void change(PlayQueue& queue) {
    switch (*rc::gen::inRange(0, 9)) {
        case 0:
            queue.replace(numbered(*rc::gen::inRange(0, 9)), 0);
            break;
        case 1:
            queue.play_next(numbered(*rc::gen::inRange(1, 4)));
            break;
        case 2:
            queue.append(numbered(*rc::gen::inRange(1, 4)));
            break;
        case 3:
            queue.remove({some_entry(queue), some_entry(queue)});
            break;
        case 4:
            queue.set_shuffle(*rc::gen::arbitrary<bool>(), *rc::gen::inRange<std::uint64_t>(1, 100));
            break;
        case 5:
            queue.replace_automatic(numbered(*rc::gen::inRange(0, 4)), 0);
            break;
        case 6:
            queue.jump_to(some_entry(queue));
            break;
        case 7:
            queue.undo({});
            break;
        default:
            queue.move({some_entry(queue), some_entry(queue)}, *rc::gen::inRange(0, 9));
    }
}

TEST(QueueRowsTest, WhatIsWrittenIsAlwaysTheQueue) {
    EXPECT_TRUE(rc::check("the table is the queue behind every change", [] {
        PlayQueue queue;
        queue.replace(numbered(*rc::gen::inRange(0, 12)), 0);
        QueueRows rows;
        Table table;
        const int changes = *rc::gen::inRange(1, 20);
        for (int i = 0; i < changes; ++i) {
            const PlayQueue::Saved saved = queue.saved();
            table.write(saved, rows.rows(), rows.follow(saved));
            RC_ASSERT(table.entries() == QueueIds(saved.entries.ids().begin(), saved.entries.ids().end()));
            RC_ASSERT(table.queued() == (saved.shuffle.on ? saved.shuffle.queued : QueueIds()));
            int index = 0;
            for (const auto& [place, row] : table.rows) {
                RC_ASSERT(row.row.place == place);
                RC_ASSERT(row.row.automatic == (index++ >= saved.auto_from));
                RC_ASSERT(row.row.drawn == saved.shuffle.drawn.contains(row.entry));
            }
            change(queue);
        }
    }));
}

class LongQueue : public testing::Test {
  protected:
    LongQueue() {
        queue.replace(numbered(100'000), 0);
        rows.follow(queue.saved());
    }
    QueueRowChanges changes() { return rows.follow(queue.saved()); }
    QueueEntryId at(int index) const { return queue.at(index)->id; }

    PlayQueue queue;
    QueueRows rows;
};

TEST_F(LongQueue, IsWrittenAsAWholeOnce) {
    QueueRows fresh;
    const QueueRowChanges first = fresh.follow(queue.saved());
    EXPECT_TRUE(first.all);
    EXPECT_EQ(first.fresh.size(), 100'000U);
}

TEST_F(LongQueue, ARemovalDropsOneRow) {
    queue.remove(at(500));
    const QueueRowChanges removal = changes();
    EXPECT_FALSE(removal.all);
    EXPECT_EQ(removal.gone.size(), 1U);
    EXPECT_THAT(removal.fresh, IsEmpty());
    EXPECT_THAT(removal.changed, IsEmpty());
}

TEST_F(LongQueue, AMoveOrAnAdditionWritesOneRow) {
    queue.move(at(700), 3);
    EXPECT_THAT(changes().fresh, ElementsAre(3U));
    queue.play_next({entry("new")});
    const QueueRowChanges addition = changes();
    EXPECT_THAT(addition.fresh, ElementsAre(1U));
    EXPECT_THAT(addition.gone, IsEmpty());
}

TEST_F(LongQueue, AShuffledOneLosesOneRowToo) {
    queue.set_shuffle(true, 7);
    EXPECT_TRUE(changes().all);
    queue.remove(at(500));
    const QueueRowChanges removal = changes();
    EXPECT_EQ(removal.gone.size(), 1U);
    EXPECT_THAT(removal.fresh, IsEmpty());
    EXPECT_THAT(removal.changed, IsEmpty());
}

TEST_F(LongQueue, WhereThereIsNoRoomLeftAllIsWrittenAgain) {
    int whole = 0;
    for (int i = 0; i < 40; ++i) {
        queue.play_next({entry("new")});
        whole += changes().all ? 1 : 0;
    }
    EXPECT_GE(whole, 1);
    EXPECT_LE(whole, 3);
}

TEST_F(LongQueue, WhatIsForgottenIsWrittenAgain) {
    rows.forget();
    EXPECT_TRUE(changes().all);
}

}  // namespace
}  // namespace refrain
