#include "recommender/model/kernels/loss_kernel.h"

#include "recommender/model/kernels/simd.h"

#include <algorithm>
#include <cmath>

namespace refrain {
namespace {

using simd::Floats;
using simd::Ints;
using simd::padded;
constexpr int lanes = simd::width;

/// ln(1 + e^x) without overflow.
double softplus(double x) {
    return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}
double sigmoid(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

/// ln of the sum of e^score over what is not the row's own target; the scores become e^(score - highest).
struct Partition {
    double log_sum = 0.0;
    float sum = 0.0F;
};
REFRAIN_INLINE Partition partition(std::int64_t columns, const SampleView& sample, std::int32_t target,
                                   float* scores) {
    // With nothing but hits left all stand at this, and count for nothing beside the target.
    constexpr float nothing = -1e30F;
    Floats top = simd::all(nothing);
    for (std::int64_t j = 0; j < columns; j += lanes) {
        Ints ids;
        std::memcpy(&ids, sample.ids + j, sizeof ids);
        Floats x = simd::load(scores + j) - simd::load(sample.log_inclusion + j);
        x = ids == target ? simd::all(nothing) : x;
        simd::store(scores + j, x);
        top = x > top ? x : top;
    }
    float parts[lanes];
    simd::store(parts, top);
    const float highest = *std::max_element(parts, parts + lanes);
    Floats total{};
    for (std::int64_t j = 0; j < columns; j += lanes) {
        const Floats e = simd::exponential(simd::load(scores + j) - simd::all(highest));
        simd::store(scores + j, e);
        total += e;
    }
    const float sum = simd::sum(total);
    return {static_cast<double>(highest) + std::log(static_cast<double>(sum)), sum};
}

template <int vectors>
REFRAIN_INLINE void sampled_loss_body(const SampledLossShape& shape, const SampleView& sample,
                                      const SampledRows& rows, float* scratch) {
    const std::int64_t row = padded(shape.width);
    const std::int64_t columns = padded(shape.samples);
    float* users = scratch;  // scaled
    float* by_users = users + sampled_loss_rows * row;
    float* scores = by_users + sampled_loss_rows * row;
    for (std::int64_t r = 0; r < rows.count; ++r) {
        for (std::int64_t i = 0; i < row; ++i) {
            users[r * row + i] = i < shape.width ? rows.users[r * shape.width + i] * shape.scale : 0.0F;
        }
    }
    simd::product<vectors>(rows.count, columns, shape.width, users, row, 1, sample.vectors_on_side, columns,
                           scores, columns, false);
    for (std::int64_t r = 0; r < rows.count; ++r) {
        float* own_scores = scores + r * columns;
        double own = 0.0;
        for (std::int64_t i = 0; i < shape.width; ++i) {
            own += static_cast<double>(users[r * row + i]) * static_cast<double>(rows.targets[r][i]);
        }
        const Partition others = partition(columns, sample, rows.target_ids[r], own_scores);
        // ln p = own - ln(e^own + e^others)
        const double log_p = -softplus(others.log_sum - own);
        const auto weight = static_cast<double>(rows.weights[r]);
        double slope = -weight;  // of the loss by ln p
        if (shape.loss == RowLoss::positive) {
            *rows.loss -= weight * log_p;
        } else {
            const double above = log_p + static_cast<double>(shape.log_items);
            *rows.loss += weight * softplus(above);
            slope = weight * sigmoid(above);
        }
        // d ln p / d own = 1 - p = -d ln p / d others
        const double by_own = slope * sigmoid(others.log_sum - own);
        rows.by_own[r] = static_cast<float>(by_own);
        const Floats share = simd::all(static_cast<float>(-by_own) / others.sum);
        for (std::int64_t j = 0; j < columns; j += lanes) {
            simd::store(own_scores + j, simd::load(own_scores + j) * share);
        }
    }
    simd::product<vectors>(rows.count, row, shape.samples, scores, columns, 1, sample.vectors, row, by_users,
                           row, false);
    simd::product<vectors>(shape.samples, row, rows.count, scores, 1, columns, users, row, rows.by_samples,
                           row, true);
    for (std::int64_t r = 0; r < rows.count; ++r) {
        double along = 0.0;  // of the row's gradient along the user: what the scale gets
        for (std::int64_t i = 0; i < shape.width; ++i) {
            const float by_scaled = by_users[r * row + i] + rows.by_own[r] * rows.targets[r][i];
            const std::int64_t at = r * shape.width + i;
            along += static_cast<double>(by_scaled) * static_cast<double>(rows.users[at]);
            rows.by_users[at] = by_scaled * shape.scale;
        }
        *rows.by_scale += along;
    }
}

}  // namespace

REFRAIN_KERNEL(sampled_loss,
               (const SampledLossShape& shape, const SampleView& sample, const SampledRows& rows,
                float* scratch),
               (shape, sample, rows, scratch))

std::int64_t sampled_loss_scratch_size(std::int64_t samples, std::int64_t width) {
    return sampled_loss_rows * (2 * padded(width) + padded(samples));
}

}  // namespace refrain
