// The one place where the SQLite file is opened, migrated, backed up and checked.
//
// Threads: a Database may be shared by all threads. Writes run one after another on its own writer thread;
// each reading thread asks for a reader of its own and keeps it to itself.
// What can fail: opening (no folder, no permission, full disk, damaged file, a database of a newer version:
// refused, never touched), and every write (full disk). All as Result; nothing throws out of these functions.
#pragma once

#include "library_scanner/core/result.h"

#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace refrain {

/// One step of the schema. Each runs in one transaction and stops at its first error.
struct SchemaRevision {
    int number = 0;
    std::string description;
    /// The oldest program revision that can still use a database of this revision.
    int minimum_compatible = 0;
    std::string sql;
};

class Database {
  public:
    /// The revisions compiled into the program, ascending.
    static const std::vector<SchemaRevision>& revisions();

    /// Opens or creates `file`, sets WAL, busy_timeout, foreign_keys and synchronous=NORMAL, and migrates.
    /// Before a migration of a database with content a backup is written beside it.
    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file);
    ~Database();

    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const std::filesystem::path& file() const;

    /// A connection for reading, for the calling thread alone. Throws SQLite::Exception if it cannot be
    /// opened.
    std::unique_ptr<SQLite::Database> reader() const;

    using Work = std::function<void(SQLite::Database&)>;
    /// Queues `work` for the writer thread, inside one transaction: all of it or nothing.
    /// The future holds the outcome; an exception thrown by `work` rolls back and becomes its Error.
    std::future<Status> write(Work work);
    /// write() and wait. Not for the GUI thread.
    Status write_now(Work work);

    /// PRAGMA integrity_check and foreign_key_check; empty when all is well. Slow on large files.
    std::vector<std::string> check() const;

  private:
    struct Impl;
    explicit Database(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace refrain
