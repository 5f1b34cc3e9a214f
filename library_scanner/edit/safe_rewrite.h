// Changes a listener's file without a moment in which it is half changed. What is written goes into a copy in
// the same folder; the copy is on disk before it takes the name of the file, with the permissions, owner
// (where allowed) and extended attributes of the file. Whatever goes wrong on the way, a power cut included,
// leaves the old file or the new one. A copy that a crash left behind is named so that no scan takes it for
// music, and the next change of the same file removes it.
// Threads: any, one at a time for a file; blocks on disk. What can fail: the file (not there, no regular
// file), the folder (no permission, no space); as Error. The file is as it was then.
#pragma once

#include "library_scanner/core/result.h"

#include <cstdint>
#include <functional>
#include <string>

namespace refrain {

struct RewriteOptions {
    /// The time of the last change stays that of the file. Off: it is now, so that backups take notice.
    bool keep_times = false;
    /// A link to another file is followed: that file is changed, the link stays. Off: `unsupported`.
    bool follow_links = true;
};

struct Rewritten {
    /// Of the file as it is now.
    std::int64_t size = 0, mtime_ns = 0, inode = 0;
    /// The file has other names (hard links): those keep what they had.
    bool separated = false;
};

/// `path` in full. `change` gets the path of the copy, whose bytes are those of the file; an Error of it ends
/// everything.
Result<Rewritten> rewrite_file(const std::string& path, const RewriteOptions& options,
                               const std::function<Status(const std::string& copy)>& change);

}  // namespace refrain
