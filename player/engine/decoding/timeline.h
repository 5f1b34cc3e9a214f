// Where frames lie: on the decoder's time line and in the track.
// Pure; any thread. Nothing fails.
#pragma once

#include "library_scanner/core/time.h"
#include "player/engine/decoding/trimming/trimming.h"

#include <cstdint>
#include <optional>

namespace refrain {

/// The decoded frames [first, end) that are the track; no `end`: all that follow.
struct TrackWindow {
    std::int64_t first = 0;
    std::optional<std::int64_t> end;
};

/// Cuts what the file says is not music, and from that the segment [begin, end) of a cue sheet (`end` 0: to
/// the end of the file). The end of one segment is the first frame of the next, whatever the rate.
TrackWindow window_of(const Trimming& trimming, CdFrames begin, CdFrames end, int rate);

/// The frame at a decoder's time, in nanoseconds. GStreamer's parsers add up rounded lengths of coded frames,
/// so that their clock is some samples late after an hour; where every coded frame holds `grid` frames the
/// nearest one's beginning is meant. `grid` 0: the times are exact.
std::int64_t frame_at(std::uint64_t nanoseconds, int rate, std::int64_t grid);

/// The first nanosecond that lies in a frame: rounded up, so that a decoder that rounds down finds the frame.
std::uint64_t time_of(std::int64_t frame, int rate);

/// The frame in which a position of the track lies.
std::int64_t frame_of(Milliseconds position, int rate);

}  // namespace refrain
