// Puts an ID3v2 tag into a DSD file: behind the sound, where DSF's header points to it and DSDIFF has a chunk
// for it. Layouts as in tags/dsd_file.h.
// Threads: any; blocks on disk. What can fail: the file; as Error, and the file is in any state then: it is a
// copy.
#pragma once

#include "library_scanner/core/result.h"

#include <string>
#include <string_view>

namespace refrain {

/// `tag`: all its bytes, header included. Error `unsupported` when the tag that is there does not stand at
/// the end of the file.
Status replace_dsd_tag(const std::string& file, std::string_view tag);

}  // namespace refrain
