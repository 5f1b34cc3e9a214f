// What would follow a piece of sound, or have gone before it: guessed, for the filters that look beyond a
// track's edge.
// Pure, any thread, nothing fails.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace refrain {

/// `frames` frames that continue `sound` (interleaved stereo), by linear prediction after Burg (J. P. Burg,
/// "Maximum entropy spectral analysis", 1967), whose predictors are stable: the guess does not grow without
/// bound. Silence where there is nothing to go by.
std::vector<float> continue_forward(std::span<const float> sound, std::size_t frames);
/// The same back in time: what would lead up to `sound`.
std::vector<float> continue_backward(std::span<const float> sound, std::size_t frames);

}  // namespace refrain
