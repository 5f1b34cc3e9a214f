#include "recommender/content/analyzer/gating_blocks.h"

#include <algorithm>
#include <cmath>

namespace refrain::analysis {
namespace {

constexpr double absolute_gate_lufs = -70.0;
constexpr double relative_gate_lu = -10.0;
constexpr double class_width = 0.02;
/// Up to +30 LUFS, which no music reaches.
constexpr std::size_t class_count = 5001;

/// Of a block, up to the constant -0.691 dB of BS.1770 that stands in both directions and drops out.
double energy_of(double lufs) {
    return std::pow(10.0, lufs / 10.0);
}

double lufs_of(double energy) {
    return 10.0 * std::log10(energy);
}

double lufs_of_class(std::size_t index) {
    return absolute_gate_lufs + class_width * static_cast<double>(index);
}

/// Both gates, over anything that hands each loudness and how often it is there to its visitor.
template <class ForEach>
std::optional<double> gated_mean(const ForEach& for_each) {
    const auto mean_above = [&](double gate) -> std::optional<double> {
        double energy = 0.0;
        double blocks = 0.0;
        for_each([&](double lufs, double count) {
            if (lufs >= gate) {
                energy += energy_of(lufs) * count;
                blocks += count;
            }
        });
        return blocks > 0.0 ? std::optional(lufs_of(energy / blocks)) : std::nullopt;
    };
    const auto ungated = mean_above(absolute_gate_lufs);
    return ungated ? mean_above(std::max(absolute_gate_lufs, *ungated + relative_gate_lu)) : std::nullopt;
}

void append_number(std::string& bytes, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) {
        bytes += static_cast<char>((value & 0x7f) | 0x80);
    }
    bytes += static_cast<char>(value);
}

std::optional<std::uint64_t> take_number(std::string_view& bytes) {
    constexpr int longest = 5;
    std::uint64_t value = 0;
    for (int i = 0; i < longest && !bytes.empty(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        value |= std::uint64_t{byte & 0x7fu} << (7 * i);
        if (byte < 0x80) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace

GatingBlocks::GatingBlocks() : classes_(class_count, 0) {}

void GatingBlocks::add(double lufs) {
    // Not a number fails this comparison, too.
    if (!(lufs >= absolute_gate_lufs)) {
        return;
    }
    const double place =
        std::min((lufs - absolute_gate_lufs) / class_width, static_cast<double>(class_count - 1));
    ++classes_[static_cast<std::size_t>(std::lround(place))];
}

void GatingBlocks::add(const GatingBlocks& other) {
    for (std::size_t i = 0; i < class_count; ++i) {
        classes_[i] += other.classes_[i];
    }
}

std::uint64_t GatingBlocks::count() const {
    std::uint64_t blocks = 0;
    for (const auto each : classes_) {
        blocks += each;
    }
    return blocks;
}

std::optional<double> GatingBlocks::integrated() const {
    return gated_mean([this](const auto& visit) {
        for (std::size_t i = 0; i < class_count; ++i) {
            if (classes_[i] > 0) {
                visit(lufs_of_class(i), static_cast<double>(classes_[i]));
            }
        }
    });
}

std::string GatingBlocks::to_bytes() const {
    std::string bytes;
    std::size_t last = 0;
    for (std::size_t i = 0; i < class_count; ++i) {
        if (classes_[i] > 0) {
            append_number(bytes, i - last);
            append_number(bytes, classes_[i]);
            last = i;
        }
    }
    return bytes;
}

std::optional<GatingBlocks> GatingBlocks::from_bytes(std::string_view bytes) {
    GatingBlocks read;
    std::size_t at = 0;
    while (!bytes.empty()) {
        const auto step = take_number(bytes);
        const auto blocks = take_number(bytes);
        if (!step || !blocks || *step >= class_count - at || *blocks == 0) {
            return std::nullopt;
        }
        at += *step;
        read.classes_[at] += *blocks;
    }
    return read;
}

std::optional<double> integrated_loudness(const std::vector<float>& block_lufs) {
    return gated_mean([&](const auto& visit) {
        for (const float lufs : block_lufs) {
            visit(static_cast<double>(lufs), 1.0);
        }
    });
}

}  // namespace refrain::analysis
