#include "library_scanner/database/migration.h"

#include "library_scanner/core/time.h"
#include "library_scanner/database/sqlite_error.h"

#include <string>
#include <system_error>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

namespace refrain {
namespace {

constexpr const char* create_revision_table =
    "CREATE TABLE IF NOT EXISTS schema_revisions ("
    " number INTEGER PRIMARY KEY, description TEXT NOT NULL,"
    " minimum_compatible INTEGER NOT NULL, applied_at INTEGER NOT NULL)";

int pragma_int(SQLite::Database& connection, const char* pragma) {
    return connection.execAndGet(std::string("PRAGMA ") + pragma).getInt();
}

/// Foreign keys are switched off while tables are rebuilt; this puts them back whatever happens.
class ForeignKeysOff {
  public:
    explicit ForeignKeysOff(SQLite::Database& connection) : connection_(connection) {
        connection_.exec("PRAGMA foreign_keys = OFF");
    }
    ~ForeignKeysOff() { connection_.tryExec("PRAGMA foreign_keys = ON"); }
    ForeignKeysOff(const ForeignKeysOff&) = delete;
    ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;

  private:
    SQLite::Database& connection_;
};

/// The copy appears under its name only when it is whole.
Status write_backup(SQLite::Database& connection, const std::filesystem::path& file, int revision) {
    const auto target = backup_file(file, revision);
    auto unfinished = target;
    unfinished += ".part";
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    try {
        SQLite::Database copy(unfinished.native(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup backup(copy, connection);
        if (const int outcome = backup.executeStep(-1); outcome != SQLITE_DONE) {
            throw SQLite::Exception("the database is in use", outcome);
        }
    } catch (const std::exception& exception) {
        std::filesystem::remove(unfinished, ignored);
        auto error = describe(exception, target);
        error.message =
            "The backup before the update of the library database could not be written: " + error.message;
        return error;
    }
    std::error_code failed;
    std::filesystem::rename(unfinished, target, failed);
    if (failed) {
        std::filesystem::remove(unfinished, ignored);
        return Error{ErrorCode::not_writable,
                     "The backup before the update of the library database could not be written (" +
                         failed.message() + ")",
                     target.native()};
    }
    return Done{};
}

void apply(SQLite::Database& connection, const SchemaRevision& revision) {
    SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
    // Another process may have migrated while we waited for the lock.
    if (pragma_int(connection, "user_version") >= revision.number) {
        return;
    }
    connection.exec(revision.sql);
    {
        SQLite::Statement violations(connection, "PRAGMA foreign_key_check");
        if (violations.executeStep()) {
            throw SQLite::Exception(
                "rows of table " + violations.getColumn(0).getString() + " point to rows that do not exist",
                SQLITE_CONSTRAINT);
        }
    }
    connection.exec(create_revision_table);
    SQLite::Statement note(connection, "INSERT INTO schema_revisions VALUES (?, ?, ?, ?)");
    note.bind(1, revision.number);
    note.bind(2, revision.description);
    note.bind(3, revision.minimum_compatible);
    note.bind(4, to_ms(utc_now()));
    note.exec();
    connection.exec("PRAGMA application_id = " + std::to_string(database_application_id));
    connection.exec("PRAGMA user_version = " + std::to_string(revision.number));
    transaction.commit();
}

}  // namespace

SchemaState read_schema_state(SQLite::Database& connection) {
    SchemaState state;
    state.revision = pragma_int(connection, "user_version");
    state.minimum_compatible = state.revision;
    state.application_id = pragma_int(connection, "application_id");
    state.has_content = connection.execAndGet("SELECT count(*) FROM sqlite_master").getInt() > 0;
    if (state.has_content && connection.tableExists("schema_revisions")) {
        SQLite::Statement newest(connection,
                                 "SELECT minimum_compatible FROM schema_revisions ORDER BY number DESC");
        if (newest.executeStep()) {
            state.minimum_compatible = newest.getColumn(0).getInt();
        }
    }
    return state;
}

Status check_usable(const SchemaState& state, int newest, const std::filesystem::path& file) {
    if (state.has_content && state.application_id != database_application_id) {
        return Error{ErrorCode::unsupported,
                     "The file is a database of another program; choose another place for the library",
                     file.native()};
    }
    if (state.revision > newest && state.minimum_compatible > newest) {
        return Error{ErrorCode::unsupported,
                     "The library database was written by a newer version of Refrain (revision " +
                         std::to_string(state.revision) + ", this version knows " + std::to_string(newest) +
                         "); update Refrain to open it",
                     file.native()};
    }
    return Done{};
}

std::filesystem::path backup_file(const std::filesystem::path& file, int revision) {
    auto name = file;
    name += ".revision-" + std::to_string(revision) + ".backup";
    return name;
}

Status migrate(SQLite::Database& connection, const std::vector<SchemaRevision>& revisions,
               const std::filesystem::path& file) {
    try {
        const auto state = read_schema_state(connection);
        const int newest = revisions.empty() ? 0 : revisions.back().number;
        if (auto usable = check_usable(state, newest, file); !usable) {
            return usable;
        }
        if (state.revision >= newest) {
            return Done{};
        }
        if (state.has_content) {
            if (auto backup = write_backup(connection, file, state.revision); !backup) {
                return backup;
            }
        }
        const ForeignKeysOff rebuilding(connection);
        for (const auto& revision : revisions) {
            if (revision.number <= state.revision) {
                continue;
            }
            try {
                apply(connection, revision);
            } catch (const std::exception& exception) {
                auto error = describe(exception, file);
                error.message = "The library database could not be brought to revision " +
                                std::to_string(revision.number) + ": " + error.message;
                return error;
            }
        }
        if (state.has_content) {
            const std::string verdict = connection.execAndGet("PRAGMA integrity_check(1)").getString();
            if (verdict != "ok") {
                return Error{ErrorCode::damaged,
                             "The library database is damaged (" + verdict + "); its backup is " +
                                 backup_file(file, state.revision).native(),
                             file.native()};
            }
        }
        return Done{};
    } catch (const std::exception& exception) {
        return describe(exception, file);
    }
}

}  // namespace refrain
