// The selection of a long list, against a plain set of rows.
#include "ui/view_models/row_intervals.h"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

constexpr int row_count = 12;

std::set<int> rows_of(const RowIntervals& selection) {
    std::set<int> rows;
    for (int row = 0; row < row_count; ++row) {
        if (selection.contains(row)) {
            rows.insert(row);
        }
    }
    return rows;
}

void expect_well_formed(const RowIntervals& selection) {
    int size = 0;
    int last = -1;
    for (const auto interval : selection.intervals()) {
        RC_ASSERT(interval.first > last);  // touching ones are one
        RC_ASSERT(interval.first < interval.last);
        last = interval.last;
        size += interval.last - interval.first;
    }
    RC_ASSERT(size == selection.size());
}

RC_GTEST_PROP(RowIntervalsProperty, EqualASetToWhichTheSameWasDone, ()) {
    RowIntervals selection;
    std::set<int> plain;
    int anchor = -1;
    const int steps = *rc::gen::inRange(0, 30);
    for (int step = 0; step < steps; ++step) {
        const int row = *rc::gen::inRange(0, row_count);
        switch (*rc::gen::inRange(0, 8)) {
            case 0:
                selection.choose(row);
                plain = {row};
                anchor = row;
                break;
            case 1:
                selection.extend(row);
                plain.clear();
                anchor = anchor < 0 ? row : anchor;
                for (int i = std::min(anchor, row); i <= std::max(anchor, row); ++i) {
                    plain.insert(i);
                }
                break;
            case 2:
                selection.take_all(row_count);
                for (int i = 0; i < row_count; ++i) {
                    plain.insert(i);
                }
                break;
            case 3:
                selection.clear();
                plain.clear();
                anchor = -1;
                break;
            default:
                selection.toggle(row);
                anchor = row;
                if (plain.erase(row) == 0) {
                    plain.insert(row);
                }
        }
        expect_well_formed(selection);
        RC_ASSERT(rows_of(selection) == plain);
    }
    RowIntervals appended;
    for (const int row : plain) {
        appended.append(row);
    }
    appended.set_anchor(selection.anchor());
    RC_ASSERT(appended == selection);
}

TEST(RowIntervals, OfEverythingIsOne) {
    RowIntervals selection;
    selection.take_all(300'000);
    EXPECT_EQ(selection.intervals().size(), 1U);
    EXPECT_EQ(selection.size(), 300'000);
    EXPECT_TRUE(selection.contains(299'999));
    EXPECT_FALSE(selection.contains(300'000));
    selection.take_all(0);
    EXPECT_TRUE(selection.empty());
}

}  // namespace
}  // namespace refrain
