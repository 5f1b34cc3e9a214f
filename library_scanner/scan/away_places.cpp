#include "library_scanner/scan/away_places.h"

#include "library_scanner/database/sqlite_error.h"
#include "library_scanner/scan/known_files.h"

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

bool is_at_or_below(std::string_view path, std::string_view folder) {
    return path == folder || is_below(path, folder);
}

bool is_mounted(const std::string& mount, const std::vector<std::string>& mounts) {
    return std::find(mounts.begin(), mounts.end(), mount) != mounts.end();
}

/// As it is when it cannot be followed.
std::string without_links(const std::string& path) {
    std::error_code error;
    auto real = std::filesystem::canonical(path, error);
    return error ? path : real.native();
}

bool exists(const std::string& path) {
    struct stat status {};
    return lstat(path.c_str(), &status) == 0;
}

std::string joined(const std::string& folder, std::string_view rest) {
    return folder == "/" ? std::string(rest) : folder + std::string(rest);
}

}  // namespace

std::vector<MountedPlace> mounted_places(const std::string& folder, const std::string& real_folder,
                                         const std::vector<std::string>& mounts) {
    std::vector<MountedPlace> places;
    const std::string* carrier = nullptr;
    for (const auto& mount : mounts) {
        if (is_at_or_below(real_folder, mount)) {
            carrier = carrier == nullptr || mount.size() > carrier->size() ? &mount : carrier;
        } else if (is_below(mount, real_folder)) {
            const auto rest = std::string_view(mount).substr(real_folder == "/" ? 0 : real_folder.size());
            places.push_back({joined(folder, rest), mount});
        }
    }
    if (carrier != nullptr) {
        places.push_back({folder, *carrier});
    }
    // Several file systems may be mounted on one place; it is listed for each.
    std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

std::string why_away(const GuardedPlace& place, const std::vector<std::string>& mounts) {
    if (!place.mount.empty() && !mounts.empty() && !is_mounted(place.mount, mounts)) {
        return "the disk at " + place.mount + " is not mounted";
    }
    if (place.met == 0 && place.exists) {
        return "no music is listed there now, as when a disk is not mounted";
    }
    return {};
}

bool is_mass_vanishing(std::int64_t known, std::int64_t gone, std::int64_t arrived) {
    constexpr std::int64_t least = 100;
    return known > least && (gone - arrived) * 2 > known;
}

RootGuard::RootGuard(std::string root, const std::vector<MountedPlace>& former,
                     std::vector<std::string> mounts)
    : root_(std::move(root)), mounts_(std::move(mounts)) {
    for (const auto& [path, mount] : former) {
        if (is_at_or_below(path, root_)) {
            places_.push_back({path, mount, 0, true});
        } else if (is_below(root_, path)) {
            places_.push_back({root_, mount, 0, true});
        }
    }
    // Behind those with a mount, which say more when they are away.
    places_.push_back({root_, {}, 0, true});
}

void RootGuard::meet(const FoundFolder& folder) {
    if (folder.files.empty()) {
        return;
    }
    for (auto& place : places_) {
        if (is_below(folder.files.front().path, place.path)) {
            place.met += static_cast<std::int64_t>(folder.files.size());
        }
    }
}

void RootGuard::meet_link(const std::string& path) {
    links_.push_back(path);
}

void RootGuard::add_met(const std::string& place, std::int64_t count) {
    for (auto& guarded : places_) {
        guarded.met += guarded.path == place ? count : 0;
    }
}

void RootGuard::finish(const std::vector<std::string>& mounts, bool believe) {
    mounts_.erase(std::remove_if(mounts_.begin(), mounts_.end(),
                                 [&](const std::string& mount) { return !is_mounted(mount, mounts); }),
                  mounts_.end());
    for (auto& place : places_) {
        place.exists = exists(place.path);
        place.met += believe ? 1 : 0;
        if (auto reason = why_away(place, mounts_); !reason.empty()) {
            suspects_.push_back({place.path, std::move(reason), 0, {}});
        }
    }
    std::stable_sort(suspects_.begin(), suspects_.end(),
                     [](const AwayPlace& a, const AwayPlace& b) { return a.path < b.path; });
}

std::vector<MountedPlace> RootGuard::to_note(const std::vector<AwayPlace>& away) const {
    auto noted = mounted_places(root_, without_links(root_), mounts_);
    for (const auto& link : links_) {
        for (auto& place : mounted_places(link, without_links(link), mounts_)) {
            noted.push_back(std::move(place));
        }
    }
    const auto is_away = [&](const std::string& path) {
        return std::any_of(away.begin(), away.end(),
                           [&](const AwayPlace& place) { return is_at_or_below(path, place.path); });
    };
    noted.erase(std::remove_if(noted.begin(), noted.end(), [&](const auto& p) { return is_away(p.path); }),
                noted.end());
    for (const auto& place : places_) {
        if (!place.mount.empty() && is_away(place.path)) {
            noted.push_back({place.path, place.mount});
        }
    }
    return noted;
}

std::vector<MountedPlace> load_mounted_places(SQLite::Database& connection) {
    std::vector<MountedPlace> places;
    SQLite::Statement row(connection, "SELECT path, mount FROM scanned_mounts ORDER BY path");
    while (row.executeStep()) {
        places.push_back({path_in(row, 0), path_in(row, 1)});
    }
    return places;
}

void note_mounted_places(SQLite::Database& connection, RootId id, const std::string& root,
                         const std::vector<MountedPlace>& places) {
    const auto [first, second] = paths_below(root);
    SQLite::Statement drop(connection,
                           "DELETE FROM scanned_mounts WHERE path = ? OR (path >= ? AND path < ?)");
    bind_path(drop, 1, root);
    bind_path(drop, 2, first);
    bind_path(drop, 3, second);
    drop.exec();
    SQLite::Statement add(connection,
                          "INSERT OR REPLACE INTO scanned_mounts (path, root_id, mount)"
                          " VALUES (?, ?, ?)");
    for (const auto& place : places) {
        bind_path(add, 1, place.path);
        add.bind(2, id.value());
        bind_path(add, 3, place.mount);
        add.exec();
        add.reset();
    }
}

void add_away_places(SQLite::Database& connection, RootId id, const std::vector<AwayPlace>& away,
                     UtcTime now) {
    SQLite::Statement add(
        connection,
        "INSERT INTO away_places (path, root_id, reason, files, since) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (path) DO UPDATE SET root_id = excluded.root_id,"
        " reason = excluded.reason, files = excluded.files");
    for (const auto& place : away) {
        bind_path(add, 1, place.path);
        add.bind(2, id.value());
        add.bind(3, place.reason);
        add.bind(4, place.files);
        add.bind(5, to_ms(now));
        add.exec();
        add.reset();
    }
}

void note_away_places(SQLite::Database& connection, RootId id, const std::string& root,
                      const std::vector<AwayPlace>& away, UtcTime now) {
    add_away_places(connection, id, away, now);
    const auto [first, second] = paths_below(root);
    SQLite::Statement row(connection,
                          "SELECT path FROM away_places WHERE path = ? OR (path >= ? AND path < ?)");
    bind_path(row, 1, root);
    bind_path(row, 2, first);
    bind_path(row, 3, second);
    std::vector<std::string> back;
    while (row.executeStep()) {
        const auto path = path_in(row, 0);
        if (std::none_of(away.begin(), away.end(), [&](const auto& place) { return place.path == path; })) {
            back.push_back(path);
        }
    }
    SQLite::Statement drop(connection, "DELETE FROM away_places WHERE path = ?");
    for (const auto& path : back) {
        bind_path(drop, 1, path);
        drop.exec();
        drop.reset();
    }
}

Result<std::vector<AwayPlace>> away_places(const Database& database) {
    try {
        const auto connection = database.reader();
        SQLite::Statement row(*connection,
                              "SELECT path, reason, files, since FROM away_places ORDER BY path");
        std::vector<AwayPlace> places;
        while (row.executeStep()) {
            places.push_back({path_in(row, 0), row.getColumn(1).getString(), row.getColumn(2).getInt64(),
                              utc_from_ms(row.getColumn(3).getInt64())});
        }
        return places;
    } catch (const std::exception& exception) {
        return describe(exception, database.file());
    }
}

}  // namespace refrain
