// What becomes of the order of a list when some of its rows are moved or taken out. Pure, any thread, nothing
// fails; O(n).
#pragma once

#include <cstdint>
#include <vector>

namespace refrain {

/// `rows` ascend and lie within `order`. They stand one behind the other in front of what was row `gap`
/// (0 to order.size(), which is the end).
std::vector<std::uint32_t> order_after_move(const std::vector<std::uint32_t>& order,
                                            const std::vector<int>& rows, int gap);

std::vector<std::uint32_t> order_without(const std::vector<std::uint32_t>& order,
                                         const std::vector<int>& rows);

/// What a view is told so that it shows `after` instead of `before` and keeps its place: one block of rows
/// that went, came or moved.
struct OrderStep {
    /// all: more than one block is another.
    enum class Kind { nothing, remove, insert, move, all } kind = Kind::nothing;
    /// remove, move: the first row as it was. insert: the first row as it is now.
    int row = 0;
    int count = 0;
    /// move: the row as it was in front of which the block stands now.
    int target = 0;

    friend bool operator==(const OrderStep&, const OrderStep&) = default;
};
/// The numbers within each order must differ.
OrderStep order_step(const std::vector<std::uint32_t>& before, const std::vector<std::uint32_t>& after);

}  // namespace refrain
