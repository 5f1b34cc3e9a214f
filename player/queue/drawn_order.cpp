#include "player/queue/drawn_order.h"

#include <numeric>
#include <utility>

namespace refrain {

std::uint64_t Drawing::next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

std::uint64_t Drawing::below(std::uint64_t n) {
    // Numbers from the incomplete last run of n are drawn again: they would favour the small results.
    const std::uint64_t incomplete = (0 - n) % n;
    std::uint64_t drawn = next();
    while (drawn < incomplete) {
        drawn = next();
    }
    return drawn % n;
}

std::vector<std::size_t> drawn_order(std::size_t n, std::uint64_t seed) {
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Drawing drawing(seed);
    for (std::size_t left = n; left > 1; --left) {
        std::swap(order[left - 1], order[drawing.below(left)]);
    }
    return order;
}

std::uint64_t seed_from(std::uint64_t bits) {
    const std::uint64_t seed = bits & ((std::uint64_t{1} << 53U) - 1);
    return seed == 0 ? 1 : seed;
}

std::uint64_t seed_after(std::uint64_t seed) {
    return seed_from(Drawing(seed).next());
}

}  // namespace refrain
