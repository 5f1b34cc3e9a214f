// What SQLite finds wrong in a database: a line for each finding. Reads all of the file; any thread with a
// connection of its own. Throws SQLite::Exception where it cannot even be read.
#pragma once

#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace refrain {

/// PRAGMA integrity_check; empty when all is well. A hundred findings at most.
std::vector<std::string> integrity_findings(SQLite::Database& connection);

}  // namespace refrain
