#include "library_scanner/store/track_table.h"

#include "library_scanner/core/measured_loudness.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

namespace refrain {
namespace {

/// The rows of a range of ids, straight from SQLite: a start of the program reads millions of values, and a
/// SQLite::Column for each would take as long as all else.
class Rows {
  public:
    Rows(SQLite::Database& connection, const char* sql) : connection_(connection.getHandle()) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(connection_, sql, -1, &statement, nullptr));
        statement_.reset(statement);
    }

    void start(TrackId first, TrackId last) {
        sqlite3_reset(statement_.get());
        check(sqlite3_bind_int64(statement_.get(), 1, first.value()));
        check(sqlite3_bind_int64(statement_.get(), 2, last.value()));
    }
    /// To the next row; false behind the last one.
    bool step() {
        const int code = sqlite3_step(statement_.get());
        if (code != SQLITE_ROW && code != SQLITE_DONE) {
            throw SQLite::Exception(connection_, code);
        }
        return code == SQLITE_ROW;
    }

    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
    std::int32_t number(int column) const { return sqlite3_column_int(statement_.get(), column); }
    template <class Number>
    std::optional<Number> level(int column) const {
        return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL
                   ? std::nullopt
                   : std::optional(static_cast<Number>(sqlite3_column_double(statement_.get(), column)));
    }
    /// The bytes of a text or a path, valid until the next step.
    std::string_view bytes(int column) const {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
        return bytes == nullptr
                   ? std::string_view()
                   : std::string_view(
                         bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
    }

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };

    void check(int code) const {
        if (code != SQLITE_OK) {
            throw SQLite::Exception(connection_, code);
        }
    }

    sqlite3* connection_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// The rows of a range of ids: tracks, genres and loudness come in the order of ids, so that one pass side by
/// side reads all three.
class TrackReader {
  public:
    explicit TrackReader(SQLite::Database& connection)
        : tracks_(connection,
                  "SELECT id, path, title, artist, album, album_artist, composer, year, track_number,"
                  " disc_number, duration_ms, sample_rate, channels, bitrate_kbps, cover_kind, cover_path,"
                  " added_at, missing_since IS NOT NULL, cue_track, cue_begin, cue_end,"
                  " track_gain_db, track_peak, album_gain_db, album_peak, track_total, disc_total,"
                  " release_date, original_date, compilation, file_rating, lyrics_kind, cover_key"
                  " FROM tracks WHERE id >= ? AND id < ? ORDER BY id"),
          genres_(connection,
                  "SELECT track_id, genre FROM track_genres WHERE track_id >= ? AND track_id < ?"
                  " ORDER BY track_id, position"),
          people_(connection,
                  "SELECT track_id, role, name FROM track_artists WHERE track_id >= ? AND track_id < ?"
                  " ORDER BY track_id, role, position"),
          // What was measured counts as long as the file is the one that was measured.
          loudness_(connection,
                    "SELECT l.track_id, l.integrated_lufs, l.peak, l.album_lufs, l.album_peak"
                    " FROM loudness l JOIN tracks t ON t.id = l.track_id AND t.size = l.size"
                    " AND t.mtime_ns = l.mtime_ns WHERE l.integrated_lufs IS NOT NULL"
                    " AND l.track_id >= ? AND l.track_id < ? ORDER BY l.track_id") {}

    void read(TrackId first, TrackId last, const std::function<void(const TrackView&)>& visit) {
        for (Rows* rows : {&tracks_, &genres_, &people_, &loudness_}) {
            rows->start(first, last);
        }
        bool more_genres = genres_.step();
        bool more_people = people_.step();
        bool more_loudness = loudness_.step();
        std::vector<std::string> genres;
        std::array<std::vector<std::string>, credit_roles> people;
        while (tracks_.step()) {
            TrackView track = plain();
            genres.clear();
            for (; more_genres && genres_.integer(0) <= track.id.value(); more_genres = genres_.step()) {
                if (genres_.integer(0) == track.id.value()) {
                    genres.emplace_back(genres_.bytes(1));
                }
            }
            track.genres = genres;
            for (auto& names : people) {
                names.clear();
            }
            for (; more_people && people_.integer(0) <= track.id.value(); more_people = people_.step()) {
                const auto role = static_cast<std::size_t>(people_.integer(1));
                if (people_.integer(0) == track.id.value() && role < people.size()) {
                    people[role].emplace_back(people_.bytes(2));
                }
            }
            track.artists = people[static_cast<std::size_t>(CreditRole::artist)];
            track.album_artists = people[static_cast<std::size_t>(CreditRole::album_artist)];
            track.composers = people[static_cast<std::size_t>(CreditRole::composer)];
            while (more_loudness && loudness_.integer(0) < track.id.value()) {
                more_loudness = loudness_.step();
            }
            if (more_loudness && loudness_.integer(0) == track.id.value()) {
                add_measured(track.loudness);
            }
            visit(track);
        }
    }

  private:
    TrackView plain() {
        int i = 0;
        const auto integer = [&] { return tracks_.integer(i++); };
        const auto number = [&] { return tracks_.number(i++); };
        const auto text = [&] { return tracks_.bytes(i++); };
        TrackView track;
        track.id = TrackId(integer());
        const std::string_view path = text();
        const auto name = path.rfind('/') + 1;
        track.folder = path.substr(0, name);
        track.file_name = path.substr(name);
        track.title = text();
        track.artist = text();
        track.album = text();
        track.album_artist = text();
        track.composer = text();
        track.year = number();
        track.track_number = number();
        track.disc_number = number();
        track.duration = Milliseconds(integer());
        track.sample_rate = number();
        track.channels = number();
        track.bitrate_kbps = number();
        track.cover = static_cast<CoverKind>(number());
        track.cover_path = text();
        track.added_at = utc_from_ms(integer());
        track.missing = number() != 0;
        track.cue_track = number();
        track.cue_begin = CdFrames(integer());
        track.cue_end = CdFrames(integer());
        track.loudness.track_gain_db = tracks_.level<float>(i++);
        track.loudness.track_peak = tracks_.level<float>(i++);
        track.loudness.album_gain_db = tracks_.level<float>(i++);
        track.loudness.album_peak = tracks_.level<float>(i++);
        track.track_total = static_cast<std::uint16_t>(number());
        track.disc_total = static_cast<std::uint16_t>(number());
        const TagDate released = parse_tag_date(text());
        track.month = released.month;
        track.day = released.day;
        track.original_date = parse_tag_date(text());
        track.compilation = number() != 0;
        track.file_rating = tracks_.level<std::uint8_t>(i++);
        track.lyrics = static_cast<LyricsKind>(number());
        track.cover_key = static_cast<std::uint64_t>(integer());
        return track;
    }

    /// What was measured stands where the tags say nothing.
    void add_measured(Loudness& loudness) {
        const auto measured = measured_loudness(loudness_.level<double>(1), loudness_.level<double>(2),
                                                loudness_.level<double>(3), loudness_.level<double>(4));
        for (const auto field : {&Loudness::track_gain_db, &Loudness::track_peak, &Loudness::album_gain_db,
                                 &Loudness::album_peak}) {
            if (!(loudness.*field)) {
                loudness.*field = measured.*field;
            }
        }
    }

    Rows tracks_, genres_, people_, loudness_;
};

}  // namespace

void read_tracks(SQLite::Database& connection, TrackId first, TrackId last,
                 const std::function<void(const TrackView&)>& visit) {
    TrackReader(connection).read(first, last, visit);
}

std::vector<Track> read_tracks(SQLite::Database& connection, std::span<const TrackId> ids) {
    TrackReader reader(connection);
    std::vector<Track> tracks;
    tracks.reserve(ids.size());
    for (const TrackId id : ids) {
        reader.read(id, TrackId(id.value() + 1),
                    [&](const TrackView& track) { tracks.push_back(copy_of(track)); });
    }
    return tracks;
}

TrackId last_track(SQLite::Database& connection) {
    return TrackId(connection.execAndGet("SELECT ifnull(max(id), 0) FROM tracks").getInt64());
}

}  // namespace refrain
