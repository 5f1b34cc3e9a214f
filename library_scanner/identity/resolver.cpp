#include "library_scanner/identity/resolver.h"

#include "library_scanner/database/change_journal.h"
#include "library_scanner/identity/merge.h"
#include "library_scanner/scan/known_files.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {
namespace {

/// Music that so many files begin with is no mark of any.
constexpr int most_of_one_sound = 64;
/// A copy is looked for among rows of the last days: whoever encodes a file anew deletes the old one soon.
constexpr std::chrono::hours recent{7 * 24};

std::vector<std::string> paths_of(SQLite::Database& reader, const char* sql) {
    SQLite::Statement row(reader, sql);
    std::vector<std::string> paths;
    while (row.executeStep()) {
        paths.push_back(path_in(row, 0));
    }
    return paths;
}

// The columns that row_in() reads.
#define REFRAIN_IDENTITY_COLUMNS                                                                   \
    "id, path, inode, size, mtime_ns, sound_key, title, artist, album, musicbrainz_recording_id, " \
    "duration_ms, added_at"

/// A row as it stands in the library.
struct Row {
    TrackId id;
    std::string path;
    FileMark mark;
    std::string title, artist, album, recording_id;
    TrackMarks marks;
    std::int64_t added_at = 0;

    TrackTexts texts() const { return {title, artist, album, recording_id}; }
};

Row row_in(SQLite::Statement& statement) {
    Row row;
    row.id = TrackId(statement.getColumn(0).getInt64());
    row.path = path_in(statement, 1);
    row.mark.inode = statement.getColumn(2).getInt64();
    row.mark.size = statement.getColumn(3).getInt64();
    row.mark.mtime_ns = statement.getColumn(4).getInt64();
    row.title = statement.getColumn(6).getString();
    row.artist = statement.getColumn(7).getString();
    row.album = statement.getColumn(8).getString();
    row.recording_id = statement.getColumn(9).getString();
    row.marks = marks_of(row.id, SoundKey{statement.getColumn(5).getInt64()}, row.texts(),
                         Milliseconds(statement.getColumn(10).getInt64()));
    row.added_at = statement.getColumn(11).getInt64();
    return row;
}

/// Is it the very same file, as it was? Of two that have the same inode, that is.
bool is_unchanged(const Row& row, const Arrival& arrival) {
    return row.mark.size == arrival.mark.size && row.mark.mtime_ns == arrival.mark.mtime_ns;
}

/// One of the rows of each file.
void keep_one_of_each_file(std::vector<Row>& rows) {
    std::sort(rows.begin(), rows.end(),
              [](const Row& a, const Row& b) { return a.path != b.path ? a.path < b.path : a.id < b.id; });
    rows.erase(
        std::unique(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.path == b.path; }),
        rows.end());
}

std::vector<Row> rows_of(SQLite::Statement& statement) {
    std::vector<Row> rows;
    while (statement.executeStep()) {
        rows.push_back(row_in(statement));
    }
    statement.reset();
    return rows;
}

}  // namespace

// --- when a file is written

struct Resolver::Batch::Impl {
    Impl(SQLite::Database& connection, Resolver& the_resolver)
        : resolver(the_resolver),
          here(connection, "SELECT " REFRAIN_IDENTITY_COLUMNS
                           ", missing_since IS NOT NULL FROM tracks"
                           " WHERE path = ? ORDER BY missing_since IS NOT NULL LIMIT 1"),
          same_file(connection, "SELECT " REFRAIN_IDENTITY_COLUMNS
                                " FROM tracks WHERE sound_key = ?"
                                " AND inode = ? AND id <= ? LIMIT 100"),
          recording(connection, "SELECT " REFRAIN_IDENTITY_COLUMNS
                                " FROM tracks"
                                " WHERE musicbrainz_recording_id = ? AND id <= ? LIMIT 100"),
          // Of a sound that many share the rows are not looked at, only their places in the index.
          sound_rows(connection, "SELECT count(*) FROM (SELECT 1 FROM tracks WHERE sound_key = ? LIMIT ?)"),
          sound_files(
              connection,
              "SELECT count(DISTINCT path) FROM (SELECT path FROM tracks WHERE sound_key = ? LIMIT ?)"),
          sound(connection,
                "SELECT " REFRAIN_IDENTITY_COLUMNS " FROM tracks WHERE sound_key = ? AND id <= ?"),
          set_path(connection, "UPDATE tracks SET path = ? WHERE path = ? RETURNING id"),
          set_missing(connection,
                      "UPDATE tracks SET missing_since = ifnull(missing_since, ?) WHERE path = ?"),
          park(connection, "INSERT OR REPLACE INTO parked_tracks SELECT id, ? FROM tracks WHERE path = ?"),
          unpark(connection,
                 "DELETE FROM parked_tracks WHERE track_id IN (SELECT id FROM tracks WHERE path = ?)") {}

    std::optional<Row> row_here(const std::string& path, bool& missing) {
        bind_path(here, 1, path);
        std::optional<Row> row;
        if (here.executeStep()) {
            row = row_in(here);
            missing = here.getColumn(12).getInt() != 0;
        }
        here.reset();
        return row;
    }

    /// The file of the only one of them that is not there any more.
    std::optional<std::string> only_gone(std::vector<Row> rows, const Arrival& arrival,
                                         bool may_be_replaced) {
        keep_one_of_each_file(rows);
        std::optional<std::string> gone;
        for (auto& row : rows) {
            if (row.path == arrival.path) {
                continue;
            }
            const auto became = resolver.places_.what_became(row.path, row.mark, arrival.path, arrival.mark);
            if (became == OldFile::gone || (became == OldFile::replaced && may_be_replaced)) {
                if (gone) {
                    return std::nullopt;
                }
                gone = std::move(row.path);
            }
        }
        return gone;
    }

    /// Rows or files with this sound, up to a bound.
    static int count_of(SQLite::Statement& question, SoundKey key) {
        question.bind(1, key.value);
        question.bind(2, most_of_one_sound);
        question.executeStep();
        const int count = question.getColumn(0).getInt();
        question.reset();
        return count;
    }

    std::optional<std::string> by_inode(const Arrival& arrival) {
        if (arrival.mark.inode == 0) {
            return std::nullopt;
        }
        same_file.bind(1, arrival.sound.value);
        same_file.bind(2, arrival.mark.inode);
        same_file.bind(3, resolver.newest_before_.value());
        auto rows = rows_of(same_file);
        // The inode of a deleted file goes to the next one: what was changed since must sound like no other.
        const bool is_telling =
            !rows.empty() && arrival.sound.known() && count_of(sound_files, arrival.sound) == 1;
        rows.erase(std::remove_if(rows.begin(), rows.end(),
                                  [&](const Row& row) { return !is_telling && !is_unchanged(row, arrival); }),
                   rows.end());
        return only_gone(std::move(rows), arrival, true);
    }

    std::optional<std::string> by(Evidence evidence, const Arrival& arrival, const TrackMarks& marks) {
        auto& question = evidence == Evidence::recording ? recording : sound;
        if (evidence == Evidence::recording) {
            if (marks.recording == 0) {
                return std::nullopt;
            }
            question.bind(1, arrival.tags.musicbrainz_recording_id);
        } else {
            if (!arrival.sound.known() || marks.tags == 0) {
                return std::nullopt;
            }
            const int rows = count_of(sound_rows, arrival.sound);
            if (rows == 0 || rows == most_of_one_sound) {
                return std::nullopt;
            }
            question.bind(1, arrival.sound.value);
        }
        question.bind(2, resolver.newest_before_.value());
        auto rows = rows_of(question);
        rows.erase(std::remove_if(rows.begin(), rows.end(),
                                  [&](const Row& row) { return !agree(row.marks, marks, evidence); }),
                   rows.end());
        return only_gone(std::move(rows), arrival, false);
    }

    void give_path(const std::string& from, const std::string& to, std::vector<TrackId>& changed) {
        bind_path(set_path, 1, to);
        bind_path(set_path, 2, from);
        while (set_path.executeStep()) {
            const TrackId id(set_path.getColumn(0).getInt64());
            resolver.moved_.insert(id);
            changed.push_back(id);
        }
        set_path.reset();
    }

    /// The rows of a path that another file has now.
    void set_aside(const std::string& path, TrackId row, std::int64_t now, std::vector<TrackId>& changed) {
        const auto parked = path + '\0' + std::to_string(row.value());
        give_path(path, parked, changed);
        set_missing.bind(1, now);
        bind_path(set_missing, 2, parked);
        set_missing.exec();
        set_missing.reset();
        bind_path(park, 1, path);
        bind_path(park, 2, parked);
        park.exec();
        park.reset();
        resolver.has_parked_ = true;
    }

    static void run_on(SQLite::Statement& statement, const std::string& path) {
        bind_path(statement, 1, path);
        statement.exec();
        statement.reset();
    }

    Resolver& resolver;
    SQLite::Statement here, same_file, recording, sound_rows, sound_files, sound, set_path, set_missing, park,
        unpark;
};

Resolver::Batch::Batch(SQLite::Database& connection, Resolver& resolver)
    : impl_(std::make_unique<Impl>(connection, resolver)) {}

Resolver::Batch::~Batch() = default;

bool Resolver::Batch::arrive(const Arrival& arrival, std::int64_t now, std::vector<TrackId>& changed) {
    bool missing = false;
    const auto here = impl_->row_here(arrival.path, missing);
    // The file is that of its path, perhaps edited, or there is nothing to tell it by.
    if (here && (here->mark.inode == 0 || here->mark.inode == arrival.mark.inode ||
                 (here->marks.sound.known() && here->marks.sound == arrival.sound))) {
        return false;
    }
    auto from = impl_->by_inode(arrival);
    if (!from && (!here || missing)) {
        const auto& tags = arrival.tags;
        const auto marks =
            marks_of({}, arrival.sound, {tags.title, tags.artist, tags.album, tags.musicbrainz_recording_id},
                     tags.duration);
        from = impl_->by(Evidence::recording, arrival, marks);
        from = from ? from : impl_->by(Evidence::sound_and_tags, arrival, marks);
    }
    if (here && (from || (!missing && here->marks.sound.known() && arrival.sound.known()))) {
        impl_->set_aside(arrival.path, here->id, now, changed);
    }
    if (from) {
        impl_->give_path(*from, arrival.path, changed);
        impl_->run_on(impl_->unpark, arrival.path);
    }
    return from.has_value();
}

// --- when the scan is over

namespace {

/// A place of each file among `rows`, with its names.
std::vector<TrackMarks> marks_with_names(std::vector<Row>& rows) {
    keep_one_of_each_file(rows);
    std::vector<TrackMarks> marks;
    marks.reserve(rows.size());
    for (const auto& row : rows) {
        marks.push_back(row.marks);
        marks.back().names = names_mark(row.texts());
    }
    return marks;
}

std::string json_of(std::span<const TrackId> ids) {
    std::string json = "[";
    for (const auto id : ids) {
        json.append(json.size() > 1 ? "," : "").append(std::to_string(id.value()));
    }
    return json + "]";
}

/// All rows of both files that have the same place in it become one; what has no partner stays.
void merge_files(SQLite::Database& connection, const std::string& gone, const std::string& arrived,
                 Evidence evidence, UtcTime now, std::vector<TrackId>& changed) {
    SQLite::Statement pair(connection,
                           "SELECT gone.id, arrived.id FROM tracks AS gone JOIN tracks AS arrived"
                           " ON arrived.cue_track = gone.cue_track WHERE gone.path = ? AND arrived.path = ?");
    bind_path(pair, 1, gone);
    bind_path(pair, 2, arrived);
    std::vector<std::pair<TrackId, TrackId>> pairs;
    while (pair.executeStep()) {
        pairs.emplace_back(pair.getColumn(0).getInt64(), pair.getColumn(1).getInt64());
    }
    for (const auto& [kept, merged] : pairs) {
        merge_tracks(connection, kept, merged, to_word(evidence), now);
        changed.push_back(kept);
        changed.push_back(merged);
    }
}

/// Their file came up nowhere, so it was replaced by the one that has their path now: the path tells.
/// Where that one is a row with a past of its own, the parked one stays missing under its odd name.
void take_back_parked(SQLite::Database& connection, TrackId newest_before, UtcTime now,
                      std::vector<TrackId>& changed) {
    SQLite::Statement row(connection,
                          "SELECT parked_tracks.track_id, parked_tracks.path, other.id FROM parked_tracks"
                          " JOIN tracks ON tracks.id = parked_tracks.track_id LEFT JOIN tracks AS other"
                          " ON other.path = parked_tracks.path AND other.cue_track = tracks.cue_track");
    struct Parked {
        TrackId id;
        std::string path;
        TrackId in_its_place;
    };
    std::vector<Parked> parked;
    while (row.executeStep()) {
        parked.push_back({TrackId(row.getColumn(0).getInt64()), path_in(row, 1),
                          TrackId(row.getColumn(2).isNull() ? 0 : row.getColumn(2).getInt64())});
    }
    for (const auto& [id, path, in_its_place] : parked) {
        changed.push_back(id);
        if (in_its_place.valid() && !(newest_before < in_its_place)) {
            continue;
        }
        if (in_its_place.valid()) {
            merge_tracks(connection, id, in_its_place, "path", now);
            changed.push_back(in_its_place);
            continue;
        }
        SQLite::Statement set(connection, "UPDATE tracks SET path = ? WHERE id = ?");
        bind_path(set, 1, path);
        set.bind(2, id.value());
        set.exec();
    }
    connection.exec("DELETE FROM parked_tracks");
}

}  // namespace

Resolver::Resolver(SQLite::Database& reader, std::function<std::vector<std::string>()> mounts,
                   std::function<Probe(const std::string&)> probe)
    : newest_before_(reader.execAndGet("SELECT ifnull(max(id), 0) FROM tracks").getInt64()),
      places_(load_mounted_places(reader), std::move(mounts),
              paths_of(reader, "SELECT path FROM away_places"), paths_of(reader, "SELECT path FROM roots"),
              std::move(probe)),
      has_parked_(reader.execAndGet("SELECT EXISTS (SELECT 1 FROM parked_tracks)").getInt() != 0) {}

Resolver::~Resolver() = default;

Resolver::Settled Resolver::settle(SQLite::Database& connection, std::span<const TrackId> gone, UtcTime now) {
    Settled settled;
    if (!has_past()) {
        return settled;
    }
    // Files of this scan, and of the last days where something went missing: copied first, deleted later.
    SQLite::Statement came(connection, "SELECT " REFRAIN_IDENTITY_COLUMNS
                                       " FROM tracks WHERE missing_since IS NULL ORDER BY id DESC");
    std::vector<Row> arrived;
    const auto oldest = to_ms(now - recent);
    while (came.executeStep()) {
        auto row = row_in(came);
        const bool of_this_scan = newest_before_ < row.id;
        if (!of_this_scan && (gone.empty() || row.added_at < oldest)) {
            break;
        }
        if (of_this_scan || !has_history(connection, row.id)) {
            arrived.push_back(std::move(row));
        }
    }
    if (!arrived.empty()) {
        const bool has_new = std::any_of(arrived.begin(), arrived.end(),
                                         [&](const Row& row) { return newest_before_ < row.id; });
        SQLite::Statement left(connection,
                               has_new ? "SELECT " REFRAIN_IDENTITY_COLUMNS
                                         " FROM tracks WHERE missing_since IS NOT NULL"
                                       : "SELECT " REFRAIN_IDENTITY_COLUMNS
                                         " FROM tracks WHERE id IN"
                                         " (SELECT value FROM json_each(?)) AND missing_since IS NOT NULL");
        if (!has_new) {
            left.bind(1, json_of(gone));
        }
        auto missing = rows_of(left);
        if (!missing.empty()) {
            const auto marks_gone = marks_with_names(missing);
            const auto marks_arrived = marks_with_names(arrived);
            SQLite::Statement holders(connection,
                                      "SELECT count(DISTINCT path) FROM (SELECT path FROM tracks"
                                      " WHERE sound_key = ? LIMIT 100)");
            const auto is_telling = [&](SoundKey sound) {
                holders.bind(1, sound.value);
                holders.executeStep();
                const int files = holders.getColumn(0).getInt();
                holders.reset();
                return files == 2;
            };
            const std::unordered_set<TrackId> just_gone(gone.begin(), gone.end());
            for (const auto& pair : pair_up(marks_gone, marks_arrived, is_telling)) {
                const auto& old = missing[pair.gone];
                const auto& fresh = arrived[pair.arrived];
                // A copy that was there before the original, or came with it, cannot have come from it.
                // Within one scan, which has one time, the order of ids is that in which the readers happened
                // to end.
                if (fresh.id < old.id || fresh.added_at == old.added_at ||
                    places_.what_became(old.path, old.mark, fresh.path, fresh.mark) != OldFile::gone) {
                    continue;
                }
                merge_files(connection, old.path, fresh.path, pair.evidence, now, settled.changed);
                if (old.path.compare(0, fresh.path.size() + 1, fresh.path + '\0') == 0) {
                    continue;  // it was set aside for that very file, and has not moved at all
                }
                ++settled.found;
                settled.just_gone += just_gone.contains(old.id) ? 1 : 0;
                settled.just_come += newest_before_ < fresh.id ? 1 : 0;
            }
        }
    }
    if (has_parked_) {
        take_back_parked(connection, newest_before_, now, settled.changed);
        has_parked_ = false;
    }
    if (!settled.changed.empty()) {
        note_changed_tracks(connection, settled.changed);
    }
    return settled;
}

}  // namespace refrain
