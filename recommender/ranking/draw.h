// Numbers drawn without a generator: the same question gets the same answer within a day. Pure, any thread,
// nothing fails.
#pragma once

#include "library_scanner/core/time.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <numeric>

namespace refrain::ranking {

/// splitmix64's finaliser (Steele, Lea, Flood 2014).
constexpr std::uint64_t mixed(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
}

/// In [0, 1).
constexpr double unit(std::uint64_t drawn) {
    return static_cast<double>(drawn >> 11U) * 0x1.0p-53;
}

/// The UTC day.
inline std::uint64_t day_of(UtcTime t) {
    return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::days>(t).time_since_epoch().count());
}

/// Visits 0 … n-1 each once, in an order drawn by the seed, until `visit` returns false. Needs no array: a
/// step that has no factor in common with n comes past every place.
template <class Visit>
void walk(std::size_t n, std::uint64_t seed, Visit visit) {
    if (n == 0) {
        return;
    }
    const std::uint64_t draw = mixed(seed);
    std::size_t step = static_cast<std::size_t>(draw % n) | 1U;
    while (std::gcd(step, n) != 1) {
        ++step;
    }
    std::size_t place = static_cast<std::size_t>(mixed(draw) % n);
    for (std::size_t i = 0; i < n; ++i, place = (place + step) % n) {
        if (!visit(place)) {
            return;
        }
    }
}

}  // namespace refrain::ranking
