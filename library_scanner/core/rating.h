// How much a track is liked, in stars: as the listener says it, or as a file's tags do. Plain value, any
// thread, nothing fails.
#pragma once

#include <cmath>
#include <compare>
#include <optional>

namespace refrain {

class Rating {
  public:
    static constexpr int most_half_stars = 10;

    /// 0 (no star) to 100 (five stars), as it is stored; nothing outside.
    static constexpr std::optional<Rating> from_percent(int percent) {
        return percent < 0 || percent > 100 ? std::nullopt : std::optional(Rating(percent));
    }
    /// 0 to 10; nothing outside.
    static constexpr std::optional<Rating> from_half_stars(int halves) {
        return from_percent(halves * percent_per_half);
    }
    /// 0 to 5, whole or half stars; nothing for anything else.
    static std::optional<Rating> from_stars(double stars) {
        const double halves = stars * 2.0;
        return std::isfinite(halves) && std::floor(halves) == halves && std::abs(halves) <= most_half_stars
                   ? from_half_stars(static_cast<int>(halves))
                   : std::nullopt;
    }

    constexpr int percent() const { return percent_; }
    /// To the nearest half: tags of others are finer. 0 to 10.
    constexpr int half_stars() const { return (percent_ + percent_per_half / 2) / percent_per_half; }
    constexpr double stars() const { return half_stars() / 2.0; }

    friend constexpr bool operator==(Rating, Rating) = default;
    friend constexpr auto operator<=>(Rating, Rating) = default;

  private:
    static constexpr int percent_per_half = 10;

    explicit constexpr Rating(int percent) : percent_(percent) {}

    int percent_;
};

}  // namespace refrain
