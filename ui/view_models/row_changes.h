// What must happen to a list so that it becomes another list: removals, moves and insertions, so that a view
// keeps its place and its delegates. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace refrain {

struct RowChange {
    enum class Kind { remove, move, insert } kind = Kind::insert;
    /// remove, insert: the first row touched. move: where the row is now.
    int row = 0;
    /// remove, insert: how many rows. move: always 1.
    int count = 1;
    /// move: where the row goes, always above `row`. insert: the index of the first new row in the new list.
    int target = 0;

    friend bool operator==(const RowChange&, const RowChange&) = default;
};

/// Steps that, carried out in order, turn `from` into `to`. The keys within each list must differ.
/// O(n) where rows are added or dropped, O(n) more for every row that moved; nothing when more than
/// `most_moves` rows would have to move: then the list had better be shown anew.
std::optional<std::vector<RowChange>> row_changes(const std::vector<std::int64_t>& from,
                                                  const std::vector<std::int64_t>& to, int most_moves = 64);

}  // namespace refrain
