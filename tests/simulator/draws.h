// Chance that is the same for every arm: a number is drawn for a place (seed, day, session, step, what for)
// and not out of a stream, so that what one arm did before cannot change what another one draws. Pure, any
// thread.
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <numbers>

namespace refrain::simulator {

/// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014).
inline std::uint64_t mixed(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
}

/// In [0, 1).
inline double uniform(std::initializer_list<std::uint64_t> place) {
    std::uint64_t drawn = 0;
    for (const std::uint64_t part : place) {
        drawn = mixed(drawn ^ mixed(part));
    }
    return static_cast<double>(drawn >> 11U) * 0x1.0p-53;
}

/// Of mean 0 and deviation 1 (Box & Muller 1958).
inline double normal(std::initializer_list<std::uint64_t> place) {
    const double u = uniform(place);
    const auto again = static_cast<std::uint64_t>(u * 0x1.0p53);
    return std::sqrt(-2.0 * std::log(1.0 - u)) * std::cos(2.0 * std::numbers::pi * uniform({again, 1}));
}

}  // namespace refrain::simulator
