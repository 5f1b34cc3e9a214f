// Opens the database; where it is damaged, the newest sound backup takes its place, and what the listener did
// since then is saved from the damaged file as far as that can be read. The damaged file is kept. Nothing of
// that is silent: the outcome says what was done and what is lost.
// Threads: one, before anything else uses the database. What can fail: as Database::open(); without a sound
// backup, or while another program uses it, a damaged file is left as it is (`damaged`, `busy`).
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/time.h"
#include "library_scanner/database/database.h"
#include "library_scanner/database/file_lock.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

struct Recovery {
    /// Why the database was not used.
    std::string damage;
    std::filesystem::path backup, damaged_file;
    UtcTime backup_at{};
    /// Rows that were written after the backup and could be read.
    std::int64_t listens = 0, reactions = 0, ratings = 0;
    /// All rows that were written after the backup.
    bool complete = true;
    /// Sentences for the listener: what is lost.
    std::vector<std::string> lost;

    /// One paragraph for the listener.
    std::string text() const;
};

struct OpenedDatabase {
    /// Held while the database is used: nothing takes its place meanwhile.
    FileLock in_use;
    std::unique_ptr<Database> database;
    std::optional<Recovery> recovery;
};

Result<OpenedDatabase> open_or_restore(const std::filesystem::path& file);

/// Restores nothing: a damaged database, or one that is marked so, is an Error.
Result<OpenedDatabase> open_as_it_is(const std::filesystem::path& file);

/// A check in the background has found damage: the next start restores. `finding` is kept for it.
Status mark_damaged(const std::filesystem::path& file, const std::string& finding);

}  // namespace refrain
