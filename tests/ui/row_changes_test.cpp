#include "ui/view_models/row_changes.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using Keys = std::vector<std::int64_t>;
using Kind = RowChange::Kind;
using Changes = std::vector<RowChange>;

/// Carries the steps out as a view would.
Keys applied(Keys keys, const Keys& to, const std::vector<RowChange>& changes) {
    const auto at = [](Keys& list, int row) { return list.begin() + row; };
    for (const RowChange& c : changes) {
        if (c.kind == Kind::remove) {
            keys.erase(at(keys, c.row), at(keys, c.row + c.count));
        } else if (c.kind == Kind::move) {
            const std::int64_t key = keys.at(static_cast<std::size_t>(c.row));
            keys.erase(at(keys, c.row));
            keys.insert(at(keys, c.target), key);
        } else {
            keys.insert(at(keys, c.row), to.begin() + c.target, to.begin() + c.target + c.count);
        }
    }
    return keys;
}

TEST(RowChanges, AreNoneWhenNothingChanged) {
    EXPECT_EQ(row_changes({1, 2, 3}, {1, 2, 3}), Changes());
}

TEST(RowChanges, KeepWhatStaysWhenTheAutomaticTailIsReplaced) {
    EXPECT_EQ(row_changes({1, 2, 10, 11, 12}, {1, 2, 20, 21}),
              (Changes{{Kind::remove, 2, 3, 0}, {Kind::insert, 2, 2, 2}}));
}

TEST(RowChanges, TellOneMoveWhenAnEntryIsMovedUp) {
    EXPECT_EQ(row_changes({1, 2, 3}, {3, 1, 2}), (Changes{{Kind::move, 2, 1, 0}}));
}

TEST(RowChanges, AreOneRemovalWhenTheQueueIsCleared) {
    EXPECT_EQ(row_changes({1, 2, 3}, {}), (Changes{{Kind::remove, 0, 3, 0}}));
}

TEST(RowChanges, TouchOnlyWhatLiesBetweenTheEndsThatStayed) {
    EXPECT_EQ(row_changes({1, 2, 3, 4, 5}, {1, 4, 2, 3, 5}), (Changes{{Kind::move, 3, 1, 1}}));
    EXPECT_EQ(row_changes({1, 2, 4}, {1, 2, 3, 4}), (Changes{{Kind::insert, 2, 1, 2}}));
}

TEST(RowChanges, GiveUpWhenALongListIsShuffled) {
    Keys ordered(1000);
    std::iota(ordered.begin(), ordered.end(), 1);
    const Keys reversed(ordered.rbegin(), ordered.rend());
    EXPECT_EQ(row_changes(ordered, reversed, 64), std::nullopt);
}

RC_GTEST_PROP(RowChanges, TurnAnyListIntoAnyOther,
              (const std::set<std::int64_t>& a, const std::set<std::int64_t>& b)) {
    Keys from(a.begin(), a.end());
    Keys to(b.begin(), b.end());
    // Another order than the set's, the same for the same input.
    std::stable_sort(to.begin(), to.end(), [](auto x, auto y) { return x % 5 < y % 5; });
    const auto changes = row_changes(from, to, static_cast<int>(to.size()));
    RC_ASSERT(changes.has_value());
    RC_ASSERT(applied(from, to, *changes) == to);
}

}  // namespace
}  // namespace refrain
