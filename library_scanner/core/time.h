// Times: lengths in milliseconds, instants in UTC milliseconds since 1970.
// Plain values: any thread, nothing fails. Pure code is handed "now"; only the edges ask the clock.
#pragma once

#include <chrono>
#include <cstdint>

namespace refrain {

using Milliseconds = std::chrono::duration<std::int64_t, std::milli>;
/// The unit of cue sheets: 1/75 s, a frame of a CD.
using CdFrames = std::chrono::duration<std::int64_t, std::ratio<1, 75>>;
using UtcTime = std::chrono::time_point<std::chrono::system_clock, Milliseconds>;

inline UtcTime utc_from_ms(std::int64_t ms) {
    return UtcTime(Milliseconds(ms));
}
inline std::int64_t to_ms(UtcTime t) {
    return t.time_since_epoch().count();
}
/// Seconds from `a` to `b`; negative when b lies before a.
inline double seconds_between(UtcTime a, UtcTime b) {
    return std::chrono::duration<double>(b - a).count();
}
/// The wall clock. For the edges only.
inline UtcTime utc_now() {
    return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

}  // namespace refrain
