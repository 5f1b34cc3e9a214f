#include "recommender/content/clustering.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

namespace refrain {
namespace {

constexpr int most_rounds = 30;
/// The number of clusters is chosen on so many rows.
constexpr std::size_t enough_to_choose = 4000;

/// A number in [0, 1) that does not depend on the standard library's distributions.
double uniform(std::mt19937_64& random) {
    constexpr double steps = 9007199254740992.0;  // 2^53
    return static_cast<double>(random() >> 11U) / steps;
}

UnitRows beginnings(const UnitRows& rows, Eigen::Index k, std::mt19937_64& random) {
    UnitRows centres(k, rows.cols());
    Eigen::Index next = static_cast<Eigen::Index>(uniform(random) * static_cast<double>(rows.rows()));
    Eigen::VectorXd distance = Eigen::VectorXd::Constant(rows.rows(), 4.0);
    for (Eigen::Index c = 0; c < k; ++c) {
        centres.row(c) = rows.row(next);
        const Eigen::VectorXf cosines = rows * centres.row(c).transpose();
        distance = distance.cwiseMin((1.0 - cosines.cast<double>().array()).max(0.0).matrix());
        // The next one with a probability by its distance to the nearest so far.
        double at = uniform(random) * distance.sum();
        for (next = 0; next + 1 < rows.rows() && at >= distance[next]; ++next) {
            at -= distance[next];
        }
    }
    return centres;
}

std::vector<Eigen::Index> nearest_centres(const UnitRows& rows, const UnitRows& centres) {
    const UnitRows cosines = rows * centres.transpose();
    std::vector<Eigen::Index> nearest(static_cast<std::size_t>(rows.rows()));
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
        cosines.row(i).maxCoeff(&nearest[static_cast<std::size_t>(i)]);
    }
    return nearest;
}

}  // namespace

UnitRows evenly(const UnitRows& rows, std::size_t wanted) {
    const auto count = std::min(rows.rows(), static_cast<Eigen::Index>(wanted));
    UnitRows drawn(count, rows.cols());
    for (Eigen::Index i = 0; i < count; ++i) {
        drawn.row(i) = rows.row(i * rows.rows() / count);
    }
    return drawn;
}

UnitRows k_means(const UnitRows& rows, std::size_t wanted, std::uint64_t seed) {
    const auto k = std::min(rows.rows(), static_cast<Eigen::Index>(wanted));
    if (k == 0) {
        return UnitRows(0, rows.cols());
    }
    std::mt19937_64 random(seed);
    UnitRows centres = beginnings(rows, k, random);
    std::vector<Eigen::Index> before;
    for (int round = 0; round < most_rounds; ++round) {
        auto nearest = nearest_centres(rows, centres);
        if (nearest == before) {
            break;
        }
        before = std::move(nearest);
        UnitRows sums = UnitRows::Zero(k, rows.cols());
        for (Eigen::Index i = 0; i < rows.rows(); ++i) {
            sums.row(before[static_cast<std::size_t>(i)]) += rows.row(i);
        }
        for (Eigen::Index c = 0; c < k; ++c) {
            const float length = sums.row(c).norm();
            if (length > 0.0F) {  // a centre that lost all its rows stays where it is
                centres.row(c) = sums.row(c) / length;
            }
        }
    }
    return centres;
}

double silhouette(const UnitRows& rows, const UnitRows& centres) {
    if (centres.rows() < 2 || rows.rows() == 0) {
        return 0.0;
    }
    const UnitRows cosines = rows * centres.transpose();
    double sum = 0.0;
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
        std::array<double, 2> best{-1.0, -1.0};
        for (Eigen::Index c = 0; c < centres.rows(); ++c) {
            const auto cosine = static_cast<double>(cosines(i, c));
            if (cosine > best[0]) {
                best = {cosine, best[0]};
            } else {
                best[1] = std::max(best[1], cosine);
            }
        }
        const double near = std::max(0.0, 1.0 - best[0]), second = std::max(0.0, 1.0 - best[1]);
        sum += second > 0.0 ? (second - near) / second : 0.0;
    }
    return sum / static_cast<double>(rows.rows());
}

UnitRows cluster(const UnitRows& rows, std::uint64_t seed) {
    constexpr std::array<std::size_t, 7> candidates{8, 12, 16, 24, 32, 48, 64};
    constexpr std::size_t rows_each = 10;
    const auto count = static_cast<std::size_t>(rows.rows());
    if (count < candidates.front() * rows_each) {
        return k_means(rows, std::max<std::size_t>(count / rows_each, 1), seed);
    }
    const UnitRows sample = evenly(rows, enough_to_choose);
    std::size_t best = candidates.front();
    double most = -1.0;
    for (const std::size_t k : candidates) {
        if (k * rows_each > count) {
            break;
        }
        const double value = silhouette(sample, k_means(sample, k, seed));
        if (value > most) {
            most = value;
            best = k;
        }
    }
    return k_means(rows, best, seed);
}

}  // namespace refrain
