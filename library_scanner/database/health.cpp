#include "library_scanner/database/health.h"

#include "library_scanner/database/backups.h"
#include "library_scanner/database/salvage.h"
#include "library_scanner/database/sqlite_error.h"

#include <array>
#include <ctime>
#include <exception>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

#include <SQLiteCpp/Database.h>

namespace refrain {
namespace {

using std::filesystem::path;

/// Says that the database is not to be used as it is. Written before anything is moved and removed behind all
/// of it, so that an end in between is made good at the next start.
path mark_of(const path& file) {
    return path(file) += ".is-damaged";
}

std::string read_text(const path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string date_text(UtcTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    std::array<char, 32> text{};
    localtime_r(&seconds, &parts);
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &parts)};
}

Error not_restored(const path& file, const std::string& reason) {
    return {ErrorCode::not_writable, "The library database could not be restored (" + reason + ")",
            file.native()};
}

/// The file with what SQLite keeps beside it.
Status move_aside(const path& from, const path& to) {
    for (const char* part : {"", "-wal", "-shm"}) {
        std::error_code error;
        const auto source = path(from) += part;
        if (!std::filesystem::exists(source, error)) {
            continue;
        }
        std::filesystem::rename(source, path(to) += part, error);
        if (error) {
            return not_restored(source, error.message());
        }
    }
    return Done{};
}

/// A name that is not taken.
path aside_name(const path& file) {
    const auto now = std::to_string(to_ms(utc_now()));
    path name = path(file) += ".damaged-" + now;
    for (int i = 2; std::filesystem::exists(name); ++i) {
        name = path(file) += ".damaged-" + now + "-" + std::to_string(i);
    }
    return name;
}

std::optional<DatabaseBackup> newest_sound_backup(const path& file) {
    for (const auto& backup : list_backups(file)) {
        if (check_database_file(backup.file)) {
            return backup;
        }
    }
    return std::nullopt;
}

void salvage(Database& database, Recovery& recovery) {
    const auto add_lost = [&](const SalvagedTable& table, const std::string& what) {
        if (table.unreadable > 0) {
            recovery.complete = false;
            recovery.lost.push_back("some " + what + " since then could not be read");
        }
    };
    const Status written = database.write_now([&](SQLite::Database& into) {
        SQLite::Database damaged(recovery.damaged_file.native(), SQLite::OPEN_READONLY, 5000);
        static_cast<void>(salvage_newer_rows(damaged, into, "sessions"));
        const auto listens = salvage_newer_rows(damaged, into, "listens");
        const auto reactions = salvage_newer_rows(damaged, into, "reactions");
        const auto ratings = salvage_newer_rows(damaged, into, "ratings");
        recovery.listens = listens.rows;
        recovery.reactions = reactions.rows;
        recovery.ratings = ratings.rows;
        add_lost(listens, "listens");
        add_lost(reactions, "loves and bans");
        add_lost(ratings, "ratings");
    });
    if (!written) {
        recovery.listens = recovery.reactions = recovery.ratings = 0;
        recovery.complete = false;
        recovery.lost = {"the listens, loves, bans and ratings since then could not be read"};
    }
    recovery.lost.emplace_back("settings and the queue are as they were then");
}

path lock_of(const path& file) {
    return path(file) += ".in-use";
}

Result<FileLock> use(const path& file) {
    return FileLock::share(lock_of(file), "The library database is being restored; try again in a moment");
}

/// What is opened now is not replaced while it is used.
Result<OpenedDatabase> opened_for_use(const path& file) {
    auto in_use = use(file);
    if (!in_use) {
        return in_use.error();
    }
    auto opened = Database::open(file);
    if (!opened) {
        return opened.error();
    }
    return OpenedDatabase{std::move(in_use).value(), std::move(opened).value(), std::nullopt};
}

/// Under the lock that nobody shares.
Result<Recovery> replace(const path& file, const std::string& damage) {
    const auto backup = newest_sound_backup(file);
    if (!backup) {
        return Error{ErrorCode::damaged,
                     damage +
                         ". There is no sound backup to restore; the file was left as it is: move it away to "
                         "start anew",
                     file.native()};
    }
    if (auto marked = mark_damaged(file, damage); !marked) {
        return marked.error();
    }
    std::error_code error;
    const auto fresh = path(file) += ".restoring";
    std::filesystem::copy_file(backup->file, fresh, std::filesystem::copy_options::overwrite_existing, error);
    if (error) {
        std::error_code ignored;
        std::filesystem::remove(fresh, ignored);
        return not_restored(file, error.message());
    }
    if (auto synced = sync_to_disk(fresh); !synced) {
        return synced.error();
    }
    Recovery recovery;
    recovery.damage = damage;
    recovery.backup = backup->file;
    recovery.backup_at = backup->at;
    recovery.damaged_file = aside_name(file);
    if (auto moved = move_aside(file, recovery.damaged_file); !moved) {
        return moved.error();
    }
    std::filesystem::rename(fresh, file, error);
    if (error) {
        return not_restored(file, error.message());
    }
    auto opened = Database::open(file);
    if (!opened) {
        return opened.error();
    }
    salvage(*opened.value(), recovery);
    std::filesystem::remove(mark_of(file), error);
    return recovery;
}

Result<OpenedDatabase> restore(const path& file, const std::string& damage) {
    std::optional<Recovery> recovery;
    {
        const auto alone =
            FileLock::take(lock_of(file),
                           "The library database is damaged (" + damage +
                               "); close every window of Refrain, and start it again to restore it",
                           FileLock::Children::let_go);
        if (!alone) {
            return alone.error();
        }
        auto replaced = replace(file, damage);
        if (!replaced) {
            return replaced.error();
        }
        recovery = std::move(replaced).value();
    }
    auto opened = opened_for_use(file);
    if (opened) {
        opened.value().recovery = std::move(recovery);
    }
    return opened;
}

}  // namespace

std::string Recovery::text() const {
    std::string text = "The library database was damaged; the backup of " + date_text(backup_at) +
                       " has taken its place. Saved since then: " + std::to_string(listens) + " listens, " +
                       std::to_string(reactions) + " loves and bans, " + std::to_string(ratings) +
                       " ratings.";
    std::string lost_text;
    for (const auto& what : lost) {
        lost_text += (lost_text.empty() ? " But " : "; ") + what;
    }
    return text + lost_text + (lost_text.empty() ? "" : ".") + " The damaged file is kept as " +
           damaged_file.filename().native() + ".";
}

Status mark_damaged(const path& file, const std::string& finding) {
    std::ofstream out(mark_of(file), std::ios::trunc);
    out << finding;
    out.close();
    return out ? sync_to_disk(mark_of(file)) : not_restored(mark_of(file), "its mark cannot be written");
}

Result<OpenedDatabase> open_as_it_is(const path& file) {
    std::error_code error;
    if (std::filesystem::exists(mark_of(file), error)) {
        return Error{ErrorCode::damaged,
                     "The library database is damaged (" + read_text(mark_of(file)) +
                         "); the newest backup takes its place at the next start",
                     file.native()};
    }
    return opened_for_use(file);
}

Result<OpenedDatabase> open_or_restore(const path& file) {
    std::error_code error;
    if (std::filesystem::exists(mark_of(file), error)) {
        return restore(file, read_text(mark_of(file)));
    }
    if (std::filesystem::is_regular_file(file, error) && std::filesystem::file_size(file, error) == 0 &&
        newest_sound_backup(file)) {
        return restore(file, "The library database is empty, and it was not before");
    }
    auto opened = opened_for_use(file);
    if (opened || opened.error().code != ErrorCode::damaged) {
        return opened;
    }
    return restore(file, opened.error().message);
}

}  // namespace refrain
