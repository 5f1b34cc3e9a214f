#include "player/engine/mixing/ramp.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace refrain {

void Ramp::go(double target, std::int64_t frames, Curve curve) {
    from_ = value();
    to_ = target;
    length_ = std::max<std::int64_t>(frames, 0);
    done_ = 0;
    curve_ = curve;
}

double Ramp::value() const {
    if (at_rest()) {
        return to_;
    }
    const double part = static_cast<double>(done_) / static_cast<double>(length_);
    if (curve_ == Curve::linear) {
        return from_ + (to_ - from_) * part;
    }
    const double sine = std::sin(std::numbers::pi / 2.0 * part);
    return std::sqrt(std::max(from_ * from_ + (to_ * to_ - from_ * from_) * sine * sine, 0.0));
}

double Ramp::step() {
    done_ += at_rest() ? 0 : 1;
    return value();
}

void Ramp::apply(float* samples, std::size_t frames) {
    std::size_t i = 0;
    for (; i < frames && !at_rest(); ++i) {
        const auto gain = static_cast<float>(step());
        samples[2 * i] *= gain;
        samples[2 * i + 1] *= gain;
    }
    if (i == frames || to_ == 1.0) {
        return;
    }
    const auto gain = static_cast<float>(to_);
    for (; i < frames; ++i) {
        samples[2 * i] *= gain;
        samples[2 * i + 1] *= gain;
    }
}

}  // namespace refrain
