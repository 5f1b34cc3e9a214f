// The cue sheet that FLAC keeps in a block of its own: where the tracks begin, and no words.
// Layout: RFC 9639 section 8.7. Pure, any thread. What can fail: the bytes; as half a sentence.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/cue/cue_sheet.h"

#include <string_view>

namespace refrain {

/// `block`: what follows the four bytes that head the block. Positions in it are samples at `sample_rate`
/// and are rounded to 1/75 s; on a CD they are whole frames.
Result<CueSheet> parse_flac_cue_block(std::string_view block, std::int32_t sample_rate);

}  // namespace refrain
