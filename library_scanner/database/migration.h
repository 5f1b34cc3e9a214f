// Brings a database to the newest revision. Each revision is one transaction: it is applied as a whole or not
// at all, and the first error stops. A database with content is copied beside itself before it is changed.
// Threads: works on the connection it is given, on its thread. What can fail: the disk, a damaged file, a
// database of a newer program or of another program; as Error, with the database as it was.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"

#include <filesystem>
#include <vector>

namespace refrain {

/// "RFRN" in the header of the file: tells our databases from those of other programs.
inline constexpr int database_application_id = 0x5246524e;

/// Where a database stands, read without changing it.
struct SchemaState {
    /// 0 for a new, empty file.
    int revision = 0;
    /// The oldest revision whose programs can use it; 0 for a new file.
    int minimum_compatible = 0;
    /// Are there tables in it?
    bool has_content = false;
    /// From the header; 0 when never set.
    int application_id = 0;
};

/// Throws SQLite::Exception when the file cannot be read.
SchemaState read_schema_state(SQLite::Database& connection);

/// Can a program whose newest revision is `newest` work with a database in this state? If not, why not.
/// A newer database is usable, unmigrated, when it says that programs of our revision may use it.
Status check_usable(const SchemaState& state, int newest, const std::filesystem::path& file);

/// Name of the copy that is written before a database of `revision` is migrated.
std::filesystem::path backup_file(const std::filesystem::path& file, int revision);

/// Applies what is missing of `revisions` (ascending from 1 without gaps).
Status migrate(SQLite::Database& connection, const std::vector<SchemaRevision>& revisions,
               const std::filesystem::path& file);

}  // namespace refrain
