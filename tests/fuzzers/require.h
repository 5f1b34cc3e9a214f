// What a fuzzer holds to be true of any input.
#pragma once

#include <cstdlib>

namespace refrain {

/// Ends the process where it does not hold: libFuzzer keeps the input.
inline void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace refrain
