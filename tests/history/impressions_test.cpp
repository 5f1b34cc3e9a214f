// What Guess You Like put forward, on a real database: written, closed by what was heard, kept bounded.
#include "player/history/impressions.h"

#include "player/history/impressions_export.h"
#include "tests/support/temporary_folder.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using testing::ElementsAre;

class ImpressionsTest : public testing::Test {
  protected:
    void SetUp() override {
        auto opened = Database::open(folder / "library.db");
        ASSERT_TRUE(opened.ok());
        database = std::move(opened).value();
        impressions = std::make_unique<Impressions>(*database);
        ASSERT_TRUE(database
                        ->write_now([](SQLite::Database& db) {
                            for (int id = 1; id <= 6; ++id) {
                                SQLite::Statement insert(db,
                                                         "INSERT INTO tracks (id, path, size, mtime_ns,"
                                                         " added_at, title) VALUES (?, ?, 1, 1, 1, ?)");
                                insert.bind(1, id);
                                insert.bind(2, "/music/" + std::to_string(id));
                                insert.bind(3, "Title " + std::to_string(id));
                                insert.exec();
                            }
                        })
                        .ok());
    }

    /// A second after the one before.
    ImpressionRequest list(std::initializer_list<std::int64_t> tracks,
                           std::initializer_list<std::int64_t> reached = {}) {
        ImpressionRequest request;
        request.at = utc_from_ms(1'800'000'000'000 + 1000 * ++lists_);
        for (const std::int64_t track : reached) {
            request.reached.emplace_back(track);
        }
        for (const std::int64_t track : tracks) {
            request.shown.push_back({TrackId(track), track % 2 == 0, "library", 0.5, 0.25});
        }
        return request;
    }
    /// Began behind all lists so far.
    Listen listen(std::int64_t track, double share, EndReason end) {
        Listen l;
        l.track = TrackId(track);
        l.started_at = utc_from_ms(1'800'000'000'500 + 1000 * lists_);
        l.duration = Milliseconds(100'000);
        l.heard = Milliseconds(static_cast<std::int64_t>(share * 100'000));
        l.end_reason = end;
        l.intent = Intent::guess;
        l.source_key = "key " + std::to_string(track);
        return l;
    }
    std::vector<Impression> rows() {
        EXPECT_TRUE(impressions->flush().ok());
        auto all = impressions->all();
        EXPECT_TRUE(all.ok());
        return all.ok() ? std::move(all).value() : std::vector<Impression>();
    }
    /// "1 heard": track and outcome of each row.
    std::vector<std::string> outcomes() {
        std::vector<std::string> words;
        for (const Impression& i : rows()) {
            words.push_back(std::to_string(i.track.value()) + " " +
                            std::string(words::word(words::impression_outcome, i.outcome)));
        }
        return words;
    }

    test::TemporaryFolder folder;
    std::unique_ptr<Database> database;
    std::unique_ptr<Impressions> impressions;
    std::int64_t lists_ = 0;
};

TEST_F(ImpressionsTest, KeepWhatWasPutForwardWithItsPlaceListRouteAndProbability) {
    ImpressionRequest request = list({3, 4});
    request.mode = "artist";
    request.seed = "Nils";
    request.pool_familiar = 7;
    request.pool_new = 9;
    request.model_generation = "g1";
    impressions->queued(request);
    const auto all = rows();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[1].at, request.at);
    EXPECT_EQ(all[1].surface, "queue");
    EXPECT_EQ(all[1].mode, "artist");
    EXPECT_EQ(all[1].seed, "Nils");
    EXPECT_EQ(all[1].pool_familiar, 7);
    EXPECT_EQ(all[1].pool_new, 9);
    EXPECT_EQ(all[1].model_generation, "g1");
    EXPECT_EQ(all[1].position, 1);
    EXPECT_EQ(all[1].track, TrackId(4));
    EXPECT_EQ(all[1].title, "Title 4");
    EXPECT_EQ(all[0].list, "new");
    EXPECT_EQ(all[1].list, "familiar");
    EXPECT_EQ(all[1].propensity, 0.25);
    EXPECT_EQ(all[1].outcome, ImpressionOutcome::open);
}

TEST_F(ImpressionsTest, AreClosedByTheListenThatCameOfThemAndByTheListThatTakesTheirPlace) {
    impressions->queued(list({1, 2, 3, 4}));
    impressions->heard(listen(1, 1.0, EndReason::finished));
    impressions->queued(list({3, 5}, {2}));
    impressions->heard(listen(2, 0.05, EndReason::next));
    impressions->queued(list({6}, {2, 3}));
    impressions->heard(listen(3, 0.5, EndReason::next));
    EXPECT_THAT(outcomes(), ElementsAre("1 heard", "2 skipped", "3 not_reached", "4 not_reached", "3 partly",
                                        "5 not_reached", "6 "));
    EXPECT_EQ(rows()[1].listen_key, "key 2");
    EXPECT_EQ(rows()[2].listen_key, "");
}

TEST_F(ImpressionsTest, AListThatWasMadeWhileATrackPlayedIsNotWhereItCameFrom) {
    impressions->queued(list({1, 2}));
    const Listen first = listen(1, 0.05, EndReason::chose_other);
    impressions->queued(list({3, 1}, {1}));
    impressions->heard(first);
    EXPECT_THAT(outcomes(), ElementsAre("1 skipped", "2 not_reached", "3 ", "1 "));
}

TEST_F(ImpressionsTest, AreNotClosedByAPrivateListenNorByATrackTheListenerFoundElsewhere) {
    impressions->queued(list({1, 2}));
    Listen secret = listen(1, 1.0, EndReason::finished);
    secret.private_session = true;
    impressions->heard(secret);
    Listen chosen = listen(2, 1.0, EndReason::finished);
    chosen.intent = Intent::album;
    impressions->heard(chosen);
    EXPECT_THAT(outcomes(), ElementsAre("1 ", "2 "));
}

TEST_F(ImpressionsTest, OfTheSameListOrOfItsRestAreWrittenOnce) {
    impressions->queued(list({1, 2, 3}));
    impressions->queued(list({1, 2, 3}));
    impressions->queued(list({2, 3}, {1}));
    EXPECT_EQ(rows().size(), 3u);
    impressions->queued(list({3, 2}, {1}));
    EXPECT_EQ(rows().size(), 5u);
}

TEST_F(ImpressionsTest, ATrackThatWentMeanwhileIsKeptWithoutAName) {
    impressions->queued(list({99, 1}));
    ASSERT_EQ(rows().size(), 2u);
    EXPECT_FALSE(rows()[0].track.valid());
}

TEST_F(ImpressionsTest, OfOldListsGo) {
    ASSERT_TRUE(database
                    ->write_now([](SQLite::Database& db) {
                        db.exec(
                            "INSERT INTO guess_requests (id, at, surface, mode, seed, pool_familiar,"
                            " pool_new, model_generation) VALUES (1, 0, 'queue', 'none', '', 0, 0, ''),"
                            " (2, 0, 'queue', 'none', '', 0, 0, ''),"
                            " (5001, 0, 'queue', 'none', '', 0, 0, '')");
                        db.exec(
                            "INSERT INTO impressions (request_id, track_id, position, list, route, score,"
                            " propensity) VALUES (1, 1, 0, 'new', '', 0, 1), (2, 1, 0, 'new', '', 0, 1),"
                            " (5001, 1, 0, 'new', '', 0, 1)");
                    })
                    .ok());
    impressions->queued(list({2}));  // list 5002 of 5,000 that are kept
    const auto all = rows();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].request, 5001);
}

TEST_F(ImpressionsTest, AreExportedAsJsonLinesAndAsCsvThatNoSpreadsheetRuns) {
    ASSERT_TRUE(database
                    ->write_now([](SQLite::Database& db) {
                        db.exec("UPDATE tracks SET title = '=1+1, \"x\"' WHERE id = 1");
                    })
                    .ok());
    impressions->queued(list({1}));
    const auto all = rows();
    const auto line = nlohmann::json::parse(impressions_text(all, ExportFormat::jsonl));
    EXPECT_EQ(line["title"], "=1+1, \"x\"");
    EXPECT_EQ(line["at"], "2027-01-15T08:00:01.000Z");
    EXPECT_EQ(line["propensity"], 0.25);
    const std::string csv = impressions_text(all, ExportFormat::csv);
    EXPECT_EQ(csv.substr(0, 26), "request,at,surface,mode,se");
    EXPECT_NE(csv.find("\"'=1+1, \"\"x\"\"\""), std::string::npos) << csv;
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 2);
}

TEST(ImpressionOutcome, FollowsTheJudgementOfTheListen) {
    Listen l;
    l.duration = Milliseconds(100);
    l.end_reason = EndReason::quit;
    EXPECT_EQ(outcome_of(l), ImpressionOutcome::partly);
    l.end_reason = EndReason::next;
    EXPECT_EQ(outcome_of(l), ImpressionOutcome::skipped);
    l.heard = Milliseconds(80);
    EXPECT_EQ(outcome_of(l), ImpressionOutcome::heard);
}

}  // namespace
}  // namespace refrain
