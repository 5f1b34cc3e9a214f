// Reads from a damaged database, row by row, what the listener did after a backup was written, into the
// database that was restored from it.
// Threads: that of the two connections. What can fail: single rows, which are counted; writing, as
// SQLite::Exception.
#pragma once

#include <cstdint>
#include <string>

namespace SQLite {
class Database;
}

namespace refrain {

struct SalvagedTable {
    std::int64_t rows = 0;
    /// Places in the damaged file that could not be read: each held a row, or a page of them.
    std::int64_t unreadable = 0;
};

/// Rows of `table` (with an integer key `id`) whose key is above all of `into`. A track or session that the
/// restored database does not have is left open.
SalvagedTable salvage_newer_rows(SQLite::Database& damaged, SQLite::Database& into, const std::string& table);

}  // namespace refrain
