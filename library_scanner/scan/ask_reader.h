// The words of one music file, wherever they are. Tags are read by a reader of its own (file_asker.h).
// Threads: any; blocks until the answer is there: never on the window's thread. What can fail: the file, with
// half a sentence whose subject is it ("is empty", "made the tag reader crash (...)"); the program.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/lyrics/lyrics.h"
#include "library_scanner/scan/reader_patience.h"

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

namespace refrain {

/// What lyrics_in_file() says, in a process of `reader` (refrain-tagreader). Empty, as if there were no
/// words, once `cancel` is set.
Result<std::vector<Lyrics>> ask_for_lyrics(const std::filesystem::path& reader, const std::string& path,
                                           const ReaderLimits& limits = {},
                                           const std::atomic<bool>* cancel = nullptr);

/// All words there are of a music file: those of the .lrc file beside it first, then those inside it. An .lrc
/// file that cannot be read is told only where there are no others.
Result<std::vector<Lyrics>> find_lyrics(const std::filesystem::path& reader, const std::string& path,
                                        const ReaderLimits& limits = {},
                                        const std::atomic<bool>* cancel = nullptr);

}  // namespace refrain
