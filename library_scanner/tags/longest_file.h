// How long a music file can be. Plain value.
#pragma once

#include "library_scanner/core/time.h"

namespace refrain {

/// A header that says more is taken to say this: sums of lengths stay numbers.
inline constexpr Milliseconds longest_file{std::chrono::hours(10'000)};

}  // namespace refrain
