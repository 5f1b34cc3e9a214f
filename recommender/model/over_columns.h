// Sums into rows that may come more than once, on several threads. For the .cpp files of this folder.
#pragma once

#include <ATen/Parallel.h>
#include <algorithm>
#include <cstdint>

namespace refrain {

/// `body(first, last)` for stretches of columns. Each thread takes columns of its own, so that no two write
/// the same place and the order of the sums is always the same.
template <class Body>
void over_columns(std::int64_t width, Body body) {
    constexpr std::int64_t cache_line = 16;
    at::parallel_for(0, (width + cache_line - 1) / cache_line, 1, [&](std::int64_t begin, std::int64_t end) {
        body(begin * cache_line, std::min(end * cache_line, width));
    });
}

}  // namespace refrain
