#include "recommender/content/analyzer/mel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace refrain::analysis {
namespace {

using CosineTable = std::array<std::array<float, mel_bands>, cepstral_coefficients>;

CosineTable make_cosines() {
    CosineTable table{};
    constexpr double n = mel_bands;
    for (std::size_t k = 0; k < cepstral_coefficients; ++k) {
        const double scale = std::sqrt((k == 0 ? 1.0 : 2.0) / n);
        for (std::size_t i = 0; i < mel_bands; ++i) {
            const double angle =
                std::numbers::pi * static_cast<double>(k) * (static_cast<double>(i) + 0.5) / n;
            table[k][i] = static_cast<float>(scale * std::cos(angle));
        }
    }
    return table;
}

}  // namespace

double hz_to_mel(double hz) {
    return 2595.0 * std::log10(1.0 + hz / 700.0);
}

double mel_to_hz(double mel) {
    return 700.0 * (std::pow(10.0, mel / 2595.0) - 1.0);
}

MelBands::MelBands() {
    const double step = hz_to_mel(sample_rate / 2.0) / (mel_bands + 1);
    for (std::size_t b = 0; b < mel_bands; ++b) {
        const double low = mel_to_hz(step * static_cast<double>(b));
        const double peak = mel_to_hz(step * static_cast<double>(b + 1));
        const double high = mel_to_hz(step * static_cast<double>(b + 2));
        for (std::size_t k = 0; k < bins; ++k) {
            const double f = bin_frequency(k);
            const double weight = std::min((f - low) / (peak - low), (high - f) / (high - peak));
            if (weight > 0.0) {
                if (bands_[b].weights.empty()) {
                    bands_[b].first_bin = k;
                }
                bands_[b].weights.push_back(static_cast<float>(weight));
            }
        }
    }
}

std::array<float, mel_bands> MelBands::log_energies(std::span<const float> power) const {
    std::array<float, mel_bands> energies{};
    for (std::size_t b = 0; b < mel_bands; ++b) {
        float energy = 0.0F;
        for (std::size_t i = 0; i < bands_[b].weights.size(); ++i) {
            energy += bands_[b].weights[i] * power[bands_[b].first_bin + i];
        }
        energies[b] = std::log10(std::max(energy, 1e-8F));
    }
    return energies;
}

std::array<float, cepstral_coefficients> cepstrum(const std::array<float, mel_bands>& log_energies) {
    static const CosineTable cosines = make_cosines();
    std::array<float, cepstral_coefficients> coefficients{};
    for (std::size_t k = 0; k < cepstral_coefficients; ++k) {
        for (std::size_t i = 0; i < mel_bands; ++i) {
            coefficients[k] += cosines[k][i] * log_energies[i];
        }
    }
    return coefficients;
}

}  // namespace refrain::analysis
