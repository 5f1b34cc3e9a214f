// The cue sheet inside a music file: a field CUESHEET of its tags, or FLAC's own block.
// Threads: any, each with its own file. What can fail: the sheet; as half a sentence about the file.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/cue/cue_sheet.h"
#include "library_scanner/tags/tag_file.h"

#include <optional>

namespace refrain {

/// Nothing when there is none. `sample_rate` of the file; 0 when unknown.
std::optional<Result<CueSheet>> embedded_cue(TagFile& opened, std::int32_t sample_rate);

}  // namespace refrain
