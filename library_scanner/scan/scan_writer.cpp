#include "library_scanner/scan/scan_writer.h"

#include "library_scanner/database/change_journal.h"
#include "library_scanner/scan/known_files.h"
#include "library_scanner/store/track_table.h"
#include "library_scanner/tags/tag_reader.h"

#include <memory>
#include <optional>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

// A row that another process added meanwhile is updated, not doubled; ids never change.
constexpr const char* upsert_track = R"(
INSERT INTO tracks (
    root_id, path, cue_track, cue_begin, cue_end, cue_path, cue_size, cue_mtime_ns, size, mtime_ns,
    tags_version, added_at, title, artist, album, album_artist, composer, year, track_number, disc_number,
    duration_ms, sample_rate, channels, bitrate_kbps, cover_kind, cover_path, musicbrainz_recording_id,
    track_gain_db, track_peak, album_gain_db, album_peak, track_total, disc_total, release_date,
    original_date, compilation, file_rating, lyrics_kind, cover_key, musicbrainz_track_id,
    musicbrainz_release_id, musicbrainz_release_group_id, inode, sound_key, id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
    -- Above every id that was ever given: what still names a merged row must not come to name another track.
    max((SELECT ifnull(max(id), 0) FROM tracks), (SELECT ifnull(max(gone_id), 0) FROM track_merges)) + 1)
ON CONFLICT (path, cue_track) DO UPDATE SET
    root_id = excluded.root_id, cue_begin = excluded.cue_begin, cue_end = excluded.cue_end,
    cue_path = excluded.cue_path, cue_size = excluded.cue_size, cue_mtime_ns = excluded.cue_mtime_ns,
    size = excluded.size, mtime_ns = excluded.mtime_ns, tags_version = excluded.tags_version,
    missing_since = NULL, title = excluded.title, artist = excluded.artist, album = excluded.album,
    album_artist = excluded.album_artist, composer = excluded.composer, year = excluded.year,
    track_number = excluded.track_number, disc_number = excluded.disc_number,
    duration_ms = excluded.duration_ms, sample_rate = excluded.sample_rate, channels = excluded.channels,
    bitrate_kbps = excluded.bitrate_kbps, cover_kind = excluded.cover_kind, cover_path = excluded.cover_path,
    musicbrainz_recording_id = excluded.musicbrainz_recording_id, track_gain_db = excluded.track_gain_db,
    track_peak = excluded.track_peak, album_gain_db = excluded.album_gain_db, album_peak = excluded.album_peak,
    track_total = excluded.track_total, disc_total = excluded.disc_total,
    release_date = excluded.release_date, original_date = excluded.original_date,
    compilation = excluded.compilation, file_rating = excluded.file_rating,
    lyrics_kind = excluded.lyrics_kind, cover_key = excluded.cover_key,
    musicbrainz_track_id = excluded.musicbrainz_track_id,
    musicbrainz_release_id = excluded.musicbrainz_release_id,
    musicbrainz_release_group_id = excluded.musicbrainz_release_group_id,
    inode = excluded.inode, sound_key = excluded.sound_key
RETURNING id)";

/// The statements of one batch, prepared once.
class BatchStatements {
  public:
    /// Adds to `changed` the ids of the tracks that are written.
    BatchStatements(SQLite::Database& connection, Resolver& resolver, std::vector<TrackId>& changed)
        : changed_(changed),
          resolver_(resolver),
          upsert_(connection, upsert_track),
          drop_genres_(connection, "DELETE FROM track_genres WHERE track_id = ?"),
          add_genre_(connection, "INSERT INTO track_genres VALUES (?, ?, ?)"),
          drop_people_(connection, "DELETE FROM track_artists WHERE track_id = ?"),
          add_person_(connection, "INSERT INTO track_artists VALUES (?, ?, ?, ?)"),
          set_superseded_(connection,
                          "UPDATE tracks SET missing_since = ? WHERE path = ? AND missing_since IS NULL"
                          " AND cue_track NOT IN (SELECT value FROM json_each(?)) RETURNING id"),
          drop_sheet_(connection, "DELETE FROM cue_sheets WHERE path = ?"),
          add_sheet_(connection,
                     "INSERT OR REPLACE INTO cue_sheets (path, root_id, size, mtime_ns, reason)"
                     " VALUES (?, ?, ?, ?, ?)"),
          drop_failure_(connection, "DELETE FROM scan_failures WHERE path = ?"),
          add_failure_(
              connection,
              "INSERT OR REPLACE INTO scan_failures (path, root_id, size, mtime_ns, reason, failed_at)"
              " VALUES (?, ?, ?, ?, ?, ?)"),
          set_missing_(connection,
                       "UPDATE tracks SET missing_since = ? WHERE path = ? AND missing_since IS NULL"
                       " RETURNING id"),
          set_there_(connection, "UPDATE tracks SET missing_since = NULL WHERE path = ? RETURNING id"),
          set_cover_(connection,
                     "UPDATE tracks SET cover_kind = ?, cover_path = ?, cover_key = ? WHERE path = ?"
                     " RETURNING id") {
        if (resolver.has_past()) {
            arrivals_.emplace(connection, resolver);
        }
    }

    void apply(const ScanChange& change, std::int64_t now) {
        using Kind = ScanChange::Kind;
        switch (change.kind) {
            case Kind::added:
            case Kind::updated:
                write_file(change, now);
                return run_on_path(drop_failure_, change);
            case Kind::failed:
                write_failure(change, now);
                return change.lasting ? mark_missing(change, now) : void();
            case Kind::seen_again:
                bind_path(set_there_, 1, change.track.path);
                change_tracks(set_there_);
                return write_cover(change);
            case Kind::cover:
                return write_cover(change);
            case Kind::sheet:
                return write_sheet(change);
        }
    }

  private:
    static void run(SQLite::Statement& statement) {
        statement.exec();
        statement.reset();
    }

    /// Runs a statement that returns the ids of the tracks it changed.
    void change_tracks(SQLite::Statement& statement) {
        while (statement.executeStep()) {
            changed_.emplace_back(statement.getColumn(0).getInt64());
        }
        statement.reset();
    }

    static void run_on_path(SQLite::Statement& statement, const ScanChange& change) {
        bind_path(statement, 1, change.track.path);
        run(statement);
    }

    static void bind_cover_path(SQLite::Statement& statement, int index, const Track& track) {
        if (track.cover == CoverKind::folder) {
            bind_path(statement, index, track.cover_path);
        } else {
            statement.bind(index);
        }
    }

    /// The rows of a file: one, or those of its cue sheet. Rows of the path that are no longer true stay, as
    /// missing ones, for their history and for the day when the sheet comes back.
    void write_file(const ScanChange& change, std::int64_t now) {
        const bool moved =
            arrivals_ && arrivals_->arrive({change.track.path,
                                            {change.inode, change.size, change.mtime_ns},
                                            change.sound,
                                            change.parts.empty() ? change.track : change.parts.front()},
                                           now, changed_);
        if (moved && change.kind == ScanChange::Kind::added) {
            resolver_.count_moved();
        }
        std::string numbers = "[";
        if (change.parts.empty()) {
            write_track(change, change.track, now);
            numbers += "0";
        }
        for (const auto& part : change.parts) {
            write_track(change, part, now);
            numbers.append(numbers.size() > 1 ? "," : "").append(std::to_string(part.cue_track));
        }
        if (change.kind == ScanChange::Kind::updated || moved) {
            set_superseded_.bind(1, now);
            bind_path(set_superseded_, 2, change.track.path);
            set_superseded_.bind(3, numbers + "]");
            change_tracks(set_superseded_);
        }
        if (!change.reason.empty()) {
            write_sheet(change);
        } else if (change.kind == ScanChange::Kind::updated) {
            run_on_path(drop_sheet_, change);
        }
    }

    void write_sheet(const ScanChange& change) {
        bind_path(add_sheet_, 1, change.track.path);
        add_sheet_.bind(2, change.root.value());
        add_sheet_.bind(3, change.size);
        add_sheet_.bind(4, change.mtime_ns);
        add_sheet_.bind(5, change.reason);
        run(add_sheet_);
    }

    void write_track(const ScanChange& change, const Track& track, std::int64_t now) {
        int i = 0;
        const auto bind = [&](const auto& value) { upsert_.bind(++i, value); };
        bind(change.root.value());
        bind_path(upsert_, ++i, track.path);
        bind(track.cue_track);
        bind(static_cast<std::int64_t>(track.cue_begin.count()));
        bind(static_cast<std::int64_t>(track.cue_end.count()));
        if (track.cue_track > 0) {
            bind_path(upsert_, ++i, change.sheet.path);
        } else {
            upsert_.bind(++i);
        }
        bind(change.sheet.size);
        bind(change.sheet.mtime_ns);
        bind(change.size);
        bind(change.mtime_ns);
        bind(tags_version);
        bind(now);
        bind(track.title);
        bind(track.artist);
        bind(track.album);
        bind(track.album_artist);
        bind(track.composer);
        bind(track.year);
        bind(track.track_number);
        bind(track.disc_number);
        bind(static_cast<std::int64_t>(track.duration.count()));
        bind(track.sample_rate);
        bind(track.channels);
        bind(track.bitrate_kbps);
        bind(static_cast<int>(track.cover));
        bind_cover_path(upsert_, ++i, track);
        bind(track.musicbrainz_recording_id);
        for (const auto& value : {track.loudness.track_gain_db, track.loudness.track_peak,
                                  track.loudness.album_gain_db, track.loudness.album_peak}) {
            if (value) {
                bind(static_cast<double>(*value));
            } else {
                upsert_.bind(++i);
            }
        }
        bind(static_cast<int>(track.track_total));
        bind(static_cast<int>(track.disc_total));
        bind(text_of(TagDate{static_cast<std::int16_t>(track.year), track.month, track.day}));
        bind(text_of(track.original_date));
        bind(track.compilation ? 1 : 0);
        if (track.file_rating) {
            bind(static_cast<int>(*track.file_rating));
        } else {
            upsert_.bind(++i);
        }
        bind(static_cast<int>(track.lyrics));
        bind(static_cast<std::int64_t>(track.cover_key));
        bind(track.musicbrainz_track_id);
        bind(track.musicbrainz_release_id);
        bind(track.musicbrainz_release_group_id);
        bind(change.inode);
        bind(change.sound.value);
        upsert_.executeStep();
        const auto id = upsert_.getColumn(0).getInt64();
        upsert_.reset();
        changed_.emplace_back(id);
        // For a new row, too: another process may have written it meanwhile.
        drop_genres_.bind(1, id);
        run(drop_genres_);
        int position = 0;
        for (const auto& genre : track.genres) {
            add_genre_.bind(1, id);
            add_genre_.bind(2, position++);
            add_genre_.bind(3, genre);
            run(add_genre_);
        }
        drop_people_.bind(1, id);
        run(drop_people_);
        write_people(id, CreditRole::artist, track.artists);
        write_people(id, CreditRole::album_artist, track.album_artists);
        write_people(id, CreditRole::composer, track.composers);
    }

    void write_people(std::int64_t id, CreditRole role, const std::vector<std::string>& names) {
        int position = 0;
        for (const auto& name : names) {
            add_person_.bind(1, id);
            add_person_.bind(2, static_cast<int>(role));
            add_person_.bind(3, position++);
            add_person_.bind(4, name);
            run(add_person_);
        }
    }

    void write_failure(const ScanChange& change, std::int64_t now) {
        bind_path(add_failure_, 1, change.track.path);
        add_failure_.bind(2, change.root.value());
        add_failure_.bind(3, change.size);
        add_failure_.bind(4, change.mtime_ns);
        add_failure_.bind(5, change.reason);
        add_failure_.bind(6, now);
        run(add_failure_);
    }

    void mark_missing(const ScanChange& change, std::int64_t now) {
        set_missing_.bind(1, now);
        bind_path(set_missing_, 2, change.track.path);
        change_tracks(set_missing_);
    }

    void write_cover(const ScanChange& change) {
        set_cover_.bind(1, static_cast<int>(change.track.cover));
        bind_cover_path(set_cover_, 2, change.track);
        set_cover_.bind(3, static_cast<std::int64_t>(change.track.cover_key));
        bind_path(set_cover_, 4, change.track.path);
        change_tracks(set_cover_);
    }

    std::vector<TrackId>& changed_;
    Resolver& resolver_;
    /// Nothing while the library has no past.
    std::optional<Resolver::Batch> arrivals_;
    SQLite::Statement upsert_, drop_genres_, add_genre_, drop_people_, add_person_, set_superseded_,
        drop_sheet_, add_sheet_, drop_failure_, add_failure_, set_missing_, set_there_, set_cover_;
};

}  // namespace

ScanWriter::ScanWriter(Database& database, Resolver& resolver,
                       std::function<void(std::span<const TrackId>)> on_batch)
    : database_(database), resolver_(resolver), on_batch_(std::move(on_batch)) {
    batch_.reserve(batch_size);
}

ScanWriter::~ScanWriter() {
    const std::lock_guard lock(mutex_);
    collect(0);
}

void ScanWriter::add(ScanChange change) {
    std::vector<TrackId> tell;
    {
        const std::lock_guard lock(mutex_);
        batch_.push_back(std::move(change));
        if (batch_.size() >= batch_size || Clock::now() - last_sent_ > longest_wait) {
            send();
            collect(most_waiting);
            if (Clock::now() - last_told_ > longest_wait) {
                last_told_ = Clock::now();
                tell.swap(changed_);
            }
        }
    }
    // Outside the lock: whoever is told may take long.
    if (!tell.empty() && on_batch_) {
        on_batch_(tell);
    }
}

Status ScanWriter::finish() {
    std::vector<TrackId> tell;
    {
        const std::lock_guard lock(mutex_);
        send();
        collect(0);
        if (error_) {
            return *error_;
        }
        tell.swap(changed_);
    }
    if (!tell.empty() && on_batch_) {
        on_batch_(tell);
    }
    return Done{};
}

bool ScanWriter::has_failed() const {
    const std::lock_guard lock(mutex_);
    return error_.has_value();
}

void ScanWriter::send() {
    last_sent_ = Clock::now();
    if (batch_.empty() || error_) {
        batch_.clear();
        return;
    }
    auto changes = std::make_shared<std::vector<ScanChange>>(std::move(batch_));
    batch_ = {};
    batch_.reserve(batch_size);
    auto changed = std::make_shared<std::vector<TrackId>>();
    auto outcome = database_.write(
        [changes, changed, now = to_ms(scanned_at_), &resolver = resolver_](SQLite::Database& connection) {
            BatchStatements statements(connection, resolver, *changed);
            for (const auto& change : *changes) {
                statements.apply(change, now);
            }
            note_changed_tracks(connection, *changed);
        });
    waiting_.push_back({std::move(outcome), std::move(changed)});
}

/// Takes the outcomes that are there, and waits for more while there are more than `leave`.
void ScanWriter::collect(std::size_t leave) {
    while (!waiting_.empty()) {
        auto& oldest = waiting_.front();
        if (waiting_.size() <= leave &&
            oldest.outcome.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
            return;
        }
        const auto outcome = oldest.outcome.get();
        if (outcome) {
            changed_.insert(changed_.end(), oldest.changed->begin(), oldest.changed->end());
        } else if (!error_) {
            error_ = outcome.error();
        }
        waiting_.pop_front();
    }
}

}  // namespace refrain
