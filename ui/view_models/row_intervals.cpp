#include "ui/view_models/row_intervals.h"

#include <algorithm>
#include <iterator>

namespace refrain {

namespace {

/// The first interval that does not end before `row`, and so the only one that may have it.
template <class Intervals>
auto place_of(Intervals& intervals, int row) {
    return std::lower_bound(
        intervals.begin(), intervals.end(), row,
        [](const RowIntervals::Interval& interval, int wanted) { return interval.last <= wanted; });
}

}  // namespace

bool RowIntervals::contains(int row) const {
    const auto place = place_of(intervals_, row);
    return place != intervals_.end() && place->first <= row;
}

void RowIntervals::take(Interval all) {
    intervals_ = {all};
    size_ = all.last - all.first;
}

void RowIntervals::choose(int row) {
    take({row, row + 1});
    anchor_ = row;
}

void RowIntervals::toggle(int row) {
    anchor_ = row;
    auto place = place_of(intervals_, row);
    if (place != intervals_.end() && place->first <= row) {
        const Interval before{place->first, row};
        const Interval behind{row + 1, place->last};
        place = intervals_.erase(place);
        if (behind.first < behind.last) {
            place = intervals_.insert(place, behind);
        }
        if (before.first < before.last) {
            intervals_.insert(place, before);
        }
        --size_;
        return;
    }
    const bool touches_next = place != intervals_.end() && place->first == row + 1;
    const bool touches_last = place != intervals_.begin() && std::prev(place)->last == row;
    if (touches_next && touches_last) {
        std::prev(place)->last = place->last;
        intervals_.erase(place);
    } else if (touches_next) {
        place->first = row;
    } else if (touches_last) {
        std::prev(place)->last = row + 1;
    } else {
        intervals_.insert(place, {row, row + 1});
    }
    ++size_;
}

void RowIntervals::extend(int row) {
    if (anchor_ < 0) {
        choose(row);
        return;
    }
    take({std::min(anchor_, row), std::max(anchor_, row) + 1});
}

void RowIntervals::take_all(int count) {
    if (count <= 0) {
        clear();
        return;
    }
    take({0, count});
}

void RowIntervals::clear() {
    intervals_.clear();
    size_ = 0;
    anchor_ = -1;
}

void RowIntervals::append(int row) {
    if (!intervals_.empty() && intervals_.back().last == row) {
        ++intervals_.back().last;
    } else {
        intervals_.push_back({row, row + 1});
    }
    ++size_;
}

}  // namespace refrain
