// Sounds whose features are known beforehand: what the formulas must give, computed by hand.
#include "recommender/content/analyzer/audio_features.h"

#include "recommender/content/analyzer/rhythm.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <random>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace refrain::analysis {
namespace {

std::vector<float> sine(double hz, double amplitude, double seconds = 10.0) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * sample_rate));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = static_cast<float>(
            amplitude * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / sample_rate));
    }
    return samples;
}

std::vector<float> white_noise(double seconds = 10.0) {
    std::mt19937 random(7);
    std::uniform_real_distribution<float> any(-0.5F, 0.5F);
    std::vector<float> samples(static_cast<std::size_t>(seconds * sample_rate));
    std::generate(samples.begin(), samples.end(), [&] { return any(random); });
    return samples;
}

/// A click of 2 ms on each beat, in a silence like a drum machine's.
std::vector<float> clicks(double bpm, double seconds = 10.0) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * sample_rate), 0.0F);
    std::mt19937 random(3);
    std::uniform_real_distribution<float> any(-0.8F, 0.8F);
    const double beat = 60.0 / bpm;
    for (double at = 0.1; at < seconds - 0.1; at += beat) {
        const auto first = static_cast<std::size_t>(at * sample_rate);
        std::generate_n(samples.begin() + static_cast<std::ptrdiff_t>(first), 44,
                        [&] { return any(random); });
    }
    return samples;
}

AudioFeatures features_of(const std::vector<float>& samples) {
    FeatureExtractor extractor;
    extractor.add(samples);
    return extractor.features().value();
}

TEST(Spectrum, ASineOfAmplitudeOneHasAQuarterAtItsBin) {
    Spectrum spectrum;
    const double hz = bin_frequency(100);
    const auto samples = sine(hz, 1.0);
    const auto power = spectrum.power(std::span(samples).first(frame_size));
    EXPECT_NEAR(power[100], 0.25, 1e-4);
    EXPECT_LT(power[110], 1e-8);
}

TEST(Mel, AThousandHertzIsAThousandMel) {
    EXPECT_NEAR(hz_to_mel(1000.0), 999.99, 0.01);
    EXPECT_NEAR(mel_to_hz(hz_to_mel(4321.0)), 4321.0, 1e-6);
}

TEST(Mel, TheCepstrumOfEqualBandsIsOneNumber) {
    std::array<float, mel_bands> flat;
    flat.fill(-2.0F);
    const auto coefficients = cepstrum(flat);
    // Orthonormal DCT-II: c0 = sum / sqrt(40) = -80 / 6.3246.
    EXPECT_NEAR(coefficients[0], -12.6491, 1e-3);
    for (std::size_t k = 1; k < cepstral_coefficients; ++k) {
        EXPECT_NEAR(coefficients[k], 0.0, 1e-4);
    }
}

TEST(Mel, TheCepstrumOfACosineOverTheBandsIsItsOwnCoefficient) {
    std::array<float, mel_bands> wave;
    for (std::size_t i = 0; i < mel_bands; ++i) {
        wave[i] =
            static_cast<float>(std::cos(std::numbers::pi * 3.0 * (static_cast<double>(i) + 0.5) / mel_bands));
    }
    const auto coefficients = cepstrum(wave);
    // sqrt(2/40) * sum(cos²) = sqrt(0.05) * 20.
    EXPECT_NEAR(coefficients[3], 4.47214, 1e-3);
    EXPECT_NEAR(coefficients[2], 0.0, 1e-4);
}

TEST(AudioFeatures, TheCentroidOfASineIsItsFrequency) {
    for (const double hz : {440.0, 1000.0, 5000.0}) {
        EXPECT_NEAR(features_of(sine(hz, 0.5)).centroid_hz, hz, 0.02 * hz) << hz;
    }
}

TEST(AudioFeatures, TheCentroidOfWhiteNoiseIsAQuarterOfTheSampleRate) {
    EXPECT_NEAR(features_of(white_noise()).centroid_hz, sample_rate / 4.0, 60.0);
}

TEST(AudioFeatures, WhiteNoiseIsFlatAndASineIsNot) {
    EXPECT_GT(features_of(white_noise()).flatness, 0.98);
    EXPECT_LT(features_of(sine(1000.0, 0.5)).flatness, 0.001);
}

TEST(AudioFeatures, ASineFallsIntoItsPitchClass) {
    // C4, E4, A4, and A5 an octave higher, in equal temperament.
    for (const auto& [hz, pitch] :
         {std::pair{261.626, 0u}, std::pair{329.628, 4u}, std::pair{440.0, 9u}, std::pair{880.0, 9u}}) {
        const auto chroma = features_of(sine(hz, 0.5)).chroma;
        EXPECT_GT(chroma[pitch], 0.7) << hz;
        EXPECT_NEAR(std::accumulate(chroma.begin(), chroma.end(), 0.0), 1.0, 1e-4);
    }
}

TEST(AudioFeatures, LoudnessIsTheRootMeanSquareInDecibel) {
    // A sine of amplitude a has RMS a / sqrt(2): -3.0103 dB at full scale, 20 dB less at a tenth.
    EXPECT_NEAR(features_of(sine(1000.0, 1.0)).loudness_db, -3.0103, 0.01);
    EXPECT_NEAR(features_of(sine(1000.0, 0.1)).loudness_db, -23.0103, 0.01);
}

TEST(AudioFeatures, AClickTrackHasItsTempoAndItsOnsets) {
    for (const double bpm : {75.0, 90.0, 120.0, 150.0}) {
        const auto features = features_of(clicks(bpm));
        EXPECT_NEAR(features.tempo_bpm, bpm, 0.02 * bpm);
        EXPECT_NEAR(features.onset_rate, bpm / 60.0, 0.21);
    }
}

TEST(AudioFeatures, SilenceIsSilent) {
    const auto features = features_of(std::vector<float>(sample_rate * 5, 0.0F));
    EXPECT_EQ(features.loudness_db, -100.0F);
    EXPECT_EQ(features.centroid_hz, 0.0F);
    EXPECT_EQ(features.flatness, 0.0F);
    EXPECT_EQ(features.onset_rate, 0.0F);
    EXPECT_EQ(features.tempo_bpm, 0.0F);
}

TEST(AudioFeatures, SeveralExcerptsCountTogether) {
    FeatureExtractor extractor;
    extractor.add(sine(1000.0, 0.5));
    extractor.add(sine(3000.0, 0.5));
    EXPECT_NEAR(extractor.features()->centroid_hz, 2000.0, 40.0);
}

TEST(AudioFeatures, LessThanAFrameGivesNone) {
    FeatureExtractor extractor;
    extractor.add(std::vector<float>(frame_size - 1, 0.5F));
    EXPECT_FALSE(extractor.features());
}

TEST(AudioFeatures, AreFiniteWhateverTheSamples) {
    EXPECT_TRUE(rc::check([] {
        auto samples = *rc::gen::container<std::vector<float>>(
            5000, rc::gen::oneOf(rc::gen::arbitrary<float>(),
                                 rc::gen::element(std::numeric_limits<float>::infinity(), 1e30F,
                                                  std::numeric_limits<float>::quiet_NaN(), 0.0F)));
        const auto values = features_of(samples).values();
        RC_ASSERT(values.size() == AudioFeatures::size);
        for (const float value : values) {
            RC_ASSERT(std::isfinite(value));
        }
    }));
}

TEST(Onsets, AreThePeaksThatStandOut) {
    std::vector<float> strength(200, 0.1F);
    strength[50] = 5.0F;
    strength[51] = 5.0F;
    strength[120] = 4.0F;
    EXPECT_EQ(onsets(strength), (std::vector<std::size_t>{50, 120}));
    EXPECT_TRUE(onsets(std::vector<float>(200, 0.1F)).empty());
    EXPECT_TRUE(onsets({}).empty());
}

}  // namespace
}  // namespace refrain::analysis
