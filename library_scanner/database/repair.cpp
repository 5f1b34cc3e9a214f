#include "library_scanner/database/repair.h"

#include "library_scanner/database/backups.h"
#include "library_scanner/database/file_lock.h"
#include "library_scanner/database/health.h"
#include "library_scanner/database/integrity.h"
#include "library_scanner/database/sqlite_error.h"

#include <cstdint>
#include <exception>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

namespace refrain {
namespace {

/// More than this share of the pages is free: worth writing the file anew.
constexpr double much_free = 0.3;

struct Pointer {
    std::string table, column, parent, parent_column;
    bool goes_along = false;
};

std::vector<Pointer> pointers_of(SQLite::Database& connection) {
    SQLite::Statement row(
        connection,
        "SELECT m.name, f.\"from\", f.\"table\", coalesce(f.\"to\", 'id'), f.on_delete = 'CASCADE'"
        " FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'");
    std::vector<Pointer> pointers;
    while (row.executeStep()) {
        pointers.push_back({row.getColumn(0).getString(), row.getColumn(1).getString(),
                            row.getColumn(2).getString(), row.getColumn(3).getString(),
                            row.getColumn(4).getInt() != 0});
    }
    return pointers;
}

/// Rows that point to a row that is not there: gone where they would have gone with it, else pointing
/// nowhere.
void mend_orphans(SQLite::Database& connection, RepairReport& report) {
    for (const auto& pointer : pointers_of(connection)) {
        const auto where = " WHERE " + pointer.column + " IS NOT NULL AND " + pointer.column +
                           " NOT IN (SELECT " + pointer.parent_column + " FROM " + pointer.parent + ")";
        const auto mended = connection.exec(pointer.goes_along ? "DELETE FROM " + pointer.table + where
                                                               : "UPDATE " + pointer.table + " SET " +
                                                                     pointer.column + " = NULL" + where);
        if (mended > 0) {
            report.mended.push_back(std::to_string(mended) + " rows of " + pointer.table +
                                    " pointed to rows of " + pointer.parent +
                                    " that do not exist; they were " +
                                    (pointer.goes_along ? "removed" : "cut loose"));
        }
    }
}

/// A folder inside another one of the library, or the same one with a slash behind it.
void mend_roots(SQLite::Database& connection, RepairReport& report) {
    struct Doubled {
        std::int64_t inner = 0, outer = 0;
        std::string path;
    };
    std::vector<Doubled> doubled;
    {
        SQLite::Statement row(
            connection,
            "SELECT i.id, o.id, CAST(i.path AS TEXT) FROM roots i JOIN roots o ON i.id <> o.id"
            " AND substr(i.path, 1, length(o.path) + 1) = CAST(o.path || '/' AS BLOB)"
            " ORDER BY length(o.path), length(i.path)");
        while (row.executeStep()) {
            doubled.push_back(
                {row.getColumn(0).getInt64(), row.getColumn(1).getInt64(), row.getColumn(2).getString()});
        }
    }
    for (const auto& root : doubled) {
        for (const char* table : {"tracks", "scan_failures", "cue_sheets", "scanned_mounts", "away_places"}) {
            SQLite::Statement move(connection,
                                   std::string("UPDATE ") + table + " SET root_id = ? WHERE root_id = ?");
            move.bind(1, root.outer);
            move.bind(2, root.inner);
            move.exec();
        }
        SQLite::Statement drop(connection, "DELETE FROM roots WHERE id = ?");
        drop.bind(1, root.inner);
        if (drop.exec() > 0) {
            report.mended.push_back("the folder " + root.path + " was in the library twice");
        }
    }
}

void free_room(SQLite::Database& connection, RepairReport& report) {
    const auto pages = connection.execAndGet("PRAGMA page_count").getInt64();
    const auto free = connection.execAndGet("PRAGMA freelist_count").getInt64();
    if (static_cast<double>(free) > much_free * static_cast<double>(pages)) {
        connection.exec("VACUUM");
        report.mended.push_back(std::to_string(free) + " of " + std::to_string(pages) +
                                " pages were free; the file was written anew without them");
    }
}

}  // namespace

Result<RepairReport> repair_database(const std::filesystem::path& file) {
    const auto alone = FileLock::take(std::filesystem::path(file) += ".in-use",
                                      "Refrain is at work on this library; close its window first",
                                      FileLock::Children::let_go);
    if (!alone) {
        return alone.error();
    }
    try {
        SQLite::Database connection(file.native(), SQLite::OPEN_READWRITE, 5000);
        RepairReport report;
        auto findings = integrity_findings(connection);
        if (!findings.empty()) {
            connection.exec("REINDEX");
            findings = integrity_findings(connection);
            if (findings.empty()) {
                report.mended.emplace_back("the indexes were damaged; they were built anew");
            }
        }
        if (!findings.empty()) {
            report.left = std::move(findings);
            const auto marked = mark_damaged(file, report.left.front());
            return marked ? Result<RepairReport>(std::move(report)) : marked.error();
        }
        {
            SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
            mend_orphans(connection, report);
            mend_roots(connection, report);
            transaction.commit();
        }
        free_room(connection, report);
        report.left = integrity_findings(connection);
        return report;
    } catch (const std::exception& exception) {
        auto error = describe(exception, file);
        if (error.code == ErrorCode::damaged) {
            if (auto marked = mark_damaged(file, error.message); !marked) {
                return marked.error();
            }
        }
        return error;
    }
}

}  // namespace refrain
