#include "player/engine/mixing/extrapolation.h"

#include <algorithm>
#include <cmath>

namespace refrain {
namespace {

constexpr std::size_t largest_order = 64;
/// The predictor needs several times its order to be found.
constexpr std::size_t frames_per_coefficient = 4;

/// Coefficients a of x[n] = sum a[k] x[n - 1 - k].
std::vector<double> burg(const std::vector<double>& x, std::size_t order) {
    const std::size_t n = x.size();
    std::vector<double> forward = x, backward = x, a;
    double power = 0.0;
    for (const double value : x) {
        power += value * value;
    }
    // Below this what is left to predict is rounding.
    const double nothing = power * 1e-14 + 1e-20;
    for (std::size_t m = 1; m <= order; ++m) {
        double cross = 0.0, energy = 0.0;
        for (std::size_t i = m; i < n; ++i) {
            cross += forward[i] * backward[i - 1];
            energy += forward[i] * forward[i] + backward[i - 1] * backward[i - 1];
        }
        if (!(energy > nothing)) {
            break;
        }
        const double reflection = 2.0 * cross / energy;
        std::vector<double> longer(m);
        for (std::size_t k = 0; k + 1 < m; ++k) {
            longer[k] = a[k] - reflection * a[m - 2 - k];
        }
        longer[m - 1] = reflection;
        a = std::move(longer);
        for (std::size_t i = n - 1; i >= m; --i) {
            const double f = forward[i];
            forward[i] = f - reflection * backward[i - 1];
            backward[i] = backward[i - 1] - reflection * f;
        }
    }
    return a;
}

/// One channel, continued in place.
void predict(std::vector<double>& x, std::size_t frames) {
    const std::vector<double> a = burg(x, std::min(largest_order, x.size() / frames_per_coefficient));
    double loudest = 0.0;
    for (const double value : x) {
        loudest = std::max(loudest, std::abs(value));
    }
    for (std::size_t i = 0; i < frames; ++i) {
        double value = 0.0;
        for (std::size_t k = 0; k < a.size(); ++k) {
            value += a[k] * x[x.size() - 1 - k];
        }
        x.push_back(std::isfinite(value) ? std::clamp(value, -2.0 * loudest, 2.0 * loudest) : 0.0);
    }
}

}  // namespace

std::vector<float> continue_forward(std::span<const float> sound, std::size_t frames) {
    const std::size_t known = sound.size() / 2;
    std::vector<float> out(2 * frames);
    for (std::size_t channel = 0; channel < 2; ++channel) {
        std::vector<double> x;
        x.reserve(known + frames);
        for (std::size_t i = 0; i < known; ++i) {
            x.push_back(static_cast<double>(sound[2 * i + channel]));
        }
        predict(x, frames);
        for (std::size_t i = 0; i < frames; ++i) {
            out[2 * i + channel] = static_cast<float>(x[known + i]);
        }
    }
    return out;
}

std::vector<float> continue_backward(std::span<const float> sound, std::size_t frames) {
    // Turned around, the channels change places twice.
    const std::vector<float> turned(sound.rbegin(), sound.rend());
    std::vector<float> out = continue_forward(turned, frames);
    std::reverse(out.begin(), out.end());
    return out;
}

}  // namespace refrain
