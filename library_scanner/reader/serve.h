// The reader's side: answers paths with tags, words and covers, and changes the tags of copies, until nobody
// asks any more.
// Threads: the calling one, which does nothing else. What can fail: the socket; then it returns.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/covers/cover_art.h"
#include "library_scanner/edit/tag_writer.h"
#include "library_scanner/lyrics/lyrics.h"
#include "library_scanner/tags/tag_reader.h"

#include <functional>
#include <string>
#include <vector>

namespace refrain {

/// Keeps a file from harming the machine, and the process from outliving whom it serves: memory and core
/// dumps are bounded, and it ends with its parent. For a process of its own, once.
void confine_reader();

/// Where the answers come from.
struct ReaderAnswers {
    std::function<Result<MusicFile>(const std::string& path)> tags;
    std::function<Result<std::vector<Lyrics>>(const std::string& path)> lyrics;
    std::function<Result<CoverImage>(const std::string& path)> cover;
    /// As change_tags_of_copy(): the one answer that changes a file.
    TagChanger change;
    /// Told of files whose tags are asked for soon. May be empty.
    std::function<void(const std::string& path)> soon;
};

/// Returns when the other end of `socket` is closed, is silent for longer than the socket waits
/// (SO_RCVTIMEO), or says what is no question.
void serve(int socket, const ReaderAnswers& answers);

}  // namespace refrain
