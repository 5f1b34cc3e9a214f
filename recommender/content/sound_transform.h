// From stored sound features to unit vectors, learned from the library: each feature about its median in
// median absolute deviations (robust z-score: a few odd files move neither), then principal components with
// their spread made equal (whitening), so that no feature counts twice for being measured in three ways.
// Pure, any thread, nothing fails.
#pragma once

#include "recommender/content/audio_space.h"
#include "recommender/content/feature_layout.h"
#include "recommender/content/unit_rows.h"

#include <array>

namespace refrain {

/// The features of a row.
std::span<const float> row_in(const FeatureTable& table, std::size_t row);
/// All of them are there and finite.
bool is_sound(std::span<const float> values);

class SoundTransform {
  public:
    static SoundTransform learn(const FeatureTable& features, const AudioSpaceOptions& options);

    Eigen::Index dimensions() const { return components_.cols(); }
    /// Of length 1, or 0 where a track is the median in everything.
    UnitRow unit_vector(std::span<const float> values) const;
    /// Higher is livelier: the sum of the z-scores of loudness, onset rate and centroid.
    double liveliness(std::span<const float> values) const;

  private:
    using Features = Eigen::Matrix<double, 1, features::count>;

    /// What is no number counts as the median.
    Features standardised(const Features& even) const;

    Features median_ = Features::Zero(), scale_ = Features::Zero();
    /// Columns are the kept components, divided by their spread.
    Eigen::Matrix<double, features::count, Eigen::Dynamic> components_;
};

}  // namespace refrain
