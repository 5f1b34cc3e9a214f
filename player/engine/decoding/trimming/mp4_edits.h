// What an MP4 file says about the part of its sound that is the track: its edit list (ISO/IEC 14496-12,
// 8.6.5 and 8.6.6) and iTunes' note.
//
// Pure but for reading; any thread. Nothing fails: what is no MP4 file gives nothing, a broken one no
// trimming.
#pragma once

#include "player/engine/decoding/trimming/trimming.h"

#include <optional>

namespace refrain {

/// The view hides the edit list of the sound.
std::optional<Trimming> trimming_of_mp4(const Bytes& file);

}  // namespace refrain
