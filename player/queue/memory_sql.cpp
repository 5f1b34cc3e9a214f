#include "player/queue/memory_sql.h"

#include "player/queue/terms_text.h"

#include <algorithm>
#include <string>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>

namespace refrain::memory_sql {
namespace {

constexpr const char* repeat_word(RepeatMode mode) {
    switch (mode) {
        case RepeatMode::all:
            return "all";
        case RepeatMode::one:
            return "one";
        case RepeatMode::off:
            break;
    }
    return "off";
}

RepeatMode repeat_from(const std::string& word) {
    return word == "all" ? RepeatMode::all : word == "one" ? RepeatMode::one : RepeatMode::off;
}

/// Binds the columns of one row, one after another.
class Binder {
  public:
    explicit Binder(SQLite::Statement& statement) : statement_(statement) {}

    void number(std::int64_t value) { statement_.bind(++column_, value); }
    void real(double value) { statement_.bind(++column_, value); }
    void text(std::string_view value) { statement_.bind(++column_, std::string(value)); }
    void bytes(const std::string& value) {
        statement_.bind(++column_, value.data(), static_cast<int>(value.size()));
    }
    void real_or_nothing(const std::optional<float>& value) {
        ++column_;
        if (value) {
            statement_.bind(column_, static_cast<double>(*value));
        } else {
            statement_.bind(column_);
        }
    }

  private:
    SQLite::Statement& statement_;
    int column_ = 0;
};

std::string bytes_of(const SQLite::Column& column) {
    const auto* const data = static_cast<const char*>(column.getBlob());
    return data == nullptr ? std::string() : std::string(data, static_cast<std::size_t>(column.getBytes()));
}

std::optional<float> real_of(const SQLite::Column& column) {
    return column.isNull() ? std::nullopt : std::optional(static_cast<float>(column.getDouble()));
}

void bind_entry(Binder& row, const QueueEntry& entry) {
    row.number(entry.track.value());
    row.bytes(entry.path);
    row.text(entry.title);
    row.text(entry.artist);
    row.text(entry.album);
    row.text(entry.album_artist);
    row.number(entry.duration.count());
    row.real_or_nothing(entry.loudness.track_gain_db);
    row.real_or_nothing(entry.loudness.track_peak);
    row.real_or_nothing(entry.loudness.album_gain_db);
    row.real_or_nothing(entry.loudness.album_peak);
    row.number(entry.cue_begin.count());
    row.number(entry.cue_end.count());
    row.number(entry.long_audio ? 1 : 0);
    row.text(to_word(entry.intent));
    row.text(entry.origin);
    row.text(entry.model_generation);
    row.text(entry.route);
    row.text(entry.reason);
    row.real(entry.score);
    row.real(entry.propensity);
    row.text(terms_text(entry.terms));
}

QueueEntry entry_of(SQLite::Statement& row, int first) {
    int column = first;
    QueueEntry entry;
    entry.track = TrackId(row.getColumn(column++).getInt64());
    entry.path = bytes_of(row.getColumn(column++));
    entry.title = row.getColumn(column++).getString();
    entry.artist = row.getColumn(column++).getString();
    entry.album = row.getColumn(column++).getString();
    entry.album_artist = row.getColumn(column++).getString();
    entry.duration = Milliseconds(row.getColumn(column++).getInt64());
    entry.loudness.track_gain_db = real_of(row.getColumn(column++));
    entry.loudness.track_peak = real_of(row.getColumn(column++));
    entry.loudness.album_gain_db = real_of(row.getColumn(column++));
    entry.loudness.album_peak = real_of(row.getColumn(column++));
    entry.cue_begin = CdFrames(row.getColumn(column++).getInt64());
    entry.cue_end = CdFrames(row.getColumn(column++).getInt64());
    entry.long_audio = row.getColumn(column++).getInt() != 0;
    entry.intent = intent_from(row.getColumn(column++).getString()).value_or(Intent::unknown);
    entry.origin = row.getColumn(column++).getString();
    entry.model_generation = row.getColumn(column++).getString();
    entry.route = row.getColumn(column++).getString();
    entry.reason = row.getColumn(column++).getString();
    entry.score = row.getColumn(column++).getDouble();
    entry.propensity = row.getColumn(column++).getDouble();
    entry.terms = terms_from(row.getColumn(column++).getString());
    return entry;
}

}  // namespace

void write_queue(SQLite::Database& db, const PlayQueue::Saved& queue, std::span<const QueueRow> rows,
                 const QueueRowChanges& changes) {
    if (changes.all) {
        db.exec("DELETE FROM player_queue");
    }
    SQLite::Statement drop(db, "DELETE FROM player_queue WHERE place = ?");
    for (const std::int64_t place : changes.gone) {
        Binder(drop).number(place);
        drop.exec();
        drop.reset();
    }
    SQLite::Statement insert(
        db,
        "INSERT INTO player_queue (place, entry_id, queued_place, automatic, drawn, track_id, path, title,"
        " artist, album, album_artist, duration_ms, track_gain_db, track_peak, album_gain_db, album_peak,"
        " cue_begin, cue_end, long_audio, intent, origin, model_generation, route, reason, score, propensity,"
        " terms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const std::size_t i : changes.fresh) {
        Binder row(insert);
        row.number(rows[i].place);
        row.number(queue.entries[i].id.value());
        row.number(rows[i].queued_place);
        row.number(rows[i].automatic ? 1 : 0);
        row.number(rows[i].drawn ? 1 : 0);
        bind_entry(row, queue.entries[i]);
        insert.exec();
        insert.reset();
    }
    SQLite::Statement update(
        db, "UPDATE player_queue SET queued_place = ?, automatic = ?, drawn = ? WHERE place = ?");
    for (const std::size_t i : changes.changed) {
        Binder row(update);
        row.number(rows[i].queued_place);
        row.number(rows[i].automatic ? 1 : 0);
        row.number(rows[i].drawn ? 1 : 0);
        row.number(rows[i].place);
        update.exec();
        update.reset();
    }
    SQLite::Statement shuffle(
        db,
        "INSERT INTO player_place (id, shuffle, shuffle_seed, shuffle_mixed_in) VALUES (1, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET shuffle = excluded.shuffle, shuffle_seed = excluded.shuffle_seed,"
        " shuffle_mixed_in = excluded.shuffle_mixed_in");
    Binder row(shuffle);
    row.number(queue.shuffle.on ? 1 : 0);
    row.number(static_cast<std::int64_t>(queue.shuffle.seed));
    row.number(static_cast<std::int64_t>(queue.shuffle.mixed_in));
    shuffle.exec();
}

void write_place(SQLite::Database& db, const PlayerMemory::Place& place) {
    SQLite::Statement update(
        db,
        "INSERT INTO player_place (id, current_entry, position_ms, volume, muted, repeat)"
        " VALUES (1, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET current_entry = excluded.current_entry,"
        " position_ms = excluded.position_ms, volume = excluded.volume, muted = excluded.muted,"
        " repeat = excluded.repeat");
    Binder row(update);
    row.number(place.current.value());
    row.number(place.position.count());
    row.real(place.volume);
    row.number(place.muted ? 1 : 0);
    row.text(repeat_word(place.repeat));
    update.exec();
}

void write_resume_point(SQLite::Database& db, const ResumePoint& point) {
    const std::string path = point.track.valid() ? std::string() : point.path;
    if (point.position > Milliseconds(0)) {
        SQLite::Statement write(db, "INSERT OR REPLACE INTO resume_points VALUES (?, ?, ?)");
        Binder row(write);
        row.number(point.track.value());
        row.bytes(path);
        row.number(point.position.count());
        write.exec();
    } else {
        SQLite::Statement forget(db, "DELETE FROM resume_points WHERE track_id = ? AND path = ?");
        Binder row(forget);
        row.number(point.track.value());
        row.bytes(path);
        forget.exec();
    }
}

PlayerMemory::Remembered read(SQLite::Database& db) {
    PlayerMemory::Remembered all;
    std::vector<std::pair<std::int64_t, QueueEntryId>> queued;
    std::vector<QueueEntry> entries;
    QueueIds drawn;
    // The library may have moved the file since: its word on the path is the newer one.
    SQLite::Statement entry(
        db,
        "SELECT q.entry_id, q.queued_place, q.automatic, q.drawn, q.track_id, coalesce(t.path, q.path),"
        " q.title, q.artist, q.album, q.album_artist, q.duration_ms, q.track_gain_db, q.track_peak,"
        " q.album_gain_db, q.album_peak, q.cue_begin, q.cue_end, q.long_audio, q.intent, q.origin,"
        " q.model_generation, q.route, q.reason, q.score, q.propensity, q.terms"
        " FROM player_queue q LEFT JOIN tracks t ON t.id = q.track_id"
        " WHERE q.track_id <= 0 OR (t.id IS NOT NULL AND t.missing_since IS NULL) ORDER BY q.place");
    while (entry.executeStep()) {
        QueueEntry e = entry_of(entry, 4);
        e.id = QueueEntryId(entry.getColumn(0).getInt64());
        if (const std::int64_t place = entry.getColumn(1).getInt64(); place >= 0) {
            queued.emplace_back(place, e.id);
        }
        if (entry.getColumn(2).getInt() == 0) {
            all.queue.auto_from = static_cast<int>(entries.size()) + 1;
        }
        if (entry.getColumn(3).getInt() != 0) {
            drawn.push_back(e.id);
        }
        entries.push_back(std::move(e));
    }
    all.queue.entries = QueueSnapshot(std::move(entries));
    all.queue.shuffle.drawn = DrawnPool(std::move(drawn));
    std::sort(queued.begin(), queued.end());
    for (const auto& [place, id] : queued) {
        all.queue.shuffle.queued.push_back(id);
    }
    SQLite::Statement place(
        db,
        "SELECT current_entry, position_ms, volume, muted, repeat, shuffle, shuffle_seed, shuffle_mixed_in"
        " FROM player_place");
    if (place.executeStep()) {
        all.place.current = QueueEntryId(place.getColumn(0).getInt64());
        all.place.position = Milliseconds(place.getColumn(1).getInt64());
        all.place.volume = place.getColumn(2).getDouble();
        all.place.muted = place.getColumn(3).getInt() != 0;
        all.place.repeat = repeat_from(place.getColumn(4).getString());
        all.queue.repeat = all.place.repeat;
        all.queue.shuffle.on = place.getColumn(5).getInt() != 0;
        all.queue.shuffle.seed = static_cast<std::uint64_t>(place.getColumn(6).getInt64());
        all.queue.shuffle.mixed_in = static_cast<std::uint64_t>(place.getColumn(7).getInt64());
    }
    const auto current = std::find_if(all.queue.entries.begin(), all.queue.entries.end(),
                                      [&](const QueueEntry& e) { return e.id == all.place.current; });
    all.queue.current =
        current == all.queue.entries.end() ? -1 : static_cast<int>(current - all.queue.entries.begin());
    SQLite::Statement point(db, "SELECT track_id, path, position_ms FROM resume_points");
    while (point.executeStep()) {
        all.resume_points.push_back({TrackId(point.getColumn(0).getInt64()), bytes_of(point.getColumn(1)),
                                     Milliseconds(point.getColumn(2).getInt64())});
    }
    return all;
}

}  // namespace refrain::memory_sql
