#include "library_scanner/scan/scanner.h"

#include "library_scanner/cue/cue_file.h"
#include "library_scanner/database/sqlite_error.h"
#include "library_scanner/scan/away_places.h"
#include "library_scanner/scan/folder_sheets.h"
#include "library_scanner/scan/folder_walk.h"
#include "library_scanner/scan/gone_files.h"
#include "library_scanner/scan/known_files.h"
#include "library_scanner/scan/progress_teller.h"
#include "library_scanner/scan/reader_processes.h"
#include "library_scanner/scan/scan_writer.h"
#include "library_scanner/scan/tag_readers.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <dirent.h>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

using Clock = std::chrono::steady_clock;

/// In place of the size of a file that could not be read: no file has it, so the next scan tries again.
constexpr std::int64_t tried_again = -1;

int thread_count(int wanted) {
    constexpr int least = 4;
    constexpr int most = 16;
    constexpr int per_core = 4;
    return wanted > 0
               ? wanted
               : std::clamp(per_core * static_cast<int>(std::thread::hardware_concurrency()), least, most);
}

/// Absolute, without "." and "..", without a slash at the end; folders inside another of them are left out.
std::vector<std::string> roots_of(const std::vector<std::filesystem::path>& folders) {
    std::vector<std::string> roots;
    for (const auto& folder : folders) {
        std::error_code error;
        auto path = std::filesystem::absolute(folder, error).lexically_normal().native();
        while (path.size() > 1 && path.back() == '/') {
            path.pop_back();
        }
        roots.push_back(std::move(path));
    }
    std::sort(roots.begin(), roots.end());
    std::vector<std::string> outermost;
    for (auto& root : roots) {
        const auto holds_it = [&](const std::string& other) {
            return other == root || is_below(root, other);
        };
        if (std::none_of(outermost.begin(), outermost.end(), holds_it)) {
            outermost.push_back(std::move(root));
        }
    }
    return outermost;
}

/// Why a folder cannot be opened; nothing when it can.
std::optional<Error> closed_folder(const std::string& path) {
    if (auto* folder = opendir(path.c_str())) {
        closedir(folder);
        return std::nullopt;
    }
    const int reason = errno;
    return Error{reason == ENOENT ? ErrorCode::not_found : ErrorCode::unreadable,
                 "cannot be opened: " + std::generic_category().message(reason), path};
}

std::string_view folder_name(std::string_view path) {
    const auto folder = path.substr(0, path.rfind('/'));
    return folder.substr(folder.rfind('/') + 1);
}

class ScanSession {
  public:
    ScanSession(Database& database, const ScanOptions& options)
        : database_(database),
          options_(options),
          progress_(options.on_progress),
          writer_(database, options.on_batch),
          readers_(make_readers()) {}

    Result<ScanReport> run(const std::vector<std::string>& roots) {
        const auto started = Clock::now();
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
        std::vector<Walked> walks;
        for (const auto& root : opened) {
            if (auto walked = walk(root, walks); !walked) {
                return walked.error();
            }
        }
        progress_.change([](ScanProgress& p) { p.walk_done = true; }, true);
        if (auto read = readers_->finish(); !read) {
            return read.error();
        }
        if (auto written = writer_.finish(); !written) {
            return written.error();
        }
        for (const auto& walked : walks) {
            if (auto ended = end_walk(walked); !ended) {
                return ended.error();
            }
        }
        if (!gone_.empty() && options_.on_batch) {
            options_.on_batch(gone_);
        }
        report_.tracks = count_tracks(*database_.reader(), opened);
        report_.cancelled = cancelled();
        std::sort(report_.failed.begin(), report_.failed.end(),
                  [](const ScanFailure& a, const ScanFailure& b) { return a.path < b.path; });
        report_.seconds = std::chrono::duration<double>(Clock::now() - started).count();
        progress_.change([](ScanProgress&) {}, true);
        return std::move(report_);
    }

  private:
    /// A root that was walked cleanly to its end.
    struct Walked {
        RootId id;
        std::string root;
        RootGuard guard;
        GoneFiles gone;
    };

    std::unique_ptr<TagSource> make_readers() {
        auto done = [this](ReadJob&& job, Result<MusicFile>&& outcome) {
            take(std::move(job), std::move(outcome));
        };
        auto stop = [this] { return cancelled() || writer_.has_failed(); };
        const int count = thread_count(options_.threads);
        if (options_.tag_reader.empty()) {
            return std::make_unique<TagReaders>(count, std::move(done), std::move(stop));
        }
        return std::make_unique<ReaderProcesses>(
            ReaderSetup{options_.tag_reader, count, options_.reader_limits, options_.mounts}, std::move(done),
            std::move(stop));
    }

    bool cancelled() const { return options_.cancel != nullptr && options_.cancel->load(); }

    void add_failure(const std::string& path, const std::string& reason) {
        const std::lock_guard lock(report_mutex_);
        report_.failed.push_back({path, reason});
    }

    /// A root that is not there. The library may know tracks in it: then it is away.
    Status tell_closed(const std::string& root, const Error& error) {
        AwayPlace place{root, error.message, count_files(*database_.reader(), root), utc_now()};
        if (place.files == 0) {
            add_failure(root, error.message);
            return Done{};
        }
        const auto id = remember(root);
        if (!id) {
            return id.error();
        }
        report_.away.push_back(place);
        return database_.write_now([&](SQLite::Database& connection) {
            note_away_places(connection, id.value(), root, {place}, place.since);
        });
    }

    Status walk(const std::string& root, std::vector<Walked>& walks) {
        const auto root_id = remember(root);
        if (!root_id) {
            return root_id.error();
        }
        const auto reader = database_.reader();
        auto known = load_known_files(*reader, root);
        RootGuard guard(root, load_mounted_places(*reader), options_.mounts());
        GoneFiles gone;
        WalkVisitor visitor;
        visitor.folder = [&](FoundFolder&& folder) {
            guard.meet(folder);
            meet(std::move(folder), root_id.value(), known);
        };
        visitor.failed = [&](const std::string& path, const std::string& reason) {
            gone.closed.push_back(path);
            add_failure(path, reason);
        };
        visitor.link = [&](const std::string& path) { guard.meet_link(path); };
        const auto outcome = walk_folder(root, visitor, options_.cancel);
        if (!outcome.opened) {
            add_failure(root, outcome.reason);
        }
        if (!outcome.clean) {
            return Done{};
        }
        guard.finish(options_.mounts());
        gone.suspects = guard.suspects();
        for (const auto& file : known.tracks) {
            if (!file.seen && !file.missing) {
                gone.tracks.push_back(file.row);
            }
        }
        const auto add_gone = [](std::vector<std::string>& paths, const auto& rows) {
            for (const auto& [path, row] : rows) {
                if (!row.seen) {
                    paths.push_back(path);
                }
            }
        };
        add_gone(gone.failures, known.failures);
        add_gone(gone.sheets, known.sheets);
        walks.push_back({root_id.value(), root, std::move(guard), std::move(gone)});
        return Done{};
    }

    /// All of it or nothing: what is missing now, what is away, and where file systems lay.
    Status end_walk(const Walked& walked) {
        GoneOutcome outcome;
        const auto now = utc_now();
        auto written = database_.write_now([&](SQLite::Database& connection) {
            outcome = forget_gone_files(connection, walked.gone, now);
            note_away_places(connection, walked.id, walked.root, outcome.away, now);
            note_mounted_places(connection, walked.id, walked.root, walked.guard.to_note(outcome.away));
            if (!cancelled()) {
                note_clean_scan(connection, walked.id, now);
            }
        });
        report_.missing += outcome.missing;
        gone_.insert(gone_.end(), outcome.tracks.begin(), outcome.tracks.end());
        report_.away.insert(report_.away.end(), outcome.away.begin(), outcome.away.end());
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

    /// A folder of the walk. Its cue sheets are read only when something in it has changed.
    void meet(FoundFolder&& folder, RootId root, KnownFiles& known) {
        if (is_known_folder(folder, known)) {
            for (const auto& found : folder.sheets) {
                keep_sheet(found.path, known);
            }
            for (auto& file : folder.files) {
                meet(std::move(file), std::nullopt, true, root, known);
            }
            return;
        }
        std::vector<Result<CueSheet>> sheets;
        for (const auto& found : folder.sheets) {
            sheets.push_back(read_cue_file(found.path));
            if (const auto row = known.sheets.find(found.path); row != known.sheets.end()) {
                row->second.seen = true;
            }
        }
        auto assigned = assign_sheets(folder, std::move(sheets));
        for (auto& unused : assigned.unused) {
            unused.found.size = unused.lasting ? unused.found.size : tried_again;
            note_sheet(std::move(unused.found), unused.reason, root);
        }
        for (std::size_t i = 0; i < folder.files.size(); ++i) {
            meet(std::move(folder.files[i]), std::move(assigned.parts[i]), false, root, known);
        }
    }

    /// A cue sheet that is as it was, beside a file or inside it.
    void keep_sheet(const std::string& path, KnownFiles& known) {
        const auto row = known.sheets.find(path);
        if (row == known.sheets.end()) {
            return;
        }
        row->second.seen = true;
        if (!row->second.reason.empty()) {
            add_failure(path, row->second.reason);
        }
    }

    /// A cue sheet of which all is known now. Behind the changes of the files it divides: were the scan to
    /// end between them, the next one would read it again.
    void note_sheet(FoundSheet found, const std::string& reason, RootId root) {
        if (!reason.empty()) {
            add_failure(found.path, reason);
        }
        ScanChange change;
        change.kind = ScanChange::Kind::sheet;
        change.root = root;
        change.size = found.size;
        change.mtime_ns = found.mtime_ns;
        change.track.path = std::move(found.path);
        change.reason = reason;
        writer_.add(std::move(change));
    }

    void release(const std::optional<SheetPart>& part, const std::string& reason, RootId root) {
        if (part && part->sheet->file_done(reason)) {
            note_sheet(part->sheet->found(), part->sheet->reason(), root);
        }
    }

    /// A file of the walk: unchanged, changed or new. `part`: of the sheet that divides it;
    /// `sheet_unchanged`: it is whatever divided it before.
    void meet(FoundFile&& file, std::optional<SheetPart> part, bool sheet_unchanged, RootId root,
              KnownFiles& known) {
        ++report_.files;
        auto* track = known.tracks.find(file.path);
        const auto failure = known.failures.find(file.path);
        const bool is_known = track != nullptr;
        const bool same_failure = failure != known.failures.end() && failure->second.size == file.size &&
                                  failure->second.mtime_ns == file.mtime_ns;
        if (is_known) {
            track->seen = true;
        }
        if (failure != known.failures.end()) {
            failure->second.seen = true;
        }
        bool reads = false;
        if (same_failure) {
            add_failure(file.path, failure->second.reason);
            release(part, {}, root);
        } else if (is_known && failure == known.failures.end() && track->is_unchanged(file) &&
                   (sheet_unchanged || is_divided_by(*track, part)) &&
                   // Of several rows of a file that was away, reading it tells which are true.
                   !(track->missing && track->has_many_rows)) {
            keep(file, root, *track);
            keep_sheet(file.path, known);
            release(part, {}, root);
        } else {
            reads = true;
            ReadJob job{{}, root, is_known, is_known && !track->missing, std::move(part)};
            if (const auto inside = known.sheets.find(file.path); inside != known.sheets.end()) {
                inside->second.seen = true;
            }
            job.file = std::move(file);
            readers_->push(std::move(job));
        }
        progress_.change([&](ScanProgress& p) {
            ++p.files_seen;
            p.files_to_read += reads ? 1 : 0;
        });
    }

    static bool is_divided_by(const KnownFile& known, const std::optional<SheetPart>& part) {
        return known.sheet == (part ? sheet_key(part->sheet->found()) : 0);
    }

    /// An unchanged file: nothing is read, but it may have been missing, or the picture beside it is another.
    void keep(const FoundFile& file, RootId root, const KnownFile& known) {
        const bool own_cover = known.cover == CoverKind::embedded;
        const bool other_cover = !own_cover && known.cover_key != file.cover_key;
        if (!known.missing && !other_cover) {
            return;
        }
        ScanChange change;
        change.kind = known.missing ? ScanChange::Kind::seen_again : ScanChange::Kind::cover;
        change.root = root;
        change.track.path = file.path;
        change.track.cover = known.cover;
        use_folder_cover(change.track, file);
        writer_.add(std::move(change));
        const std::lock_guard lock(report_mutex_);
        ++report_.updated;
    }

    static void use_folder_cover(Track& track, const FoundFile& file) {
        if (track.cover != CoverKind::embedded) {
            track.cover = file.cover_path.empty() ? CoverKind::none : CoverKind::folder;
            track.cover_path = file.cover_path;
            track.cover_key = file.cover_key;
        }
    }

    /// A file whose tags were read. On a thread of the pool.
    void take(ReadJob&& job, Result<MusicFile>&& outcome) {
        ScanChange change;
        change.root = job.root;
        change.size = job.file.size;
        change.mtime_ns = job.file.mtime_ns;
        std::string sheet_reason;
        if (outcome) {
            change.kind = job.known ? ScanChange::Kind::updated : ScanChange::Kind::added;
            auto sheet = std::move(outcome.value().sheet);
            change.track = std::move(outcome.value().track);
            use_folder_cover(change.track, job.file);
            if (change.track.disc_number == 0) {
                change.track.disc_number = disc_of_folder(folder_name(job.file.path));
            }
            auto divided = divide_file(change.track, job.part, std::move(sheet));
            change.parts = std::move(divided.tracks);
            change.sheet = std::move(divided.sheet);
            change.reason = std::move(divided.reason_inside);
            sheet_reason = std::move(divided.reason_beside);
        } else {
            change.kind = ScanChange::Kind::failed;
            change.track.path = job.file.path;
            change.reason = outcome.error().message;
            // What the file is will not change while the file does not; that it could not be opened or read
            // may be over tomorrow, and no time stamp would tell.
            change.lasting = outcome.error().code == ErrorCode::malformed ||
                             outcome.error().code == ErrorCode::unsupported;
            change.size = change.lasting ? change.size : tried_again;
        }
        {
            const std::lock_guard lock(report_mutex_);
            report_.added += change.kind == ScanChange::Kind::added ? 1 : 0;
            report_.updated += change.kind == ScanChange::Kind::updated ? 1 : 0;
            if (change.kind != ScanChange::Kind::failed && !change.reason.empty()) {
                report_.failed.push_back({change.track.path, change.reason});
            }
            if (change.kind == ScanChange::Kind::failed) {
                report_.failed.push_back({change.track.path, change.reason});
                report_.missing += change.lasting && job.present ? 1 : 0;
            }
        }
        writer_.add(std::move(change));
        release(job.part, sheet_reason, job.root);
        progress_.change([&](ScanProgress& p) {
            ++p.files_read;
            p.current = std::move(job.file.path);
        });
    }

    Database& database_;
    const ScanOptions& options_;
    // The walking thread alone, but for `failed`, `added`, `updated` and `missing`: those are guarded by
    // report_mutex_ while the pool lives.
    ScanReport report_;
    std::mutex report_mutex_;
    /// Tracks that are missing since this scan; the calling thread alone.
    std::vector<TrackId> gone_;
    ProgressTeller progress_;
    ScanWriter writer_;
    // Last: its threads use everything above.
    const std::unique_ptr<TagSource> readers_;
};

}  // namespace

Result<ScanReport> scan(Database& database, const std::vector<std::filesystem::path>& folders,
                        const ScanOptions& options) {
    try {
        return ScanSession(database, options).run(roots_of(folders));
    } catch (const std::exception& exception) {
        return describe(exception, database.file());
    }
}

}  // namespace refrain
