// The share of a track that was heard, in [0, 1]. Plain value, any thread.
#pragma once

#include "library_scanner/core/time.h"

#include <algorithm>
#include <optional>

namespace refrain {

class PlayRate {
  public:
    constexpr PlayRate() = default;
    /// Clips to [0, 1]; what is no number counts as 0.
    constexpr explicit PlayRate(double value) : value_(value > 0.0 ? (value < 1.0 ? value : 1.0) : 0.0) {}

    constexpr double value() const { return value_; }
    friend constexpr bool operator==(PlayRate a, PlayRate b) { return a.value_ == b.value_; }
    friend constexpr bool operator<(PlayRate a, PlayRate b) { return a.value_ < b.value_; }

  private:
    double value_ = 0.0;
};

/// heard / duration, clipped to [0, 1] (recommender design, section 1); nothing when the duration is unknown.
inline std::optional<PlayRate> play_rate(Milliseconds heard, Milliseconds duration) {
    if (duration.count() <= 0) {
        return std::nullopt;
    }
    return PlayRate(static_cast<double>(heard.count()) / static_cast<double>(duration.count()));
}

}  // namespace refrain
