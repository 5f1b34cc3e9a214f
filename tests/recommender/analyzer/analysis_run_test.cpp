// The analyzer on files that the test writes: what is stored, what is not tried again, and the program
// itself.
#include "recommender/content/analyzer/analysis_run.h"

#include "recommender/content/analyzer/audio_features.h"
#include "recommender/content/analyzer/excerpts.h"
#include "recommender/content/analyzer/feature_store.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <numbers>
#include <sstream>
#include <sys/wait.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gst/gst.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace refrain::analysis {
namespace {

/// 16 bit mono at 44.1 kHz: a sine of half the full scale.
void write_sine(const std::filesystem::path& path, double hz, int seconds) {
    constexpr std::uint32_t rate = 44'100;
    const auto bytes = static_cast<std::uint32_t>(seconds) * rate * 2;
    std::ofstream out(path, std::ios::binary);
    const auto put = [&out](std::uint32_t value, int width) {
        for (int i = 0; i < width; ++i) {
            out.put(static_cast<char>(value >> (8 * i) & 0xff));
        }
    };
    out << "RIFF";
    put(36 + bytes, 4);
    out << "WAVEfmt ";
    put(16, 4);
    put(1, 2);
    put(1, 2);
    put(rate, 4);
    put(rate * 2, 4);
    put(2, 2);
    put(16, 2);
    out << "data";
    put(bytes, 4);
    for (std::uint32_t i = 0; i < bytes / 2; ++i) {
        const double phase = 2.0 * std::numbers::pi * hz * i / rate;
        put(static_cast<std::uint32_t>(std::lround(16'384.0 * std::sin(phase))) & 0xffff, 2);
    }
}

struct Row {
    std::vector<float> features;
    std::string failure;
};

class Analyzer : public ::testing::Test {
  protected:
    void SetUp() override {
        gst_init(nullptr, nullptr);
        auto opened = Database::open(folder / "library.db");
        ASSERT_TRUE(opened.ok());
        database = std::move(opened).value();
    }
    /// A track of the library; a later one is newer.
    void add(int id, const std::string& name, int size = 1) {
        ASSERT_TRUE(database
                        ->write_now([&](SQLite::Database& db) {
                            SQLite::Statement insert(
                                db,
                                "INSERT OR REPLACE INTO tracks (id, path, size, mtime_ns, added_at) "
                                "VALUES (?1, ?2, ?3, 1, ?1)");
                            insert.bind(1, id);
                            insert.bind(2, (folder / name).native());
                            insert.bind(3, size);
                            insert.exec();
                        })
                        .ok());
    }
    RunProgress run(std::size_t limit = 0) {
        RunOptions options;
        options.limit = limit;
        const auto result = run_analysis(*database, options);
        EXPECT_TRUE(result.ok());
        return result.ok() ? result.value() : RunProgress{};
    }
    std::optional<Row> row(int id) {
        const auto db = database->reader();
        SQLite::Statement select(*db, "SELECT features, failure FROM content_features WHERE track_id = ?");
        select.bind(1, id);
        if (!select.executeStep()) {
            return std::nullopt;
        }
        Row found;
        const auto blob = select.getColumn(0);
        found.features.resize(static_cast<std::size_t>(blob.getBytes()) / sizeof(float));
        if (!found.features.empty()) {
            std::memcpy(found.features.data(), blob.getBlob(), found.features.size() * sizeof(float));
        }
        found.failure = select.getColumn(1).getString();
        return found;
    }

    test::TemporaryFolder folder;
    std::unique_ptr<Database> database;
};

constexpr std::size_t centroid_at = 2 * cepstral_coefficients;

TEST_F(Analyzer, StoresWhatAFileSoundsLike) {
    write_sine(folder / "a b#%.wav", 1000.0, 40);
    add(1, "a b#%.wav");
    const auto progress = run();
    EXPECT_EQ(progress.done, 1u);
    EXPECT_EQ(progress.failed, 0u);
    ASSERT_TRUE(row(1));
    EXPECT_EQ(row(1)->failure, "");
    ASSERT_EQ(row(1)->features.size(), AudioFeatures::size);
    EXPECT_NEAR(row(1)->features[centroid_at], 1000.0, 20.0);
    // RMS of a sine of half the full scale: 20 log10(0.5 / sqrt 2).
    EXPECT_NEAR(row(1)->features[AudioFeatures::size - 3], -9.03, 0.05);
}

TEST_F(Analyzer, GoesOnWhereItStoppedNewestFirst) {
    for (int i = 1; i <= 3; ++i) {
        write_sine(folder / (std::to_string(i) + ".wav"), 440.0 * i, 2);
        add(i, std::to_string(i) + ".wav");
    }
    EXPECT_EQ(run(2).done, 2u);
    EXPECT_TRUE(row(3));
    EXPECT_TRUE(row(2));
    EXPECT_FALSE(row(1));
    EXPECT_EQ(run().done, 1u);
    EXPECT_TRUE(row(1));
    EXPECT_EQ(run().done, 0u);
}

TEST_F(Analyzer, TakesTheNewestAndTheMostPlayedByTurns) {
    for (int i = 1; i <= 6; ++i) {
        add(i, std::to_string(i) + ".wav");
    }
    const auto listen = [&](int track) {
        ASSERT_TRUE(database
                        ->write_now([&](SQLite::Database& db) {
                            SQLite::Statement insert(db,
                                                     "INSERT INTO listens (track_id, started_at, source_key) "
                                                     "VALUES (?, 1, hex(randomblob(8)))");
                            insert.bind(1, track);
                            insert.exec();
                        })
                        .ok());
    };
    listen(1);
    listen(1);
    listen(2);
    std::vector<std::int64_t> order;
    const auto tasks = FeatureStore(*database).tasks(feature_version, 0).value();
    for (const auto& task : tasks) {
        order.push_back(task.track.value());
    }
    // 6 is the newest and 1 the most played; 5 and 2 are second.
    EXPECT_EQ(order, (std::vector<std::int64_t>{6, 1, 5, 2, 4, 3}));
}

TEST_F(Analyzer, EndsBetweenTwoFilesWhenAskedTo) {
    write_sine(folder / "1.wav", 440.0, 1);
    add(1, "1.wav");
    add(2, "1b.wav");
    write_sine(folder / "1b.wav", 440.0, 1);
    RunOptions options;
    int asked = 0;
    options.stop = [&asked] { return ++asked > 1; };
    EXPECT_EQ(run_analysis(*database, options).value().done, 1u);
}

TEST_F(Analyzer, ABadFileIsOneRowWithTheReasonAndWaitsUntilItChanges) {
    std::ofstream(folder / "text.mp3") << "this is no music at all";
    std::ofstream(folder / "zero.flac").flush();
    write_sine(folder / "short.wav", 440.0, 0);
    add(1, "text.mp3");
    add(2, "zero.flac");
    add(3, "short.wav");
    EXPECT_EQ(run().failed, 3u);
    for (int id = 1; id <= 3; ++id) {
        ASSERT_TRUE(row(id)) << id;
        EXPECT_FALSE(row(id)->failure.empty()) << id;
        EXPECT_TRUE(row(id)->features.empty()) << id;
    }
    EXPECT_EQ(run().done, 0u) << "not tried again unchanged";
    write_sine(folder / "text.mp3", 440.0, 1);
    add(1, "text.mp3", 2);
    EXPECT_EQ(run().failed, 0u);
    EXPECT_EQ(row(1)->failure, "");
}

TEST_F(Analyzer, AFileWhoseDiskIsAwayIsTriedAgainNextTime) {
    add(1, "away.wav");
    EXPECT_EQ(run().failed, 1u);
    EXPECT_FALSE(row(1));
    write_sine(folder / "away.wav", 440.0, 1);
    EXPECT_EQ(run().failed, 0u);
    EXPECT_TRUE(row(1));
}

TEST_F(Analyzer, AFileThatBroughtItDownIsTriedOnceMoreAndNoMore) {
    add(1, "killer.wav");
    FeatureStore store(*database);
    for (const bool second : {false, true}) {
        const auto tasks = store.tasks(1, 0).value();
        ASSERT_EQ(tasks.size(), 1u);
        EXPECT_EQ(tasks[0].cut_short_before, second);
        // The attempt begins and nothing is heard of it again.
        ASSERT_TRUE(store.begin(tasks[0], 1, utc_from_ms(1)).ok());
    }
    EXPECT_TRUE(store.tasks(1, 0).value().empty());
    EXPECT_EQ(store.tasks(2, 0).value().size(), 1u) << "a newer version tries everything anew";
}

TEST(Excerpts, AreTheMiddlesOfTheThirds) {
    const auto excerpts = excerpts_of(Milliseconds(180'000));
    ASSERT_EQ(excerpts.size(), 3u);
    EXPECT_EQ(excerpts[0].from.count(), 27'500);
    EXPECT_EQ(excerpts[1].from.count(), 87'500);
    EXPECT_EQ(excerpts[2].from.count(), 147'500);
    for (const auto ms : {0, 5'000, 15'000}) {
        ASSERT_EQ(excerpts_of(Milliseconds(ms)).size(), 1u);
        EXPECT_EQ(excerpts_of(Milliseconds(ms))[0].from.count(), 0);
        EXPECT_EQ(excerpts_of(Milliseconds(ms))[0].length.count(), 15'000);
    }
}

/// What the program prints on stdout, and how it ended.
std::pair<std::string, int> run_program(const std::string& arguments) {
    const auto command = std::string(REFRAIN_ANALYZER) + " " + arguments + " 2>/dev/null";
    FILE* out = ::popen(command.c_str(), "r");
    std::string text;
    for (int c = std::fgetc(out); c != EOF; c = std::fgetc(out)) {
        text += static_cast<char>(c);
    }
    return {text, WEXITSTATUS(::pclose(out))};
}

TEST_F(Analyzer, TheProgramReportsEachTrackAndTheEndAsJsonLines) {
    write_sine(folder / "good.wav", 440.0, 1);
    std::ofstream(folder / "bad.wav") << "no";
    add(1, "good.wav");
    add(2, "bad.wav");
    const auto [text, code] = run_program("run --database " + (folder / "library.db").native());
    EXPECT_EQ(code, 0);
    std::istringstream lines(text);
    std::vector<nlohmann::json> reports;
    for (std::string line; std::getline(lines, line);) {
        reports.push_back(nlohmann::json::parse(line));
    }
    ASSERT_EQ(reports.size(), 3u);
    EXPECT_EQ(reports[0]["path"], (folder / "bad.wav").native());
    EXPECT_EQ(reports[0]["total"], 2);
    EXPECT_EQ(reports[1]["done"], 2);
    EXPECT_FALSE(reports[1].contains("failure"));
    EXPECT_EQ(reports[2]["phase"], "done");
    EXPECT_EQ(reports[2]["failed"], 1);
}

TEST(AnalyzerProgram, TellsWrongUseFromFailure) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(run_program("").second, 2);
    EXPECT_EQ(run_program("run --database " + (folder / "none.db").native()).second, 2);
    EXPECT_EQ(run_program("--help").second, 0);
    std::ofstream(folder / "broken.db") << std::string(5000, 'x');
    EXPECT_EQ(run_program("run --database " + (folder / "broken.db").native()).second, 1);
}

}  // namespace
}  // namespace refrain::analysis
