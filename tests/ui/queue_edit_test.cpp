// How a view is led from one picture of the queue to the next.
#include "ui/view_models/queue_edit.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = QueueEdit::Step::Kind;

QueueIds ids(const std::vector<std::int64_t>& numbers) {
    QueueIds result;
    for (const std::int64_t number : numbers) {
        result.emplace_back(number);
    }
    return result;
}

TEST(QueueEditTest, ARemovalIsOneStepForEachStretchFromTheEnd) {
    const auto edit = queue_edit(ids({1, 2, 3, 4, 5, 6}), ids({1, 4, 6}));
    ASSERT_TRUE(edit.has_value());
    EXPECT_EQ(edit->move, std::nullopt);
    EXPECT_THAT(edit->steps,
                ElementsAre(QueueEdit::Step{Kind::remove, 4, 1, 2}, QueueEdit::Step{Kind::remove, 1, 2, 1}));
    EXPECT_THAT(edit->gone, ElementsAre(QueueEdit::Range{1, 2}, QueueEdit::Range{4, 1}));
}

TEST(QueueEditTest, AnInsertionIsOneStep) {
    const auto edit = queue_edit(ids({1, 2}), ids({1, 8, 9, 2}));
    ASSERT_TRUE(edit.has_value());
    EXPECT_THAT(edit->steps, ElementsAre(QueueEdit::Step{Kind::insert, 1, 2, 1}));
    EXPECT_THAT(edit->gone, IsEmpty());
}

TEST(QueueEditTest, RowsThatGoElsewhereTogetherAreMoved) {
    EXPECT_EQ(queue_edit(ids({1, 2, 3, 4, 5}), ids({1, 4, 5, 2, 3}))->move, (QueueEdit::Move{1, 2, 5}));
    EXPECT_EQ(queue_edit(ids({1, 2, 3, 4, 5, 6}), ids({1, 5, 2, 3, 4, 6}))->move, (QueueEdit::Move{4, 1, 1}));
}

TEST(QueueEditTest, NothingInCommonIsShownAnew) {
    EXPECT_EQ(queue_edit(ids({1, 2}), ids({3, 4})), std::nullopt);
    EXPECT_EQ(queue_edit({}, ids({3, 4})), std::nullopt);
}

TEST(QueueEditTest, AShuffledLongListIsShownAnew) {
    QueueIds before;
    for (std::int64_t i = 1; i <= 10'007; ++i) {
        before.emplace_back(i);
    }
    QueueIds now;
    for (std::size_t i = 0; i < before.size(); ++i) {
        now.push_back(before[i * 4'999 % before.size()]);
    }
    EXPECT_EQ(queue_edit(before, now), std::nullopt);
}

/// The rows behind each step, as the steps say them.
QueueIds carried_out(const QueueEdit& edit, const QueueIds& before, const QueueIds& now) {
    QueueIds rows = before;
    const auto at = [&rows](int row) { return rows.begin() + row; };
    if (edit.move) {
        const auto [row, count, target] = *edit.move;
        if (target > row) {
            std::rotate(at(row), at(row + count), at(target));
        } else {
            std::rotate(at(target), at(row), at(row + count));
        }
    }
    for (const QueueEdit::Step& step : edit.steps) {
        if (step.kind == Kind::remove) {
            rows.erase(at(step.row), at(step.row + step.count));
        } else {
            rows.insert(at(step.row), now.begin() + step.rest, now.begin() + step.rest + step.count);
        }
        // What the steps promise about the rows in front and behind.
        RC_ASSERT(std::equal(rows.begin(), at(step.row), before.begin()));
        RC_ASSERT(std::equal(at(step.row), rows.end(), now.begin() + step.rest, now.end()));
    }
    return rows;
}

TEST(QueueEditTest, LeadsFromAnyListToAnyOther) {
    EXPECT_TRUE(rc::check("carried out, the edit gives the new list", [] {
        const auto numbers = *rc::gen::container<std::set<std::int64_t>>(rc::gen::inRange(1, 40));
        const QueueIds before = ids({numbers.begin(), numbers.end()});
        QueueIds now;
        for (const QueueEntryId id : before) {
            if (*rc::gen::inRange(0, 5) > 0) {
                now.push_back(id);
            }
        }
        const int changes = *rc::gen::inRange(0, 4);
        for (int i = 0; i < changes && !now.empty(); ++i) {
            const auto place = [&now] {
                return now.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(now));
            };
            if (*rc::gen::arbitrary<bool>()) {
                now.insert(place(), QueueEntryId(100 + i));
            } else {
                auto ends = std::minmax({place(), place(), place()});
                std::rotate(ends.first, ends.first + (ends.second - ends.first) / 2, ends.second);
            }
        }
        if (const auto edit = queue_edit(before, now)) {
            RC_ASSERT(carried_out(*edit, before, now) == now);
            std::size_t gone = 0;
            for (const QueueEdit::Range& range : edit->gone) {
                for (int row = range.row; row < range.row + range.count; ++row, ++gone) {
                    RC_ASSERT(std::find(now.begin(), now.end(), before[static_cast<std::size_t>(row)]) ==
                              now.end());
                }
            }
            const auto kept = std::count_if(before.begin(), before.end(), [&now](QueueEntryId id) {
                return std::find(now.begin(), now.end(), id) != now.end();
            });
            RC_ASSERT(static_cast<std::ptrdiff_t>(gone) == std::ssize(before) - kept);
        }
    }));
}

}  // namespace
}  // namespace refrain
