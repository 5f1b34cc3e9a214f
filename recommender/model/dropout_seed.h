// Where the kernels' dropout takes its seeds from. For the .cpp files of this folder.
#pragma once

#include <cstdint>
#include <limits>

#include <torch/utils.h>

namespace refrain {

/// From LibTorch's default generator, so that one seed decides a whole training.
inline std::uint32_t next_dropout_seed() {
    return static_cast<std::uint32_t>(
        torch::randint(std::numeric_limits<std::uint32_t>::max(), {1}, torch::kInt64).item<std::int64_t>());
}

}  // namespace refrain
