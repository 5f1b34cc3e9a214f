#include "tests/simulator/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace refrain::simulator {
namespace {

/// Two-sided 95 % of Student's t by degrees of freedom, from 1.
constexpr std::array t_95{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262};
constexpr double normal_95 = 1.96;

template <class... Values>
std::string formatted(const char* format, Values... values) {
    std::array<char, 200> line{};
    const int length = std::snprintf(line.data(), line.size(), format, values...);
    return {line.data(), static_cast<std::size_t>(length)};
}

template <class Of>
Estimate over_seeds(const std::vector<Life>& lives, Of of) {
    std::vector<double> values;
    std::transform(lives.begin(), lives.end(), std::back_inserter(values), of);
    return estimate(values);
}

}  // namespace

Estimate estimate(const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    Estimate out;
    out.mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    if (values.size() > 1) {
        double squares = 0.0;
        for (const double v : values) {
            squares += (v - out.mean) * (v - out.mean);
        }
        const std::size_t freedom = values.size() - 1;
        const double t = freedom <= t_95.size() ? t_95[freedom - 1] : normal_95;
        out.half = t * std::sqrt(squares / (n - 1.0) / n);
    }
    return out;
}

Lives lives_of(const Persona& persona, int seeds, const LifeOptions& options) {
    Lives out;
    for (const ArmKind kind : arm_kinds) {
        for (int seed = 1; seed <= seeds; ++seed) {
            out[kind].push_back(live(persona, kind, static_cast<std::uint64_t>(seed), options));
        }
    }
    return out;
}

Estimate gain_over(const Lives& lives, ArmKind other) {
    std::vector<double> gains;
    const auto& mine = lives.at(ArmKind::engine);
    const auto& theirs = lives.at(other);
    for (std::size_t seed = 0; seed < mine.size(); ++seed) {
        gains.push_back(mine[seed].mean_share() / theirs[seed].mean_share() - 1.0);
    }
    return estimate(gains);
}

std::string table_of(const Persona& persona, const Lives& lives) {
    std::string out = persona.name + '\n';
    out += formatted("  %-16s%16s%12s%10s%8s%10s%10s%10s   %-18s%-18s%-18s%s\n", "", "heard share",
                     "engine has", "skipped", "in 5 s", "new", "of it", "artist", "style, 1/3/10",
                     "after 3 skips", "after a full play", "of another");
    for (const ArmKind kind : arm_kinds) {
        const auto& of = lives.at(kind);
        const auto share = over_seeds(of, [](const Life& l) { return l.mean_share(); });
        const auto mean = [&](auto figure) { return over_seeds(of, figure).mean; };
        const auto three = [&](auto figure) {
            std::string text;
            for (std::size_t i = 0; i < 3; ++i) {
                text +=
                    formatted(i == 0 ? "%.2f" : "/%.2f", mean([&](const Life& l) { return (l.*figure)[i]; }));
            }
            return text;
        };
        std::string gain;
        if (kind != ArmKind::engine) {
            const Estimate e = gain_over(lives, kind);
            gain = formatted("%+.1f%% %.1f", 100.0 * e.mean, 100.0 * e.half);
        }
        out += formatted("  %-16s%9.3f +-%.3f%12s", std::string(to_word(kind)).c_str(), share.mean,
                         share.half, gain.c_str());
        out += formatted(
            "%10.3f%8.3f%10.3f%10.3f%10.3f   ", mean([](const Life& l) { return l.skip_rate(); }),
            mean([](const Life& l) { return static_cast<double>(l.skips_in_five_seconds) / l.automatic; }),
            mean([](const Life& l) { return l.discovery_rate(); }),
            mean([](const Life& l) { return l.mean_discovered_share(); }),
            mean([](const Life& l) { return l.repetition(); }));
        out += formatted("%-18s%-18s%-18s%s\n", three(&Life::before_skips).c_str(),
                         three(&Life::after_skips).c_str(), three(&Life::after_full_play).c_str(),
                         three(&Life::after_other_play).c_str());
    }
    return out;
}

}  // namespace refrain::simulator
