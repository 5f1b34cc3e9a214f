#include "recommender/content/analyzer/audio_features.h"

#include "recommender/content/analyzer/rhythm.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace refrain::analysis {
namespace {

/// Below it a frame says nothing about its sound: -100 dB.
constexpr double silence = 1e-10;

/// Pitch class of a frequency, C = 0, A = 9.
std::size_t pitch_class(double hz) {
    const long semitones_from_a4 = std::lround(12.0 * std::log2(hz / 440.0));
    return static_cast<std::size_t>(((semitones_from_a4 + 9) % 12 + 12) % 12);
}

/// Geometric over arithmetic mean; the bin of the mean itself (0 Hz) is no sound and left out.
double flatness_of(std::span<const double> power) {
    double log_sum = 0.0, sum = 0.0;
    for (std::size_t k = 1; k < power.size(); ++k) {
        log_sum += std::log(std::max(power[k], 1e-20));
        sum += power[k];
    }
    const auto n = static_cast<double>(power.size() - 1);
    return sum / n < 1e-15 ? 0.0 : std::exp(log_sum / n) / (sum / n);
}

}  // namespace

struct FeatureExtractor::State {
    State() {
        for (std::size_t k = 0; k < bins; ++k) {
            const double f = bin_frequency(k);
            class_of_bin[k] = f >= 200.0 && f <= 5000.0 ? static_cast<int>(pitch_class(f)) : -1;
        }
    }

    void add_frame(std::span<const float> power) {
        const auto energies = mel.log_energies(power);
        const auto coefficients = cepstrum(energies);
        for (std::size_t i = 0; i < cepstral_coefficients; ++i) {
            mfcc_sum[i] += coefficients[i];
            mfcc_square_sum[i] += static_cast<double>(coefficients[i]) * coefficients[i];
        }
        ++frames;

        double magnitude_sum = 0.0, moment = 0.0, total = 0.0;
        std::array<double, pitch_classes> classes{};
        double pitched = 0.0;
        for (std::size_t k = 0; k < bins; ++k) {
            const double magnitude = std::sqrt(power[k]);
            magnitude_sum += magnitude;
            moment += bin_frequency(k) * magnitude;
            total += power[k];
            if (class_of_bin[k] >= 0) {
                classes[static_cast<std::size_t>(class_of_bin[k])] += power[k];
                pitched += power[k];
            }
        }
        if (total > silence) {
            centroid_sum += moment / magnitude_sum;
            ++sounding_frames;
        }
        if (pitched > silence) {
            for (std::size_t c = 0; c < pitch_classes; ++c) {
                chroma_sum[c] += classes[c] / pitched;
            }
            ++pitched_frames;
        }
    }

    Spectrum spectrum;
    MelBands mel;
    std::array<int, bins> class_of_bin{};

    std::array<double, cepstral_coefficients> mfcc_sum{}, mfcc_square_sum{};
    std::array<double, pitch_classes> chroma_sum{};
    std::vector<double> autocorrelation_sum;
    double centroid_sum = 0.0, flatness_sum = 0.0, square_sum = 0.0, seconds = 0.0;
    std::size_t frames = 0, sounding_frames = 0, pitched_frames = 0, excerpts = 0, samples = 0,
                onset_count = 0;
};

FeatureExtractor::FeatureExtractor() : state_(std::make_unique<State>()) {}
FeatureExtractor::~FeatureExtractor() = default;

void FeatureExtractor::add(std::span<const float> given) {
    if (given.size() < frame_size) {
        return;
    }
    State& s = *state_;
    std::vector<float> samples(given.begin(), given.end());
    for (auto& sample : samples) {
        sample = std::isfinite(sample) ? std::clamp(sample, -4.0F, 4.0F) : 0.0F;
        s.square_sum += static_cast<double>(sample) * sample;
    }
    s.samples += samples.size();
    s.seconds += static_cast<double>(samples.size()) / sample_rate;

    std::vector<double> average(bins, 0.0);
    std::vector<float> strength;
    std::array<float, mel_bands> before{};
    for (std::size_t at = 0; at + frame_size <= samples.size(); at += hop_size) {
        const auto power = s.spectrum.power(std::span(samples).subspan(at, frame_size));
        std::transform(average.begin(), average.end(), power.begin(), average.begin(), std::plus<>());
        s.add_frame(power);
        // Onset strength: how much the mel bands rise from frame to frame.
        const auto energies = s.mel.log_energies(power);
        float rise = 0.0F;
        for (std::size_t b = 0; at > 0 && b < mel_bands; ++b) {
            rise += std::max(0.0F, energies[b] - before[b]);
        }
        strength.push_back(rise);
        before = energies;
    }
    for (auto& bin : average) {
        bin /= static_cast<double>(strength.size());
    }
    s.flatness_sum += flatness_of(average);
    ++s.excerpts;
    s.onset_count += onsets(strength).size();
    const auto sums = autocorrelation(strength);
    s.autocorrelation_sum.resize(sums.size(), 0.0);
    std::transform(sums.begin(), sums.end(), s.autocorrelation_sum.begin(), s.autocorrelation_sum.begin(),
                   std::plus<>());
}

std::optional<AudioFeatures> FeatureExtractor::features() const {
    const State& s = *state_;
    if (s.frames == 0) {
        return std::nullopt;
    }
    AudioFeatures f;
    const auto frames = static_cast<double>(s.frames);
    for (std::size_t i = 0; i < cepstral_coefficients; ++i) {
        const double mean = s.mfcc_sum[i] / frames;
        f.mfcc_mean[i] = static_cast<float>(mean);
        f.mfcc_deviation[i] =
            static_cast<float>(std::sqrt(std::max(0.0, s.mfcc_square_sum[i] / frames - mean * mean)));
    }
    if (s.sounding_frames > 0) {
        f.centroid_hz = static_cast<float>(s.centroid_sum / static_cast<double>(s.sounding_frames));
    }
    f.flatness = static_cast<float>(s.flatness_sum / static_cast<double>(s.excerpts));
    for (std::size_t c = 0; s.pitched_frames > 0 && c < pitch_classes; ++c) {
        f.chroma[c] = static_cast<float>(s.chroma_sum[c] / static_cast<double>(s.pitched_frames));
    }
    const double mean_square = s.square_sum / static_cast<double>(s.samples);
    f.loudness_db = static_cast<float>(10.0 * std::log10(std::max(mean_square, silence)));
    f.onset_rate = static_cast<float>(static_cast<double>(s.onset_count) / s.seconds);
    f.tempo_bpm = static_cast<float>(tempo(s.autocorrelation_sum));
    return f;
}

std::vector<float> AudioFeatures::values() const {
    std::vector<float> all;
    all.reserve(size);
    all.insert(all.end(), mfcc_mean.begin(), mfcc_mean.end());
    all.insert(all.end(), mfcc_deviation.begin(), mfcc_deviation.end());
    all.insert(all.end(), {centroid_hz, flatness});
    all.insert(all.end(), chroma.begin(), chroma.end());
    all.insert(all.end(), {loudness_db, onset_rate, tempo_bpm});
    return all;
}

}  // namespace refrain::analysis
