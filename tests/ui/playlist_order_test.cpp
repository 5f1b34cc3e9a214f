// Rows moved and taken out, and what the view is told: checked against the plain way.
#include "ui/view_models/playlist_order.h"

#include <algorithm>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using ::testing::ElementsAre;
using Kind = OrderStep::Kind;
using Order = std::vector<std::uint32_t>;

TEST(PlaylistOrder, RowsThatMoveStandTogetherWhereTheyWereLetGo) {
    const Order order{10, 11, 12, 13, 14};
    EXPECT_THAT(order_after_move(order, {1}, 4), ElementsAre(10, 12, 13, 11, 14));
    EXPECT_THAT(order_after_move(order, {3}, 0), ElementsAre(13, 10, 11, 12, 14));
    EXPECT_THAT(order_after_move(order, {0, 2, 4}, 3), ElementsAre(11, 10, 12, 14, 13));
    EXPECT_THAT(order_after_move(order, {1, 2}, 5), ElementsAre(10, 13, 14, 11, 12));
    EXPECT_EQ(order_after_move(order, {2}, 2), order);
    EXPECT_EQ(order_after_move(order, {2}, 3), order);
    EXPECT_THAT(order_without(order, {0, 3}), ElementsAre(11, 12, 14));
}

TEST(PlaylistOrder, AViewIsToldOfOneBlockWhereThereIsOne) {
    EXPECT_EQ(order_step({1, 2, 3}, {1, 2, 3}), OrderStep());
    EXPECT_EQ(order_step({1, 2, 3, 4}, {1, 4}), (OrderStep{Kind::remove, 1, 2, 0}));
    EXPECT_EQ(order_step({1, 4}, {1, 2, 3, 4}), (OrderStep{Kind::insert, 1, 2, 0}));
    EXPECT_EQ(order_step({1, 2, 3, 4, 5}, {1, 3, 4, 2, 5}), (OrderStep{Kind::move, 1, 1, 4}));
    EXPECT_EQ(order_step({1, 2, 3, 4}, {2, 1, 4, 3}), (OrderStep{Kind::all, 0, 0, 0}));
    EXPECT_EQ(order_step({1, 2, 3, 4}, {1, 3}), (OrderStep{Kind::all, 0, 0, 0}));
    EXPECT_EQ(order_step({}, {7}), (OrderStep{Kind::insert, 0, 1, 0}));
}

/// As a view would.
Order carried_out(const OrderStep& step, const Order& before, const Order& after) {
    Order rows = before;
    const auto at = [&rows](int row) { return rows.begin() + row; };
    switch (step.kind) {
        case Kind::nothing:
            break;
        case Kind::all:
            rows = after;
            break;
        case Kind::remove:
            rows.erase(at(step.row), at(step.row + step.count));
            break;
        case Kind::insert:
            rows.insert(at(step.row), after.begin() + step.row, after.begin() + step.row + step.count);
            break;
        case Kind::move:
            std::rotate(at(step.row), at(step.row + step.count), at(step.target));
            break;
    }
    return rows;
}

RC_GTEST_PROP(PlaylistOrder, WhatAViewIsToldLeadsItThere, ()) {
    const int size = *rc::gen::inRange(1, 12);
    Order order(static_cast<std::size_t>(size));
    for (int i = 0; i < size; ++i) {
        order[static_cast<std::size_t>(i)] = static_cast<std::uint32_t>(100 + i);
    }
    std::vector<int> rows;
    for (int i = 0; i < size; ++i) {
        if (*rc::gen::arbitrary<bool>()) {
            rows.push_back(i);
        }
    }
    const int gap = *rc::gen::inRange(0, size + 1);
    const Order moved = order_after_move(order, rows, gap);
    RC_ASSERT(carried_out(order_step(order, moved), order, moved) == moved);
    RC_ASSERT(std::is_permutation(moved.begin(), moved.end(), order.begin(), order.end()));
    const Order fewer = order_without(order, rows);
    RC_ASSERT(fewer.size() == order.size() - rows.size());
    RC_ASSERT(carried_out(order_step(order, fewer), order, fewer) == fewer);
    RC_ASSERT(carried_out(order_step(fewer, order), fewer, order) == order);
    if (rows.size() == 1) {
        RC_ASSERT(order_step(order, moved).kind != Kind::all);
    }
}

}  // namespace
}  // namespace refrain
