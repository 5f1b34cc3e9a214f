// The sampled losses of recommender design, section 3, value and gradients in one pass over blocks of rows,
// so that the (rows x samples) scores never leave the second cache. Plain float arrays. Pure; any thread;
// nothing fails.
#pragma once

#include <cstdint>

namespace refrain {

/// Which function of ln p a row's loss is: -ln p, or ln(1 + N p) (losses.h says what for).
enum class RowLoss { positive, relative_negative };

struct SampledLossShape {
    std::int64_t width = 0;
    std::int64_t samples = 0;
    /// 1 / tau
    float scale = 1.0F;
    RowLoss loss = RowLoss::positive;
    /// ln N, for relative_negative.
    float log_items = 0.0F;
};

/// What all rows share; laid out by the caller.
struct SampleView {
    /// (samples x padded(width)) and on its side (width x padded(samples)), padded with 0 to multiples of 16.
    const float* vectors = nullptr;
    const float* vectors_on_side = nullptr;
    /// ln of the chance to be in the sample, (padded(samples)); the padding holds 1e30.
    const float* log_inclusion = nullptr;
    /// (padded(samples)); a sample that is a row's own target is left out.
    const std::int32_t* ids = nullptr;
};

/// Rows of users with their targets, and where their gradients go.
struct SampledRows {
    std::int64_t count = 0;
    /// (count x width)
    const float* users = nullptr;
    /// Each row's target vector, (width).
    const float* const* targets = nullptr;
    const std::int32_t* target_ids = nullptr;
    const float* weights = nullptr;
    float* by_users = nullptr;
    /// (count): by u . v of the row's target; times u it is the target's gradient.
    float* by_own = nullptr;
    /// (samples x padded(width)): added to.
    float* by_samples = nullptr;
    /// Added to.
    double* loss = nullptr;
    double* by_scale = nullptr;
};

/// Rows handed over at once; more do not fit the caches.
inline constexpr std::int64_t sampled_loss_rows = 32;
std::int64_t sampled_loss_scratch_size(std::int64_t samples, std::int64_t width);
void sampled_loss(const SampledLossShape& shape, const SampleView& sample, const SampledRows& rows,
                  float* scratch);

}  // namespace refrain
