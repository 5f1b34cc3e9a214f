#include "library_scanner/database/database.h"

#include "library_scanner/database/integrity.h"
#include "library_scanner/database/migration.h"
#include "library_scanner/database/sqlite_error.h"
#include "library_scanner/database/writer_thread.h"

#include <exception>
#include <map>
#include <system_error>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

/// How long a connection waits for another process before it gives up.
constexpr int busy_timeout_ms = 5000;

/// Says in plain words what SQLite would only call "unable to open".
Status check_place(const std::filesystem::path& file) {
    std::error_code error;
    const auto folder = file.parent_path();
    const auto folder_status = std::filesystem::status(folder, error);
    if (folder_status.type() == std::filesystem::file_type::not_found) {
        return Error{ErrorCode::not_found, "The folder for the library database does not exist",
                     folder.native()};
    }
    if (folder_status.type() != std::filesystem::file_type::directory) {
        return Error{ErrorCode::unreadable,
                     "The folder for the library database cannot be opened" +
                         (error ? " (" + error.message() + ")" : std::string()),
                     folder.native()};
    }
    const auto file_status = std::filesystem::status(file, error);
    if (std::filesystem::exists(file_status) && !std::filesystem::is_regular_file(file_status)) {
        return Error{ErrorCode::unreadable,
                     "The library database cannot be opened: there is something else of that name",
                     file.native()};
    }
    return Done{};
}

/// Looks at an existing database through a connection that cannot change it, so that one of a newer version
/// is refused before anything is touched.
Status check_existing(const std::filesystem::path& file, int newest) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error || size == 0) {
        return Done{};
    }
    SQLite::Database connection(file.native(), SQLite::OPEN_READONLY, busy_timeout_ms);
    return check_usable(read_schema_state(connection), newest, file);
}

}  // namespace

struct Database::Impl {
    Impl(std::unique_ptr<SQLite::Database> connection, std::filesystem::path database_file)
        : file(std::move(database_file)), writer(std::move(connection), file) {}

    const std::filesystem::path file;
    WriterThread writer;
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file) {
    std::error_code error;
    auto absolute = std::filesystem::absolute(file, error);
    if (error) {
        return Error{ErrorCode::not_found, "The library database cannot be found (" + error.message() + ")",
                     file.native()};
    }
    if (auto place = check_place(absolute); !place) {
        return place.error();
    }
    try {
        const int newest = revisions().back().number;
        if (auto existing = check_existing(absolute, newest); !existing) {
            return existing.error();
        }
        auto connection = std::make_unique<SQLite::Database>(
            absolute.native(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms);
        connection->exec("PRAGMA journal_mode = WAL");
        connection->exec("PRAGMA synchronous = NORMAL");
        connection->exec("PRAGMA foreign_keys = ON");
        if (auto migrated = migrate(*connection, revisions(), absolute); !migrated) {
            return migrated.error();
        }
        return std::unique_ptr<Database>(
            new Database(std::make_unique<Impl>(std::move(connection), std::move(absolute))));
    } catch (const std::exception& exception) {
        return describe(exception, absolute);
    }
}

const std::filesystem::path& Database::file() const {
    return impl_->file;
}

std::unique_ptr<SQLite::Database> Database::reader() const {
    return std::make_unique<SQLite::Database>(impl_->file.native(), SQLite::OPEN_READONLY, busy_timeout_ms);
}

std::future<Status> Database::write(Work work) {
    return impl_->writer.submit(std::move(work));
}

Status Database::write_now(Work work) {
    if (impl_->writer.is_this_thread()) {
        return Error{ErrorCode::failed, "A write inside a write would wait for itself", impl_->file.native()};
    }
    return write(std::move(work)).get();
}

std::vector<std::string> Database::check() const {
    std::vector<std::string> findings;
    try {
        const auto connection = reader();
        findings = integrity_findings(*connection);
        std::map<std::string, int> dangling;
        SQLite::Statement foreign_keys(*connection, "PRAGMA foreign_key_check");
        while (foreign_keys.executeStep()) {
            ++dangling["A row of " + foreign_keys.getColumn(0).getString() + " points to a row of " +
                       foreign_keys.getColumn(2).getString() + " that does not exist"];
        }
        for (const auto& [finding, times] : dangling) {
            findings.push_back(times == 1 ? finding : finding + " (" + std::to_string(times) + " times)");
        }
    } catch (const std::exception& exception) {
        findings.push_back(describe(exception, impl_->file).text());
    }
    return findings;
}

}  // namespace refrain
