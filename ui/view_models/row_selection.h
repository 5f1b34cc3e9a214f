// Which rows of a list are selected, by the keys of the rows so that it survives moves. Plain values, any
// thread, nothing fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_set>
#include <vector>

namespace refrain {

class RowSelection {
  public:
    /// The keys of all rows in their order.
    using Rows = std::vector<std::int64_t>;

    bool contains(std::int64_t key) const { return keys_.contains(key); }
    std::size_t size() const { return keys_.size(); }

    /// This row and no other.
    void choose(std::int64_t key);
    /// In addition to the others, or no longer.
    void toggle(std::int64_t key);
    /// The rows from the last one chosen or toggled to this one, and no others; where that one is gone, this
    /// one alone.
    void extend(const Rows& rows, std::int64_t key);
    void take_all(const Rows& rows);
    void clear();
    /// Says whether it was selected.
    bool forget(std::int64_t key) { return keys_.erase(key) > 0; }
    /// Forgets what is no longer among `rows`; says whether that was anything.
    bool keep(const Rows& rows);

  private:
    std::unordered_set<std::int64_t> keys_;
    /// Where extend() begins; 0 (no key) when nothing was chosen yet.
    std::int64_t anchor_ = 0;
};

}  // namespace refrain
