// How long an MP3 file is that has no table and whose frames are of changing bitrates: nothing but counting
// them tells, and GStreamer (1.22) takes those it has read for all others: of a loud beginning and a quiet
// rest it gives less than half the length, and nobody could seek beyond it.
//
// Reads the file: waits as long as the disk lets it. Any thread. Nothing fails: what is no MP3 file gives
// nothing.
#pragma once

#include "library_scanner/audio_file/bytes.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace refrain {

/// Samples in the frames of `sound`, which begins with the first of them. Nothing if a look at some places
/// finds one bitrate everywhere: then the size tells. Otherwise reads all of it.
std::optional<std::int64_t> samples_of_uneven_mp3(const std::shared_ptr<const Bytes>& sound);

}  // namespace refrain
