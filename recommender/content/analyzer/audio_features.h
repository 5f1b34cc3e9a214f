// What a track sounds like, as numbers: computed from one or more excerpts of it.
// Threads: one FeatureExtractor, one thread. Nothing fails; too little audio gives no features.
#pragma once

#include "recommender/content/analyzer/mel.h"
#include "recommender/content/analyzer/spectrum.h"
#include "recommender/content/feature_layout.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace refrain::analysis {

inline constexpr int feature_version = features::version;
inline constexpr std::size_t pitch_classes = features::pitch_classes;

struct AudioFeatures {
    /// Mean and standard deviation over all frames, of log10 mel energies (mel.h).
    std::array<float, cepstral_coefficients> mfcc_mean{}, mfcc_deviation{};
    /// Hz: sum(f |X|) / sum(|X|), mean over the frames that are not silent (Peeters, CUIDADO report, 2004).
    float centroid_hz = 0.0F;
    /// 0 (tones) .. 1 (white noise): geometric over arithmetic mean of the power spectrum, averaged over each
    /// excerpt first (Johnston, IEEE JSAC 6(2), 1988; Welch 1967).
    float flatness = 0.0F;
    /// Share of each pitch class, C first, in the power from 200 to 5000 Hz, equal temperament, A4 = 440 Hz;
    /// each frame counts the same, they sum to 1 (Fujishima 1999). 0 when silent.
    std::array<float, pitch_classes> chroma{};
    /// dB relative to full scale, -100 when silent: 20 log10 of the root mean square.
    float loudness_db = -100.0F;
    /// Onsets a second, and beats a minute (0 when nothing repeats): rhythm.h.
    float onset_rate = 0.0F;
    float tempo_bpm = 0.0F;

    /// As stored: in the order above, that of feature_layout.h.
    std::vector<float> values() const;
    static constexpr std::size_t size = features::count;
};

class FeatureExtractor {
  public:
    FeatureExtractor();
    ~FeatureExtractor();
    FeatureExtractor(const FeatureExtractor&) = delete;
    FeatureExtractor& operator=(const FeatureExtractor&) = delete;

    /// One excerpt: mono, -1..1, at `sample_rate`. Shorter than a frame adds nothing. What is no finite
    /// number counts as silence.
    void add(std::span<const float> samples);
    /// Nothing when no excerpt was long enough.
    std::optional<AudioFeatures> features() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace refrain::analysis
