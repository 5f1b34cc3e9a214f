#include "ui/view_models/row_selection.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

const RowSelection::Rows rows{11, 12, 13, 14, 15};

RowSelection::Rows selected(const RowSelection& selection) {
    RowSelection::Rows result;
    for (const std::int64_t key : rows) {
        if (selection.contains(key)) {
            result.push_back(key);
        }
    }
    return result;
}

TEST(RowSelection, AClickSelectsOneRowAndCtrlAddsOrTakesAway) {
    RowSelection selection;
    selection.choose(12);
    selection.choose(13);
    EXPECT_EQ(selected(selection), (RowSelection::Rows{13}));
    selection.toggle(15);
    EXPECT_EQ(selected(selection), (RowSelection::Rows{13, 15}));
    selection.toggle(13);
    EXPECT_EQ(selected(selection), (RowSelection::Rows{15}));
}

TEST(RowSelection, ShiftReachesFromTheLastClickInEitherDirection) {
    RowSelection selection;
    selection.choose(13);
    selection.extend(rows, 15);
    EXPECT_EQ(selected(selection), (RowSelection::Rows{13, 14, 15}));
    selection.extend(rows, 12);
    EXPECT_EQ(selected(selection), (RowSelection::Rows{12, 13})) << "from the same row, to the other side";
}

TEST(RowSelection, ShiftWithoutAnEarlierClickSelectsTheRowAlone) {
    RowSelection selection;
    selection.extend(rows, 14);
    EXPECT_EQ(selected(selection), (RowSelection::Rows{14}));
    selection.choose(99);
    selection.extend(rows, 12);
    EXPECT_EQ(selected(selection), (RowSelection::Rows{12})) << "the row it began at is gone";
}

TEST(RowSelection, ForgetsRowsThatAreGoneAndSaysSo) {
    RowSelection selection;
    selection.take_all(rows);
    EXPECT_EQ(selection.size(), 5U);
    EXPECT_FALSE(selection.keep(rows));
    EXPECT_TRUE(selection.keep({15, 11}));
    EXPECT_EQ(selected(selection), (RowSelection::Rows{11, 15}));
}

}  // namespace
}  // namespace refrain
