// Mel bands and cepstral coefficients of a power spectrum. Pure after construction, any thread, nothing
// fails. Formulas: Davis & Mermelstein, IEEE Trans. ASSP 28(4), 1980; mel scale as in O'Shaughnessy 1987:
// mel(f) = 2595 log10(1 + f / 700).
#pragma once

#include "recommender/content/analyzer/spectrum.h"
#include "recommender/content/feature_layout.h"

#include <array>
#include <span>
#include <vector>

namespace refrain::analysis {

inline constexpr std::size_t mel_bands = 40;
inline constexpr std::size_t cepstral_coefficients = features::cepstral_coefficients;

double hz_to_mel(double hz);
double mel_to_hz(double mel);

class MelBands {
  public:
    MelBands();
    /// log10 of the energy in triangular bands evenly spaced in mel from 0 Hz to half the sample rate; floor
    /// 1e-8 (-80 dB).
    std::array<float, mel_bands> log_energies(std::span<const float> power) const;

  private:
    struct Band {
        std::size_t first_bin = 0;
        std::vector<float> weights;
    };
    std::array<Band, mel_bands> bands_;
};

/// The first coefficients of the orthonormal DCT-II; the 0th is the loudness of the frame.
std::array<float, cepstral_coefficients> cepstrum(const std::array<float, mel_bands>& log_energies);

}  // namespace refrain::analysis
