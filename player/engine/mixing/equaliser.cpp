#include "player/engine/mixing/equaliser.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace refrain {
namespace {

constexpr double most_db = 12.0;
constexpr double octaves = 1.0;
/// A band slides by so much every few frames: 12 dB in 0.3 s at 44.1 kHz, in steps nobody hears.
constexpr double step_db = 0.00375;
constexpr std::size_t step_frames = 4;
/// What is left of a sound long gone would slow the processor down (denormal numbers).
constexpr double nothing = 1e-30;
/// Of the rate: a band beyond has no place below the Nyquist frequency.
constexpr double highest = 0.45;

}  // namespace

// R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients": peakingEQ, its
// width given in octaves between the points of half the gain.
Equaliser::Equaliser(int rate) {
    for (std::size_t i = 0; i < equaliser_bands; ++i) {
        const double w = 2.0 * std::numbers::pi * equaliser_hertz[i] / rate;
        cosine_[i] = std::cos(w);
        width_[i] = equaliser_hertz[i] < highest * rate
                        ? std::sin(w) * std::sinh(std::numbers::ln2 / 2.0 * octaves * w / std::sin(w))
                        : 0.0;
    }
}

void Equaliser::set(const EqualiserSettings& settings) {
    for (std::size_t i = 0; i < equaliser_bands; ++i) {
        const bool on = settings.enabled && std::isfinite(settings.gain_db[i]) && width_[i] > 0.0;
        wanted_db_[i] = on ? std::clamp(settings.gain_db[i], -most_db, most_db) : 0.0;
    }
}

void Equaliser::restart() {
    for (std::size_t i = 0; i < equaliser_bands; ++i) {
        bands_[i] = Band{wanted_db_[i], {}, {}};
        design(i);
    }
}

void Equaliser::restore(const State& state) {
    bands_ = state;
    for (std::size_t i = 0; i < equaliser_bands; ++i) {
        design(i);
    }
}

void Equaliser::design(std::size_t band) {
    const double a = std::pow(10.0, bands_[band].gain_db / 40.0);
    const double bottom = 1.0 + width_[band] / a;
    filters_[band] = {(1.0 + width_[band] * a) / bottom, -2.0 * cosine_[band] / bottom,
                      (1.0 - width_[band] * a) / bottom, (1.0 - width_[band] / a) / bottom};
}

// One step of what is not yet where it was set to. False: all is.
bool Equaliser::slide() {
    bool moved = false;
    for (std::size_t i = 0; i < equaliser_bands; ++i) {
        Band& band = bands_[i];
        if (band.gain_db != wanted_db_[i]) {
            band.gain_db += std::clamp(wanted_db_[i] - band.gain_db, -step_db, step_db);
            design(i);
            moved = true;
        }
    }
    return moved;
}

void Equaliser::apply(float* samples, std::size_t frames) {
    while (frames > 0) {
        const std::size_t n = slide() ? std::min(frames, step_frames) : frames;
        run(samples, n);
        samples += 2 * n;
        frames -= n;
    }
}

void Equaliser::run(float* samples, std::size_t frames) {
    struct Running {
        Pair b0, b1, b2, a2, first, second;
    };
    std::array<Running, equaliser_bands> running;
    std::array<std::size_t, equaliser_bands> which{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < equaliser_bands; ++i) {
        if (bands_[i].gain_db == 0.0) {
            bands_[i] = Band{};
            continue;
        }
        const Filter& f = filters_[i];
        const auto both = [](double value) { return Pair{value, value}; };
        running[count] =
            Running{both(f.b0), both(f.b1), both(f.b2), both(f.a2), bands_[i].first, bands_[i].second};
        which[count++] = i;
    }
    if (count == 0) {
        return;
    }
    // Frame by frame through all bands: the bands wait for one another, the frames do not, so the processor
    // works on several at once.
    for (std::size_t i = 0; i < frames; ++i) {
        Pair x{static_cast<double>(samples[2 * i]), static_cast<double>(samples[2 * i + 1])};
        for (std::size_t k = 0; k < count; ++k) {
            Running& band = running[k];
            const Pair y = band.b0 * x + band.first;
            band.first = band.b1 * (x - y) + band.second;
            band.second = band.b2 * x - band.a2 * y;
            x = y;
        }
        samples[2 * i] = static_cast<float>(x[0]);
        samples[2 * i + 1] = static_cast<float>(x[1]);
    }
    const auto settled = [](Pair value) {
        for (int channel = 0; channel < 2; ++channel) {
            // What is no number came in from outside, and would stay for ever.
            const bool sounds = std::abs(value[channel]) > nothing && std::isfinite(value[channel]);
            value[channel] = sounds ? value[channel] : 0.0;
        }
        return value;
    };
    for (std::size_t k = 0; k < count; ++k) {
        bands_[which[k]].first = settled(running[k].first);
        bands_[which[k]].second = settled(running[k].second);
    }
}

}  // namespace refrain
