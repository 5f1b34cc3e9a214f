#include "recommender/training/compute_plan.h"

#include <new>
#include <string_view>

namespace refrain {

std::optional<ComputePlan> after_out_of_memory(const ComputePlan& plan, int first_batch) {
    if (plan.batch >= 2 * smallest_batch) {
        return ComputePlan{plan.batch / 2, plan.on_gpu};
    }
    if (plan.on_gpu) {
        return ComputePlan{first_batch, false};
    }
    return std::nullopt;
}

std::string words_of_fallback(const ComputePlan& failed, const ComputePlan& next) {
    const std::string what = failed.on_gpu ? "The graphics card's memory" : "Memory";
    return failed.on_gpu && !next.on_gpu
               ? what + " is too small for this training; it goes on on the CPU"
               : what + " ran out; training goes on with batches of " + std::to_string(next.batch);
}

bool is_out_of_memory(const std::exception& error) {
    if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
        return true;
    }
    const std::string_view words = error.what();
    for (const std::string_view sign : {"out of memory", "can't allocate memory", "not enough memory"}) {
        if (words.find(sign) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

}  // namespace refrain
