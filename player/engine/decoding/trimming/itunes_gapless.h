// iTunes' note on encoder delay, "iTunSMPB": the text of an ID3v2 comment or of a free-form MP4 atom.
// Pure; any thread. Text that is not of its form gives nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace refrain {

struct ITunesGapless {
    /// Frames before the first of the track, without the decoder's own delay.
    std::int64_t delay = 0;
    /// Frames behind the last one.
    std::int64_t padding = 0;
    /// Frames of the track.
    std::int64_t frames = 0;
};

/// Reads " 00000000 00000840 000001CA 00000000003F31F6 …": hexadecimal; the second number is the delay, the
/// third the padding, the fourth the length, all in frames.
std::optional<ITunesGapless> parse_itunes_gapless(std::string_view text);

}  // namespace refrain
