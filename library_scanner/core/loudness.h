// How loud a track and its album are, as ReplayGain states it. Plain values, any thread, nothing fails.
#pragma once

#include <optional>

namespace refrain {

/// Gains are those of ReplayGain 2.0: what to add, in dB, so that the music plays at -18 LUFS. R128 tags
/// (reference -23 LUFS, in 1/256 dB) are converted when they are read. Peaks are linear, 1.0 = full scale.
struct Loudness {
    std::optional<float> track_gain_db, track_peak, album_gain_db, album_peak;

    friend bool operator==(const Loudness&, const Loudness&) = default;
};

}  // namespace refrain
