#include "player/engine/mixing/equaliser.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace refrain {
namespace {

constexpr double most_db = 12.0;
/// Ten bands stand side by side from 20 Hz to 20 kHz, each reaching as many times as high as it begins.
constexpr double lowest_hertz = 20.0, highest_hertz = 20'000.0;
/// A band slides by so much every few frames: 12 dB in 0.3 s at 44.1 kHz, in steps nobody hears.
constexpr double step_db = 0.00375;
constexpr std::size_t step_frames = 4;
/// What is left of a sound long gone would slow the processor down (denormal numbers).
constexpr double nothing = 1e-30;

}  // namespace

Equaliser::Equaliser(int rate) {
    const double reach = std::pow(highest_hertz / lowest_hertz, 1.0 / equaliser_bands);
    double from = lowest_hertz;
    for (std::size_t i = 0; i < equaliser_bands; ++i) {
        const double middle = 2.0 * std::numbers::pi * from * (1.0 + reach) / 2.0 / rate;
        const double width = 2.0 * std::numbers::pi * from * (reach - 1.0) / rate;
        const bool fits = middle < std::numbers::pi && width < std::numbers::pi;
        cosine_[i] = std::cos(middle);
        width_[i] = fits ? std::tan(width / 2.0) : 0.0;
        from *= reach;
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

// R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients": lowShelf, peakingEQ
// and highShelf, with the tangent of half the width in the place of sin(w) / 2Q.
void Equaliser::design(std::size_t band) {
    const double a = std::pow(10.0, bands_[band].gain_db / 40.0), cosine = cosine_[band],
                 width = width_[band];
    if (band > 0 && band + 1 < equaliser_bands) {
        const double bottom = 1.0 + width / a, b1 = -2.0 * cosine / bottom;
        filters_[band] = {(1.0 + width * a) / bottom, b1, (1.0 - width * a) / bottom, b1,
                          (1.0 - width / a) / bottom};
        return;
    }
    // The high shelf is the low one with the frequencies turned around.
    const double side = band == 0 ? 1.0 : -1.0, c = side * cosine, slope = 2.0 * std::sqrt(a) * width;
    const double more = a + 1.0, less = a - 1.0, bottom = more + less * c + slope;
    filters_[band] = {a * (more - less * c + slope) / bottom, 2.0 * side * a * (less - more * c) / bottom,
                      a * (more - less * c - slope) / bottom, -2.0 * side * (less + more * c) / bottom,
                      (more + less * c - slope) / bottom};
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
        Pair b0, b1, b2, a1, a2, first, second;
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
        running[count] = Running{both(f.b0), both(f.b1),      both(f.b2),      both(f.a1),
                                 both(f.a2), bands_[i].first, bands_[i].second};
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
            band.first = band.b1 * x - band.a1 * y + band.second;
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
