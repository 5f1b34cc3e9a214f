// How a view is led from one picture of the queue to the next: rows taken out, put in or moved, so that it
// keeps its place and its delegates. Pure, any thread; nothing fails.
#pragma once

#include "player/queue/id_sequence.h"

#include <optional>
#include <vector>

namespace refrain {

struct QueueEdit {
    /// Carried out in order, from the end of the list to its beginning: behind each step the rows in front of
    /// `row` are still those of the earlier picture, and from `row` on follow those of the next one from
    /// `rest` on.
    struct Step {
        enum class Kind { remove, insert } kind = Kind::insert;
        int row = 0;
        int count = 0;
        int rest = 0;

        friend bool operator==(const Step&, const Step&) = default;
    };
    /// The whole edit is this: `count` rows from `row` on go in front of row `target`, as the rows are
    /// counted before.
    struct Move {
        int row = 0;
        int count = 0;
        int target = 0;

        friend bool operator==(const Move&, const Move&) = default;
    };
    struct Range {
        int row = 0;
        int count = 0;

        friend bool operator==(const Range&, const Range&) = default;
    };

    std::optional<Move> move;
    std::vector<Step> steps;
    /// Rows of the earlier picture that the next one does not have at all.
    std::vector<Range> gone;
};

/// Nothing where so much has changed that the list had better be shown anew: a shuffle, another queue.
/// O(n), and a comparison of numbers where only a few rows differ.
std::optional<QueueEdit> queue_edit(QueueIdView before, QueueIdView now);

}  // namespace refrain
