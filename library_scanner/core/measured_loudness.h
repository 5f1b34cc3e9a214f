// From a measured loudness to the gain that ReplayGain 2.0 would write down.
// Pure, any thread, nothing fails.
#pragma once

#include "library_scanner/core/loudness.h"

#include <optional>

namespace refrain {

/// LUFS that a ReplayGain of 0 dB stands for. (ReplayGain 2.0 specification, "Reference level")
inline constexpr double replay_gain_reference_lufs = -18.0;

inline Loudness measured_loudness(std::optional<double> track_lufs, std::optional<double> track_peak,
                                  std::optional<double> album_lufs, std::optional<double> album_peak) {
    const auto gain = [](std::optional<double> lufs) {
        return lufs ? std::optional(static_cast<float>(replay_gain_reference_lufs - *lufs)) : std::nullopt;
    };
    const auto peak = [](std::optional<double> linear) {
        return linear ? std::optional(static_cast<float>(*linear)) : std::nullopt;
    };
    return {gain(track_lufs), peak(track_peak), gain(album_lufs), peak(album_peak)};
}

}  // namespace refrain
