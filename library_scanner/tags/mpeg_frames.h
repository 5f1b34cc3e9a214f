// Finding real MPEG audio (MP1/2/3) and ADTS (AAC) frames in bytes, because a file called .mp3 may be
// anything and TagLib takes it at its name. Header layouts: ISO/IEC 11172-3 section 2.4.1.3 and 13818-7
// section 6.2. Pure, any thread, nothing fails.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace refrain {

struct FrameHeader {
    /// Of the whole frame, in bytes.
    std::int64_t length = 0;
    std::int32_t samples = 0;
    std::int32_t sample_rate = 0;
    std::int32_t channels = 0;
};

/// The header at the start of `bytes`; nothing when these are no MPEG audio frame or its bit rate is "free".
std::optional<FrameHeader> parse_mpeg_frame(std::string_view bytes);
/// The same for ADTS.
std::optional<FrameHeader> parse_adts_frame(std::string_view bytes);

using FrameParser = std::optional<FrameHeader> (*)(std::string_view);

/// Offset of the first frame that `following` more frames of the same kind follow without a gap, or that the
/// end of the file follows (`to_the_end`: nothing comes after `bytes`).
std::optional<std::int64_t> find_frames(std::string_view bytes, FrameParser parse, int following,
                                        bool to_the_end);

/// Length of the ID3v2 tag, header and footer included, that starts `bytes`; 0 when none does.
std::int64_t id3v2_length(std::string_view bytes);

}  // namespace refrain
