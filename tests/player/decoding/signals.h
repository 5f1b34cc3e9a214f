// Compares what was decoded with what went in. Pure; one thread.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace refrain::testing_audio {

/// Of interleaved stereo.
inline std::vector<double> left_of(std::span<const float> samples) {
    std::vector<double> left;
    for (std::size_t i = 0; i < samples.size(); i += 2) {
        left.push_back(static_cast<double>(samples[i]));
    }
    return left;
}

/// The lag, within `most` frames, at which `piece` resembles `whole` from frame `at` on the most (the largest
/// normalised cross-correlation); of several, as a pure tone has them, the smallest. 0: it is that very
/// place.
inline std::int64_t lag_of(std::span<const double> piece, std::span<const double> whole, std::int64_t at,
                           std::int64_t most) {
    constexpr double rounding = 1e-9;
    double best = -2.0;
    std::int64_t best_lag = most + 1;
    for (std::int64_t step = 0; step <= 2 * most; ++step) {
        const std::int64_t lag = step % 2 == 0 ? step / 2 : -(step + 1) / 2;
        const std::int64_t first = at + lag;
        if (first < 0 ||
            first + static_cast<std::int64_t>(piece.size()) > static_cast<std::int64_t>(whole.size())) {
            continue;
        }
        double product = 0.0, a = 1e-30, b = 1e-30;
        for (std::size_t i = 0; i < piece.size(); ++i) {
            const double x = piece[i], y = whole[static_cast<std::size_t>(first) + i];
            product += x * y;
            a += x * x;
            b += y * y;
        }
        if (const double likeness = product / std::sqrt(a * b); likeness > best + rounding) {
            best = likeness;
            best_lag = lag;
        }
    }
    return best_lag;
}

/// How far `sound` lies above what it differs by from `truth`, in dB; at most 300.
inline double signal_to_noise(std::span<const double> sound, std::span<const double> truth) {
    double signal = 1e-30, noise = 1e-30;
    for (std::size_t i = 0; i < std::min(sound.size(), truth.size()); ++i) {
        signal += truth[i] * truth[i];
        noise += (sound[i] - truth[i]) * (sound[i] - truth[i]);
    }
    return std::min(300.0, 10.0 * std::log10(signal / noise));
}

}  // namespace refrain::testing_audio
