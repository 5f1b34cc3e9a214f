#include "recommender/model/dropout.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <limits>

#include <torch/utils.h>

namespace refrain {
namespace {

/// The output function of SplitMix64 (Steele, Lea & Flood, OOPSLA 2014): a counter in, 64 mixed bits out.
std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
}

constexpr std::uint64_t golden_gamma = 0x9E3779B97F4A7C15U;
/// Each 64 bits decide over four elements.
constexpr std::int64_t elements_per_draw = 4;
constexpr std::int64_t draws_per_task = 8192;

}  // namespace

torch::Tensor dropout_mask(const torch::Tensor& x, double p, std::uint64_t seed) {
    auto mask = torch::empty(x.sizes(), x.options().requires_grad(false));
    auto* out = mask.data_ptr<float>();
    const std::int64_t count = mask.numel();
    const auto dropped_below = static_cast<std::uint32_t>(std::lround(p * 65536.0));
    const auto kept = static_cast<float>(1.0 / (1.0 - p));
    const std::uint64_t start = mixed(seed);
    const std::int64_t draws = (count + elements_per_draw - 1) / elements_per_draw;
    at::parallel_for(0, draws, draws_per_task, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t draw = begin; draw < end; ++draw) {
            std::uint64_t bits = mixed(start + static_cast<std::uint64_t>(draw) * golden_gamma);
            const std::int64_t first = draw * elements_per_draw;
            const std::int64_t last = std::min(first + elements_per_draw, count);
            for (std::int64_t i = first; i < last; ++i) {
                out[i] = (bits & 0xFFFFU) < dropped_below ? 0.0F : kept;
                bits >>= 16U;
            }
        }
    });
    return mask;
}

torch::Tensor drop_out(const torch::Tensor& x, double p) {
    if (!x.is_cpu() || x.scalar_type() != torch::kFloat32) {
        return torch::dropout(x, p, /*train=*/true);
    }
    const auto seed = torch::randint(std::numeric_limits<std::int64_t>::max(), {1}, torch::kInt64);
    return x * dropout_mask(x, p, static_cast<std::uint64_t>(seed.item<std::int64_t>()));
}

}  // namespace refrain
