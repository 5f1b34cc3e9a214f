// The player's ranker as an arm: it is asked what the player would ask, and knows nothing of what comes.
#include "recommender/evaluation/pipeline_scorer.h"

#include "recommender/evaluation/evaluation_run.h"
#include "tests/recommender_evaluation/made_set.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace refrain::evaluation {
namespace {

using test::Made;
using test::made_set;
using test::skip;

constexpr std::uint32_t day = 24 * 3600;
constexpr std::uint32_t song = 200;

std::vector<float> scores_at(PipelineScorer& scorer, const DataSet& data, std::uint32_t position) {
    std::vector<float> scores(data.items(), -1.0F);
    scorer.score({0, position}, scores);
    return scores;
}

/// 60 tracks of 12 artists, heard in runs of ten a day, some skipped.
std::vector<Made> made_listens(std::uint64_t seed, std::uint32_t days) {
    std::mt19937_64 random(seed);
    std::vector<Made> rows;
    for (std::uint32_t d = 0; d < days; ++d) {
        for (std::uint32_t i = 0; i < 10; ++i) {
            const std::string item = "track " + std::to_string(random() % 60);
            const std::uint32_t at = 1'700'000'000U + d * day + i * song;
            rows.push_back(random() % 5 == 0 ? skip("a", item, at) : Made{"a", item, at});
        }
    }
    return rows;
}

/// All items named first, by one listener that nobody asks, so that two sets number them alike.
DataSet with_tracks(const std::vector<Made>& rows) {
    std::vector<Made> all;
    for (int i = 0; i < 60; ++i) {
        all.push_back({"b", "track " + std::to_string(i), 1});
    }
    all.insert(all.begin(), {"a", "track 0", 1});
    all.insert(all.end(), rows.begin(), rows.end());
    DataSet data = made_set(all);
    for (std::size_t i = 0; i < data.items(); ++i) {
        Track track;
        track.artist = "artist " + std::to_string(i % 12);
        track.title = "title " + std::to_string(i);
        data.tracks.push_back(track);
    }
    return data;
}

TEST(PipelineScorer, KnowsNothingOfTheAskedListenAndOfWhatComesAfterIt) {
    const auto past = made_listens(1, 8);
    auto one = past, other = past;
    const auto later = made_listens(2, 16);
    one.insert(one.end(), later.begin() + 80, later.end());
    auto all_skipped = made_listens(3, 16);
    for (auto row = all_skipped.begin() + 80; row != all_skipped.end(); ++row) {
        other.push_back(skip("a", row->item, row->time_s));
    }
    const DataSet first = with_tracks(one), second = with_tracks(other);
    PipelineScorer of_first(first, {}), of_second(second, {});
    for (const std::uint32_t position : {1U, 40U, 81U}) {
        EXPECT_EQ(scores_at(of_first, first, position), scores_at(of_second, second, position)) << position;
    }
}

TEST(PipelineScorer, AnswersTheSameInWhateverOrderItIsAsked) {
    const DataSet data = with_tracks(made_listens(4, 8));
    PipelineScorer forward(data, {}), back(data, {});
    const auto early = scores_at(forward, data, 20), late = scores_at(forward, data, 70);
    EXPECT_EQ(scores_at(back, data, 70), late);
    EXPECT_EQ(scores_at(back, data, 20), early);
}

TEST(PipelineScorer, RanksWhatIsOnTheListByItsOrderAndTheRestBehindIt) {
    const DataSet data = with_tracks(made_listens(5, 8));
    PipelineScorer scorer(data, {});
    auto scores = scores_at(scorer, data, 60);
    std::sort(scores.begin(), scores.end(), std::greater<>());
    const auto listed = static_cast<std::size_t>(
        std::count_if(scores.begin(), scores.end(), [](float s) { return s > 0.0F; }));
    ASSERT_GT(listed, 10U);
    for (std::size_t i = 0; i < listed; ++i) {
        EXPECT_EQ(scores[i], static_cast<float>(listed - i));
    }
}

TEST(PipelineScorer, HasNoRuleAboutWhatWasHeardLatelyWhereItIsAskedWithoutRules) {
    // One favourite, heard to its end a minute ago, and 80 tracks nobody knows.
    std::vector<Made> rows;
    for (std::uint32_t i = 0; i < 20; ++i) {
        rows.push_back({"a", "favourite", 1'700'000'000U + i * day});
    }
    rows.push_back({"a", "asked", 1'700'000'000U + 19 * day + song});
    for (int i = 0; i < 80; ++i) {
        rows.push_back({"b", "other " + std::to_string(i), 1});
    }
    const DataSet data = made_set(rows);
    PipelineScorer ruled(data, {}), unruled(data, {.rules = false});
    const auto rank = [&](const std::vector<float>& scores) {
        return std::count_if(scores.begin(), scores.end(), [&](float s) { return s > scores[0]; });
    };
    EXPECT_GT(rank(scores_at(ruled, data, 20)), 20);
    EXPECT_LT(rank(scores_at(unruled, data, 20)), 10);
}

TEST(ListensOfADataSet, AreJudgedAsTheFileWas) {
    const DataSet data = made_set({{"a", "done", 100, 1.0, EndReason::finished},
                                   {"a", "left", 500, 0.4, EndReason::next},
                                   {"a", "skipped", 900, 0.05, EndReason::next},
                                   {"a", "unknown", 1300, -1.0, EndReason::quit}});
    std::vector<Judgement> judged;
    for (const auto& one : data.of(0)) {
        const Listen listen = listen_of(one, TrackId(7));
        EXPECT_EQ(listen.track, TrackId(7));
        EXPECT_EQ(to_ms(listen.started_at), std::int64_t{one.time_s} * 1000);
        EXPECT_EQ(judge(listen), one.judgement());
        EXPECT_EQ(listen.end_reason, one.end());
        judged.push_back(one.judgement());
    }
    EXPECT_EQ(judged, (std::vector{Judgement::positive, Judgement::neutral, Judgement::negative,
                                   Judgement::neutral}));
    EXPECT_EQ(listen_of(data.of(0)[1], TrackId(7)).end_reason, EndReason::next) << "left by Next at 40 %";
}

TEST(ListensOfADataSet, OfFilesWithoutEndsWereLeftWhereTheNextOneBeganAtOnce) {
    DataSetBuilder builder({});
    builder.has_times();
    builder.infer_ends();
    const auto user = *builder.user("a");
    builder.add(user, builder.item("left"), {.time_s = 1000, .rate = 0.4, .heard_s = 80});
    builder.add(user, builder.item("stayed"), {.time_s = 1090, .rate = 0.4, .heard_s = 80});
    builder.add(user, builder.item("later"), {.time_s = 9000, .rate = 1.0, .heard_s = 200});
    const DataSet data = std::move(builder).finish();
    EXPECT_EQ(data.of(0)[0].end(), EndReason::next);
    EXPECT_EQ(data.of(0)[1].end(), EndReason::unknown);
    EXPECT_EQ(data.of(0)[0].judgement(), Judgement::neutral);
}

}  // namespace
}  // namespace refrain::evaluation
