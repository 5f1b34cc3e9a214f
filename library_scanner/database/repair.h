// Mends what can be mended in place: indexes, rows that point to nothing, folders that are in the library
// twice, room that is free. Damage of the tables themselves is left to open_or_restore(). Threads: one; takes
// as long as reading the database a few times. What can fail: another program uses it (`busy`), the disk, a
// file that cannot be read at all; what was done before stays done.
#pragma once

#include "library_scanner/core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace refrain {

struct RepairReport {
    /// Sentences: what was found and mended.
    std::vector<std::string> mended;
    /// What the check finds after all of it; empty when the database is sound.
    std::vector<std::string> left;
};

Result<RepairReport> repair_database(const std::filesystem::path& file);

}  // namespace refrain
