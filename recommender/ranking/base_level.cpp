#include "recommender/ranking/base_level.h"

#include <algorithm>
#include <cmath>

namespace refrain::ranking {

double decayed_hours(double age_hours, const BaseLevelOptions& options) {
    const double hours = std::max(age_hours, options.floor_hours);
    // The usual decay, without the cost of pow: this runs once for each listen and guess.
    return options.decay == 0.5 ? 1.0 / std::sqrt(hours) : std::pow(hours, -options.decay);
}

double signed_log(double s, double scale) {
    return std::copysign(std::log1p(scale * std::abs(s)), s);
}

}  // namespace refrain::ranking
