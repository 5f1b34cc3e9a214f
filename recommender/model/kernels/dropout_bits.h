// Which elements dropout takes: a function of a seed and the element's number, so that nothing need be kept
// from forward to backward and the number of threads changes nothing. Only for the .cpp files of this folder.
#pragma once

#include "recommender/model/kernels/simd.h"

#include <cstdint>
#include <cstring>

namespace refrain {

/// The finaliser of MurmurHash3 (Appleby), which mixes 32 bits into 32.
REFRAIN_INLINE simd::Words mixed_words(const simd::Words& word) {
    simd::Words x = word;
    x ^= x >> 16U;
    x *= 0x85EBCA6BU;
    x ^= x >> 13U;
    x *= 0xC2B2AE35U;
    x ^= x >> 16U;
    return x;
}

/// 0 with probability `p` (to 1/65536), else 1 / (1 - p), for the sixteen elements from number `first` on.
REFRAIN_INLINE simd::Floats dropout_factors(std::uint32_t seed, std::uint32_t first, double p) {
    const simd::Words numbers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    // The seed goes in between two mixings: two seeds are no shifts of one another.
    const simd::Words bits = mixed_words(mixed_words(numbers + first) ^ seed);
    const simd::Ints high = reinterpret_cast<const simd::Ints&>(bits) & 0x7FFFFFFF;
    const auto below = static_cast<std::int32_t>(p * 2147483648.0);
    const auto keep = static_cast<float>(1.0 / (1.0 - p));
    return high < below ? simd::Floats{} : simd::all(keep);
}

}  // namespace refrain
