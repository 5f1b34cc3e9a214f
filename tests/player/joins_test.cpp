// Rates and joins: the resampler as a filter, and a sine cut into tracks of one or several rates and put
// together again.
#include "player/engine/mixing/extrapolation.h"
#include "player/engine/mixing/resampler.h"
#include "tests/player/memory_source.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain {
namespace {

using namespace testing_audio;

constexpr int out_rate = 44100;

struct Rates {
    int from, to;
};

class Conversion : public ::testing::TestWithParam<Rates> {
  protected:
    /// Converts half a second of a sine of `hertz`, with more of it on both sides.
    std::vector<float> convert(double hertz, double offset) {
        const Resampler resampler(GetParam().from, GetParam().to, offset);
        const std::int64_t margin = resampler.reach() + 8;
        const auto out_frames = static_cast<std::size_t>(GetParam().to / 2);
        const auto input = tone(hertz, GetParam().from, -static_cast<double>(margin) / GetParam().from,
                                GetParam().from / 2 + 2 * margin);
        std::vector<float> out(2 * out_frames);
        resampler.run(0, out_frames, input.data(), -margin, out.data());
        return out;
    }
    double lower_nyquist() const { return std::min(GetParam().from, GetParam().to) / 2.0; }
};

TEST_P(Conversion, KeepsASineUpToTheEdgeOfThePassBand) {
    for (const double part : {0.001, 0.2, 0.6, 0.92}) {
        for (const double offset : {0.0, 0.37}) {
            const double hertz = part * lower_nyquist();
            const auto out = convert(hertz, offset);
            double worst = 0.0;
            for (std::size_t i = 0; i < out.size() / 2; ++i) {
                const double time = (static_cast<double>(i) + offset) / GetParam().to;
                const double expected = 0.5 * std::sin(2.0 * std::numbers::pi * hertz * time);
                worst = std::max({worst, std::abs(static_cast<double>(out[2 * i]) - expected),
                                  std::abs(static_cast<double>(out[2 * i + 1]) + expected)});
            }
            // -94 dB of full scale, everywhere.
            EXPECT_LT(worst, 1e-5) << hertz << " Hz, offset " << offset;
        }
    }
}

TEST_P(Conversion, TakesAwayWhatTheLowerRateCannotHold) {
    const double top = GetParam().from / 2.0;
    for (const double part : {0.0, 0.3, 0.9}) {
        const double hertz = lower_nyquist() + part * (top - lower_nyquist());
        if (hertz >= top) {
            // There is nothing to take away when the rate rises.
            EXPECT_LE(GetParam().from, GetParam().to);
            continue;
        }
        for (const float x : convert(hertz, 0.0)) {
            // 100 dB below the sine of 0.5.
            ASSERT_LT(std::abs(x), 0.5e-5F) << hertz << " Hz";
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Rates, Conversion,
    ::testing::Values(Rates{48000, 44100}, Rates{44100, 48000}, Rates{96000, 44100}, Rates{192000, 44100},
                      Rates{352800, 44100}, Rates{22050, 44100}, Rates{8000, 44100}, Rates{44056, 44100},
                      Rates{44100, 44056}),
    [](const auto& rates) {
        return std::to_string(rates.param.from).append("to").append(std::to_string(rates.param.to));
    });

TEST(Resampler, LeavesEqualRatesAlone) {
    const Resampler same(44100, 44100, 0.0);
    EXPECT_TRUE(same.identity());
    EXPECT_FALSE(Resampler(44100, 44100, 0.5).identity());
    const std::vector<float> input{0.1F, -0.3F, 1.5F, 1e-30F};
    std::vector<float> out(4);
    same.run(7, 2, input.data(), 7, out.data());
    EXPECT_EQ(out, input);
}

TEST(Resampler, CountsFramesExactlyThroughAnyNumberOfJoins) {
    EXPECT_TRUE(rc::check("frames of the parts add up to the frames of the whole", [] {
        const auto rates =
            *rc::gen::element(std::pair{48000, 44100}, std::pair{96000, 44100}, std::pair{8000, 44100},
                              std::pair{44100, 48000}, std::pair{37800, 44100}, std::pair{352800, 44100});
        const auto lengths = *rc::gen::nonEmpty(
            rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 20'000)));
        double offset = 0.0;
        std::int64_t out = 0, in = 0;
        for (const std::int64_t length : lengths) {
            const Resampler part(rates.first, rates.second, offset);
            out += part.frames_of(length);
            offset = part.offset_behind(length);
            in += length;
        }
        // The whole, in integers: the smallest count that covers it.
        RC_ASSERT(out == (in * rates.second + rates.first - 1) / rates.first);
        RC_ASSERT(offset >= 0.0 && offset < 1.0);
    }));
}

TEST(Extrapolation, ContinuesASineBothWays) {
    for (const double hertz : {440.0, 3000.0, 12000.0}) {
        const auto sound = tone(hertz, out_rate, 0.0, 1024);
        const auto after = continue_forward(sound, 40);
        const auto before = continue_backward(sound, 40);
        const auto expected_after = tone(hertz, out_rate, 1024.0 / out_rate, 40);
        const auto expected_before = tone(hertz, out_rate, -40.0 / out_rate, 40);
        for (std::size_t i = 0; i < 80; ++i) {
            ASSERT_NEAR(after[i], expected_after[i], 1e-3) << hertz << " Hz, " << i;
            ASSERT_NEAR(before[i], expected_before[i], 1e-3) << hertz << " Hz, " << i;
        }
    }
}

TEST(Extrapolation, OfNothingOrOfSilenceIsSilence) {
    EXPECT_EQ(continue_forward({}, 3), std::vector<float>(6, 0.0F));
    EXPECT_EQ(continue_forward(level(0.0F, 100), 3), std::vector<float>(6, 0.0F));
    EXPECT_EQ(continue_backward(level(0.5F, 1), 3), std::vector<float>(6, 0.0F));
}

// --- joins

constexpr double hertz = 3000.0;

/// A sine obeys x[n] = 2 cos(w) x[n-1] - x[n-2]: what remains between frames `from` and `to`, at most.
double residual(const std::vector<float>& x, std::int64_t from, std::int64_t to) {
    const double two_cos = 2.0 * std::cos(2.0 * std::numbers::pi * hertz / out_rate);
    double largest = 0.0;
    for (auto i = static_cast<std::size_t>(std::max<std::int64_t>(from, 2)); i < static_cast<std::size_t>(to);
         ++i) {
        largest =
            std::max(largest, std::abs(static_cast<double>(x[i]) - two_cos * static_cast<double>(x[i - 1]) +
                                       static_cast<double>(x[i - 2])));
    }
    return largest;
}

struct Row {
    std::vector<int> rates;
    /// The residual allowed at the joins: rounding, and the guess that bridges two rates is no worse.
    double at_joins;
};

class Join : public ::testing::TestWithParam<Row> {};

TEST_P(Join, ASineCutIntoTracksIsOneSineAgain) {
    Mixer mixer(out_rate);
    double time = 0.0;
    std::vector<double> joins;
    std::vector<Voice> tracks;
    for (std::size_t i = 0; i < GetParam().rates.size(); ++i) {
        const int rate = GetParam().rates[i];
        // Lengths that fit no block and no common grid.
        const std::int64_t frames = rate / 3 + 17 + static_cast<std::int64_t>(i);
        tracks.push_back(voice(static_cast<std::int64_t>(i + 1), tone(hertz, rate, time, frames), rate));
        time += static_cast<double>(frames) / rate;
        joins.push_back(time * out_rate);
    }
    Mixed all;
    mixer.play(tracks[0], 0);
    for (std::size_t i = 1; i <= tracks.size(); ++i) {
        mixer.set_next(i < tracks.size() ? tracks[i] : Voice());
        const auto until = static_cast<std::size_t>(joins[i - 1]) - static_cast<std::size_t>(all.frames());
        const Mixed part = i < tracks.size() ? mix(mixer, until + 50, 100) : mix_all(mixer);
        all.samples.insert(all.samples.end(), part.samples.begin(), part.samples.end());
        all.spans.insert(all.spans.end(), part.spans.begin(), part.spans.end());
    }
    const auto left = all.left();
    EXPECT_EQ(all.frames(), static_cast<std::int64_t>(std::ceil(joins.back() - 1e-6)));
    std::int64_t told = 0;
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        told += all.frames_of(static_cast<std::int64_t>(i + 1));
    }
    EXPECT_EQ(told, all.frames());
    const double inside = residual(left, 400, static_cast<std::int64_t>(joins[0]) - 400);
    // Rounding of floats of up to 0.5, three times.
    EXPECT_LT(inside, 2e-6);
    double at_joins = 0.0;
    for (std::size_t i = 0; i + 1 < joins.size(); ++i) {
        const auto join = static_cast<std::int64_t>(joins[i]);
        const double here = residual(left, join - 200, join + 200);
        EXPECT_LT(here, GetParam().at_joins) << "join " << i;
        at_joins = std::max(at_joins, here);
    }
    std::cout << "[ residual ] inside " << inside << ", at joins " << at_joins << '\n';
}

INSTANTIATE_TEST_SUITE_P(Rates, Join,
                         ::testing::Values(Row{{44100, 44100, 44100}, 1e-6}, Row{{48000, 48000, 48000}, 2e-6},
                                           Row{{44100, 48000, 96000, 44100}, 2e-6},
                                           Row{{96000, 22050, 48000}, 2e-6},
                                           Row{{32000, 44100, 44100}, 2e-6}),
                         [](const auto& row) {
                             std::string name;
                             for (const int rate : row.param.rates) {
                                 name.append("r").append(std::to_string(rate));
                             }
                             return name;
                         });

TEST(Joins, TracksOfTheOutputsRateAreJoinedBitForBit) {
    Mixer mixer(out_rate);
    const auto whole = tone(hertz, out_rate, 0.0, 5000);
    const std::vector<float> first(whole.begin(), whole.begin() + 2 * 1777);
    const std::vector<float> second(whole.begin() + 2 * 1777, whole.end());
    mixer.play(voice(1, first), 0);
    mixer.set_next(voice(2, second));
    EXPECT_EQ(mix_all(mixer).samples, whole);
}

TEST(Joins, TracksOfOneOtherRateComeOutAsIfTheyHadNeverBeenCut) {
    const auto whole = tone(hertz, 48000, 0.0, 15'000);
    Mixer one(out_rate), three(out_rate);
    one.play(voice(1, whole, 48000), 0);
    const Mixed expected = mix_all(one);
    three.play(voice(1, {whole.begin(), whole.begin() + 2 * 4001}, 48000), 0);
    three.set_next(voice(2, {whole.begin() + 2 * 4001, whole.begin() + 2 * 9777}, 48000));
    Mixed got = mix(three, 4000, 200);
    three.set_next(voice(3, {whole.begin() + 2 * 9777, whole.end()}, 48000));
    const Mixed rest = mix_all(three);
    got.samples.insert(got.samples.end(), rest.samples.begin(), rest.samples.end());
    ASSERT_EQ(got.samples.size(), expected.samples.size());
    for (std::size_t i = 0; i < got.samples.size(); ++i) {
        ASSERT_NEAR(got.samples[i], expected.samples[i], 3e-7F) << i;
    }
}

TEST(Joins, BehindSilenceATrackOfTheOutputsRateIsBitForBitAgain) {
    Mixer mixer(out_rate);
    auto other = tone(hertz, 48000, 0.0, 5001);
    std::fill(other.end() - 1000, other.end(), 0.0F);
    const auto own = tone(hertz, out_rate, 0.0, 2000);
    mixer.play(voice(1, other, 48000), 0);
    mixer.set_next(voice(2, own));
    const Mixed mixed = mix_all(mixer);
    ASSERT_GE(mixed.samples.size(), own.size());
    EXPECT_EQ(std::vector<float>(mixed.samples.end() - static_cast<std::ptrdiff_t>(own.size()),
                                 mixed.samples.end()),
              own);
}

}  // namespace
}  // namespace refrain
