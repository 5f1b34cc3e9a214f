// The order of a shuffle, drawn from a seed by a generator of our own, so that seed and pool give the same
// order on any machine and in any later version (std::shuffle promises neither). Pure; nothing fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace refrain {

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): a counter and a
/// mixing function, 2^64 numbers before it repeats.
class Drawing {
  public:
    explicit Drawing(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next();
    /// Each of 0 .. n-1 with the same chance; n > 0.
    std::uint64_t below(std::uint64_t n);

  private:
    std::uint64_t state_;
};

/// 0 .. n-1 in an order drawn from `seed`, each order with the same chance (Fisher and Yates).
std::vector<std::size_t> drawn_order(std::size_t n, std::uint64_t seed);

/// A seed as it is logged: 1 .. 2^53 - 1, exact in a JSON number.
std::uint64_t seed_from(std::uint64_t bits);
/// The seed of the round after the one with `seed`.
std::uint64_t seed_after(std::uint64_t seed);

}  // namespace refrain
