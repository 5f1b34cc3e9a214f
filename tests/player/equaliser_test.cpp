// The equaliser against its formula in double precision, and sliding without a noise of its own.
#include "player/engine/mixing/equaliser.h"

#include "player/sound/equaliser_response.h"
#include "tests/player/memory_source.h"

#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

namespace refrain {
namespace {

using namespace testing_audio;

constexpr int rate = 44100;

EqualiserSettings with(const std::array<double, equaliser_bands>& gain_db) {
    EqualiserSettings settings;
    settings.enabled = true;
    settings.gain_db = gain_db;
    return settings;
}

double expected_db(const std::array<double, equaliser_bands>& gain_db, double hertz) {
    return equaliser_response_db(gain_db, hertz, rate);
}

/// What a sine of `hertz` gains, once the filters have settled.
double measured_db(Equaliser& equaliser, double hertz) {
    auto sound = tone(hertz, rate, 0.0, 3 * rate);
    equaliser.apply(sound.data(), sound.size() / 2);
    std::complex<double> in = 0.0, out = 0.0;
    for (std::size_t i = 2 * rate; i < 3 * rate; ++i) {
        const double angle = 2.0 * std::numbers::pi * hertz * static_cast<double>(i) / rate;
        out += static_cast<double>(sound[2 * i]) * std::polar(1.0, -angle);
        in += 0.5 * std::sin(angle) * std::polar(1.0, -angle);
    }
    return 20.0 * std::log10(std::abs(out) / std::abs(in));
}

TEST(Equaliser, APeakGivesAtItsMiddleWhatItWasSetTo) {
    for (std::size_t band = 1; band + 1 < equaliser_bands; ++band) {
        for (const double gain : {12.0, -12.0, 3.5}) {
            std::array<double, equaliser_bands> gains{};
            gains[band] = gain;
            Equaliser equaliser(rate);
            equaliser.set(with(gains));
            equaliser.restart();
            EXPECT_NEAR(measured_db(equaliser, equaliser_band_hz()[band]), gain, 0.005) << band;
        }
    }
}

TEST(Equaliser, TheWholeCurveIsTheOneThatIsDrawn) {
    const std::array<double, equaliser_bands> gains{6, -3, 2, 0, -12, 12, 1.5, -6, 4, 9};
    for (const double hertz : {20.0, 29.0, 100.0, 440.0, 1000.0, 2500.0, 6000.0, 12000.0, 19000.0}) {
        Equaliser equaliser(rate);
        equaliser.set(with(gains));
        equaliser.restart();
        EXPECT_NEAR(measured_db(equaliser, hertz), expected_db(gains, hertz), 0.005) << hertz;
    }
}

TEST(Equaliser, FlatOrOffItLeavesEverySampleAsItIs) {
    const auto sound = tone(1000.0, rate, 0.0, 5000);
    for (const bool enabled : {false, true}) {
        Equaliser equaliser(rate);
        EqualiserSettings settings = with({});
        settings.enabled = enabled;
        settings.gain_db.fill(enabled ? 0.0 : 6.0);
        equaliser.set(settings);
        equaliser.restart();
        auto passed = sound;
        equaliser.apply(passed.data(), passed.size() / 2);
        EXPECT_EQ(passed, sound);
    }
}

TEST(Equaliser, SlidesThereWithoutAClickAndArrives) {
    Equaliser equaliser(rate);
    equaliser.restart();
    auto sound = tone(200.0, rate, 0.0, rate);
    equaliser.apply(sound.data(), 1000);
    EqualiserSettings settings = with({});
    settings.gain_db.fill(12.0);
    equaliser.set(settings);
    // In blocks of any length.
    for (std::size_t at = 1000; at < rate; at += 700) {
        equaliser.apply(&sound[2 * at], std::min<std::size_t>(700, rate - at));
    }
    // A sine of 200 Hz that is A high rises by A * 2 pi 200 / 44100 a sample, here at most 0.8; its second
    // difference, which a click would raise, is A * (2 pi 200 / 44100)^2 = 0.00081 A.
    double loudest = 0.0, roughest = 0.0;
    for (std::size_t i = 2; i < rate; ++i) {
        const auto x = [&](std::size_t n) { return static_cast<double>(sound[2 * n]); };
        loudest = std::max(loudest, std::abs(x(i)));
        roughest = std::max(roughest, std::abs(x(i) - 2.0 * x(i - 1) + x(i - 2)));
    }
    EXPECT_GT(loudest, 0.5 * std::pow(10.0, 12.0 / 20.0));
    EXPECT_LT(roughest, 3.0 * 0.00081 * loudest);
    std::array<double, equaliser_bands> all{};
    all.fill(12.0);
    EXPECT_NEAR(measured_db(equaliser, 1000.0), expected_db(all, 1000.0), 0.005);
}

TEST(Equaliser, RestoredItMakesTheSameSoundAgain) {
    Equaliser equaliser(rate);
    std::array<double, equaliser_bands> gains{};
    gains.fill(5.0);
    equaliser.set(with(gains));
    auto sound = tone(500.0, rate, 0.0, 4000);
    equaliser.apply(sound.data(), 1000);
    const Equaliser::State then = equaliser.state();
    auto first = std::vector<float>(sound.begin() + 2000, sound.end()), again = first;
    equaliser.apply(first.data(), 3000);
    equaliser.restore(then);
    equaliser.apply(again.data(), 3000);
    EXPECT_EQ(again, first);
}

TEST(Equaliser, WhatIsNoNumberDoesNotStay) {
    Equaliser equaliser(rate);
    std::array<double, equaliser_bands> gains{};
    gains.fill(5.0);
    equaliser.set(with(gains));
    equaliser.restart();
    std::vector<float> bad{std::numeric_limits<float>::quiet_NaN(), 0.5F};
    equaliser.apply(bad.data(), 1);
    auto sound = tone(500.0, rate, 0.0, 100);
    equaliser.apply(sound.data(), 100);
    for (const float x : sound) {
        ASSERT_TRUE(std::isfinite(x));
    }
}

}  // namespace
}  // namespace refrain
