// Is there really audio in a file, and about as much of it as its header promises? A web page named .mp3, a
// tag with nothing behind it and a broken-off download are told apart from music here.
// Threads: any, each with its own stream. What can fail: the check; as half a sentence about the file.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/tags/file_type.h"
#include "library_scanner/tags/read_only_stream.h"

#include <cstdint>
#include <optional>

namespace refrain {

/// A file of which less than this share is left counts as cut short. Players go on to play what is there of
/// the others; a stale length in a header is not worth losing a track for.
inline constexpr double least_share = 0.5;

/// Offset of the first MPEG audio frame behind leading ID3v2 tags that three more frames confirm; looks at
/// half a megabyte at most.
std::optional<std::int64_t> first_mpeg_frame(ReadOnlyStream& stream);

struct AdtsLength {
    std::int64_t first_frame = 0, end = 0, samples = 0;
    std::int32_t sample_rate = 0, channels = 0;
};
/// Walks every frame of an AAC stream, which has no header that would tell its length.
std::optional<AdtsLength> measure_adts(ReadOnlyStream& stream);

/// `promised_bytes`: what the Xing or VBRI header says, 0 when there is none. A stream of less than a second
/// that ends inside a frame is taken for a broken-off one, too.
Status check_mpeg(ReadOnlyStream& stream, std::int64_t first_frame, std::int64_t promised_bytes);

/// Compares the number of the last frame with `promised_samples` of the stream header (0: unknown).
/// Frame header: RFC 9639 section 9.1.
Status check_flac(ReadOnlyStream& stream, std::int64_t promised_samples);

/// Of audio whose length is told in samples: is enough of it there?
Status check_share(const ReadOnlyStream& stream, std::int64_t there, std::int64_t promised);

/// For streams whose header leaves their length out, because it was written before it was known.
/// FLAC: samples up to the end of the last frame. Ogg: the granule position of the last page, which counts
/// samples (RFC 3533 section 6). 0 when not even that is there.
std::int64_t flac_samples(ReadOnlyStream& stream);
std::int64_t ogg_samples(ReadOnlyStream& stream);

/// Compares the media data with the size its box gives (ISO/IEC 14496-12 section 4.2).
Status check_mp4(ReadOnlyStream& stream);

}  // namespace refrain
