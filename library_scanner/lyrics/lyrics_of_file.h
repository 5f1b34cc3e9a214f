// The words inside a music file and in the .lrc file beside it. Reads; never writes.
// Threads: any; blocks on disk. What can fail: the file, with half a sentence whose subject is the file, as
// in tag_reader.h. TagLib reads the music: for files of others' making, in a process of its own
// (scan/ask_reader.h).
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/lyrics/lyrics.h"

#include <optional>
#include <string>
#include <vector>

namespace refrain {

/// All that the tags hold (USLT and SYLT of ID3v2, LYRICS and its kin elsewhere), those with times first.
/// Empty when there are none.
Result<std::vector<Lyrics>> lyrics_in_file(const std::string& path);

/// Of the file that is called like the music but for its ending, which is .lrc in any case; in any encoding.
/// Nothing when there is none or no words are in it.
Result<std::optional<Lyrics>> lyrics_beside_file(const std::string& path);

}  // namespace refrain
