#include "ui/view_models/row_changes.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

namespace refrain {

namespace {

using Keys = std::vector<std::int64_t>;

std::ptrdiff_t offset(int row) {
    return static_cast<std::ptrdiff_t>(row);
}

/// Drops what `to` no longer has, from the end so that earlier rows keep their numbers.
void remove_gone(Keys& keys, const Keys& to, std::vector<RowChange>& changes) {
    const std::unordered_set<std::int64_t> wanted(to.begin(), to.end());
    int end = static_cast<int>(keys.size());
    while (end > 0) {
        if (wanted.contains(keys[static_cast<std::size_t>(end - 1)])) {
            --end;
            continue;
        }
        int first = end - 1;
        while (first > 0 && !wanted.contains(keys[static_cast<std::size_t>(first - 1)])) {
            --first;
        }
        changes.push_back({RowChange::Kind::remove, first, end - first, 0});
        keys.erase(keys.begin() + offset(first), keys.begin() + offset(end));
        end = first;
    }
}

/// The steps for lists that begin and end differently; their rows are counted from `first`.
std::optional<std::vector<RowChange>> changes_between(Keys keys, const Keys& to, int first, int most_moves) {
    std::vector<RowChange> changes;
    remove_gone(keys, to, changes);
    const std::unordered_set<std::int64_t> kept(keys.begin(), keys.end());
    const int size = static_cast<int>(to.size());
    int moves = 0;
    for (int row = 0; row < size; ++row) {
        const std::int64_t key = to[static_cast<std::size_t>(row)];
        if (static_cast<std::size_t>(row) < keys.size() && keys[static_cast<std::size_t>(row)] == key) {
            continue;
        }
        if (kept.contains(key)) {
            if (++moves > most_moves) {
                return std::nullopt;
            }
            const auto at = std::find(keys.begin() + offset(row), keys.end(), key);
            changes.push_back({RowChange::Kind::move, static_cast<int>(at - keys.begin()), 1, row});
            std::rotate(keys.begin() + offset(row), at, at + 1);
            continue;
        }
        int end = row + 1;
        while (end < size && !kept.contains(to[static_cast<std::size_t>(end)])) {
            ++end;
        }
        changes.push_back({RowChange::Kind::insert, row, end - row, row});
        keys.insert(keys.begin() + offset(row), to.begin() + offset(row), to.begin() + offset(end));
        row = end - 1;
    }
    for (RowChange& change : changes) {
        change.row += first;
        change.target += change.kind == RowChange::Kind::remove ? 0 : first;
    }
    return changes;
}

}  // namespace

std::optional<std::vector<RowChange>> row_changes(const Keys& from, const Keys& to, int most_moves) {
    // Most changes touch a few rows of a long list: what is the same before and behind them is left alone.
    const auto [from_begin, to_begin] = std::mismatch(from.begin(), from.end(), to.begin(), to.end());
    const auto [from_end, to_end] = std::mismatch(from.rbegin(), std::make_reverse_iterator(from_begin),
                                                  to.rbegin(), std::make_reverse_iterator(to_begin));
    return changes_between(Keys(from_begin, from_end.base()), Keys(to_begin, to_end.base()),
                           static_cast<int>(from_begin - from.begin()), most_moves);
}

}  // namespace refrain
