#include "player/sound/equaliser_response.h"

#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>

namespace refrain {

namespace {

constexpr double lowest_hz = 20.0;
constexpr double highest_hz = 20000.0;

struct Band {
    double middle_hz, width_hz;
};

Band band(std::size_t index) {
    const double reach = std::pow(highest_hz / lowest_hz, 1.0 / static_cast<double>(equaliser_bands));
    const double from = lowest_hz * std::pow(reach, static_cast<double>(index));
    return {from * (1.0 + reach) / 2.0, from * (reach - 1.0)};
}

/// Numerator and denominator in powers of z^-1.
struct Section {
    std::array<double, 3> b, a;

    double gain_db(double omega) const {
        const std::complex<double> z = std::polar(1.0, -omega);
        const auto at = [&z](const std::array<double, 3>& c) { return c[0] + z * (c[1] + z * c[2]); };
        return 20.0 * std::log10(std::abs(at(b)) / std::abs(at(a)));
    }
};

/// `root_gain`: the square root of the amplitude at the middle. `spread`: tan of half the width in radians.
Section peak(double root_gain, double cosine, double spread) {
    const double up = spread * root_gain;
    const double down = spread / root_gain;
    return {{1.0 + up, -2.0 * cosine, 1.0 - up}, {1.0 + down, -2.0 * cosine, 1.0 - down}};
}

/// `side`: 1 for a shelf below the middle, -1 for one above it.
Section shelf(double root_gain, double cosine, double spread, double side) {
    const double more = root_gain + 1.0;
    const double less = root_gain - 1.0;
    const double slope = 2.0 * std::sqrt(root_gain) * spread;
    const double c = side * cosine;
    return {{root_gain * (more - less * c + slope), 2.0 * side * root_gain * (less - more * c),
             root_gain * (more - less * c - slope)},
            {more + less * c + slope, -2.0 * side * (less + more * c), more + less * c - slope}};
}

}  // namespace

std::array<double, equaliser_bands> equaliser_band_hz() {
    std::array<double, equaliser_bands> middles{};
    for (std::size_t i = 0; i < equaliser_bands; ++i) {
        middles[i] = band(i).middle_hz;
    }
    return middles;
}

double equaliser_response_db(const std::array<double, equaliser_bands>& gain_db, double hz, double rate_hz) {
    const double turn = 2.0 * std::numbers::pi / rate_hz;
    double sum = 0.0;
    for (std::size_t i = 0; i < equaliser_bands; ++i) {
        const Band here = band(i);
        if (gain_db[i] == 0.0 || here.middle_hz >= rate_hz / 2.0) {
            continue;
        }
        const double root_gain = std::pow(10.0, gain_db[i] / 40.0);
        const double cosine = std::cos(turn * here.middle_hz);
        const double spread = std::tan(turn * here.width_hz / 2.0);
        const Section section = i == 0                     ? shelf(root_gain, cosine, spread, 1.0)
                                : i + 1 == equaliser_bands ? shelf(root_gain, cosine, spread, -1.0)
                                                           : peak(root_gain, cosine, spread);
        sum += section.gain_db(turn * hz);
    }
    return sum;
}

}  // namespace refrain
