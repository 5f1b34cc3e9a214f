#include "recommender/model/kernels/update_kernels.h"

#include "recommender/model/kernels/simd.h"

#include <cmath>

namespace refrain {
namespace {

template <int vectors>
REFRAIN_INLINE void adam_body(const AdamStep& step, std::int64_t count, float* gradient, float* mean,
                              float* square, float* x) {
    for (std::int64_t i = 0; i < count; ++i) {
        const float g = gradient[i];
        mean[i] = step.beta1 * mean[i] + (1.0F - step.beta1) * g;
        square[i] = step.beta2 * square[i] + (1.0F - step.beta2) * g * g;
        x[i] -= step.rate * mean[i] / (std::sqrt(square[i]) / step.root_correction + step.epsilon);
        gradient[i] = 0.0F;
    }
}

template <int vectors>
REFRAIN_INLINE void adagrad_body(float rate, float epsilon, std::int64_t count, const float* gradient,
                                 float* squares, float* x) {
    for (std::int64_t i = 0; i < count; ++i) {
        squares[i] += gradient[i] * gradient[i];
        x[i] -= rate * gradient[i] / (std::sqrt(squares[i]) + epsilon);
    }
}

}  // namespace

REFRAIN_KERNEL(adam,
               (const AdamStep& step, std::int64_t count, float* gradient, float* mean, float* square,
                float* x),
               (step, count, gradient, mean, square, x))
REFRAIN_KERNEL(adagrad,
               (float rate, float epsilon, std::int64_t count, const float* gradient, float* squares,
                float* x),
               (rate, epsilon, count, gradient, squares, x))

}  // namespace refrain
