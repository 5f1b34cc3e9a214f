#include "recommender/content/analyzer/rhythm.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace refrain::analysis {
namespace {

constexpr double slowest_bpm = 40.0, fastest_bpm = 240.0, usual_bpm = 120.0, width_octaves = 0.9;

double mean(std::span<const float> values) {
    return values.empty()
               ? 0.0
               : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation(std::span<const float> values) {
    const double middle = mean(values);
    double sum = 0.0;
    for (const float v : values) {
        sum += (v - middle) * (v - middle);
    }
    return values.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(values.size()));
}

/// The values within `reach` of index i.
std::span<const float> around(std::span<const float> values, std::size_t i, std::size_t reach) {
    const auto first = i > reach ? i - reach : 0;
    return values.subspan(first, std::min(values.size(), i + reach + 1) - first);
}

double lag_of(double bpm) {
    return 60.0 * frames_per_second / bpm;
}

double weighted(std::span<const double> autocorrelation, std::size_t lag) {
    const double octaves = std::log2(lag_of(usual_bpm) / static_cast<double>(lag));
    return autocorrelation[lag] * std::exp(-0.5 * std::pow(octaves / width_octaves, 2.0));
}

}  // namespace

std::vector<std::size_t> onsets(std::span<const float> strength) {
    constexpr std::size_t peak_reach = 3;    // 70 ms
    constexpr std::size_t level_reach = 32;  // 0.75 s to each side
    const double least_rise = deviation(strength);
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < strength.size(); ++i) {
        const auto near = around(strength, i, peak_reach);
        const bool highest = strength[i] >= *std::max_element(near.begin(), near.end());
        const bool first_of_its_height = found.empty() || i - found.back() > peak_reach;
        const double level = mean(around(strength, i, level_reach));
        if (strength[i] > 0.0F && highest && first_of_its_height && strength[i] > level + least_rise) {
            found.push_back(i);
        }
    }
    return found;
}

std::size_t largest_lag() {
    return static_cast<std::size_t>(std::ceil(lag_of(slowest_bpm))) + 1;
}

std::vector<double> autocorrelation(std::span<const float> strength) {
    const double middle = mean(strength);
    std::vector<double> sums(largest_lag() + 1, 0.0);
    for (std::size_t lag = 0; lag < sums.size(); ++lag) {
        for (std::size_t i = lag; i < strength.size(); ++i) {
            sums[lag] += (strength[i] - middle) * (strength[i - lag] - middle);
        }
    }
    return sums;
}

double tempo(std::span<const double> sums) {
    const auto shortest = static_cast<std::size_t>(std::floor(lag_of(fastest_bpm)));
    const auto longest = static_cast<std::size_t>(std::ceil(lag_of(slowest_bpm)));
    std::size_t best = 0;
    for (std::size_t lag = shortest; lag <= longest && lag + 1 < sums.size(); ++lag) {
        const bool peak = sums[lag] > 0.0 && sums[lag] >= sums[lag - 1] && sums[lag] >= sums[lag + 1];
        if (peak && (best == 0 || weighted(sums, lag) > weighted(sums, best))) {
            best = lag;
        }
    }
    if (best == 0) {
        return 0.0;
    }
    const double before = sums[best - 1], at = sums[best], after = sums[best + 1];
    const double bend = before - 2.0 * at + after;
    const double shift = bend < 0.0 ? 0.5 * (before - after) / bend : 0.0;
    return std::clamp(60.0 * frames_per_second / (static_cast<double>(best) + shift), slowest_bpm,
                      fastest_bpm);
}

}  // namespace refrain::analysis
