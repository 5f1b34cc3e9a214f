#include "player/sound/gain.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace refrain {
namespace {

/// Beyond this a tag is broken: no music is 60 dB away from the reference.
constexpr double credible_db = 60.0;

const std::string& grouping_artist(const QueueEntry& entry) {
    return entry.album_artist.empty() ? entry.artist : entry.album_artist;
}

std::optional<double> credible_gain(const std::optional<float>& gain) {
    if (gain && std::isfinite(*gain) && std::abs(static_cast<double>(*gain)) <= credible_db) {
        return static_cast<double>(*gain);
    }
    return std::nullopt;
}

std::optional<double> credible_peak(const std::optional<float>& peak) {
    if (peak && std::isfinite(*peak) && *peak > 0.0F) {
        return static_cast<double>(*peak);
    }
    return std::nullopt;
}

double clipped_db(double db) {
    return std::isfinite(db) ? std::clamp(db, -15.0, 15.0) : 0.0;
}

double factor_of(double db) {
    return std::pow(10.0, db / 20.0);
}

}  // namespace

bool same_album(const QueueEntry& a, const QueueEntry& b) {
    return !a.album.empty() && a.album == b.album && grouping_artist(a) == grouping_artist(b);
}

bool heard_as_album(const QueueEntry* before, const QueueEntry& entry, const QueueEntry* behind,
                    bool shuffled) {
    return !shuffled && ((before != nullptr && same_album(*before, entry)) ||
                         (behind != nullptr && same_album(entry, *behind)));
}

double linear_gain(const ReplayGainSettings& settings, const Loudness& loudness, bool as_album) {
    if (settings.mode == ReplayGainMode::off) {
        return 1.0;
    }
    const bool album =
        settings.mode == ReplayGainMode::album || (settings.mode == ReplayGainMode::automatic && as_album);
    const auto track_gain = credible_gain(loudness.track_gain_db);
    const auto album_gain = credible_gain(loudness.album_gain_db);
    const bool use_album = album_gain && (album || !track_gain);
    const auto gain = use_album ? album_gain : track_gain;
    if (!gain) {
        return factor_of(clipped_db(settings.unknown_db));
    }
    const double factor = factor_of(*gain + clipped_db(settings.preamp_db));
    const auto track_peak = credible_peak(loudness.track_peak);
    const auto album_peak = credible_peak(loudness.album_peak);
    // The album's gain must leave the album in proportion: its own peak guards it.
    const auto peak =
        use_album ? (album_peak ? album_peak : track_peak) : (track_peak ? track_peak : album_peak);
    return settings.prevent_clipping && peak ? std::min(factor, 1.0 / *peak) : factor;
}

}  // namespace refrain
