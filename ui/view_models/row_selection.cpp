#include "ui/view_models/row_selection.h"

#include <algorithm>

namespace refrain {

void RowSelection::choose(std::int64_t key) {
    keys_ = {key};
    anchor_ = key;
}

void RowSelection::toggle(std::int64_t key) {
    if (keys_.erase(key) == 0) {
        keys_.insert(key);
    }
    anchor_ = key;
}

void RowSelection::extend(const Rows& rows, std::int64_t key) {
    auto first = std::find(rows.begin(), rows.end(), anchor_);
    auto last = std::find(rows.begin(), rows.end(), key);
    if (first == rows.end() || last == rows.end()) {
        choose(key);
        return;
    }
    if (last < first) {
        std::swap(first, last);
    }
    keys_ = {first, last + 1};
}

void RowSelection::take_all(const Rows& rows) {
    keys_ = {rows.begin(), rows.end()};
}

void RowSelection::clear() {
    keys_.clear();
}

bool RowSelection::keep(const Rows& rows) {
    if (keys_.empty()) {
        return false;
    }
    const std::unordered_set<std::int64_t> there(rows.begin(), rows.end());
    return std::erase_if(keys_, [&there](std::int64_t key) { return !there.contains(key); }) > 0;
}

}  // namespace refrain
