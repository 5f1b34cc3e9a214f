// Taking a history file in: our own export, a minimal one of another program, and anything at all.
#include "player/history/history_import.h"

#include "library_scanner/core/judgement.h"
#include "player/history/history_export.h"
#include "player/history/history_line.h"
#include "player/history/library_matcher.h"
#include "tests/history/any_listen.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <sstream>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

Track track(std::int64_t id, std::string artist, std::string album, std::string title, std::string path) {
    Track t;
    t.id = TrackId(id);
    t.artist = std::move(artist);
    t.album = std::move(album);
    t.title = std::move(title);
    t.path = std::move(path);
    t.duration = Milliseconds(100'000 * id);
    return t;
}

class ImportHistory : public ::testing::Test {
  protected:
    void SetUp() override {
        auto opened = Database::open(folder / "library.db");
        ASSERT_TRUE(opened.ok());
        database = std::move(opened).value();
        ASSERT_TRUE(database
                        ->write_now([](SQLite::Database& db) {
                            db.exec(
                                "INSERT INTO tracks (id, path, size, mtime_ns, added_at) VALUES "
                                "(1, 'a', 1, 1, 1), (2, 'b', 1, 1, 1), (3, 'c', 1, 1, 1)");
                        })
                        .ok());
        history = std::make_unique<ListeningHistory>(*database);
    }
    std::filesystem::path file_of(const std::string& content) const {
        std::ofstream(folder / "history.jsonl", std::ios::binary) << content;
        return folder / "history.jsonl";
    }
    ImportReport import(const std::string& content, ImportOptions options = {}) {
        auto report = import_history(file_of(content), *history, library, options);
        EXPECT_TRUE(report.ok());
        return report.ok() ? std::move(report).value() : ImportReport{};
    }
    std::vector<Listen> rows() const { return history->listens().value(); }

    test::TemporaryFolder folder;
    std::unique_ptr<Database> database;
    std::unique_ptr<ListeningHistory> history;
    LibrarySnapshot library{{track(1, "Björk", "Homogenic", "Jóga", "/m/joga.flac"),
                             track(2, "Nils Frahm", "Spaces", "Says", "/m/says.flac"),
                             track(3, "Nils Frahm", "Encores", "Says", "/m/says2.flac")}};
};

TEST_F(ImportHistory, AMinimalRowOfAnotherProgramIsEnough) {
    const auto report =
        import(R"({"started_at":"2026-01-02T03:04:05Z","title":"Says","artist":"Nils Frahm"})");
    EXPECT_EQ(report.read, 1);
    EXPECT_EQ(report.imported, 1);
    EXPECT_EQ(report.matched, 1);
    ASSERT_EQ(rows().size(), 1u);
    const auto row = rows()[0];
    EXPECT_EQ(row.track, TrackId(2));
    EXPECT_EQ(row.intent, Intent::import);
    EXPECT_EQ(row.end_reason, EndReason::unknown);
    EXPECT_EQ(row.source, "import");
    EXPECT_FALSE(row.rate()) << "what was heard is unknown";
    EXPECT_EQ(judge(row), Judgement::neutral);
}

TEST_F(ImportHistory, ALengthWithoutWhatWasHeardMakesUpNoSkip) {
    import(
        R"({"started_at":"2026-01-02T03:04:05Z","path":"/m/says.flac","duration_ms":200000,"end_reason":"next"})");
    EXPECT_FALSE(rows()[0].rate());
    EXPECT_EQ(judge(rows()[0]), Judgement::neutral);
}

TEST_F(ImportHistory, WhatWasHeardIsMeasuredAgainstTheMatchedTrack) {
    import(R"({"started_at":"2026-01-02T03:04:05Z","path":"/m/says.flac","heard_ms":50000})");
    EXPECT_EQ(rows()[0].duration.count(), 200'000);
    EXPECT_EQ(rows()[0].rate()->value(), 0.25);
}

TEST_F(ImportHistory, ADryRunCountsTheSameAndWritesNothing) {
    const std::string file = R"({"started_at":"2026-01-02T03:04:05Z","title":"a","artist":"b"}
{"started_at":"2026-01-02T03:04:05Z","title":"a","artist":"b"}
{"started_at":"2026-01-02T03:05:05Z","path":"/m/says.flac"}
nonsense
)";
    ImportOptions dry;
    dry.dry_run = true;
    for (const auto& options : {dry, ImportOptions{}}) {
        const auto report = import(file, options);
        EXPECT_EQ(report.read, 4);
        EXPECT_EQ(report.imported, 2);
        EXPECT_EQ(report.already_there, 1);
        EXPECT_EQ(report.rejected, 1);
        EXPECT_EQ(report.matched, 1);
        EXPECT_EQ(report.unmatched, 2);
        EXPECT_EQ(rows().size(), options.dry_run ? 0u : 2u);
    }
    EXPECT_EQ(import(file, dry).already_there, 3);
}

TEST_F(ImportHistory, ImportingTwiceAddsNothing) {
    const std::string file = R"({"started_at":"2026-01-02T03:04:05Z","title":"a","artist":"b"}
{"started_at":"2026-01-02T03:04:05Z","title":"a","artist":"b","source":"other","source_key":"1"})";
    EXPECT_EQ(import(file).imported, 2);
    const auto again = import(file);
    EXPECT_EQ(again.imported, 0);
    EXPECT_EQ(again.already_there, 2);
    EXPECT_EQ(rows().size(), 2u);
}

TEST_F(ImportHistory, AWrongLineIsReportedWithItsNumberAndStopsNothing) {
    const std::string good = R"({"started_at":"2026-01-02T03:04:05Z","title":"a","artist":"b")";
    std::string file = good + "}\n\n";  // 1, 2 empty
    file += "{\n";                      // 3
    file += "[1,2]\n";                  // 4
    file += "7\n";                      // 5
    file += R"({"title":"a","artist":"b"})"
            "\n";  // 6
    file += R"({"started_at":"yesterday","path":"/x"})"
            "\n";  // 7
    file += R"({"started_at":1767323045,"path":"/x"})"
            "\n";  // 8
    file += R"({"started_at":"2026-01-02T03:04:05Z","title":"a"})"
            "\n";  // 9
    file += good + R"(,"duration_ms":-1})"
                   "\n";  // 10
    file += good + R"(,"heard_ms":"long"})"
                   "\n";  // 11
    file += good + R"(,"heard_ms":1e300})"
                   "\n";  // 12
    file += good + R"(,"heard_ms":99999999999999999999})"
                   "\n";  // 13
    file += good + R"(,"heard_ms":1e999})"
                   "\n";  // 14
    file += good + R"(,"intent":"Guess"})"
                   "\n";  // 15
    file += good + R"(,"muted":1})"
                   "\n";  // 16
    file += good + R"(,"album":["x"]})"
                   "\n";  // 17
    file += good + R"(,"path_bytes":"0g"})"
                   "\n";                      // 18
    file += good + ",\"album\":\"\xff\"}\n";  // 19
    file += good + R"(,"propensity":1.5})"
                   "\n";                                                      // 20
    file += good + ",\"album\":\"" + std::string(10'000'000, 'x') + "\"}\n";  // 21
    file += R"({"started_at":)" + std::string(500'000, '[') + "\n";           // 22
    file +=
        good + ",\"x\":" + std::string(400'000, '[') + std::string(400'000, ']') + "}\n";  // 23: passed over
    file += R"({"started_at":"2026-01-02T03:04:06Z","title":"last","artist":"b"})";        // 24, no line end
    const auto report = import(file);
    EXPECT_EQ(report.read, 23);
    EXPECT_EQ(report.imported, 2);
    EXPECT_EQ(report.already_there, 1) << "line 23 says the same as line 1";
    EXPECT_EQ(report.rejected, 20);
    ASSERT_EQ(report.rejected_lines.size(), 20u);
    for (std::size_t i = 0; i < 20; ++i) {
        EXPECT_EQ(report.rejected_lines[i].line, static_cast<std::int64_t>(i) + 3);
        EXPECT_FALSE(report.rejected_lines[i].reason.empty());
    }
    EXPECT_EQ(report.rejected_lines[3].reason, "started_at is missing");
    EXPECT_EQ(report.rejected_lines[7].reason, "duration_ms must be a whole number from 0 to 10000000000");
    EXPECT_EQ(report.rejected_lines[18].reason, "The line is longer than 1 MiB");
}

TEST_F(ImportHistory, AnExportGoesIntoAnEmptyDatabaseAndComesOutTheSame) {
    EXPECT_TRUE(rc::check([&] {
        auto listens = *rc::gen::container<std::vector<Listen>>(any_listen());
        std::int64_t start = 0;
        for (auto& listen : listens) {
            // What the database sorts by must be a strict order, or rows of one instant may change places.
            listen.started_at = utc_from_ms(start += 1000);
            listen.source_key += std::to_string(start);
            if (listen.path.empty()) {
                listen.path = "/x";
            }
            if (listen.end_reason == EndReason::open) {
                listen.end_reason = EndReason::quit;
            }
        }
        std::ostringstream first, second;
        RC_ASSERT(export_history(listens, ExportFormat::jsonl, first).ok());
        RC_ASSERT(database->write_now([](SQLite::Database& db) { db.exec("DELETE FROM listens"); }).ok());
        const auto report = import(first.str());
        RC_ASSERT(report.rejected == 0);
        RC_ASSERT(report.imported == static_cast<std::int64_t>(listens.size()));
        RC_ASSERT(export_history(rows(), ExportFormat::jsonl, second).ok());
        RC_ASSERT(first.str() == second.str());
        RC_ASSERT(import(first.str()).imported == 0);
    }));
}

TEST_F(ImportHistory, AnOpenRowOfAnExportReadsAsInterrupted) {
    std::ostringstream out;
    ASSERT_TRUE(export_history({plain_listen()}, ExportFormat::jsonl, out).ok());
    import(out.str());
    EXPECT_EQ(rows()[0].end_reason, EndReason::interrupted);
}

TEST_F(ImportHistory, SaysWhenTheFileIsNotThereOrIsNone) {
    EXPECT_EQ(import_history(folder / "nothing", *history, library).error().code, ErrorCode::not_found);
    EXPECT_EQ(import_history(folder.path(), *history, library).error().code, ErrorCode::unreadable);
    EXPECT_EQ(import("").read, 0);
}

TEST(HistoryLineOfAnyBytes, IsAListenOrARejectionThatSaysWhy) {
    EXPECT_TRUE(rc::check([](const std::string& bytes) {
        const auto parsed = read_history_line(bytes);
        if (const auto* rejected = std::get_if<Rejected>(&parsed)) {
            RC_ASSERT(!rejected->reason.empty());
        }
    }));
}

TEST(HistoryLineOfADamagedExport, IsAListenOrARejectionThatSaysWhy) {
    EXPECT_TRUE(rc::check([] {
        std::ostringstream out;
        RC_ASSERT(export_history({*any_listen()}, ExportFormat::jsonl, out).ok());
        auto line = out.str();
        for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
            line[*rc::gen::inRange<std::size_t>(0, line.size())] = *rc::gen::arbitrary<char>();
        }
        const auto parsed = read_history_line(line);
        if (const auto* good = std::get_if<HistoryLine>(&parsed)) {
            RC_ASSERT(!good->listen.source_key.empty());
            RC_ASSERT(good->listen.heard.count() >= 0);
        } else {
            RC_ASSERT(!std::get<Rejected>(parsed).reason.empty());
        }
    }));
}

TEST(DerivedSourceKey, DependsOnWhatWasHeardAndWhenAndOnNothingElse) {
    Listen a = plain_listen(), b = plain_listen();
    b.heard = Milliseconds(5);
    b.source = "other";
    EXPECT_EQ(derived_source_key(a), derived_source_key(b));
    b.title = "Say";
    b.artist = "sNils Frahm";
    EXPECT_NE(derived_source_key(a), derived_source_key(b));
    b = a;
    b.started_at += Milliseconds(1);
    EXPECT_NE(derived_source_key(a), derived_source_key(b));
}

Listen meant(std::string artist, std::string album, std::string title, std::string path = {}) {
    Listen listen;
    listen.artist = std::move(artist);
    listen.album = std::move(album);
    listen.title = std::move(title);
    listen.path = std::move(path);
    return listen;
}

TEST(LibraryMatcher, FindsByPathThenByNamesHoweverTheyAreSpelled) {
    const LibraryMatcher matcher(
        LibrarySnapshot({track(1, "Björk", "Homogenic", "Jóga", "/m/joga.flac"),
                         track(2, "Nils Frahm", "Spaces", "Says", "/m/says.flac"),
                         track(3, "Nils Frahm", "Encores", "Says", "/m/says2.flac")}));
    EXPECT_EQ(matcher.match(meant("x", "y", "z", "/m/joga.flac")), TrackId(1));
    EXPECT_EQ(matcher.match(meant("BJORK", "homogenic", "joga", "/elsewhere")), TrackId(1));
    EXPECT_EQ(matcher.match(meant("Nils Frahm", "Encores", "Says")), TrackId(3));
    EXPECT_EQ(matcher.match(meant("Nils Frahm", "", "Says")), TrackId(2));
    EXPECT_FALSE(matcher.match(meant("Nils Frahm", "Felt", "Says")).valid()) << "another recording";
    EXPECT_FALSE(matcher.match(meant("", "", "Says")).valid());
    EXPECT_FALSE(matcher.match(meant("", "", "")).valid());
}

TEST(LibraryMatcher, AListenOfACueTrackFindsItsOwnTrackAmongThoseOfItsFile) {
    std::vector<Track> tracks{track(1, "Nils Frahm", "Spaces", "Spaces, side A", "/m/spaces.flac"),
                              track(2, "Nils Frahm", "Spaces", "Says", "/m/spaces.flac"),
                              track(3, "Nils Frahm", "Spaces", "Said and Done", "/m/spaces.flac"),
                              track(4, "Nils Frahm", "Felt", "Keep", "/m/keep.flac"),
                              track(5, "Nils Frahm", "Felt", "Less", "/m/keep.flac")};
    tracks[0].missing = true;  // the whole file, before there was a sheet
    tracks[4].missing = true;  // of a sheet that is gone
    tracks[1].cue_track = 1;
    tracks[2].cue_track = 2;
    const LibraryMatcher matcher((LibrarySnapshot(tracks)));
    EXPECT_EQ(matcher.match(meant("Nils Frahm", "Spaces", "Says", "/m/spaces.flac")), TrackId(2));
    EXPECT_EQ(matcher.match(meant("Nils Frahm", "Spaces", "SAID AND DONE", "/m/spaces.flac")), TrackId(3));
    EXPECT_FALSE(matcher.match(meant("x", "y", "z", "/m/spaces.flac")).valid()) << "which of them?";
    EXPECT_EQ(matcher.match(meant("x", "y", "z", "/m/keep.flac")), TrackId(4)) << "one track is there";
}

TEST(LibraryMatcher, TakesTheAlbumArtistTooAndATrackThatIsThereFirst) {
    auto gone = track(1, "Guest", "Split", "Song", "/m/old.flac");
    gone.missing = true;
    auto there = track(2, "Guest", "Split", "Song", "/m/new.flac");
    there.album_artist = "Various";
    const LibraryMatcher matcher(LibrarySnapshot({gone, there}));
    EXPECT_EQ(matcher.match(meant("Guest", "Split", "Song")), TrackId(2));
    EXPECT_EQ(matcher.match(meant("Various", "Split", "Song")), TrackId(2));
    EXPECT_EQ(matcher.match(meant("", "", "", "/m/old.flac")), TrackId(1));
}

}  // namespace
}  // namespace refrain
