// What the player's encoder spends its time in, beside attention: products with a layer's weights and the
// error function. Plain float arrays; pure; any thread; nothing fails.
#pragma once

#include <cstdint>

namespace refrain {

/// c (rows x columns) = a (rows x depth) b (depth x columns), each laid out in rows without gaps; `columns`
/// is a multiple of 16.
void multiply_rows(std::int64_t rows, std::int64_t columns, std::int64_t depth, const float* a,
                   const float* b, float* c);

/// Gaussian error linear unit, x Phi(x), in place. Phi by Abramowitz & Stegun 7.1.26, whose error is
/// below 1.5e-7.
void gelu_rows(std::int64_t count, float* x);

}  // namespace refrain
