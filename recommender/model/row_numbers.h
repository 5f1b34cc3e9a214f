// Numbers the different rows of a table that a step uses by 0, 1, 2, … in the order they come, so that they
// can be taken out of the table once each. Pure; one thread. Nothing fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace refrain {

class RowNumbers {
  public:
    /// Of a table of `rows` rows: four bytes each are kept.
    explicit RowNumbers(std::size_t rows) : places_(rows, 0) {}

    /// Forgets all numbers.
    void start() {
        for (const auto id : ids_) {
            places_[static_cast<std::size_t>(id)] = 0;
        }
        ids_.clear();
    }
    /// The number of row `id`, in [0, rows); a new one where it has none yet.
    std::int64_t number(std::int64_t id) {
        std::int32_t& place = places_[static_cast<std::size_t>(id)];
        if (place == 0) {
            ids_.push_back(id);
            place = static_cast<std::int32_t>(ids_.size());
        }
        return place - 1;
    }
    /// The rows by their numbers.
    const std::vector<std::int64_t>& ids() const { return ids_; }

  private:
    std::vector<std::int32_t> places_;  // number + 1; 0: none
    std::vector<std::int64_t> ids_;
};

}  // namespace refrain
