// The cover of a track as the bytes of a picture (picture_header.h). Reads the music file or a picture beside
// it: never on the GUI thread. Nothing is decoded here; the size is bounded before anything is read into
// memory. What can fail: file gone, no picture, a picture over the limit; as Result.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/track.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace refrain {

struct CoverImage {
    std::vector<std::uint8_t> bytes;
    std::string mime_type;
    /// As Track::cover_key is made; 0 when it is not known.
    std::uint64_t key = 0;
};

inline constexpr std::size_t max_cover_bytes = 32u << 20;

/// The picture inside a music file. TagLib reads it: for files of others' making, in a process of its own
/// (file_asker.h).
Result<CoverImage> embedded_cover(const std::string& path);
/// A picture that lies beside the music.
Result<CoverImage> read_picture_file(const std::string& path);
/// Either, as the track says.
Result<CoverImage> read_cover(const TrackView& track);

/// One way to read the bytes of a track's cover. May end early, with any error, once `cancel`, unless null,
/// is set.
using CoverLoader =
    std::function<Result<CoverImage>(const TrackView& track, const std::atomic<bool>* cancel)>;

}  // namespace refrain
