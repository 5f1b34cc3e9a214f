#include "library_scanner/edit/tag_edits.h"

#include "library_scanner/audio_file/mount_points.h"
#include "library_scanner/database/change_journal.h"
#include "library_scanner/database/sqlite_error.h"
#include "library_scanner/identity/resolver.h"
#include "library_scanner/scan/file_asker.h"
#include "library_scanner/scan/known_files.h"
#include "library_scanner/scan/scan_writer.h"

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <unistd.h>
#include <unordered_set>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using nlohmann::json;

std::string to_text(const TagChanges& changes) {
    json fields = json::object();
    for (const TagChange& change : changes) {
        fields[std::string(to_word(change.field))] = change.values;
    }
    return fields.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// What is no field of this program any more is left out.
TagChanges changes_in(const std::string& text) {
    TagChanges changes;
    const json fields = json::parse(text, nullptr, false);
    if (!fields.is_object()) {
        return changes;
    }
    for (const auto& [word, values] : fields.items()) {
        const auto field = edit_field_from(word);
        if (!field || !values.is_array()) {
            continue;
        }
        TagChange change{*field, {}};
        for (const auto& value : values) {
            if (value.is_string()) {
                change.values.push_back(value.get<std::string>());
            }
        }
        changes.push_back(std::move(change));
    }
    return changes;
}

struct FileState {
    TrackId track;
    std::int64_t size = 0, mtime_ns = 0;
};

/// What was measured of the sound holds for the file with its new tags: nobody listens to it again for it.
void keep_measures(SQLite::Database& db, const FileState& was, const FileState& is) {
    for (const std::string table : {"content_features", "loudness"}) {
        SQLite::Statement keep(
            db, "UPDATE " + table +
                    " SET size = ?, mtime_ns = ? WHERE track_id = ? AND size = ? AND mtime_ns = ?");
        keep.bind(1, is.size);
        keep.bind(2, is.mtime_ns);
        keep.bind(3, is.track.value());
        keep.bind(4, was.size);
        keep.bind(5, was.mtime_ns);
        keep.exec();
    }
    note_changed_tracks(db, std::array{is.track}, ChangedWhat::loudness);
}

}  // namespace

struct TagEdits::Row {
    /// `undoes`: another row; 0 for one that takes nothing back.
    std::int64_t id = 0, batch = 0, undoes = 0;
    PlannedEdit edit;
};

TagEdits::TagEdits(Database& database, TagWriterSetup setup, InUse in_use)
    : database_(database), setup_(std::move(setup)), in_use_(std::move(in_use)) {}

Result<TagEditReport> TagEdits::apply(std::span<const PlannedEdit> edits, UtcTime at,
                                      const Progress& progress, const std::atomic<bool>* cancelled) {
    const std::lock_guard lock(one_at_a_time_);
    if (const auto error = without_reader()) {
        return *error;
    }
    // What waited for a file is older than what is wanted of it now.
    auto waited = write_waiting();
    if (!waited) {
        return waited;
    }
    std::vector<Row> rows;
    const Status noted = database_.write_now([&](SQLite::Database& db) {
        rows.clear();
        for (const PlannedEdit& edit : edits) {
            rows.push_back({.edit = edit});
        }
        note(db, rows, at);
    });
    auto report =
        noted ? write_rows(std::move(rows), progress, cancelled) : Result<TagEditReport>(noted.error());
    if (report) {
        auto& changed = report.value().changed;
        changed.insert(changed.end(), waited.value().changed.begin(), waited.value().changed.end());
        auto& failed = report.value().failed;
        failed.insert(failed.begin(), waited.value().failed.begin(), waited.value().failed.end());
    }
    return report;
}

void TagEdits::note(SQLite::Database& db, std::vector<Row>& rows, UtcTime at) {
    const std::int64_t batch = db.execAndGet("SELECT ifnull(max(batch), 0) + 1 FROM tag_edits").getInt64();
    SQLite::Statement insert(db,
                             "INSERT INTO tag_edits (batch, undoes, track_id, path, before, after, state, at)"
                             " VALUES (?, ?, (SELECT id FROM tracks WHERE id = ?), ?, ?, ?, 'waiting', ?)");
    for (Row& row : rows) {
        // One that is there already is to be taken back.
        row.undoes = row.id;
        if (row.undoes != 0) {
            row.edit = undoing(row.edit);
        }
        insert.bind(1, batch);
        if (row.undoes != 0) {
            insert.bind(2, row.undoes);
        } else {
            insert.bind(2);
        }
        insert.bind(3, row.edit.track.value());
        bind_path(insert, 4, row.edit.path);
        insert.bind(5, to_text(row.edit.before));
        insert.bind(6, to_text(row.edit.after));
        insert.bind(7, to_ms(at));
        insert.exec();
        insert.reset();
        row.id = db.getLastInsertRowid();
        row.batch = batch;
    }
}

std::optional<Error> TagEdits::without_reader() const {
    if (!setup_.reader.empty() || setup_.trusts_files) {
        return std::nullopt;
    }
    return Error{ErrorCode::not_found,
                 "Tags cannot be changed: refrain-tagreader is missing, which comes with Refrain",
                 {}};
}

Result<TagEditReport> TagEdits::write_rows(std::vector<Row> rows, const Progress& progress,
                                           const std::atomic<bool>* cancelled) {
    TagEditReport report;
    if (rows.empty()) {
        return report;
    }
    if (const auto error = without_reader()) {
        return *error;
    }
    report.batch = rows.front().batch;
    const auto older = rows_where("state = 'waiting' AND id < ?", rows.front().id);
    if (!older) {
        return older.error();
    }
    // One that waits is never overtaken by a later one of the same file.
    std::unordered_set<std::string> wait;
    for (const Row& row : older.value()) {
        wait.insert(row.edit.path);
    }
    std::erase_if(rows, [&](const Row& row) {
        if (in_use_ && in_use_(row.edit.path)) {
            wait.insert(row.edit.path);
        }
        const bool waits = wait.contains(row.edit.path);
        report.waiting += waits ? 1 : 0;
        return waits;
    });
    FileAsker asker(setup_.reader, setup_.limits);
    const TagChanger changer =
        setup_.reader.empty()
            ? TagChanger(change_tags_of_copy)
            : [&](const std::string& copy, const std::string& path, const TagChanges& changes) {
                  return asker.change_tags(copy, path, changes, &leaving_);
              };
    std::optional<Resolver> resolver;
    try {
        resolver.emplace(*database_.reader(), mount_points);
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (leaving_) {
            report.waiting += static_cast<int>(rows.size() - i);
            break;
        }
        Status written = Done{};
        if (cancelled != nullptr && *cancelled) {
            written = Error{ErrorCode::cancelled, "Not written: it was stopped", rows[i].edit.path};
        } else {
            written = write_file(rows[i], changer, *resolver, report);
        }
        if (!written && leaving_) {
            report.waiting += static_cast<int>(rows.size() - i);
            break;
        }
        if (!written) {
            report.failed.push_back({rows[i].edit.path, written.error().message});
        }
        const Status noted = database_.write_now([&](SQLite::Database& db) {
            SQLite::Statement note(db, "UPDATE tag_edits SET state = ?, reason = ? WHERE id = ?");
            note.bind(1, written ? "done" : "failed");
            note.bind(2, written ? std::string() : written.error().message);
            note.bind(3, rows[i].id);
            note.exec();
            if (!written && rows[i].undoes != 0) {
                // It stays as it was changed, and can be undone another time.
                SQLite::Statement keep(db, "UPDATE tag_edits SET state = 'done' WHERE id = ?");
                keep.bind(1, rows[i].undoes);
                keep.exec();
            }
        });
        if (!noted) {
            return noted.error();
        }
        if (progress) {
            progress(static_cast<int>(i) + 1, static_cast<int>(rows.size()));
        }
    }
    return report;
}

Status TagEdits::write_file(const Row& row, const TagChanger& changer, Resolver& resolver,
                            TagEditReport& report) {
    auto written = write_tags(row.edit.path, row.edit.after, changer);
    if (!written) {
        return written.error();
    }
    ++report.written;
    // What the scan knows of the file besides its tags.
    FileState was;
    ScanChange change;
    change.kind = ScanChange::Kind::updated;
    change.size = written.value().file.size;
    change.mtime_ns = written.value().file.mtime_ns;
    change.inode = written.value().file.inode;
    change.sound = written.value().sound;
    change.track = std::move(written.value().track);
    try {
        const auto connection = database_.reader();
        SQLite::Statement known(
            *connection,
            "SELECT root_id, cover_kind, cover_path, cover_key, id, size, mtime_ns FROM tracks"
            " WHERE path = ? AND cue_track = 0 AND missing_since IS NULL");
        bind_path(known, 1, row.edit.path);
        if (!known.executeStep()) {
            return Done{};  // the file is changed; the next scan looks at what has no row, or a missing one
        }
        change.root = RootId(known.getColumn(0).getInt64());
        if (change.track.cover == CoverKind::none &&
            static_cast<CoverKind>(known.getColumn(1).getInt()) == CoverKind::folder) {
            change.track.cover = CoverKind::folder;
            change.track.cover_path = path_in(known, 2);
            change.track.cover_key = static_cast<std::uint64_t>(known.getColumn(3).getInt64());
        }
        was = {TrackId(known.getColumn(4).getInt64()), known.getColumn(5).getInt64(),
               known.getColumn(6).getInt64()};
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
    const FileState is{was.track, change.size, change.mtime_ns};
    const bool same_sound = change.sound.known();
    ScanWriter writer(database_, resolver, [&report](std::span<const TrackId> ids) {
        report.changed.insert(report.changed.end(), ids.begin(), ids.end());
    });
    writer.add(std::move(change));
    const Status updated = writer.finish();
    return updated && same_sound
               ? database_.write_now([&](SQLite::Database& db) { keep_measures(db, was, is); })
               : updated;
}

Result<std::vector<TagEdits::Row>> TagEdits::rows_where(const std::string& condition,
                                                        std::int64_t value) const {
    try {
        const auto connection = database_.reader();
        SQLite::Statement row(*connection,
                              "SELECT id, batch, ifnull(undoes, 0), ifnull(track_id, 0), path, before, after,"
                              " (SELECT path FROM tracks WHERE tracks.id = track_id AND cue_track = 0"
                              " AND missing_since IS NULL) FROM tag_edits WHERE " +
                                  condition + " ORDER BY id");
        row.bind(1, value);
        std::vector<Row> rows;
        while (row.executeStep()) {
            rows.push_back(
                {row.getColumn(0).getInt64(),
                 row.getColumn(1).getInt64(),
                 row.getColumn(2).getInt64(),
                 {TrackId(row.getColumn(3).getInt64()), path_in(row, 4),
                  changes_in(row.getColumn(5).getString()), changes_in(row.getColumn(6).getString())}});
            // Moved since it was written down: the track knows where to.
            std::string& path = rows.back().edit.path;
            if (!row.getColumn(7).isNull() && access(path.c_str(), F_OK) != 0) {
                path = path_in(row, 7);
            }
        }
        return rows;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

Result<TagEditReport> TagEdits::apply_waiting() {
    const std::lock_guard lock(one_at_a_time_);
    return write_waiting();
}

Result<TagEditReport> TagEdits::write_waiting() {
    auto rows = rows_where("state = 'waiting' AND id > ?", 0);
    return rows ? write_rows(std::move(rows).value(), {}, nullptr) : Result<TagEditReport>(rows.error());
}

Result<TagEditReport> TagEdits::undo(std::int64_t batch, UtcTime at) {
    const std::lock_guard lock(one_at_a_time_);
    if (const auto error = without_reader()) {
        return *error;
    }
    auto written = rows_where("state = 'done' AND batch = ?", batch);
    if (!written) {
        return written.error();
    }
    std::vector<Row> rows;
    int undone = 0;
    const Status noted = database_.write_now([&](SQLite::Database& db) {
        rows = written.value();
        note(db, rows, at);
        // What still waited is not done any more; that is all there is to undo of it.
        SQLite::Statement mark(
            db, "UPDATE tag_edits SET state = 'undone' WHERE state IN ('done', 'waiting') AND batch = ?");
        mark.bind(1, batch);
        undone = mark.exec();
    });
    if (!noted) {
        return noted.error();
    }
    if (undone == 0) {
        return Error{ErrorCode::not_found, "There is no such change of tags to undo", {}};
    }
    return write_rows(std::move(rows), {}, nullptr);
}

Result<std::optional<TagEditBatch>> TagEdits::newest() const {
    try {
        const auto connection = database_.reader();
        SQLite::Statement row(*connection,
                              "SELECT batch, count(DISTINCT path), max(at) FROM tag_edits"
                              " WHERE undoes IS NULL AND state IN ('done', 'waiting')"
                              " GROUP BY batch ORDER BY batch DESC LIMIT 1");
        std::optional<TagEditBatch> batch;
        if (row.executeStep()) {
            batch = {row.getColumn(0).getInt64(), row.getColumn(1).getInt(),
                     utc_from_ms(row.getColumn(2).getInt64())};
        }
        return batch;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

}  // namespace refrain
