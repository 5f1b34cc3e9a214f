// What an exported file holds, byte by byte where it matters, and what happens when it cannot be written.
#include "player/history/history_export.h"

#include "player/history/history_fields.h"
#include "tests/history/any_listen.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <fstream>
#include <sstream>
#include <sys/resource.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

std::string exported(const std::vector<Listen>& listens, ExportFormat format) {
    std::ostringstream out;
    EXPECT_TRUE(export_history(listens, format, out).ok());
    return out.str();
}

std::string content(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// RFC 4180, read strictly: the reader of the test, written apart from the writer.
std::vector<std::vector<std::string>> csv_rows(const std::string& csv) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row;
    std::string cell;
    for (std::size_t i = 0; i < csv.size();) {
        if (csv[i] == '"') {
            for (++i; i < csv.size() && !(csv[i] == '"' && csv.compare(i, 2, "\"\"") != 0); ++i) {
                i += csv[i] == '"' ? 1 : 0;
                cell += csv[i];
            }
            ++i;
        } else {
            while (i < csv.size() && csv[i] != ',' && csv[i] != '\r') {
                cell += csv[i++];
            }
        }
        row.push_back(std::exchange(cell, {}));
        if (csv.compare(i, 2, "\r\n") == 0) {
            rows.push_back(std::exchange(row, {}));
            i += 2;
        } else {
            EXPECT_EQ(csv.at(i), ',');
            ++i;
        }
    }
    EXPECT_TRUE(row.empty()) << "the last line has no end";
    return rows;
}

std::size_t column(const std::string& name) {
    return static_cast<std::size_t>(find_history_field(name) - history_fields().data());
}

TEST(HistoryFields, HaveNamesAndMeaningsOfTheirOwn) {
    for (const auto& field : history_fields()) {
        EXPECT_EQ(find_history_field(field.name), &field) << field.name << " stands twice";
        EXPECT_FALSE(field.meaning.empty()) << field.name;
        EXPECT_NE(history_fields_markdown().find("| `" + field.name + "` |"), std::string::npos);
    }
    EXPECT_EQ(find_history_field("nonsense"), nullptr);
}

TEST(ExportCsv, HasAHeaderAndOneRowAListenWithCompletionAndIntent) {
    Listen listen = plain_listen();
    listen.heard = Milliseconds(50'000);
    listen.end_reason = EndReason::next;
    const auto rows = csv_rows(exported({listen}, ExportFormat::csv));
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0][0], "started_at");
    EXPECT_EQ(rows[1][column("started_at")], "2026-01-02T03:04:05.678Z");
    EXPECT_EQ(rows[1][column("tz_offset_min")], "60");
    EXPECT_EQ(rows[1][column("completion")], "0.25");
    EXPECT_EQ(rows[1][column("intent")], "album");
    EXPECT_EQ(rows[1][column("end_reason")], "next");
    EXPECT_EQ(rows[1][column("judgement")], "neutral");
    EXPECT_EQ(rows[1][column("queue_position")], "-1");
    EXPECT_EQ(rows[1][column("path_bytes")], "");
}

TEST(ExportCsv, CompletionIsEmptyWhenTheDurationIsUnknown) {
    Listen listen = plain_listen();
    listen.duration = Milliseconds(0);
    EXPECT_EQ(csv_rows(exported({listen}, ExportFormat::csv))[1][column("completion")], "");
}

TEST(ExportCsv, CellsThatASpreadsheetWouldRunAreMadeHarmless) {
    Listen listen = plain_listen();
    listen.title = "=HYPERLINK(\"http://x\",\"y\")";
    listen.artist = "-1+2";
    listen.album = "@SUM(1)";
    listen.origin = "\tx";
    listen.score = -0.5;
    const auto row = csv_rows(exported({listen}, ExportFormat::csv))[1];
    EXPECT_EQ(row[column("title")], "'=HYPERLINK(\"http://x\",\"y\")");
    EXPECT_EQ(row[column("artist")], "'-1+2");
    EXPECT_EQ(row[column("album")], "'@SUM(1)");
    EXPECT_EQ(row[column("origin")], "'\tx");
    EXPECT_EQ(row[column("score")], "-0.5") << "a number is no formula";
}

TEST(ExportCsv, EveryTextReadsBackWhateverStandsInIt) {
    EXPECT_TRUE(rc::check([] {
        const auto listens = *rc::gen::container<std::vector<Listen>>(any_listen());
        const auto rows = csv_rows(exported(listens, ExportFormat::csv));
        RC_ASSERT(rows.size() == listens.size() + 1);
        for (std::size_t i = 0; i < listens.size(); ++i) {
            const auto& row = rows[i + 1];
            RC_ASSERT(row.size() == history_fields().size());
            const auto& title = listens[i].title;
            const bool guarded =
                !title.empty() && std::string("=+-@\t\r").find(title[0]) != std::string::npos;
            RC_ASSERT(row[column("title")] == (guarded ? "'" + title : title));
        }
    }));
}

TEST(ExportJsonLines, OneObjectALineWithEveryField) {
    Listen listen = plain_listen();
    listen.title = "line\nbreak";
    const auto text = exported({listen, listen}, ExportFormat::jsonl);
    std::istringstream lines(text);
    std::string line;
    int count = 0;
    while (std::getline(lines, line)) {
        const auto object = nlohmann::json::parse(line);
        EXPECT_EQ(object.size(), history_fields().size());
        EXPECT_EQ(object["title"], "line\nbreak");
        EXPECT_EQ(object["duration_ms"], 200'000);
        EXPECT_EQ(object["completion"], 0.0);
        EXPECT_TRUE(object["judgement"].is_null()) << "still open";
        ++count;
    }
    EXPECT_EQ(count, 2);
}

TEST(ExportJsonLines, APathThatIsNotUtf8KeepsItsBytes) {
    Listen listen = plain_listen();
    listen.path = "/m/\xff.flac";
    const auto object = nlohmann::json::parse(exported({listen}, ExportFormat::jsonl));
    EXPECT_EQ(object["path"], "/m/\xEF\xBF\xBD.flac");
    EXPECT_EQ(object["path_bytes"], "2f6d2fff2e666c6163");
}

TEST(ExportFile, ReplacesAFileWholeAndLeavesNothingBeside) {
    const test::TemporaryFolder folder;
    const auto file = folder / "history.csv";
    std::ofstream(file) << "old";
    ASSERT_TRUE(export_history({plain_listen()}, ExportFormat::csv, file).ok());
    EXPECT_EQ(content(file), exported({plain_listen()}, ExportFormat::csv));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(ExportFile, WithoutSpaceTheOldFileStaysAndNoHalfOneIsLeft) {
    const test::TemporaryFolder folder;
    const auto file = folder / "history.csv";
    std::ofstream(file) << "old";
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{1000, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto status = export_history(std::vector<Listen>(100, plain_listen()), ExportFormat::csv, file);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, old_handler);

    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::not_writable);
    EXPECT_EQ(status.error().path, file.native());
    EXPECT_EQ(content(file), "old");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(ExportFile, SaysWhatIsWrongWithTheTarget) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(export_history({}, ExportFormat::csv, folder / "no/such/folder.csv").error().code,
              ErrorCode::not_found);
    EXPECT_EQ(export_history({}, ExportFormat::csv, folder.path()).error().code, ErrorCode::not_writable);
    // A device is written to, never replaced; this one is always full.
    EXPECT_EQ(export_history({}, ExportFormat::csv, "/dev/full").error().code, ErrorCode::not_writable);
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
    EXPECT_TRUE(export_history({}, ExportFormat::csv, "/dev/null").ok());
}

TEST(ExportFormatWord, IsCsvOrJsonl) {
    EXPECT_EQ(export_format_from("csv"), ExportFormat::csv);
    EXPECT_EQ(export_format_from("jsonl"), ExportFormat::jsonl);
    EXPECT_FALSE(export_format_from("xlsx"));
}

}  // namespace
}  // namespace refrain
