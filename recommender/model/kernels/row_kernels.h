// Passes over rows of floats: sums of table rows, unit length, dropout.
// Plain arrays; pure; any thread; nothing fails.
#pragma once

#include <cstdint>

namespace refrain {

/// to[i] += factor * from[i]
void add_scaled(std::int64_t count, float factor, const float* from, float* to);

/// x / max(|x|, 1e-12) of each row; `lengths` gets max(|x|, 1e-12).
void unit_rows(std::int64_t rows, std::int64_t width, const float* x, float* out, float* lengths);
/// by_x from by_out: (g - y (y.g)) / |x|
void unit_rows_backward(std::int64_t rows, std::int64_t width, const float* out, const float* lengths,
                        const float* by_out, float* by_x);

/// out = x + dropout(y) for the elements `first` to `first` + `count` of a whole; x may be null (0).
void add_dropped_elements(std::int64_t first, std::int64_t count, const float* x, const float* y, double p,
                          std::uint32_t seed, float* out);

}  // namespace refrain
