// Dropout with a generator of its own. LibTorch 1.13 draws Bernoulli numbers one after the other from a
// Mersenne twister when it is built without MKL, as distributions build it: a tenth of a training step.
// One thread calls; the work is split. The mask depends on the seed alone, not on the number of threads.
#pragma once

#include <cstdint>

#include <torch/types.h>

namespace refrain {

/// A tensor like `x`: 0 with probability `p` (to 1/65536), else 1 / (1 - p). p in [0, 1). CPU, float32.
torch::Tensor dropout_mask(const torch::Tensor& x, double p, std::uint64_t seed);

/// x times such a mask, seeded from LibTorch's default generator. On other devices and types LibTorch's own.
torch::Tensor drop_out(const torch::Tensor& x, double p);

}  // namespace refrain
