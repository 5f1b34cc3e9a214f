// Where which number stands in a track's stored sound features, for the analyzer that writes them and for
// those who read them. Constants, any thread, nothing fails.
#pragma once

#include <cstddef>

namespace refrain::features {

/// Rises when a formula, the excerpts or the order below change; features of another version are computed
/// anew and not read.
inline constexpr int version = 2;

inline constexpr std::size_t cepstral_coefficients = 13, pitch_classes = 12;

inline constexpr std::size_t mfcc_mean = 0;
inline constexpr std::size_t mfcc_deviation = mfcc_mean + cepstral_coefficients;
/// Hz.
inline constexpr std::size_t centroid = mfcc_deviation + cepstral_coefficients;
inline constexpr std::size_t flatness = centroid + 1;
inline constexpr std::size_t chroma = flatness + 1;
/// dB relative to full scale.
inline constexpr std::size_t loudness = chroma + pitch_classes;
/// A second.
inline constexpr std::size_t onset_rate = loudness + 1;
/// Beats a minute, 0 where nothing repeats.
inline constexpr std::size_t tempo = onset_rate + 1;
inline constexpr std::size_t count = tempo + 1;

}  // namespace refrain::features
