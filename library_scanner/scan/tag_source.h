// Who reads the tags of the files that a walk hands over: threads of this process (tag_readers.h) or
// processes of their own (reader_processes.h). Threads: push() and finish() from one thread; `Finished` is
// called on threads of the source. What can fail: single files, each told by its outcome; the source as a
// whole, told by finish().
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/strong_id.h"
#include "library_scanner/scan/folder_sheets.h"
#include "library_scanner/scan/folder_walk.h"
#include "library_scanner/tags/tag_reader.h"

#include <cstddef>
#include <functional>
#include <optional>

namespace refrain {

struct ReadJob {
    FoundFile file;
    RootId root;
    /// Is there a row of that path?
    bool known = false;
    /// Is that row a track that counts as there?
    bool present = false;
    /// The sheet beside it that divides it.
    std::optional<SheetPart> part;
};

class TagSource {
  public:
    using Finished = std::function<void(ReadJob&& job, Result<MusicFile>&& outcome)>;

    TagSource() = default;
    virtual ~TagSource() = default;
    TagSource(const TagSource&) = delete;
    TagSource& operator=(const TagSource&) = delete;

    /// Waits while the readers are `most_waiting` files behind: the walk must not hold a library in memory.
    virtual void push(ReadJob job) = 0;
    /// Waits until every job is done, or dropped after a stop.
    virtual Status finish() = 0;

    static constexpr std::size_t most_waiting = 4096;
};

}  // namespace refrain
