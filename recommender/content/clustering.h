// Clusters of unit vectors: spherical k-means (Dhillon & Modha, Machine Learning 42, 2001) from k-means++
// beginnings (Arthur & Vassilvitskii, SODA 2007). Pure, any thread, nothing fails; the same vectors and seed
// give the same clusters.
#pragma once

#include "recommender/content/unit_rows.h"

#include <cstddef>
#include <cstdint>

namespace refrain {

/// At most `wanted` of the rows, evenly drawn.
UnitRows evenly(const UnitRows& rows, std::size_t wanted);

/// `k` centres of unit length, or as many as there are rows.
UnitRows k_means(const UnitRows& rows, std::size_t k, std::uint64_t seed);

/// Mean over the rows of (b - a) / max(a, b), a and b the cosine distances to the nearest and the second
/// nearest centre: the simplified silhouette (Hruschka et al., 2006), in [0, 1]. 0 with one centre.
double silhouette(const UnitRows& rows, const UnitRows& centres);

/// Centres for damping and diversity. Of 8, 12, 16, 24, 32, 48 and 64 clusters, as far as there are ten rows
/// for each, the number with the largest silhouette, the smaller one where two are equal; a tenth of the rows
/// where these are fewer than 80. Below 8 a skipped style would be half of the library.
UnitRows cluster(const UnitRows& rows, std::uint64_t seed);

}  // namespace refrain
