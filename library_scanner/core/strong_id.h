// Ids that cannot be confused with one another or with a count.
// Plain values: any thread, nothing fails. Zero is "no id"; SQLite row ids start at 1.
#pragma once

#include <cstdint>
#include <functional>

namespace refrain {

template <class Tag>
class StrongId {
  public:
    constexpr StrongId() = default;
    constexpr explicit StrongId(std::int64_t value) : value_(value) {}

    constexpr std::int64_t value() const { return value_; }
    constexpr bool valid() const { return value_ > 0; }

    friend constexpr bool operator==(StrongId a, StrongId b) { return a.value_ == b.value_; }
    friend constexpr bool operator!=(StrongId a, StrongId b) { return a.value_ != b.value_; }
    friend constexpr bool operator<(StrongId a, StrongId b) { return a.value_ < b.value_; }

  private:
    std::int64_t value_ = 0;
};

using TrackId = StrongId<struct TrackTag>;
using RootId = StrongId<struct RootTag>;
using ListenId = StrongId<struct ListenTag>;
using SessionId = StrongId<struct SessionTag>;
/// One place in the play queue; the same track queued twice has two.
using QueueEntryId = StrongId<struct QueueEntryTag>;

}  // namespace refrain

template <class Tag>
struct std::hash<refrain::StrongId<Tag>> {
    std::size_t operator()(refrain::StrongId<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value());
    }
};
