// What two orders of the queue have in common, and an order kept as the difference from another.
#include "player/queue/id_sequence.h"

#include "player/queue/drawn_pool.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

QueueIds ids(const std::vector<std::int64_t>& numbers) {
    QueueIds result;
    for (const std::int64_t number : numbers) {
        result.emplace_back(number);
    }
    return result;
}

QueueIds counted(std::int64_t first, std::int64_t last) {
    QueueIds result;
    for (std::int64_t number = first; number <= last; ++number) {
        result.emplace_back(number);
    }
    return result;
}

/// Different ids, close together or far apart, in any order.
QueueIds any_order() {
    const auto numbers =
        *rc::gen::arbitrary<bool>()
            ? *rc::gen::container<std::set<std::int64_t>>(rc::gen::inRange(1, 30))
            : *rc::gen::container<std::set<std::int64_t>>(rc::gen::inRange(1, 2'000'000'000));
    QueueIds order = ids({numbers.begin(), numbers.end()});
    const auto keys = *rc::gen::container<std::vector<int>>(order.size(), rc::gen::arbitrary<int>());
    for (std::size_t i = 1; i < order.size(); ++i) {
        std::swap(order[i], order[static_cast<std::size_t>(std::abs(keys[i] % static_cast<int>(i + 1)))]);
    }
    return order;
}

/// Some of `order`, in another order, with strangers.
QueueIds something_else(const QueueIds& order) {
    QueueIds other = any_order();
    for (const QueueEntryId id : order) {
        if (*rc::gen::inRange(0, 3) > 0 && std::find(other.begin(), other.end(), id) == other.end()) {
            other.push_back(id);
        }
    }
    if (!other.empty()) {
        const auto turn = *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(other.size()));
        std::rotate(other.begin(), other.begin() + turn, other.end());
    }
    return other;
}

TEST(Runs, AreNoneBetweenEmptyOrdersAndOneWhereNothingDiffers) {
    EXPECT_THAT(runs_between({}, {}), IsEmpty());
    EXPECT_THAT(runs_between(counted(1, 9), counted(1, 9)), ElementsAre(IdRun{0, 9, 0, false}));
}

TEST(Runs, NameWhatCameWhatWentAndWhatMoved) {
    EXPECT_THAT(runs_between(ids({1, 2, 3, 4}), ids({1, 2, 4})),
                ElementsAre(IdRun{0, 2, 0, false}, IdRun{2, 1, 3, false}));
    EXPECT_THAT(runs_between(ids({1, 2}), ids({1, 8, 9, 2})),
                ElementsAre(IdRun{0, 1, 0, false}, IdRun{1, 2, 0, true}, IdRun{3, 1, 1, false}));
    EXPECT_THAT(runs_between(ids({1, 2, 3, 4}), ids({3, 4, 1, 2})),
                ElementsAre(IdRun{0, 2, 2, false}, IdRun{2, 2, 0, false}));
}

TEST(Runs, ThatStayAreTheLongestPart) {
    // 1 has moved behind the four others.
    EXPECT_THAT(staying(runs_between(ids({1, 2, 3, 4, 5}), ids({2, 3, 4, 5, 1}))),
                ElementsAre(IdRun{0, 4, 1, false}));
    EXPECT_THAT(staying(runs_between(ids({1, 2}), ids({8, 9}))), IsEmpty());
}

TEST(Runs, CoverTheNewOrderAndReadTheOldOne) {
    EXPECT_TRUE(rc::check("runs say what they cover", [] {
        const QueueIds before = any_order();
        const QueueIds now = something_else(before);
        std::size_t at = 0;
        for (const IdRun& run : runs_between(before, now)) {
            RC_ASSERT(run.at == at);
            RC_ASSERT(run.count > 0U);
            for (std::size_t i = 0; i < run.count; ++i) {
                const bool known = std::find(before.begin(), before.end(), now[at + i]) != before.end();
                RC_ASSERT(known == !run.fresh);
                // Written apart: RC_ASSERT looks at both sides of an "or".
                const bool same = run.fresh || before[run.from + i] == now[at + i];
                RC_ASSERT(same);
            }
            at += run.count;
        }
        RC_ASSERT(at == now.size());
    }));
}

TEST(Runs, ThatStayStandOneBehindTheOtherInBothOrders) {
    EXPECT_TRUE(rc::check("staying runs rise in both", [] {
        const QueueIds before = any_order();
        const QueueIds now = something_else(before);
        const std::vector<IdRun> stay = staying(runs_between(before, now));
        for (std::size_t i = 1; i < stay.size(); ++i) {
            RC_ASSERT(stay[i - 1].at + stay[i - 1].count <= stay[i].at);
            RC_ASSERT(stay[i - 1].from + stay[i - 1].count <= stay[i].from);
        }
    }));
}

TEST(Delta, GivesBackAnyOrder) {
    EXPECT_TRUE(rc::check("order(base) of a delta is the order", [] {
        const QueueIds base = any_order();
        const QueueIds order = something_else(base);
        RC_ASSERT(IdDelta(order, base).order(base) == order);
    }));
}

TEST(Delta, OfARemovalFromALongOrderWeighsNextToNothing) {
    const QueueIds before = counted(1, 100'000);
    QueueIds now = before;
    now.erase(now.begin() + 40'000);
    EXPECT_LT(IdDelta(before, now).weight(), 20U);
    EXPECT_EQ(IdDelta(before, now).order(now), before);
}

TEST(Delta, NeverWeighsMoreThanTheOrderItself) {
    QueueIds shuffled = counted(1, 1000);
    for (std::size_t i = 0; i < shuffled.size(); ++i) {
        std::swap(shuffled[i], shuffled[(i * 7919) % shuffled.size()]);
    }
    EXPECT_LE(IdDelta(shuffled, counted(1, 1000)).weight(), 1000U);
}

TEST(Drawn, KnowsWhatWasDrawnAndWhatWasAddedSinceEachOnce) {
    DrawnPool pool(ids({5, 1, 3}));
    pool.insert(QueueEntryId(3));
    pool.insert(QueueEntryId(2));
    EXPECT_EQ(pool.size(), 4U);
    EXPECT_TRUE(pool.contains(QueueEntryId(1)));
    EXPECT_TRUE(pool.contains(QueueEntryId(2)));
    EXPECT_FALSE(pool.contains(QueueEntryId(4)));
    EXPECT_TRUE(pool == DrawnPool(ids({1, 2, 3, 5})));
    EXPECT_FALSE(DrawnPool().contains(QueueEntryId(1)));
}

TEST(Drawn, GrowsByAnyNumber) {
    DrawnPool pool;
    for (const QueueEntryId id : counted(1, 5000)) {
        pool.insert(id);
    }
    EXPECT_EQ(pool.size(), 5000U);
    EXPECT_TRUE(pool == DrawnPool(counted(1, 5000)));
}

}  // namespace
}  // namespace refrain
