#include "recommender/content/analyzer/print_store.h"

#include "library_scanner/database/sqlite_error.h"
#include "library_scanner/identity/evidence.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>
#include <optional>
#include <string_view>
#include <unordered_map>

#include <SQLiteCpp/SQLiteCpp.h>

namespace refrain::analysis {
namespace {

std::string bytes_in(SQLite::Statement& row, int column) {
    const auto value = row.getColumn(column);
    const auto* bytes = static_cast<const char*>(value.getBlob());
    return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(value.getBytes()));
}

void bind_bytes(SQLite::Statement& statement, const char* name, const std::string& bytes) {
    if (bytes.empty()) {
        statement.bind(name);
    } else {
        statement.bind(name, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
    }
}

std::optional<PrintSketch> sketch_from(const std::string& bytes) {
    PrintSketch sketch;
    if (bytes.size() != sizeof sketch) {
        return std::nullopt;
    }
    std::memcpy(sketch.data(), bytes.data(), bytes.size());
    return sketch;
}

// A print holds for the file as it is, and for one of another size or time with the same sound. What is
// missing now may be there again tomorrow.
#define REFRAIN_VALID_PRINT                                                                         \
    "f.track_id = t.id AND f.version = :version AND ((f.size = t.size AND f.mtime_ns = t.mtime_ns)" \
    " OR (t.sound_key <> 0 AND f.sound_key = t.sound_key))"

// And nothing is left to be done with it: `wanted` ones whose print was thrown away are made again.
#define REFRAIN_NOTHING_TO_DO \
    "(f.failure <> :cut_short AND NOT (f.wanted = 1 AND f.print IS NULL AND f.failure = ''))"

/// Fewer are done in two minutes, whatever comes first.
constexpr std::size_t worth_ranking = 200;

using Counts = std::unordered_map<std::uint64_t, int>;

/// Whatever album it is on: a song of an album is on its compilation, too.
std::uint64_t name_of(SQLite::Statement& row, int title, int artist) {
    const auto the_title = row.getColumn(title).getString();
    const auto the_artist = row.getColumn(artist).getString();
    return names_mark({the_title, the_artist, {}, {}});
}

/// How many tracks that are there have a sound or a name.
void count_marks(SQLite::Database& db, Counts& sounds, Counts& names) {
    SQLite::Statement row(db, "SELECT sound_key, title, artist FROM tracks WHERE missing_since IS NULL");
    while (row.executeStep()) {
        ++sounds[static_cast<std::uint64_t>(row.getColumn(0).getInt64())];
        ++names[name_of(row, 1, 2)];
    }
}

/// Puts those first that share a mark with another one; else the order stays.
void put_suspects_first(std::vector<Task>& tasks,
                        const std::vector<std::pair<std::uint64_t, std::uint64_t>>& marks,
                        const Counts& sounds, const Counts& names) {
    std::vector<std::pair<Task, bool>> ranked;
    ranked.reserve(tasks.size());
    const auto is_shared = [](const Counts& counts, std::uint64_t mark) {
        const auto found = counts.find(mark);
        return mark != 0 && found != counts.end() && found->second > 1;
    };
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const bool suspect = is_shared(sounds, marks[i].first) || is_shared(names, marks[i].second);
        ranked.emplace_back(std::move(tasks[i]), suspect);
    }
    std::stable_partition(ranked.begin(), ranked.end(), [](const auto& task) { return task.second; });
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        tasks[i] = std::move(ranked[i].first);
    }
}

}  // namespace

Result<std::vector<Task>> PrintStore::tasks(std::size_t limit) const {
    try {
        const auto db = database_.reader();
        SQLite::Statement row(*db,
                              "SELECT t.id, t.path, t.size, t.mtime_ns, coalesce(f.failure = :cut_short, 0),"
                              " t.cue_begin, t.cue_end, t.sound_key, t.title, t.artist"
                              " FROM tracks t LEFT JOIN fingerprints f ON " REFRAIN_VALID_PRINT
                              " WHERE t.missing_since IS NULL"
                              " AND (f.track_id IS NULL OR NOT " REFRAIN_NOTHING_TO_DO
                              ")"
                              " ORDER BY t.added_at DESC, t.id DESC");
        row.bind(":cut_short", cut_short);
        row.bind(":version", print_version);
        std::vector<Task> tasks;
        std::vector<std::pair<std::uint64_t, std::uint64_t>> marks;
        while (row.executeStep()) {
            const auto time = [&](int column) {
                return std::chrono::duration_cast<Milliseconds>(CdFrames(row.getColumn(column).getInt64()));
            };
            tasks.push_back({TrackId(row.getColumn(0).getInt64()), row.getColumn(1).getString(),
                             row.getColumn(2).getInt64(), row.getColumn(3).getInt64(),
                             row.getColumn(4).getInt() != 0, time(5), time(6)});
            marks.emplace_back(static_cast<std::uint64_t>(row.getColumn(7).getInt64()), name_of(row, 8, 9));
        }
        if (tasks.size() >= worth_ranking) {
            Counts sounds, names;
            count_marks(*db, sounds, names);
            put_suspects_first(tasks, marks, sounds, names);
        }
        if (limit > 0 && tasks.size() > limit) {
            tasks.resize(limit);
        }
        return tasks;
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

Status PrintStore::begin(const Task& task, UtcTime now) {
    return write(task, {{}, {}, task.cut_short_before ? cut_short_twice : cut_short}, now);
}

Status PrintStore::load() {
    try {
        const auto db = database_.reader();
        SQLite::Statement row(*db,
                              "SELECT t.id, t.duration_ms, f.sketch FROM tracks t LEFT JOIN fingerprints f"
                              " ON f.track_id = t.id AND f.version = ? ORDER BY t.id");
        row.bind(1, print_version);
        sketches_.clear();
        while (row.executeStep()) {
            // A row without a sketch holds the duration until there is one.
            sketches_.push_back({TrackId(row.getColumn(0).getInt64()),
                                 Milliseconds(row.getColumn(1).getInt64()),
                                 sketch_from(bytes_in(row, 2)).value_or(PrintSketch{})});
        }
        loaded_ = true;
        return Done{};
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

Status PrintStore::store(const Task& task, const AcousticPrint& print, UtcTime now) {
    if (!loaded_) {
        if (auto loaded = load(); !loaded) {
            return loaded;
        }
    }
    const auto own = std::lower_bound(sketches_.begin(), sketches_.end(), task.track,
                                      [](const SketchedTrack& track, TrackId id) { return track.id < id; });
    if (own == sketches_.end() || own->id != task.track) {
        return Done{};  // came after the run began: done by the next one
    }
    own->sketch = sketch_of(print);
    std::vector<TrackId> met;
    for (const auto& other : sketches_) {
        if (other.id != own->id && other.sketch != PrintSketch{} && may_be_one(other, *own)) {
            met.push_back(other.id);
        }
    }
    has_news_ = has_news_ || !met.empty();
    auto written =
        write(task, {to_bytes(own->sketch), met.empty() ? std::string() : to_bytes(print), {}}, now);
    if (!written || met.empty()) {
        return written;
    }
    return database_.write_now([&](SQLite::Database& db) {
        SQLite::Statement want(db, "UPDATE fingerprints SET wanted = 1 WHERE track_id = ? AND print IS NULL");
        for (const auto id : met) {
            want.bind(1, id.value());
            want.exec();
            want.reset();
        }
    });
}

Status PrintStore::fail(const Task& task, const std::string& reason, UtcTime now) {
    return write(task, {{}, {}, reason.empty() ? "unknown" : reason}, now);
}

Status PrintStore::forget(const Task& task) {
    return database_.write_now([&](SQLite::Database& db) {
        SQLite::Statement remove(db, "DELETE FROM fingerprints WHERE track_id = ?");
        remove.bind(1, task.track.value());
        remove.exec();
    });
}

Status PrintStore::write(const Task& task, const Row& row, UtcTime now) {
    return database_.write_now([&](SQLite::Database& db) {
        // A track that left the library meanwhile has no place for a row, and the sound of one that was
        // scanned anew is not what was decoded: nothing is written then.
        SQLite::Statement statement(db, R"(
INSERT OR REPLACE INTO fingerprints (track_id, size, mtime_ns, sound_key, version, sketch, print, failure, made_at)
SELECT id, size, mtime_ns, sound_key, :version, :sketch, :print, :failure, :now FROM tracks
WHERE id = :track AND size = :size AND mtime_ns = :mtime_ns)");
        statement.bind(":track", task.track.value());
        statement.bind(":size", task.size);
        statement.bind(":mtime_ns", task.mtime_ns);
        statement.bind(":version", print_version);
        bind_bytes(statement, ":sketch", row.sketch);
        bind_bytes(statement, ":print", row.print);
        statement.bind(":failure", row.failure);
        statement.bind(":now", to_ms(now));
        statement.exec();
    });
}

namespace {

/// Those that have a print, missing ones, too: their disk may come back.
std::vector<SketchedTrack> printed_tracks(SQLite::Database& db) {
    SQLite::Statement row(db,
                          "SELECT t.id, t.duration_ms, f.sketch FROM tracks t JOIN fingerprints f"
                          " ON " REFRAIN_VALID_PRINT " WHERE f.print IS NOT NULL");
    row.bind(":version", print_version);
    std::vector<SketchedTrack> printed;
    while (row.executeStep()) {
        if (const auto sketch = sketch_from(bytes_in(row, 2))) {
            printed.push_back(
                {TrackId(row.getColumn(0).getInt64()), Milliseconds(row.getColumn(1).getInt64()), *sketch});
        }
    }
    return printed;
}

std::vector<GroupedTrack> groups_in(SQLite::Database& db) {
    SQLite::Statement row(
        db, "SELECT track_id, group_id, similarity FROM duplicates ORDER BY group_id, track_id");
    std::vector<GroupedTrack> groups;
    while (row.executeStep()) {
        groups.push_back({TrackId(row.getColumn(0).getInt64()), TrackId(row.getColumn(1).getInt64()),
                          row.getColumn(2).getDouble()});
    }
    return groups;
}

void write_groups(SQLite::Database& db, const std::vector<GroupedTrack>& groups) {
    db.exec("DELETE FROM duplicates");
    // A track may have left the library while the groups were looked for.
    SQLite::Statement add(db,
                          "INSERT INTO duplicates (track_id, group_id, similarity)"
                          " SELECT id, ?, ? FROM tracks WHERE id = ?");
    for (const auto& track : groups) {
        add.bind(1, track.group.value());
        add.bind(2, track.similarity);
        add.bind(3, track.id.value());
        add.exec();
        add.reset();
    }
}

}  // namespace

Status PrintStore::group() {
    try {
        const auto db = database_.reader();
        SQLite::Statement print(*db, "SELECT print FROM fingerprints WHERE track_id = ?");
        const auto groups = group_up(printed_tracks(*db), [&](TrackId id) {
            print.bind(1, id.value());
            auto found = print.executeStep() ? print_from(bytes_in(print, 0)) : std::nullopt;
            print.reset();
            return std::move(found).value_or(AcousticPrint{});
        });
        has_news_ = false;
        if (groups == groups_in(*db)) {
            return Done{};
        }
        return database_.write_now([&](SQLite::Database& writer) { write_groups(writer, groups); });
    } catch (const std::exception& exception) {
        return describe(exception, database_.file());
    }
}

}  // namespace refrain::analysis
