// Export and import of the listening history as the command line and the window ask for it.
// Blocks on disk: not for the GUI thread. What can fail: the file, a format nobody knows, the database.
#pragma once

#include "app/services.h"
#include "library_scanner/core/result.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace refrain::app {

/// Writes every ended listen; gives their number. `format` is "csv" or "jsonl".
Result<std::int64_t> write_history(const ListeningHistory& history, const std::filesystem::path& file,
                                   const std::string& format);

/// Writes what Guess You Like put forward and what came of it; gives the number of rows.
Result<std::int64_t> write_impressions(const Impressions& impressions, const std::filesystem::path& file,
                                       const std::string& format);

struct TakenHistory {
    /// Rows of the file, of which `imported` are new and `already_there` were known.
    std::int64_t read = 0, imported = 0, already_there = 0;
    /// Of the rows read: those with a track of the library, and those without. Both are kept.
    std::int64_t matched = 0, unmatched = 0;
    /// Rows that could not be taken, each with its reason; the others were.
    std::vector<std::string> refused;
};
/// Takes a JSON Lines export back. The library must be loaded.
Result<TakenHistory> take_history(Services& services, const std::filesystem::path& file);

}  // namespace refrain::app
