// Where the links of a chained Ogg file begin and end: files of their own, one behind the other, as recorded
// radio is. GStreamer (1.22) loses its way when it is wound from one to another; so it is shown one at a
// time. Sources: RFC 3533 (pages, chaining); Vorbis I, 4.2.2; RFC 7845, 4 and 5.1 (Opus); "Ogg FLAC
// mapping 1.0".
//
// Pure but for reading; any thread. Nothing fails: a file that is no Ogg file, has one link, or holds what we
// cannot tell the length of, gives nothing.
#pragma once

#include "library_scanner/audio_file/bytes.h"

#include <cstdint>
#include <vector>

namespace refrain {

struct OggLink {
    /// The bytes [begin, end) of the file.
    std::uint64_t begin = 0, end = 0;
    /// Of its sound, in nanoseconds.
    std::uint64_t duration = 0;
};

/// All links in their order, at least two; or none.
std::vector<OggLink> find_ogg_links(const Bytes& file);

}  // namespace refrain
