// How rows and sequences are dealt to the processes of one training. Pure; any thread; nothing fails.
#pragma once

#include <cstdint>

namespace refrain {

/// Rows of a table dealt out in turn: row r lies with process r % processes, as its row r / processes. The
/// items are sorted by falling frequency, so each process gets as many that are often asked for. Lookup and
/// sampled softmax both go by this: a row has one owner, and one place there.
struct Partition {
    int processes = 1;

    int owner(std::int64_t row) const { return static_cast<int>(row % processes); }
    std::int64_t place(std::int64_t row) const { return row / processes; }
    std::int64_t row(int owner, std::int64_t place) const { return place * processes + owner; }
    /// How many of `rows` rows lie with `owner`.
    std::int64_t owned(int owner, std::int64_t rows) const {
        return (rows - owner + processes - 1) / processes;
    }
    /// The most that lie with one process.
    std::int64_t most_owned(std::int64_t rows) const { return owned(0, rows); }
};

/// [begin, end)
struct Stretch {
    std::int64_t begin = 0, end = 0;
    std::int64_t size() const { return end - begin; }
    friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// The share of `process` in `count` things that keep their order: one after another, none larger than
/// another by more than one.
inline Stretch share_of(std::int64_t count, int process, int processes) {
    return {count * process / processes, count * (process + 1) / processes};
}

}  // namespace refrain
