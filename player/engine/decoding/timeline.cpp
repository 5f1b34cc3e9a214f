#include "player/engine/decoding/timeline.h"

#include <algorithm>

namespace refrain {
namespace {

constexpr std::int64_t second = 1'000'000'000;

/// value * numerator / denominator, rounded, for values up to some years of sound.
std::int64_t scaled(std::int64_t value, std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t whole = value / denominator, rest = value % denominator;
    return whole * numerator + (rest * numerator + denominator / 2) / denominator;
}

}  // namespace

TrackWindow window_of(const Trimming& trimming, CdFrames begin, CdFrames end, int rate) {
    const int counted = trimming.rate > 0 ? trimming.rate : rate;
    TrackWindow window;
    const std::int64_t skip = scaled(trimming.skip, rate, counted);
    if (trimming.frames) {
        window.end = skip + scaled(*trimming.frames, rate, counted);
    }
    constexpr std::int64_t per_second = CdFrames::period::den;
    window.first = skip + scaled(std::max<std::int64_t>(begin.count(), 0), rate, per_second);
    if (end > CdFrames(0)) {
        const std::int64_t last = skip + scaled(end.count(), rate, per_second);
        window.end = std::min(window.end.value_or(last), last);
    }
    if (window.end) {
        window.end = std::max(*window.end, window.first);
    }
    return window;
}

std::int64_t frame_at(std::uint64_t nanoseconds, int rate, std::int64_t grid) {
    const std::int64_t frame = scaled(static_cast<std::int64_t>(nanoseconds), rate, second);
    return grid > 0 ? (frame + grid / 2) / grid * grid : frame;
}

std::uint64_t time_of(std::int64_t frame, int rate) {
    const std::int64_t whole = frame / rate, rest = frame % rate;
    return static_cast<std::uint64_t>(whole * second + (rest * second + rate - 1) / rate);
}

std::int64_t frame_of(Milliseconds position, int rate) {
    const std::int64_t ms = std::max<std::int64_t>(position.count(), 0);
    return ms / 1000 * rate + ms % 1000 * rate / 1000;
}

}  // namespace refrain
