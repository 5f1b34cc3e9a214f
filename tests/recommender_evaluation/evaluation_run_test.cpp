// Asking: ranks over the whole catalogue, what is known when, and the lists that are written.
#include "recommender/evaluation/evaluation_run.h"

#include "recommender/evaluation/baselines.h"
#include "recommender/evaluation/rankings_file.h"
#include "tests/recommender_evaluation/made_set.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <limits>
#include <sstream>

#include <gtest/gtest.h>

namespace refrain::evaluation {
namespace {

using test::Made;
using test::made_set;
using test::skip;

/// Gives what it is told to, and notes what it was shown.
class FixedScorer final : public Scorer {
  public:
    explicit FixedScorer(std::vector<float> scores) : scores_(std::move(scores)) {}
    void observe(const Place& what) override { seen_.push_back(what); }
    void score(const Place& at, std::span<float> scores) override {
        std::copy(scores_.begin(), scores_.end(), scores.begin());
        seen_when_asked.push_back(seen_.size());
        asked.push_back(at);
    }
    std::vector<Place> asked;
    std::vector<std::size_t> seen_when_asked;

  private:
    std::vector<float> scores_;
    std::vector<Place> seen_;
};

RunResult asked_of(const DataSet& data, Protocol protocol, Scorer& scorer, bool leave_out_heard = false,
                   std::vector<RankedList>* lists = nullptr) {
    const auto made = split(data, {protocol, 0.4, 0.2, 0}).value();
    RunOptions options;
    options.leaves_out_heard = leave_out_heard;
    options.depths = {1, 2};
    const auto list = lists == nullptr ? std::function<void(const RankedList&)>()
                                       : [lists](const RankedList& one) { lists->push_back(one); };
    return ask_all(data, made, protocol, scorer, options, list);
}

TEST(Asking, SharesMeanRanksAmongEqualScores) {
    const auto data = made_set({{"a", "w"}, {"a", "x"}, {"a", "y"}, {"a", "z"}}, false);
    FixedScorer scorer({0.5F, 0.5F, 0.9F, 0.5F});
    const auto result = asked_of(data, Protocol::leave_one_out, scorer);
    ASSERT_EQ(result.outcomes.size(), 1U);
    EXPECT_EQ(result.outcomes[0].rank, 3.0);          // ranks 2, 3, 4
    EXPECT_EQ(result.outcomes[0].rank_in_list, 1.0);  // the only new one
    EXPECT_DOUBLE_EQ(result.coverage.at(1), 0.25);
    EXPECT_DOUBLE_EQ(result.coverage.at(2), 0.5);
}

TEST(Asking, LeavesOutWhatTheUserMetBeforeWhereToldTo) {
    const auto data = made_set({{"a", "w"}, {"a", "x"}, {"a", "y"}, {"a", "z"}}, false);
    FixedScorer scorer({0.9F, 0.8F, 0.7F, 0.1F});
    EXPECT_EQ(asked_of(data, Protocol::leave_one_out, scorer, true).outcomes[0].rank, 1.0);
    const auto repeated = made_set({{"a", "w"}, {"a", "x"}, {"a", "y"}, {"a", "w"}}, false);
    FixedScorer other({0.1F, 0.8F, 0.7F});
    EXPECT_EQ(asked_of(repeated, Protocol::leave_one_out, other, true).outcomes[0].rank, 1.0)
        << "what is asked is always a candidate";
    EXPECT_FALSE(has_repeats(data));
    EXPECT_TRUE(has_repeats(repeated));
}

TEST(Asking, RanksWhatIsNoNumberLast) {
    const auto data = made_set({{"a", "w"}, {"a", "x"}, {"a", "y"}}, false);
    FixedScorer scorer({0.5F, 0.1F, std::numeric_limits<float>::quiet_NaN()});
    EXPECT_EQ(asked_of(data, Protocol::leave_one_out, scorer).outcomes[0].rank, 3.0);
}

TEST(Asking, ShowsAllButTheAskedOnesFirstWhenTheLastIsLeftOut) {
    const auto data =
        made_set({{"a", "w"}, {"a", "x"}, {"a", "y"}, {"b", "x"}, {"b", "y"}, {"b", "w"}}, false);
    FixedScorer scorer({0.0F, 0.0F, 0.0F});
    asked_of(data, Protocol::leave_one_out, scorer);
    EXPECT_EQ(scorer.seen_when_asked, (std::vector<std::size_t>{4, 4}));
}

TEST(Asking, ShowsEachListenAsTimeGoesAndNeverTheAskedOne) {
    std::vector<Made> rows;
    for (std::uint32_t i = 0; i < 10; ++i) {
        rows.push_back({i % 2 == 0 ? "a" : "b", i % 3 == 0 ? "x" : "y", i * 100});
    }
    const auto data = made_set(rows);
    FixedScorer scorer({0.0F, 0.0F});
    asked_of(data, Protocol::temporal, scorer);
    ASSERT_EQ(scorer.asked.size(), 4U);
    EXPECT_EQ(scorer.seen_when_asked, (std::vector<std::size_t>{6, 7, 8, 9}));
}

TEST(Lists, HoldTheFirstHundredOfBothListsAndTheAskedOne) {
    std::vector<Made> rows;
    for (int i = 0; i < 300; ++i) {
        rows.push_back({"a", std::string("a").append(std::to_string(i))});
    }
    for (int i = 0; i < 300; ++i) {
        rows.push_back({"b", std::string("b").append(std::to_string(i))});
    }
    rows.push_back({"a", "b299"});
    const auto data = made_set(rows, false);
    std::vector<float> scores(600);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        scores[i] = -static_cast<float>(i);  // a0 first, b299 last
    }
    FixedScorer scorer(scores);
    std::vector<RankedList> lists;
    asked_of(data, Protocol::leave_one_out, scorer, false, &lists);
    ASSERT_EQ(lists.size(), 2U);
    EXPECT_EQ(lists[0].name, "a");
    ASSERT_EQ(lists[0].entries.size(), 201U);  // a0 to a99, b0 to b99, and b299
    EXPECT_EQ(lists[0].entries[0].rank, 1.0);
    EXPECT_EQ(lists[0].entries[100].item, 300U);
    EXPECT_EQ(lists[0].entries[100].rank, 301.0);
    EXPECT_EQ(lists[0].entries.back().rank, 600.0);
}

TEST(Lists, AreNamedByUserAndPositionWhereAUserIsAskedSeveralTimes) {
    std::vector<Made> rows;
    for (std::uint32_t i = 0; i < 10; ++i) {
        rows.push_back({"a", i % 2 == 0 ? "x" : "y", i * 100});
    }
    const auto data = made_set(rows);
    FixedScorer scorer({0.0F, 0.0F});
    std::vector<RankedList> lists;
    asked_of(data, Protocol::temporal, scorer, false, &lists);
    ASSERT_EQ(lists.size(), 4U);
    EXPECT_EQ(lists[0].name, "a:7");
    EXPECT_EQ(lists[3].name, "a:10");
}

TEST(Units, AreSessionsWhereThereIsOneUser) {
    const auto data = made_set({{"a", "x", 0},
                                {"a", "y", 100},
                                {"a", "x", 200},
                                {"a", "x", 9000},
                                {"a", "y", 9060},
                                {"a", "x", 20000}});
    FixedScorer scorer({0.0F, 0.0F});
    const auto result = asked_of(data, Protocol::temporal, scorer);
    ASSERT_EQ(result.outcomes.size(), 3U);
    EXPECT_EQ(result.outcomes[0].unit, result.outcomes[1].unit);
    EXPECT_NE(result.outcomes[1].unit, result.outcomes[2].unit);
}

TEST(RankingsFiles, AreCsvUnderTheirNameOnlyWhenWhole) {
    const refrain::test::TemporaryFolder folder;
    const auto data = made_set({{"Ann, \"A\"", "x"}, {"Ann, \"A\"", "y"}});
    RankedList list;
    list.name = data.user_ids[0];
    list.entries = {{1, 1.5, 0.25F}, {0, 1.5, 0.25F}};
    {
        auto file = RankingsFile::create(folder / "lists.csv");
        ASSERT_TRUE(file.ok());
        file.value().write(data, list);
        EXPECT_FALSE(std::filesystem::exists(folder / "lists.csv"));
        ASSERT_TRUE(file.value().finish().ok());
    }
    std::stringstream text;
    text << std::ifstream(folder / "lists.csv").rdbuf();
    EXPECT_EQ(text.str(),
              "case,rank,item,score\n\"Ann, \"\"A\"\"\",1.5,y,0.25\n\"Ann, \"\"A\"\"\",1.5,x,0.25\n");
    { auto left = RankingsFile::create(folder / "left.csv"); }
    EXPECT_TRUE(std::filesystem::exists(folder / "lists.csv"));
    EXPECT_FALSE(std::filesystem::exists(folder / "left.csv.part"));
    EXPECT_EQ(RankingsFile::create(folder / "none" / "lists.csv").error().code, ErrorCode::not_writable);
}

}  // namespace
}  // namespace refrain::evaluation
