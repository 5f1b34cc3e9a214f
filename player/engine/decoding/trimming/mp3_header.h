// Where the music of an MP3 file lies, and what its first frame says about the encoder.
//
// The first frame of most files holds no sound but a table: "Xing" or "Info" with the number of frames, and
// behind it the encoder's name, delay and padding (LAME's extension, which other encoders write too); or
// "VBRI" (Fraunhofer). A decoder adds 529 frames of its own. iTunes notes its delay in an ID3v2 comment.
// Sources: G. Bouvigne, "Mp3 Info Tag rev 1"; ISO/IEC 11172-3, 2.4.1.3 and 2.4.2.3; id3.org, ID3v2.2 to 2.4.
//
// Pure but for reading; any thread. Nothing fails: what is not an MP3 file gives nothing.
#pragma once

#include "player/engine/decoding/trimming/trimming.h"

#include <optional>
#include <string_view>

namespace refrain {

struct Mp3Frame {
    /// Frames per second of the sound.
    int rate = 0;
    int channels = 0;
    /// 1152, or 576 for MPEG 2 and 2.5.
    int samples = 0;
    /// Bytes, with the header.
    int length = 0;
    bool mpeg1 = true;
    bool has_crc = false;
};

/// The header of a layer III frame of a known bitrate; at least 4 bytes.
std::optional<Mp3Frame> parse_mp3_frame(std::string_view bytes);

/// The table in a file's first frame.
struct Mp3Table {
    /// Frames of data behind the table's own.
    std::optional<std::int64_t> frames;
    /// Bytes of data, the table's frame included.
    std::optional<std::int64_t> bytes;
    /// Samples; both 0 when the encoder did not say.
    int delay = 0, padding = 0;
};

/// Reads the table in the bytes of a whole frame; nothing if it is a frame of sound.
std::optional<Mp3Table> parse_mp3_table(const Mp3Frame& frame, std::string_view bytes);

/// The view starts at the first frame of sound: no tag, no table.
std::optional<Trimming> trimming_of_mp3(const Bytes& file);

}  // namespace refrain
