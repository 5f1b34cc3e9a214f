// What a file says of its own length, so that one that was cut short is told from one that is over.
//
// WAV: the size of its "data" chunk (Microsoft/IBM, Multimedia Programming Interface 1.0). FLAC: the samples
// in STREAMINFO (RFC 9639, 8.2). MP4: "mvhd" (ISO/IEC 14496-12, 8.2.2). Ogg says nothing of its length, but
// its last page tells whether it is whole (RFC 3533, 6). MP3 says it in the table that trimming reads.
//
// Pure but for reading; any thread. Nothing fails: what says nothing, or nonsense, claims nothing.
#pragma once

#include "library_scanner/audio_file/bytes.h"

#include <cstdint>
#include <optional>

namespace refrain {

struct ClaimedLength {
    /// Of sound, at `rate` units per second; nothing where the file does not say.
    std::optional<std::int64_t> length;
    std::int64_t rate = 1;
    /// It ends within one of its parts.
    bool torn = false;
};

ClaimedLength claimed_length(const Bytes& file);

/// Did sound that ended at `came` end before `claimed`? Both in frames, at `rate` per second. Tables are now
/// and then wrong by a little: a second, or a hundredth, is none.
bool falls_short(std::int64_t came, std::int64_t claimed, int rate);

}  // namespace refrain
