// A cue sheet: the tracks of a disc and where in which file each begins. Sheets come from anywhere: what is
// unknown in one is passed over, what contradicts itself is refused with a reason.
// Format: Appendix A of the CDRWIN user's guide, and the REM lines that other programs have added since.
// Pure, any thread. What can fail: the text; as half a sentence whose subject is the sheet.
#pragma once

#include "library_scanner/core/loudness.h"
#include "library_scanner/core/result.h"
#include "library_scanner/core/time.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain {

struct CueTrack {
    /// In [1, 999], ascending through the sheet.
    std::int32_t number = 0;
    /// False for the data tracks of a mixed disc.
    bool audio = true;
    std::string title, performer, songwriter, isrc;
    /// Where in `files` of the sheet it begins.
    std::size_t file = 0;
    /// INDEX 01, from the start of that file: where the track begins.
    CdFrames begin{0};
    /// INDEX 00: where the gap before it begins, which players show as the end of the track before. It may
    /// lie in the file before.
    std::optional<CdFrames> gap_begin;
    /// PREGAP: silence that is not in the file.
    CdFrames pregap{0};
    /// From REM REPLAYGAIN_TRACK_*; the album's is in the sheet.
    Loudness loudness;

    friend bool operator==(const CueTrack&, const CueTrack&) = default;
};

struct CueSheet {
    std::string title, performer, songwriter, genre;
    /// 0 when unknown.
    std::int32_t year = 0, disc_number = 0;
    /// Album gain and peak.
    Loudness loudness;
    /// Names as they are written, often of a file that has long been turned into another format.
    std::vector<std::string> files;
    std::vector<CueTrack> tracks;

    friend bool operator==(const CueSheet&, const CueSheet&) = default;
};

/// No sheet is larger; some hold the lyrics.
inline constexpr std::size_t max_cue_bytes = std::size_t{1} << 20;

/// `text` is UTF-8 (see text/legacy_text.h). Texts in the result are valid UTF-8 without control characters.
Result<CueSheet> parse_cue_sheet(std::string_view text);

/// "mm:ss:ff"; minutes have up to four digits. Nothing for other text and for more than 59 seconds or 74
/// frames.
std::optional<CdFrames> parse_cue_time(std::string_view text);

}  // namespace refrain
