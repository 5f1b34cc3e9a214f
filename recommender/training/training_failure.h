// What ended a training, in one sentence. Pure; any thread; nothing fails.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/model/parallel/peers.h"
#include "recommender/training/compute_plan.h"

#include <algorithm>
#include <exception>
#include <string>

namespace refrain {

inline Error training_failed(const std::exception& error) {
    if (dynamic_cast<const PeerFailure*>(&error) != nullptr) {
        return {ErrorCode::failed, std::string("Training stopped: ") + error.what() + ".", {}};
    }
    if (is_out_of_memory(error)) {
        return {ErrorCode::failed, "Training stopped: there is not enough memory.", {}};
    }
    // LibTorch's messages go on with a stack trace; the first line is the sentence.
    std::string why = error.what();
    why = why.substr(0, std::min(why.find('\n'), std::size_t{300}));
    return {ErrorCode::failed, "Training stopped: " + why + ".", {}};
}

}  // namespace refrain
