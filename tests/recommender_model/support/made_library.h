// A library database with a made-up history: tracks of several styles, one listener who hears styles in runs.
// Written with the project's own schema through the SQLite C interface.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <sqlite3.h>

namespace refrain::test {

class MadeLibrary {
  public:
    explicit MadeLibrary(const std::filesystem::path& file) {
        if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) {
            throw std::runtime_error("no database");
        }
        std::ifstream schema(REFRAIN_SCHEMA_FILE);
        std::stringstream text;
        text << schema.rdbuf();
        run(text.str());
    }
    ~MadeLibrary() { sqlite3_close(db_); }
    MadeLibrary(const MadeLibrary&) = delete;
    MadeLibrary& operator=(const MadeLibrary&) = delete;

    void run(const std::string& sql) {
        char* message = nullptr;
        if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
            const std::string why = message == nullptr ? "?" : message;
            sqlite3_free(message);
            throw std::runtime_error(why);
        }
    }

    /// Track ids count from 1.
    void add_track(const std::string& style, int artist) {
        const std::string id = std::to_string(++tracks_);
        run("INSERT INTO tracks(id, path, size, mtime_ns, added_at, title, artist, album, year, duration_ms) "
            "VALUES(" +
            id + ", '/music/" + id + "', 1, 1, 1, 'Title " + id + "', '" + style + " artist " +
            std::to_string(artist) + "', '" + style + " album " + std::to_string(artist) +
            "', 2000, 200000)");
        run("INSERT INTO track_genres VALUES(" + id + ", 0, '" + style + "')");
    }
    void add_listen(std::int64_t track, double rate, const std::string& end,
                    const std::string& more_columns = "", const std::string& more_values = "") {
        ++listens_;
        run("INSERT INTO listens(track_id, duration_ms, started_at, heard_ms, intent, end_reason, "
            "source_key" +
            more_columns + ") VALUES(" + std::to_string(track) + ", 200000, " +
            std::to_string(1'700'000'000'000 + listens_ * 240'000) + ", " +
            std::to_string(static_cast<std::int64_t>(rate * 200'000)) + ", 'shuffle', '" + end + "', '" +
            std::to_string(listens_) + "'" + more_values + ")");
    }

    /// Twenty tracks of each style; `skipped` is skipped whenever it comes (but for one time in
    /// `heard_one_in`, if that is not 0), the others are heard out.
    void add_taste(const std::vector<std::string>& styles, const std::string& skipped, int listens,
                   unsigned heard_one_in = 0) {
        run("BEGIN");
        for (const auto& style : styles) {
            for (int i = 0; i < 20; ++i) {
                add_track(style, i / 5);
            }
        }
        std::mt19937 random(9);
        std::size_t style = 0;
        for (int i = 0; i < listens; ++i) {
            if (random() % 4 == 0) {
                style = random() % styles.size();
            }
            const auto track = static_cast<std::int64_t>(style * 20 + random() % 20 + 1);
            const bool spared = heard_one_in > 0 && random() % heard_one_in == 0;
            const bool skip = styles[style] == skipped && !spared;
            add_listen(track, skip ? 0.04 : 1.0, skip ? "next" : "finished");
        }
        run("COMMIT");
    }

  private:
    sqlite3* db_ = nullptr;
    std::int64_t tracks_ = 0, listens_ = 0;
};

}  // namespace refrain::test
