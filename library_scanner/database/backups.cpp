#include "library_scanner/database/backups.h"

#include "library_scanner/database/database.h"
#include "library_scanner/database/migration.h"
#include "library_scanner/database/sqlite_error.h"
#include "library_scanner/text/file_url.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <exception>
#include <fcntl.h>
#include <set>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

namespace refrain {
namespace {

using std::filesystem::path;
using Days = std::chrono::sys_days;

constexpr int pages_of_a_step = 256;
constexpr std::size_t kept_days = 3, kept_weeks = 2;
constexpr const char* ending = ".sqlite";

Days day_of(UtcTime time) {
    return std::chrono::floor<std::chrono::days>(time);
}

/// Its Monday.
Days week_of(UtcTime time) {
    const auto day = day_of(time);
    return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

Error not_written(const path& file, const std::string& reason) {
    return {ErrorCode::not_writable,
            "The backup of the library database could not be written (" + reason + ")", file.native()};
}

/// Gone with what it was for.
class Unfinished {
  public:
    explicit Unfinished(path file) : file_(std::move(file)) { remove(); }
    ~Unfinished() { remove(); }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    const path& file() const { return file_; }

  private:
    void remove() const {
        std::error_code ignored;
        for (const char* part : {"", "-journal", "-wal", "-shm"}) {
            std::filesystem::remove(path(file_) += part, ignored);
        }
    }
    const path file_;
};

/// False when it was stopped.
bool copy_pages(const path& from, const path& to, const std::function<bool()>& between_steps) {
    SQLite::Database source(from.native(), SQLite::OPEN_READONLY, 5000);
    // One moment for all of it, or every write in between would begin the copy anew.
    source.exec("BEGIN");
    static_cast<void>(source.execAndGet("SELECT count(*) FROM sqlite_master"));
    SQLite::Database copy(to.native(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup backup(copy, source);
    for (;;) {
        const int outcome = backup.executeStep(pages_of_a_step);
        if (outcome == SQLITE_DONE) {
            return true;
        }
        if (outcome != SQLITE_OK && outcome != SQLITE_BUSY && outcome != SQLITE_LOCKED) {
            throw SQLite::Exception("the copy ended early", outcome);
        }
        if (between_steps && !between_steps()) {
            return false;
        }
    }
}

}  // namespace

path backup_folder(const path& database) {
    return path(database) += ".backups";
}

std::vector<DatabaseBackup> list_backups(const path& database) {
    std::vector<DatabaseBackup> backups;
    std::error_code error;
    const auto add = [&](const path& file) {
        // Ours are named by their time; the time of a file may be that of a copy of it.
        const auto stem = file.stem().native();
        if (!stem.empty() && stem.size() < 16 && stem.find_first_not_of("0123456789") == std::string::npos) {
            backups.push_back({file, utc_from_ms(std::stoll(stem))});
            return;
        }
        std::error_code ignored;
        const auto written = std::filesystem::last_write_time(file, ignored);
        if (!ignored) {
            const auto time = std::chrono::file_clock::to_sys(written);
            backups.push_back({file, std::chrono::time_point_cast<UtcTime::duration>(time)});
        }
    };
    for (const auto& entry : std::filesystem::directory_iterator(backup_folder(database), error)) {
        if (entry.path().extension() == ending) {
            add(entry.path());
        }
    }
    for (const auto& revision : Database::revisions()) {
        add(backup_file(database, revision.number));
    }
    std::sort(backups.begin(), backups.end(),
              [](const auto& a, const auto& b) { return a.at != b.at ? a.at > b.at : a.file > b.file; });
    return backups;
}

bool is_backup_due(const std::vector<DatabaseBackup>& backups, UtcTime now) {
    // One of the future says nothing: the clock was wrong then, or is now.
    return std::none_of(backups.begin(), backups.end(), [&](const DatabaseBackup& backup) {
        return backup.at <= now && now - backup.at < std::chrono::hours(24);
    });
}

std::vector<DatabaseBackup> superfluous_backups(const std::vector<DatabaseBackup>& backups) {
    std::vector<DatabaseBackup> superfluous;
    std::set<Days> days, weeks;
    for (const auto& backup : backups) {
        if (days.size() < kept_days) {
            if (!days.insert(day_of(backup.at)).second) {
                superfluous.push_back(backup);
            }
        } else if (days.contains(day_of(backup.at)) || weeks.size() == kept_weeks ||
                   !weeks.insert(week_of(backup.at)).second) {
            superfluous.push_back(backup);
        }
    }
    return superfluous;
}

Status sync_to_disk(const path& file) {
    for (const auto& part : {file, file.parent_path()}) {
        const int descriptor = open(part.c_str(), O_RDONLY | O_CLOEXEC);
        const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
        const int reason = errno;
        if (descriptor >= 0) {
            close(descriptor);
        }
        if (!synced) {
            return not_written(part, std::generic_category().message(reason));
        }
    }
    return Done{};
}

Status check_database_file(const path& file) {
    try {
        // Nobody writes a copy: so SQLite need not keep anything beside it, which it would leave there.
        const auto url = file_url_of(std::filesystem::absolute(file).native()) + "?immutable=1";
        SQLite::Database connection(url, SQLite::OPEN_READONLY | SQLite::OPEN_URI);
        const auto state = read_schema_state(connection);
        if (auto usable = check_usable(state, Database::revisions().back().number, file); !usable) {
            return usable;
        }
        if (!state.has_content) {
            return Error{ErrorCode::damaged, "There is nothing in the database", file.native()};
        }
        const auto verdict = connection.execAndGet("PRAGMA quick_check(1)").getString();
        return verdict == "ok"
                   ? Status(Done{})
                   : Error{ErrorCode::damaged, "The database is damaged (" + verdict + ")", file.native()};
    } catch (const std::exception& exception) {
        return describe(exception, file);
    }
}

Result<DatabaseBackup> write_backup(const path& database, UtcTime now,
                                    const std::function<bool()>& between_steps) {
    std::error_code error;
    const auto folder = backup_folder(database);
    std::filesystem::create_directories(folder, error);
    if (error) {
        return not_written(folder, error.message());
    }
    const auto target = folder / (std::to_string(to_ms(now)) + ending);
    const Unfinished unfinished(path(target) += ".part");
    try {
        if (!copy_pages(database, unfinished.file(), between_steps)) {
            return Error{ErrorCode::cancelled, "The backup was stopped", target.native()};
        }
    } catch (const std::exception& exception) {
        auto trouble = describe(exception, target);
        if (trouble.code == ErrorCode::damaged) {
            trouble.path = database.native();
        } else {
            // SQLite tells of this way of copying only that a disk failed, and it is the written one that
            // fills.
            trouble.code = trouble.code == ErrorCode::unreadable ? ErrorCode::not_writable : trouble.code;
            trouble.message = "The backup of the library database could not be written: " + trouble.message;
        }
        return trouble;
    }
    if (auto sound = check_database_file(unfinished.file()); !sound) {
        auto trouble = sound.error();
        trouble.path = database.native();
        return trouble;
    }
    if (auto synced = sync_to_disk(unfinished.file()); !synced) {
        return synced.error();
    }
    std::filesystem::rename(unfinished.file(), target, error);
    if (error) {
        return not_written(target, error.message());
    }
    auto backups = list_backups(database);
    std::erase_if(backups, [&](const auto& backup) { return backup.file.parent_path() != folder; });
    for (const auto& backup : superfluous_backups(backups)) {
        std::filesystem::remove(backup.file, error);
    }
    return DatabaseBackup{target, now};
}

}  // namespace refrain
