#include "recommender/content/analyzer/spectrum.h"

#include <cmath>
#include <fftw3.h>
#include <numbers>
#include <numeric>

namespace refrain::analysis {

struct Spectrum::Plan {
    Plan()
        : in(fftwf_alloc_real(frame_size)),
          out(fftwf_alloc_complex(bins)),
          plan(fftwf_plan_dft_r2c_1d(static_cast<int>(frame_size), in, out, FFTW_ESTIMATE)) {}
    ~Plan() {
        fftwf_destroy_plan(plan);
        fftwf_free(out);
        fftwf_free(in);
    }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;

    float* in;
    fftwf_complex* out;
    fftwf_plan plan;
};

Spectrum::Spectrum() : plan_(std::make_unique<Plan>()), window_(frame_size), power_(bins) {
    for (std::size_t i = 0; i < frame_size; ++i) {
        const double phase =
            2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(frame_size);
        window_[i] = static_cast<float>(0.5 - 0.5 * std::cos(phase));
    }
    const float sum = std::accumulate(window_.begin(), window_.end(), 0.0F);
    scale_ = 1.0F / (sum * sum);
}

Spectrum::~Spectrum() = default;

std::span<const float> Spectrum::power(std::span<const float> frame) {
    for (std::size_t i = 0; i < frame_size; ++i) {
        plan_->in[i] = frame[i] * window_[i];
    }
    fftwf_execute(plan_->plan);
    for (std::size_t k = 0; k < bins; ++k) {
        const float re = plan_->out[k][0], im = plan_->out[k][1];
        power_[k] = (re * re + im * im) * scale_;
    }
    return power_;
}

}  // namespace refrain::analysis
