// Reads a cue sheet that lies beside the music. Threads: any; blocks on disk. What can fail: the file and
// what is in it; as half a sentence whose subject is the sheet. `malformed` will not change while the file
// does not.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/cue/cue_sheet.h"

#include <string>

namespace refrain {

Result<CueSheet> read_cue_file(const std::string& path);

}  // namespace refrain
