// Where and in what portions to train, and what to try when memory runs out. Pure; any thread; nothing fails.
#pragma once

#include <exception>
#include <optional>
#include <string>

namespace refrain {

struct ComputePlan {
    int batch = 32;
    bool on_gpu = false;
};

/// Smaller batches than this waste more time than they save memory.
inline constexpr int smallest_batch = 8;

/// Half the batch, down to smallest_batch; then from the GPU to the CPU with `first_batch`; then nothing.
std::optional<ComputePlan> after_out_of_memory(const ComputePlan& plan, int first_batch);

/// One sentence for the listener: what ran out, and how it goes on.
std::string words_of_fallback(const ComputePlan& failed, const ComputePlan& next);

/// LibTorch has no exception of its own for it that all its versions share: by type or by its words.
bool is_out_of_memory(const std::exception& error);

}  // namespace refrain
