// `refrain guess` where something is missing, damaged or strange: a queue with honest reasons, or one clear
// sentence why there is none. The libraries are rows of the database: nothing is played.
#include "app/services.h"
#include "recommender/content/feature_layout.h"
#include "recommender/retrieval/generation_store.h"
#include "recommender/retrieval/generation_writer.h"
#include "tests/app/program.h"
#include "tests/recommender/small_generation.h"

#include <chrono>
#include <cstdio>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::app {
namespace {

using nlohmann::json;
using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr const char* now = "2026-11-20T18:00:00Z";
constexpr std::int64_t now_ms = 1'795'197'600'000;
constexpr std::int64_t hour_ms = 3'600'000;

class GuessAtTheCommandLine : public testing::Test {
  protected:
    void SetUp() override {
        const DataPaths paths(data());
        const auto opened = Services::open(paths);  // makes the database
        ASSERT_TRUE(opened.ok()) << opened.error().text();
    }

    fs::path data() const { return folder / "data"; }

    void execute(const std::string& sql) const {
        SQLite::Database db(DataPaths(data()).database().string(), SQLite::OPEN_READWRITE);
        db.exec(sql);
    }
    /// Tracks 1 … count: ten an album, two albums an artist, five styles in turn.
    void make_tracks(std::int64_t count) const {
        execute("INSERT INTO roots (id, path, added_at) VALUES (1, CAST('/music' AS BLOB), 1)");
        const std::string numbers =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
            std::to_string(count) + ") ";
        execute(
            numbers +
            "INSERT INTO tracks (id, root_id, path, size, mtime_ns, added_at, title, artist, album, "
            "track_number, "
            "duration_ms) SELECT i, 1, CAST('/music/' || i || '.flac' AS BLOB), 1, 1, 1000, 'Title ' || i, "
            "'Artist ' || (i / 20), 'Album ' || (i / 10), i % 10 + 1, 200000 FROM n");
        execute(numbers +
                "INSERT INTO track_genres (track_id, position, genre) SELECT i, 0, "
                "CASE (i / 20) % 5 WHEN 0 THEN 'Jazz' WHEN 1 THEN 'Metal' WHEN 2 THEN 'Folk' WHEN 3 THEN "
                "'Techno' "
                "ELSE 'Ambient' END FROM n");
    }
    /// One listen of each track from 1 to `count`, an hour apart, the last one `before_ms` before now.
    void make_listens(std::int64_t count, std::int64_t heard_ms, const std::string& end,
                      std::int64_t before_ms) const {
        execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
            std::to_string(count) +
            ") INSERT INTO listens (track_id, title, artist, duration_ms, started_at, heard_ms, furthest_ms, "
            "intent, end_reason, source_key) SELECT i, 'Title ' || i, 'Artist ' || (i / 20), 200000, " +
            std::to_string(now_ms - before_ms - count * hour_ms) + " + i * " + std::to_string(hour_ms) +
            ", " + std::to_string(heard_ms) + ", " + std::to_string(heard_ms) + ", 'album', '" + end +
            "', 'listen ' || i FROM n");
    }
    std::string make_generation(std::int64_t items) const {
        std::vector<std::pair<std::int64_t, std::size_t>> rows;
        for (std::int64_t id = 1; id <= items; ++id) {
            rows.emplace_back(id, static_cast<std::size_t>(id % 4));
        }
        const std::string name = generation_name(utc_from_ms(now_ms - hour_ms), "c");
        const Status written = refrain::test::write_small_generation(DataPaths(data()).models(), name, rows);
        EXPECT_TRUE(written.ok());
        return name;
    }

    /// Exit code 0, and each guess with a reason and a route; the document.
    json guess(int count = 20) const {
        const auto outcome = run({REFRAIN_PROGRAM, "--data-dir", data(), "--json", "guess", "--count",
                                  std::to_string(count), "--at", now});
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        if (outcome.code != 0) {
            return {{"tracks", json::array()}, {"note", ""}, {"model", ""}};
        }
        json document = outcome.json();
        for (const json& track : document["tracks"]) {
            EXPECT_FALSE(track["reason"].get<std::string>().empty());
            EXPECT_FALSE(track["route"].get<std::string>().empty());
        }
        return document;
    }
    static std::string note_of(const json& document) { return document.at("note").get<std::string>(); }

    TemporaryFolder folder;
};

TEST_F(GuessAtTheCommandLine, says_that_an_empty_library_is_empty) {
    const json document = guess();
    EXPECT_TRUE(document["tracks"].empty());
    EXPECT_THAT(note_of(document), HasSubstr("library is empty"));
}

TEST_F(GuessAtTheCommandLine, proposes_a_varied_choice_before_anything_was_heard) {
    make_tracks(200);
    const json document = guess();
    EXPECT_EQ(document["tracks"].size(), 20U);
    EXPECT_THAT(note_of(document), HasSubstr("Nothing was heard yet"));
}

TEST_F(GuessAtTheCommandLine, proposes_the_one_track_there_is) {
    make_tracks(1);
    const json document = guess();
    EXPECT_EQ(document["tracks"].size(), 1U);
    EXPECT_THAT(note_of(document), HasSubstr("one track"));
}

TEST_F(GuessAtTheCommandLine, says_so_where_everything_was_skipped) {
    make_tracks(60);
    make_listens(60, 2000, "next", 48 * hour_ms);
    const json document = guess();
    EXPECT_EQ(document["tracks"].size(), 20U);
    EXPECT_THAT(note_of(document), HasSubstr("skipped"));
}

TEST_F(GuessAtTheCommandLine, says_what_to_undo_where_everything_is_banned) {
    make_tracks(60);
    execute(
        "INSERT INTO reactions (kind, scope, subject, at) SELECT DISTINCT 'ban', 'style', genre, 1000 FROM "
        "track_genres");
    const json document = guess();
    EXPECT_TRUE(document["tracks"].empty());
    EXPECT_THAT(note_of(document), HasSubstr("not for me"));
}

TEST_F(GuessAtTheCommandLine, says_that_the_disk_is_away_where_all_files_are) {
    make_tracks(60);
    execute("UPDATE tracks SET missing_since = 1000");
    const json document = guess();
    EXPECT_TRUE(document["tracks"].empty());
    EXPECT_THAT(note_of(document), HasSubstr("disk"));
}

TEST_F(GuessAtTheCommandLine, goes_on_without_a_model_of_another_schema_and_names_it) {
    make_tracks(200);
    make_listens(50, 200'000, "finished", 48 * hour_ms);
    const std::string name = make_generation(200);
    ASSERT_EQ(guess()["model"], name) << "sound as it was made";
    const fs::path manifest = DataPaths(data()).models() / name / "manifest.json";
    json changed = json::parse(text_of(manifest));
    changed["schema"] = generation_schema - 1;
    std::ofstream(manifest) << changed.dump();
    const json document = guess();
    EXPECT_EQ(document["tracks"].size(), 20U);
    EXPECT_EQ(document["model"], "");
    EXPECT_THAT(document.at("model_refused").get<std::string>(), HasSubstr("manifest.json"));
}

TEST_F(GuessAtTheCommandLine, searches_all_items_where_the_index_is_damaged) {
    make_tracks(200);
    make_listens(50, 200'000, "finished", 48 * hour_ms);
    const std::string name = make_generation(200);
    const fs::path index = DataPaths(data()).models() / name / "items.hnsw";
    const auto at = [&](int count) { return guess(count)["tracks"]; };
    const json sound = at(20);
    const auto size = static_cast<std::streamoff>(fs::file_size(index));
    {
        std::fstream file(index, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(size / 2);
        file << std::string(64, '\x55');
    }
    EXPECT_EQ(at(20), sound) << "damaged";
    fs::resize_file(index, static_cast<std::uintmax_t>(size) / 3);
    EXPECT_EQ(at(20), sound) << "cut short";
    fs::remove(index);
    const json document = guess();
    EXPECT_EQ(document["tracks"], sound) << "gone";
    EXPECT_EQ(document["model"], name);
}

TEST_F(GuessAtTheCommandLine, leaves_out_what_is_yet_to_come_where_the_clock_was_set_back) {
    make_tracks(200);
    make_listens(50, 200'000, "finished", -10'000 * hour_ms);
    const json document = guess();
    EXPECT_EQ(document["tracks"].size(), 20U);
    EXPECT_THAT(note_of(document), HasSubstr("Nothing was heard yet"));
    EXPECT_TRUE(document["held_back"].empty());
}

TEST_F(GuessAtTheCommandLine, proposes_both_halves_where_the_sound_of_one_is_not_known) {
    make_tracks(200);
    make_listens(60, 200'000, "finished", 48 * hour_ms);
    std::string zeroes, floats;
    for (std::size_t i = 0; i < features::count; ++i) {
        zeroes += "00000000";
        floats += i % 2 == 0 ? "0000803F" : "00000040";  // 1 and 2
    }
    // Of every fourth track features, of every fourth none could be had, of the others nothing is known.
    execute(
        "INSERT INTO content_features (track_id, size, mtime_ns, version, features, failure, analyzed_at) "
        "SELECT "
        "id, 1, 1, " +
        std::to_string(features::version) + ", CASE id % 8 WHEN 0 THEN X'" + zeroes + "' WHEN 4 THEN X'" +
        floats +
        "' END, CASE id % 4 WHEN 2 THEN 'no sound' ELSE '' END, 1000 FROM tracks "
        "WHERE id % 2 = 0");
    const json document = guess(100);
    EXPECT_EQ(document["tracks"].size(), 100U);
    int known = 0;
    for (const json& track : document["tracks"]) {
        known += track["id"].get<std::int64_t>() % 4 == 0 ? 1 : 0;
    }
    EXPECT_GT(known, 5);
    EXPECT_LT(known, 95);
    // Numbers that are none, and too few of them.
    execute("UPDATE content_features SET features = X'0000C07F' WHERE track_id % 8 = 0");
    EXPECT_EQ(guess(100)["tracks"].size(), 100U);
}

TEST_F(GuessAtTheCommandLine, copes_with_half_a_million_tracks) {
    make_tracks(500'000);
    make_listens(5000, 200'000, "finished", 48 * hour_ms);
    const auto start = std::chrono::steady_clock::now();
    const json document = guess();
    std::printf("500,000 tracks: %.1f s from start to end of the program\n",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    EXPECT_EQ(document["tracks"].size(), 20U);
}

}  // namespace
}  // namespace refrain::app
