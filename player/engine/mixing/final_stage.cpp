#include "player/engine/mixing/final_stage.h"

#include <algorithm>
#include <cmath>

namespace refrain {
namespace {

/// Slides of the volume and the return of the guard, in frames per second's parts.
constexpr int volume_parts = 33;
constexpr double release_seconds = 0.03;
/// Near enough to 1 to be 1.
constexpr double settled = 1e-4;
/// Rounding must not lift a peak above full scale.
constexpr double full_scale = 1.0 - 1e-6;

}  // namespace

PeakGuard::PeakGuard(int rate) : release_(1.0 - std::exp(-1.0 / (release_seconds * rate))) {}

void PeakGuard::apply(float* samples, std::size_t frames) {
    // Nearly always there is nothing to do. What is no number fails the comparison too.
    const auto within = [](float x) { return std::abs(x) <= 1.0F; };
    if (gain_ == 1.0 && std::all_of(samples, samples + 2 * frames, within)) {
        return;
    }
    for (std::size_t i = 0; i < frames; ++i) {
        float* const frame = samples + 2 * i;
        const double peak =
            std::max(std::abs(static_cast<double>(frame[0])), std::abs(static_cast<double>(frame[1])));
        if (!std::isfinite(frame[0]) || !std::isfinite(frame[1])) {
            frame[0] = frame[1] = 0.0F;
            continue;
        }
        if (peak * gain_ > 1.0) {
            gain_ = full_scale / peak;
        }
        if (gain_ < 1.0) {
            frame[0] = static_cast<float>(static_cast<double>(frame[0]) * gain_);
            frame[1] = static_cast<float>(static_cast<double>(frame[1]) * gain_);
            gain_ += (1.0 - gain_) * release_;
            gain_ = 1.0 - gain_ < settled ? 1.0 : gain_;
        }
    }
}

FinalStage::FinalStage(int rate) : rate_(rate), state_{Ramp(), PeakGuard(rate)} {}

void FinalStage::apply(float* samples, std::size_t frames) {
    if (wanted_ != state_.volume.target()) {
        state_.volume.go(wanted_, begun_ ? rate_ / volume_parts : 0);
    }
    begun_ = true;
    state_.volume.apply(samples, frames);
    state_.guard.apply(samples, frames);
}

}  // namespace refrain
