#include "library_scanner/database/integrity.h"

#include <sstream>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {

std::vector<std::string> integrity_findings(SQLite::Database& connection) {
    SQLite::Statement row(connection, "PRAGMA integrity_check");
    std::vector<std::string> findings;
    while (row.executeStep()) {
        // What is wrong with the pages comes as one text of many lines, under a heading.
        std::istringstream lines(row.getColumn(0).getString());
        for (std::string line; std::getline(lines, line);) {
            if (!line.empty() && line != "ok" && line.rfind("***", 0) != 0) {
                findings.push_back(line);
            }
        }
    }
    return findings;
}

}  // namespace refrain
