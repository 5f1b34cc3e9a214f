#include "library_scanner/scan/scan_pipeline.h"

#include "library_scanner/cue/cue_file.h"
#include "library_scanner/scan/reader_processes.h"
#include "library_scanner/scan/tag_readers.h"

#include <algorithm>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <SQLiteCpp/Database.h>

namespace refrain {
namespace {

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

std::string_view folder_name(std::string_view path) {
    const auto folder = path.substr(0, path.rfind('/'));
    return folder.substr(folder.rfind('/') + 1);
}

bool is_divided_by(const KnownFile& known, const std::optional<SheetPart>& part) {
    return known.sheet == (part ? sheet_key(part->sheet->found()) : 0);
}

void use_folder_cover(Track& track, const FoundFile& file) {
    if (track.cover != CoverKind::embedded) {
        track.cover = file.cover_path.empty() ? CoverKind::none : CoverKind::folder;
        track.cover_path = file.cover_path;
        track.cover_key = file.cover_key;
    }
}

}  // namespace

ScanPipeline::ScanPipeline(Database& database, const ScanOptions& options)
    : options_(options),
      progress_(options.on_progress),
      resolver_(*database.reader(), options.mounts),
      writer_(database, resolver_, options.on_batch),
      readers_(make_readers()) {}

std::unique_ptr<TagSource> ScanPipeline::make_readers() {
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

void ScanPipeline::add_failure(const std::string& path, const std::string& reason) {
    const std::lock_guard lock(report_mutex_);
    report_.failed.push_back({path, reason});
}

Status ScanPipeline::finish() {
    progress_.change([](ScanProgress& p) { p.walk_done = true; }, true);
    if (auto read = readers_->finish(); !read) {
        return read;
    }
    return writer_.finish();
}

/// A folder of the walk. Its cue sheets are read only when something in it has changed.
std::int64_t ScanPipeline::meet(FoundFolder&& folder, RootId root, KnownFiles& known) {
    std::int64_t unknown = 0;
    if (is_known_folder(folder, known)) {
        for (const auto& found : folder.sheets) {
            keep_sheet(found.path, known);
        }
        for (auto& file : folder.files) {
            unknown += meet(std::move(file), std::nullopt, true, root, known) ? 0 : 1;
        }
        return unknown;
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
        unknown += meet(std::move(folder.files[i]), std::move(assigned.parts[i]), false, root, known) ? 0 : 1;
    }
    return unknown;
}

/// A cue sheet that is as it was, beside a file or inside it.
void ScanPipeline::keep_sheet(const std::string& path, KnownFiles& known) {
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
void ScanPipeline::note_sheet(FoundSheet found, const std::string& reason, RootId root) {
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

void ScanPipeline::release(const std::optional<SheetPart>& part, const std::string& reason, RootId root) {
    if (part && part->sheet->file_done(reason)) {
        note_sheet(part->sheet->found(), part->sheet->reason(), root);
    }
}

/// A file of the walk: unchanged, changed or new. `part`: of the sheet that divides it;
/// `sheet_unchanged`: it is whatever divided it before. Did the library know the file?
bool ScanPipeline::meet(FoundFile&& file, std::optional<SheetPart> part, bool sheet_unchanged, RootId root,
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
    if (options_.is_being_written && options_.is_being_written(file.path)) {
        // Half of a file says nothing; whoever watches it asks again when it is whole.
        release(part, {}, root);
    } else if (same_failure) {
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
    return is_known || failure != known.failures.end();
}

/// An unchanged file: nothing is read, but it may have been missing, or the picture beside it is another.
void ScanPipeline::keep(const FoundFile& file, RootId root, const KnownFile& known) {
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

/// A file whose tags were read. On a thread of the pool.
void ScanPipeline::take(ReadJob&& job, Result<MusicFile>&& outcome) {
    ScanChange change;
    change.root = job.root;
    change.size = job.file.size;
    change.mtime_ns = job.file.mtime_ns;
    change.inode = job.file.inode;
    std::string sheet_reason;
    if (outcome) {
        change.kind = job.known ? ScanChange::Kind::updated : ScanChange::Kind::added;
        auto sheet = std::move(outcome.value().sheet);
        change.sound = outcome.value().sound;
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
        change.lasting =
            outcome.error().code == ErrorCode::malformed || outcome.error().code == ErrorCode::unsupported;
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

}  // namespace refrain
