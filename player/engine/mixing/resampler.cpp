#include "player/engine/mixing/resampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace refrain {
namespace {

/// Of the lower rate's Nyquist frequency: the middle of the transition from 0.92 to 1, and its width.
constexpr double cutoff = 0.96, transition = 0.08;
constexpr double stopband_db = 106.0;
/// More phases than this are not kept but blended from so many: linear blending then errs below -120 dB.
constexpr std::int64_t most_phases = 1024;
/// Rounding of an offset must not add or lose a frame.
constexpr double tolerance = 1e-7;
/// Floats summed side by side.
constexpr std::size_t lanes = 8;

/// Modified Bessel function of the first kind, order 0, by its power series.
double bessel_i0(double x) {
    double sum = 1.0, term = 1.0;
    for (int k = 1; term > sum * 1e-12; ++k) {
        term *= (x / 2 / k) * (x / 2 / k);
        sum += term;
    }
    return sum;
}

double sinc(double x) {
    const double angle = std::numbers::pi * x;
    return std::abs(angle) < 1e-9 ? 1.0 : std::sin(angle) / angle;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

void dot(const float* coefficients, const float* input, std::size_t values, float* out) {
    std::array<float, lanes> sums{};
    for (std::size_t i = 0; i < values; i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            sums[lane] += coefficients[i + lane] * input[i + lane];
        }
    }
    out[0] = (sums[0] + sums[2]) + (sums[4] + sums[6]);
    out[1] = (sums[1] + sums[3]) + (sums[5] + sums[7]);
}

}  // namespace

Resampler::Resampler(int from, int to, double offset)
    : from_(std::max(from, 1)),
      to_(std::max(to, 1)),
      offset_(offset < tolerance || offset > 1.0 - tolerance ? 0.0 : offset) {
    const std::int64_t common = std::gcd(from_, to_);
    down_ = from_ / common;
    up_ = to_ / common;
    if (from_ == to_ && offset_ == 0.0) {
        return;
    }
    const double shift = offset_ * static_cast<double>(from_) / static_cast<double>(to_);
    shift_ = static_cast<std::int64_t>(std::floor(shift));
    shift_rest_ = shift - static_cast<double>(shift_);

    const double scale = std::min(1.0, static_cast<double>(to_) / static_cast<double>(from_));
    // Kaiser: length - 1 = (A - 7.95) / (2.285 dw), beta = 0.1102 (A - 8.7) for A > 50 dB.
    const double width = std::numbers::pi * transition * scale;
    const double half = (stopband_db - 7.95) / (2.285 * width) / 2.0;
    const double beta = 0.1102 * (stopband_db - 8.7);
    half_ = static_cast<std::int64_t>(std::ceil(half));
    // A row's moment lies up to two frames behind its base.
    taps_ = static_cast<std::size_t>(2 * half_ + 3);
    taps_ += (lanes / 2 - taps_ % (lanes / 2)) % (lanes / 2);

    blended_ = up_ > most_phases;
    const std::int64_t phases = blended_ ? most_phases : up_;
    const std::int64_t rows = blended_ ? phases + 1 : phases;
    const double start = blended_ ? 0.0 : shift_rest_;
    const double bottom = bessel_i0(beta);
    rows_.resize(static_cast<std::size_t>(rows) * taps_ * 2);
    std::vector<double> row(taps_);
    for (std::int64_t r = 0; r < rows; ++r) {
        const double moment = start + static_cast<double>(r) / static_cast<double>(phases);
        double sum = 0.0;
        for (std::size_t t = 0; t < taps_; ++t) {
            const double x = static_cast<double>(static_cast<std::int64_t>(t) - half_) - moment;
            const double edge = 1.0 - (x / half) * (x / half);
            row[t] = edge < 0.0 ? 0.0
                                : cutoff * scale * sinc(cutoff * scale * x) *
                                      bessel_i0(beta * std::sqrt(edge)) / bottom;
            sum += row[t];
        }
        float* at = &rows_[static_cast<std::size_t>(r) * taps_ * 2];
        for (const double coefficient : row) {
            // Every phase passes a constant alike.
            *at++ = static_cast<float>(coefficient / sum);
            *at++ = static_cast<float>(coefficient / sum);
        }
    }
}

std::int64_t Resampler::frames_of(std::int64_t input) const {
    // The smallest j with (j + offset) * from >= input * to.
    const double lead = offset_ * static_cast<double>(from_);
    const std::int64_t target = std::max<std::int64_t>(input, 0) * to_;
    std::int64_t j =
        std::max<std::int64_t>(floor_div(target - static_cast<std::int64_t>(lead), from_) - 2, 0);
    const auto inside = [&](std::int64_t frame) {
        return static_cast<double>(frame * from_ - target) + lead < -tolerance * static_cast<double>(from_);
    };
    while (inside(j)) {
        ++j;
    }
    return j;
}

double Resampler::offset_behind(std::int64_t input) const {
    const double behind =
        static_cast<double>(frames_of(input) * from_ - input * to_) / static_cast<double>(from_) + offset_;
    return behind < tolerance || behind > 1.0 - tolerance ? 0.0 : behind;
}

Resampler::Place Resampler::place_of(std::int64_t j) const {
    const std::int64_t units = j * down_;
    const std::int64_t whole = floor_div(units, up_);
    const std::int64_t phase = units - whole * up_;
    if (!blended_) {
        return {whole + shift_, 0.0, static_cast<std::size_t>(phase)};
    }
    double moment = static_cast<double>(phase) / static_cast<double>(up_) + shift_rest_;
    const double carry = std::floor(moment);
    moment = (moment - carry) * static_cast<double>(most_phases);
    const double row = std::min(std::floor(moment), static_cast<double>(most_phases - 1));
    return {whole + shift_ + static_cast<std::int64_t>(carry), moment - row, static_cast<std::size_t>(row)};
}

std::int64_t Resampler::first_needed(std::int64_t j) const {
    return identity() ? j : place_of(j).base - half_;
}

std::int64_t Resampler::end_needed(std::int64_t j) const {
    return identity() ? j + 1 : place_of(j).base - half_ + static_cast<std::int64_t>(taps_);
}

int Resampler::reach() const {
    return identity() ? 0 : static_cast<int>(taps_);
}

void Resampler::run(std::int64_t j, std::size_t frames, const float* input, std::int64_t first,
                    float* out) const {
    if (identity()) {
        std::copy_n(input + 2 * (j - first), 2 * frames, out);
        return;
    }
    const std::size_t values = 2 * taps_;
    for (std::size_t i = 0; i < frames; ++i) {
        const Place place = place_of(j + static_cast<std::int64_t>(i));
        const float* const at = input + 2 * (place.base - half_ - first);
        const float* const row = &rows_[place.row * values];
        dot(row, at, values, out + 2 * i);
        if (blended_) {
            std::array<float, 2> other{};
            dot(row + values, at, values, other.data());
            const auto weight = static_cast<float>(place.fraction);
            out[2 * i] += weight * (other[0] - out[2 * i]);
            out[2 * i + 1] += weight * (other[1] - out[2 * i + 1]);
        }
    }
}

}  // namespace refrain
