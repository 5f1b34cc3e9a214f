// Which rows of a long list are selected, as intervals: to select everything is one of them, however long the
// list. By the places of the rows; who sorts the list anew makes other intervals. Plain values, any thread,
// nothing fails.
#pragma once

#include <cstddef>
#include <vector>

namespace refrain {

class RowIntervals {
  public:
    /// The rows from `first` to `last` - 1.
    struct Interval {
        int first = 0, last = 0;
        friend bool operator==(Interval, Interval) = default;
    };

    bool contains(int row) const;
    int size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// Ascending, none touching another.
    const std::vector<Interval>& intervals() const { return intervals_; }
    /// Where extend() begins; -1 when nothing was chosen yet.
    int anchor() const { return anchor_; }

    /// This row and no other.
    void choose(int row);
    /// In addition to the others, or no longer.
    void toggle(int row);
    /// The rows from the last one chosen or toggled to this one, and no others; without one this alone.
    void extend(int row);
    /// Rows 0 to `count` - 1; the anchor stays.
    void take_all(int count);
    void clear();

    /// For those who make one row by row: `row` is above all that are in it.
    void append(int row);
    void set_anchor(int row) { anchor_ = row; }

    friend bool operator==(const RowIntervals&, const RowIntervals&) = default;

  private:
    void take(Interval all);

    std::vector<Interval> intervals_;
    int size_ = 0;
    int anchor_ = -1;
};

}  // namespace refrain
