#include "recommender/content/analyzer/acoustic_print.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <set>
#include <tuple>

namespace refrain::analysis {
namespace {

static_assert(std::endian::native == std::endian::little, "prints are stored as they lie in memory");

/// 4096 samples every third of 1365 at 11,025 Hz: 8.07 values a second.
constexpr std::ptrdiff_t most_offset = 24;
constexpr std::size_t least_overlap = 80;
/// A print of music has some hundred.
constexpr std::size_t least_values = 16;

std::uint32_t mixed(std::uint32_t value, std::uint32_t seed) {
    // The finaliser of MurmurHash3, which spreads every bit over all.
    value ^= seed * 0x9e3779b9u;
    value ^= value >> 16;
    value *= 0x85ebca6bu;
    value ^= value >> 13;
    value *= 0xc2b2ae35u;
    value ^= value >> 16;
    return value;
}

bool says_little(std::span<const std::uint32_t> print) {
    return std::set<std::uint32_t>(print.begin(), print.end()).size() < least_values;
}

}  // namespace

std::optional<double> similarity(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
    if (says_little(a) || says_little(b)) {
        return std::nullopt;
    }
    std::optional<double> best;
    for (auto offset = -most_offset; offset <= most_offset; ++offset) {
        const auto skip_a = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, offset));
        const auto skip_b = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, -offset));
        if (skip_a >= a.size() || skip_b >= b.size()) {
            continue;
        }
        const auto overlap = std::min(a.size() - skip_a, b.size() - skip_b);
        if (overlap < least_overlap) {
            continue;
        }
        std::size_t errors = 0;
        for (std::size_t i = 0; i < overlap; ++i) {
            errors += static_cast<std::size_t>(std::popcount(a[skip_a + i] ^ b[skip_b + i]));
        }
        const double same = 1.0 - static_cast<double>(errors) / static_cast<double>(32 * overlap);
        best = std::max(best.value_or(0.0), same);
    }
    return best;
}

PrintSketch sketch_of(std::span<const std::uint32_t> print) {
    std::array<std::uint32_t, std::tuple_size_v<PrintSketch>> least;
    least.fill(~std::uint32_t{0});
    for (const auto value : print) {
        for (std::uint32_t i = 0; i < least.size(); ++i) {
            least[i] = std::min(least[i], mixed(value, i + 1));
        }
    }
    PrintSketch sketch;
    std::transform(least.begin(), least.end(), sketch.begin(),
                   [](std::uint32_t value) { return static_cast<std::uint16_t>(value); });
    return sketch;
}

int agreement(const PrintSketch& a, const PrintSketch& b) {
    int same = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        same += a[i] == b[i] ? 1 : 0;
    }
    return same;
}

std::string to_bytes(std::span<const std::uint32_t> print) {
    return {reinterpret_cast<const char*>(print.data()), print.size_bytes()};
}

std::string to_bytes(const PrintSketch& sketch) {
    return {reinterpret_cast<const char*>(sketch.data()), sizeof sketch};
}

std::optional<AcousticPrint> print_from(std::string_view bytes) {
    if (bytes.empty() || bytes.size() % sizeof(std::uint32_t) != 0) {
        return std::nullopt;
    }
    AcousticPrint print(bytes.size() / sizeof(std::uint32_t));
    std::memcpy(print.data(), bytes.data(), bytes.size());
    return print;
}

}  // namespace refrain::analysis
