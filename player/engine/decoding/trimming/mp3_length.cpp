#include "player/engine/decoding/trimming/mp3_length.h"

#include "player/engine/decoding/trimming/mp3_walk.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <limits>

namespace refrain {
namespace {

constexpr std::size_t look_bytes = 8192;

/// Frames of one bitrate differ by a byte at most.
bool same_bitrate(const Mp3Frame& a, const Mp3Frame& b) {
    return std::abs(a.length - b.length) <= 1;
}

bool looks_even(Mp3Walk& sound, std::uint64_t size) {
    constexpr std::uint64_t looks = 32;
    for (std::uint64_t i = 0; i < looks; ++i) {
        const std::uint64_t from = size / looks * i;
        const auto frame = sound.next_frame(from, std::min(from + look_bytes / 2, size));
        if (frame && !same_bitrate(*frame, sound.first())) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<std::int64_t> samples_of_uneven_mp3(const std::shared_ptr<const Bytes>& sound) {
    auto look = Mp3Walk::of(sound, look_bytes);
    if (!look || looks_even(*look, sound->size())) {
        return std::nullopt;
    }
    auto walk = Mp3Walk::of(sound);
    walk->go_on_to(std::numeric_limits<std::int64_t>::max());
    return walk->samples();
}

}  // namespace refrain
