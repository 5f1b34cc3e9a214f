// Takes a JSON Lines file into the listening history: our own export back, or one that another program wrote
// with the fields of history_fields.h.
//
// A wrong line never stops the rest; it is reported with its number and reason. Importing a file twice adds
// nothing the second time: rows are known by (source, source_key). Rows that match no track are kept with
// what they say about themselves.
// Threads: reads the file and waits for the database: not for the GUI thread. What can fail: the file cannot
// be read, or the history cannot be written (what was written before stays; importing again goes on).
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/store/library_snapshot.h"
#include "player/history/listening_history.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace refrain {

struct ImportOptions {
    /// Count what would happen, write nothing.
    bool dry_run = false;
};

struct RejectedLine {
    /// From 1, empty lines counted.
    std::int64_t line = 0;
    std::string reason;
};

struct ImportReport {
    /// Lines that are not empty: imported + already_there + rejected.
    std::int64_t read = 0;
    std::int64_t imported = 0, already_there = 0, rejected = 0;
    /// Of the rows imported or already there: has the library such a track?
    std::int64_t matched = 0, unmatched = 0;
    /// The first rejected lines, at most `most_rejected_lines`.
    std::vector<RejectedLine> rejected_lines;
    static constexpr std::size_t most_rejected_lines = 1000;
};

Result<ImportReport> import_history(const std::filesystem::path& file, ListeningHistory& history,
                                    const LibrarySnapshot& library, const ImportOptions& options = {});

}  // namespace refrain
