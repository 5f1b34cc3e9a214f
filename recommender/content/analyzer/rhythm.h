// Onsets and tempo from the course of an onset strength (one value a frame). Pure, any thread, nothing fails.
#pragma once

#include "recommender/content/analyzer/spectrum.h"

#include <span>
#include <vector>

namespace refrain::analysis {

inline constexpr double frames_per_second = static_cast<double>(sample_rate) / static_cast<double>(hop_size);

/// Frames where something begins: the largest within 70 ms around, and above the mean of the 1.5 s around by
/// one standard deviation of the whole (peak picking after Bello et al., IEEE Trans. SAP 13(5), 2005).
std::vector<std::size_t> onsets(std::span<const float> strength);

/// Autocorrelation of the strength about its mean for lags of 0 .. largest_lag() frames, not normalised:
/// those of several excerpts may be added.
std::vector<double> autocorrelation(std::span<const float> strength);
std::size_t largest_lag();

/// Beats a minute, 40 to 240: the lag where the autocorrelation, weighted towards 120 by a log-normal curve
/// 0.9 octaves wide, is largest, refined by a parabola (Ellis, J. New Music Research 36(1), 2007). 0 when
/// nothing repeats.
double tempo(std::span<const double> autocorrelation);

}  // namespace refrain::analysis
