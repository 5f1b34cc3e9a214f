#include "library_scanner/scan/scanner.h"

#include "library_scanner/core/byte_path.h"
#include "library_scanner/database/file_lock.h"
#include "library_scanner/database/sqlite_error.h"
#include "library_scanner/scan/away_places.h"
#include "library_scanner/scan/changed_folders.h"
#include "library_scanner/scan/folder_walk.h"
#include "library_scanner/scan/gone_files.h"
#include "library_scanner/scan/known_files.h"
#include "library_scanner/scan/scan_pipeline.h"
#include "library_scanner/scan/scan_roots.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <deque>
#include <dirent.h>
#include <exception>
#include <optional>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

using Clock = std::chrono::steady_clock;

/// What is known and was not seen.
void add_unseen(const KnownFiles& known, GoneFiles& gone) {
    for (const auto& file : known.tracks) {
        if (!file.seen && !file.missing) {
            gone.tracks.push_back(file.row);
        }
    }
    const auto add = [](std::vector<std::string>& paths, const auto& rows) {
        for (const auto& [path, row] : rows) {
            if (!row.seen) {
                paths.push_back(path);
            }
        }
    };
    add(gone.failures, known.failures);
    add(gone.sheets, known.sheets);
}

class ScanSession {
  public:
    ScanSession(Database& database, const ScanOptions& options)
        : database_(database), options_(options), pipeline_(database, options) {}

    Result<ScanReport> run(const std::vector<std::string>& roots) {
        std::optional<Error> closed;
        std::vector<std::string> opened;
        for (const auto& root : roots) {
            if (auto error = closed_folder(root)) {
                if (auto told = tell_closed(root, *error); !told) {
                    return told.error();
                }
                closed = closed ? closed : error;
                continue;
            }
            opened.push_back(root);
        }
        if (opened.empty()) {
            return closed ? Error{closed->code, "The folder " + closed->message, closed->path}
                          : Error{ErrorCode::not_found, "No folder to scan was given", {}};
        }
        std::int64_t expected = 0;
        for (const auto& root : opened) {
            expected += count_known(*database_.reader(), root);
        }
        pipeline_.progress().expect(expected);
        for (const auto& root : opened) {
            if (auto walked = walk_root(root); !walked) {
                return walked.error();
            }
        }
        if (auto ended = end_walks(); !ended) {
            return ended.error();
        }
        report().tracks = count_tracks(*database_.reader(), opened);
        return finished_report();
    }

    Result<ScanReport> run_changed(const std::vector<ChangedFolder>& changed) {
        for (auto& [root, areas] : areas_by_root(changed, known_roots(*database_.reader()))) {
            if (pipeline_.cancelled()) {
                break;
            }
            if (auto error = closed_folder(root)) {
                if (auto told = tell_closed(root, *error); !told) {
                    return told.error();
                }
                continue;
            }
            if (auto walked = walk_areas(root, std::move(areas)); !walked) {
                return walked.error();
            }
        }
        if (auto ended = end_walks(); !ended) {
            return ended.error();
        }
        return finished_report();
    }

  private:
    /// A root, or parts of it, of which everything was met that is there.
    struct Walked {
        RootId id;
        std::string root;
        RootGuard guard;
        GoneFiles gone;
        /// All of the root.
        bool whole = true;
    };

    ScanReport& report() { return pipeline_.report(); }

    ScanReport finished_report() {
        report().cancelled = pipeline_.cancelled();
        std::sort(report().failed.begin(), report().failed.end(),
                  [](const ScanFailure& a, const ScanFailure& b) { return a.path < b.path; });
        report().seconds = std::chrono::duration<double>(Clock::now() - started_).count();
        pipeline_.progress().change([](ScanProgress&) {}, true);
        return std::move(report());
    }

    /// A root that is not there. The library may know tracks in it: then it is away.
    Status tell_closed(const std::string& root, const Error& error) {
        AwayPlace place{root, error.message, count_files(*database_.reader(), root), utc_now()};
        if (place.files == 0) {
            pipeline_.add_failure(root, error.message);
            return Done{};
        }
        const auto id = remember(root);
        if (!id) {
            return id.error();
        }
        report().away.push_back(place);
        return database_.write_now([&](SQLite::Database& connection) {
            note_away_places(connection, id.value(), root, {place}, place.since);
        });
    }

    Status walk_root(const std::string& root) {
        const auto root_id = remember(root);
        if (!root_id) {
            return root_id.error();
        }
        const auto reader = database_.reader();
        RootGuard guard(root, load_mounted_places(*reader), options_.mounts());
        GoneFiles gone;
        gone.root = root;
        gone.believed = options_.believe;
        if (!walk_below(root, {}, root_id.value(), guard, gone, {})) {
            return Done{};
        }
        guard.finish(options_.mounts(), options_.believe);
        gone.suspects = guard.suspects();
        walks_.push_back({root_id.value(), root, std::move(guard), std::move(gone)});
        return Done{};
    }

    /// A folder with all that is below. False when there may be more than was met; what was then not met is
    /// not gone.
    bool walk_below(const std::string& folder, const FolderPicture& cover_above, RootId root,
                    RootGuard& guard, GoneFiles& gone,
                    const std::function<bool(const std::string&)>& follows) {
        auto known = load_known_files(*database_.reader(), folder);
        WalkVisitor visitor;
        visitor.folder = [&](FoundFolder&& found) {
            guard.meet(found);
            gone.arrived += pipeline_.meet(std::move(found), root, known);
        };
        visitor.failed = [&](const std::string& path, const std::string& reason) {
            gone.closed.push_back(path);
            pipeline_.add_failure(path, reason);
        };
        visitor.link = [&](const std::string& path) { guard.meet_link(path); };
        visitor.follows = follows;
        const auto outcome = walk_folder(folder, visitor, options_.cancel, cover_above);
        if (!outcome.opened) {
            pipeline_.add_failure(folder, outcome.reason);
        }
        if (outcome.clean) {
            add_unseen(known, gone);
        }
        return outcome.clean;
    }

    /// Parts of a root. Whatever cannot be told from a part alone has the whole root walked.
    Status walk_areas(const std::string& root, std::vector<ChangedFolder> changed) {
        if (std::any_of(changed.begin(), changed.end(),
                        [&](const ChangedFolder& area) { return area.whole && area.path == root; })) {
            return walk_root(root);
        }
        const auto root_id = remember(root);
        if (!root_id) {
            return root_id.error();
        }
        const auto reader = database_.reader();
        Parts parts{root_id.value(),
                    root,
                    RootGuard(root, load_mounted_places(*reader), options_.mounts()),
                    {},
                    {changed.begin(), changed.end()},
                    {}};
        parts.gone.root = root;
        parts.gone.believed = options_.believe;
        while (!parts.waiting.empty() && !parts.needs_whole && !pipeline_.cancelled()) {
            const auto area = std::move(parts.waiting.front());
            parts.waiting.pop_front();
            if (parts.done.insert(area.path).second) {
                look_at(area, parts, *reader);
            }
        }
        if (parts.needs_whole) {
            return walk_root(root);
        }
        if (pipeline_.cancelled()) {
            return Done{};
        }
        if (!parts.gone.tracks.empty()) {
            add_files_left_out(parts, *reader);
        }
        parts.guard.finish(options_.mounts(), options_.believe);
        parts.gone.suspects = parts.guard.suspects();
        walks_.push_back(
            {root_id.value(), root, std::move(parts.guard), std::move(parts.gone), /*whole=*/false});
        return Done{};
    }

    /// Of a root that is looked at in parts.
    struct Parts {
        RootId id;
        const std::string& root;
        RootGuard guard;
        GoneFiles gone;
        std::deque<ChangedFolder> waiting;
        std::set<std::string> done;
        bool needs_whole = false;
    };

    void look_at(const ChangedFolder& area, Parts& parts, SQLite::Database& reader) {
        const auto above = cover_above(area.path, parts.root);
        const auto follows = [&](const std::string& link) {
            parts.needs_whole = parts.needs_whole || !leads_into(link, parts.root);
            return false;
        };
        const auto closed = closed_folder(area.path);
        if (closed && closed->code == ErrorCode::not_found && area.path != parts.root) {
            // Its parent tells what is gone with it.
            parts.waiting.push_back({area.path.substr(0, area.path.rfind('/')), false});
            return;
        }
        if (area.whole) {
            walk_below(area.path, above, parts.id, parts.guard, parts.gone, follows);
            return;
        }
        auto listing = list_folder(area.path, above);
        if (listing.error != 0) {
            parts.gone.closed.push_back(area.path);
            pipeline_.add_failure(area.path, closed_reason(listing.error));
            return;
        }
        for (const auto& [path, error] : listing.failed) {
            parts.gone.closed.push_back(path);
            pipeline_.add_failure(path, closed_reason(error));
        }
        auto known = load_known_folder(reader, area.path);
        parts.guard.meet(listing.here);
        parts.gone.arrived += pipeline_.meet(std::move(listing.here), parts.id, known.files);
        const bool complete =
            std::all_of(listing.failed.begin(), listing.failed.end(),
                        [](const auto& failed) { return concerns_one_place(failed.second); });
        if (complete) {
            add_unseen(known.files, parts.gone);
            add_vanished_folders(area.path, known, listing, parts.gone, reader);
        }
        for (const auto& [name, link] : listing.folders) {
            const auto inner = path_in(area.path, name);
            const bool is_known = known.folders.contains(name);
            if (link) {
                static_cast<void>(is_known || follows(inner));
            } else if (!is_known) {
                parts.waiting.push_back({inner, true});
            } else if (disc_of_folder(name) > 0) {
                // Its cover may be the one above.
                parts.waiting.push_back({inner, false});
            }
        }
    }

    /// Folders that the library knows and that are not listed any more.
    static void add_vanished_folders(const std::string& folder, const KnownFolder& known,
                                     const FolderListing& listing, GoneFiles& gone,
                                     SQLite::Database& reader) {
        std::set<std::string> there;
        for (const auto& [name, link] : listing.folders) {
            there.insert(path_in(folder, name));
        }
        for (const auto& name : known.folders) {
            const auto inner = path_in(folder, name);
            if (!there.contains(inner)) {
                const auto files = present_files_below(reader, inner);
                gone.tracks.insert(gone.tracks.end(), files.begin(), files.end());
            }
        }
        const auto add = [&](std::vector<std::string>& into, const std::vector<std::string>& paths) {
            for (const auto& path : paths) {
                if (!there.contains(path.substr(0, path.find('/', paths_below(folder).first.size())))) {
                    into.push_back(path);
                }
            }
        };
        add(gone.failures, known.inner_failures);
        add(gone.sheets, known.inner_sheets);
    }

    /// What the library knows and this scan did not look at is there: a place that still holds it is no empty
    /// one.
    static void add_files_left_out(Parts& parts, SQLite::Database& reader) {
        std::set<std::string> places;
        for (const auto& place : parts.guard.places()) {
            places.insert(place.path);
        }
        const std::set<TrackId> gone(parts.gone.tracks.begin(), parts.gone.tracks.end());
        for (const auto& place : places) {
            const auto files = present_files_below(reader, place);
            parts.guard.add_met(place, std::count_if(files.begin(), files.end(),
                                                     [&](TrackId file) { return !gone.contains(file); }));
        }
    }

    /// Everything is read and written; what was not met is marked.
    Status end_walks() {
        if (auto finished = pipeline_.finish(); !finished) {
            return finished;
        }
        std::int64_t arrived = 0;
        for (const auto& walked : walks_) {
            arrived += walked.gone.arrived;
        }
        for (auto& walked : walks_) {
            walked.gone.arrived_anywhere = arrived;
            if (auto ended = end_walk(walked); !ended) {
                return ended;
            }
        }
        if (auto settled = settle(); !settled) {
            return settled;
        }
        if (!gone_.empty() && options_.on_batch) {
            options_.on_batch(gone_);
        }
        return Done{};
    }

    /// All of it or nothing: what is missing now, what is away, and where file systems lay.
    Status end_walk(Walked& walked) {
        auto& tracks = walked.gone.tracks;
        tracks.erase(std::remove_if(tracks.begin(), tracks.end(),
                                    [this](TrackId row) { return pipeline_.resolver().has_moved(row); }),
                     tracks.end());
        if (!walked.whole && walked.gone.is_empty()) {
            return Done{};
        }
        GoneOutcome outcome;
        const auto now = utc_now();
        auto written = database_.write_now([&](SQLite::Database& connection) {
            outcome = forget_gone_files(connection, walked.gone, now);
            if (walked.whole) {
                note_away_places(connection, walked.id, walked.root, outcome.away, now);
                note_mounted_places(connection, walked.id, walked.root, walked.guard.to_note(outcome.away));
                if (!pipeline_.cancelled()) {
                    note_clean_scan(connection, walked.id, now);
                }
            } else {
                add_away_places(connection, walked.id, outcome.away, now);
            }
        });
        report().missing += outcome.missing;
        gone_.insert(gone_.end(), outcome.tracks.begin(), outcome.tracks.end());
        report().away.insert(report().away.end(), outcome.away.begin(), outcome.away.end());
        return written;
    }

    /// Files that only now are known to be the same as others that went missing.
    Status settle() {
        auto& resolver = pipeline_.resolver();
        report().moved = resolver.moved_files();
        report().added -= report().moved;
        if (report().added == 0 && gone_.empty() && !resolver.has_parked()) {
            return Done{};
        }
        Resolver::Settled settled;
        auto written = database_.write_now(
            [&](SQLite::Database& connection) { settled = resolver.settle(connection, gone_, utc_now()); });
        report().moved += settled.found;
        report().added -= settled.just_come;
        report().missing -= settled.just_gone;
        gone_.insert(gone_.end(), settled.changed.begin(), settled.changed.end());
        return written;
    }

    static void note_clean_scan(SQLite::Database& connection, RootId id, UtcTime now) {
        SQLite::Statement note(connection, "UPDATE roots SET last_clean_scan_at = ? WHERE id = ?");
        note.bind(1, to_ms(now));
        note.bind(2, id.value());
        note.exec();
    }

    Result<RootId> remember(const std::string& root) {
        RootId id;
        const auto written = database_.write_now([&](SQLite::Database& connection) {
            SQLite::Statement insert(connection,
                                     "INSERT OR IGNORE INTO roots (path, added_at) VALUES (?, ?)");
            bind_path(insert, 1, root);
            insert.bind(2, to_ms(utc_now()));
            insert.exec();
            SQLite::Statement find(connection, "SELECT id FROM roots WHERE path = ?");
            bind_path(find, 1, root);
            find.executeStep();
            id = RootId(find.getColumn(0).getInt64());
        });
        if (!written) {
            return written.error();
        }
        return id;
    }

    const Clock::time_point started_ = Clock::now();
    Database& database_;
    const ScanOptions& options_;
    std::vector<Walked> walks_;
    /// Tracks that are missing since this scan.
    std::vector<TrackId> gone_;
    ScanPipeline pipeline_;
};

/// How often a scan that waits looks whether it is its turn: a lock cannot be waited for and given up.
constexpr std::chrono::milliseconds look_for_turn{50};

/// Runs `work` when no other scan of that database is at work.
template <class Work>
Result<ScanReport> in_turn(Database& database, const ScanOptions& options, Work work) {
    if (options.tag_reader.empty() && !options.trusts_files) {
        // A file that brings TagLib down would bring this process down.
        return Error{ErrorCode::not_found,
                     "Music cannot be read: refrain-tagreader is missing, which comes with Refrain",
                     {}};
    }
    auto file = database.file();
    file += ".scanning";
    auto lock = FileLock::take(file, "Another scan of this library is at work", FileLock::Children::let_go);
    if (!lock && lock.error().code == ErrorCode::busy && options.on_waiting) {
        options.on_waiting();
    }
    while (!lock && lock.error().code == ErrorCode::busy) {
        if (options.cancel != nullptr && options.cancel->load()) {
            ScanReport report;
            report.cancelled = true;
            return report;
        }
        std::this_thread::sleep_for(look_for_turn);
        lock = FileLock::take(file, lock.error().message, FileLock::Children::let_go);
    }
    if (!lock) {
        return lock.error();
    }
    try {
        return work();
    } catch (const std::exception& exception) {
        return describe(exception, database.file());
    }
}

}  // namespace

Result<ScanReport> scan(Database& database, const std::vector<std::filesystem::path>& folders,
                        const ScanOptions& options) {
    return in_turn(database, options, [&] { return ScanSession(database, options).run(roots_of(folders)); });
}

Result<ScanReport> scan_changed(Database& database, const std::vector<ChangedFolder>& folders,
                                const ScanOptions& options) {
    return in_turn(database, options, [&] { return ScanSession(database, options).run_changed(folders); });
}

}  // namespace refrain
