// What the ten-band equaliser does to each frequency, for drawing it: the same filters as the engine's
// Equaliser runs, as a formula. Pure, any thread, nothing fails.
#pragma once

#include "player/playback_settings.h"

#include <array>

namespace refrain {

/// The middle of each band, Hz. From 20 Hz to 20 kHz ten bands stand side by side, each reaching 10^0.3 times
/// as high as it begins; its middle is half way between both.
std::array<double, equaliser_bands> equaliser_band_hz();

/// Gain in dB at `hz` (above 0, below half of `rate_hz`) with these gains per band, as if switched on. The
/// first band is a low shelf, the last a high shelf, the others are peaks (second-order sections after the
/// bilinear transform; R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter
/// coefficients"), one behind the other, so that their gains in dB add up. Bands whose middle lies above half
/// of the rate do nothing.
double equaliser_response_db(const std::array<double, equaliser_bands>& gain_db, double hz, double rate_hz);

}  // namespace refrain
