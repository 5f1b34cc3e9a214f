// The cover of a track as the bytes of a picture (picture_header.h). Reads the music file or a picture beside
// it: never on the GUI thread. Nothing is decoded here; the size is bounded before anything is read into
// memory. What can fail: file gone, no picture, a picture over the limit; as Result.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/track.h"

#include <cstdint>
#include <string>
#include <vector>

namespace refrain {

struct CoverImage {
    std::vector<std::uint8_t> bytes;
    std::string mime_type;
};

inline constexpr std::size_t max_cover_bytes = 32u << 20;

Result<CoverImage> read_cover(const TrackView& track);

}  // namespace refrain
