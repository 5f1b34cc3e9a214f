#include "recommender/content/sound_transform.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Eigenvalues>

namespace refrain {
namespace {

/// z-scores beyond it say no more.
constexpr double furthest = 4.0;
/// The median absolute deviation of a normal distribution times this is its standard deviation.
constexpr double to_deviation = 1.4826;

using Features = Eigen::Matrix<double, 1, features::count>;

/// What is heard in ratios (brightness, speed) becomes a difference.
Features on_even_scales(std::span<const float> values) {
    Features even;
    for (std::size_t i = 0; i < features::count; ++i) {
        even[static_cast<Eigen::Index>(i)] = static_cast<double>(values[i]);
    }
    even[features::centroid] = std::log2(1.0 + std::max(0.0, even[features::centroid]));
    even[features::tempo] = even[features::tempo] > 0.0 ? std::log2(even[features::tempo]) : std::nan("");
    return even;
}

double median_of(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

std::span<const float> row_in(const FeatureTable& table, std::size_t row) {
    const std::size_t from = row * features::count;
    return from + features::count <= table.values.size()
               ? std::span(table.values).subspan(from, features::count)
               : std::span<const float>();
}

bool is_sound(std::span<const float> values) {
    return values.size() == features::count &&
           std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

SoundTransform SoundTransform::learn(const FeatureTable& table, const AudioSpaceOptions& options) {
    std::vector<Features> rows;
    const std::size_t wanted = std::min(table.tracks.size(), std::max<std::size_t>(1, options.learned_from));
    for (std::size_t i = 0; i < wanted; ++i) {
        const auto values = row_in(table, i * table.tracks.size() / wanted);
        if (is_sound(values)) {
            rows.push_back(on_even_scales(values));
        }
    }
    SoundTransform learned;
    for (Eigen::Index f = 0; f < static_cast<Eigen::Index>(features::count); ++f) {
        std::vector<double> column;
        for (const Features& row : rows) {
            if (std::isfinite(row[f])) {
                column.push_back(row[f]);
            }
        }
        if (column.empty()) {
            continue;
        }
        learned.median_[f] = median_of(column);
        double square = 0.0;
        for (double& value : column) {
            value = std::abs(value - learned.median_[f]);
            square += value * value;
        }
        // Where more than half are the same the median deviation says nothing.
        const double robust = to_deviation * median_of(column);
        learned.scale_[f] = robust > 0.0 ? robust : std::sqrt(square / static_cast<double>(column.size()));
    }
    Eigen::Matrix<double, features::count, features::count> covariance;
    covariance.setZero();
    for (const Features& row : rows) {
        const Features z = learned.standardised(row);
        covariance.selfadjointView<Eigen::Lower>().rankUpdate(z.transpose());
    }
    covariance /= std::max<double>(1.0, static_cast<double>(rows.size()));
    // Ascending.
    const Eigen::SelfAdjointEigenSolver<decltype(covariance)> solver(covariance);
    const auto& variances = solver.eigenvalues();
    const double whole = variances.sum();
    Eigen::Index kept = 0;
    for (double held = 0.0; kept < variances.size() && whole > 0.0 && held < options.variance_kept * whole;) {
        held += variances[variances.size() - ++kept];
    }
    learned.components_ = solver.eigenvectors().rightCols(kept);
    const double ridge = options.ridge * whole / static_cast<double>(features::count);
    for (Eigen::Index c = 0; c < kept; ++c) {
        const double variance = variances[variances.size() - kept + c] + ridge;
        learned.components_.col(c) *= std::pow(variance, -0.5 * options.whitening);
    }
    return learned;
}

SoundTransform::Features SoundTransform::standardised(const Features& even) const {
    Features z = Features::Zero();
    for (Eigen::Index f = 0; f < z.size(); ++f) {
        // A tempo that was not found is as good as the median one.
        if (std::isfinite(even[f]) && scale_[f] > 0.0) {
            z[f] = std::clamp((even[f] - median_[f]) / scale_[f], -furthest, furthest);
        }
    }
    return z;
}

UnitRow SoundTransform::unit_vector(std::span<const float> values) const {
    const Eigen::RowVectorXd projected = standardised(on_even_scales(values)) * components_;
    const double length = projected.norm();
    return length > 0.0 ? UnitRow((projected / length).cast<float>())
                        : UnitRow(UnitRow::Zero(projected.size()));
}

double SoundTransform::liveliness(std::span<const float> values) const {
    const Features z = standardised(on_even_scales(values));
    return z[features::loudness] + z[features::onset_rate] + z[features::centroid];
}

}  // namespace refrain
