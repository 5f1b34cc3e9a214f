// Copies of the database that is in use, kept beside it: the newest of three days and of two weeks before
// them. Threads: any; write_backup() takes as long as the disk does, and lets go of it between its steps.
// What can fail: the disk (full, read-only), a damaged database; the copies that are there stay as they are
// then.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/time.h"

#include <filesystem>
#include <functional>
#include <vector>

namespace refrain {

struct DatabaseBackup {
    std::filesystem::path file;
    UtcTime at{};
    friend bool operator==(const DatabaseBackup&, const DatabaseBackup&) = default;
};

/// "refrain.sqlite.backups" beside refrain.sqlite.
std::filesystem::path backup_folder(const std::filesystem::path& database);

/// Whole copies of `database`, the newest first: those of that folder, and those that updates of the database
/// left beside it.
std::vector<DatabaseBackup> list_backups(const std::filesystem::path& database);

/// A day has passed since the newest. Pure.
bool is_backup_due(const std::vector<DatabaseBackup>& backups, UtcTime now);

/// Of `backups` (the newest first), those that need not be kept: all but the newest of each of the last three
/// days that have one, and of each of the last two weeks before those. Days and weeks are those of UTC. Pure.
std::vector<DatabaseBackup> superfluous_backups(const std::vector<DatabaseBackup>& backups);

/// Copies the database as it is at this moment, in steps; `between_steps` may wait, and false of it stops.
/// The copy is checked before it gets its name: `damaged` tells that the database itself is. What is
/// superfluous then is removed.
Result<DatabaseBackup> write_backup(const std::filesystem::path& database, UtcTime now,
                                    const std::function<bool()>& between_steps);

/// Why the file, which nobody changes, cannot be used as a copy; nothing wrong with it otherwise. Reads all
/// of it.
Status check_database_file(const std::filesystem::path& file);

/// The file and its name are on the disk, not only on their way there.
Status sync_to_disk(const std::filesystem::path& file);

}  // namespace refrain
