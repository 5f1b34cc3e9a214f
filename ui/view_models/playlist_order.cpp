#include "ui/view_models/playlist_order.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace refrain {

std::vector<std::uint32_t> order_after_move(const std::vector<std::uint32_t>& order,
                                            const std::vector<int>& rows, int gap) {
    std::vector<std::uint32_t> moved;
    moved.reserve(rows.size());
    for (const int row : rows) {
        moved.push_back(order[static_cast<std::size_t>(row)]);
    }
    std::vector<std::uint32_t> next = order_without(order, rows);
    const auto leaving = std::lower_bound(rows.begin(), rows.end(), gap) - rows.begin();
    next.insert(next.begin() + (gap - leaving), moved.begin(), moved.end());
    return next;
}

std::vector<std::uint32_t> order_without(const std::vector<std::uint32_t>& order,
                                         const std::vector<int>& rows) {
    std::vector<std::uint32_t> next;
    next.reserve(order.size() - rows.size());
    auto leaving = rows.begin();
    for (std::size_t row = 0; row < order.size(); ++row) {
        if (leaving != rows.end() && *leaving == static_cast<int>(row)) {
            ++leaving;
        } else {
            next.push_back(order[row]);
        }
    }
    return next;
}

OrderStep order_step(const std::vector<std::uint32_t>& before, const std::vector<std::uint32_t>& after) {
    const auto differ = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    const auto same_end = std::mismatch(before.rbegin(), std::make_reverse_iterator(differ.first),
                                        after.rbegin(), std::make_reverse_iterator(differ.second));
    const auto first = static_cast<int>(differ.first - before.begin());
    // Where the first and the last of what differs stand: [first, end).
    const auto before_end = static_cast<int>(same_end.first.base() - before.begin());
    const auto after_end = static_cast<int>(same_end.second.base() - after.begin());
    if (before_end == first && after_end == first) {
        return {};
    }
    if (after_end == first) {
        return {OrderStep::Kind::remove, first, before_end - first, 0};
    }
    if (before_end == first) {
        return {OrderStep::Kind::insert, first, after_end - first, 0};
    }
    if (before_end == after_end) {
        // A block that moved is a turn of all that lies between its old and its new place.
        const auto from = before.begin() + first;
        const auto to = before.begin() + before_end;
        const auto turn = std::find(from, to, after[static_cast<std::size_t>(first)]);
        const auto rest = after.begin() + first + (to - turn);
        if (turn != to && std::equal(turn, to, after.begin() + first) && std::equal(from, turn, rest)) {
            return {OrderStep::Kind::move, first, static_cast<int>(turn - from), before_end};
        }
    }
    return {OrderStep::Kind::all, 0, 0, 0};
}

}  // namespace refrain
