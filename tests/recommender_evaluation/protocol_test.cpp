// What is learnt from, what stops training, what is asked.
#include "recommender/evaluation/protocol.h"

#include "tests/recommender_evaluation/made_set.h"

#include <gtest/gtest.h>

namespace refrain::evaluation {
namespace {

using test::Made;
using test::made_set;
using test::skip;

TEST(LeaveOneOut, AsksTheLastAndValidatesByTheOneBefore) {
    const auto data =
        made_set({{"a", "x"}, {"a", "y"}, {"a", "z"}, {"a", "x"}, {"b", "x"}, {"b", "y"}}, false);
    const auto made = split(data, {}).value();
    EXPECT_EQ(made.users[0].training, 2U);
    EXPECT_EQ(made.users[0].validation, 3U);
    EXPECT_EQ(made.users[1].training, 2U) << "two are too few to hold any out";
    ASSERT_EQ(made.validation.size(), 1U);
    EXPECT_EQ(made.validation[0].position, 2U);
    EXPECT_FALSE(made.validation[0].familiar);
    ASSERT_EQ(made.test.size(), 1U);
    EXPECT_EQ(made.test[0].position, 3U);
    EXPECT_TRUE(made.test[0].familiar);
    EXPECT_TRUE(made.test[0].positive);
}

TEST(Temporal, HasOnePointInTimeForAllUsers) {
    std::vector<Made> rows;
    for (std::uint32_t i = 0; i < 10; ++i) {
        rows.push_back({i % 2 == 0 ? "a" : "b", "item " + std::to_string(i), i * 100});
    }
    const auto data = made_set(rows);
    const auto made = split(data, {Protocol::temporal, 0.2, 0.1, 0}).value();
    // Times 0 to 900: 700 is validation, 800 and 900 are asked.
    EXPECT_EQ(made.users[0].training, 4U);
    EXPECT_EQ(made.users[0].validation, 4U);
    EXPECT_EQ(made.users[1].training, 3U);
    EXPECT_EQ(made.users[1].validation, 4U);
    ASSERT_EQ(made.test.size(), 2U);
    EXPECT_EQ(made.test[0].user, 0U);
    EXPECT_EQ(made.test[1].user, 1U);
}

TEST(Temporal, AsksOnlyWhatIsJudgedAndHasSomethingBefore) {
    const auto data = made_set({{"a", "x", 0},
                                {"a", "y", 100},
                                {"a", "z", 200},
                                {"a", "x", 300, 0.5, EndReason::next},
                                skip("a", "w", 400),
                                skip("a", "w", 500),
                                {"new", "x", 600}});
    const auto made = split(data, {Protocol::temporal, 0.5, 0.1, 0}).value();
    ASSERT_EQ(made.test.size(), 2U) << "a half-heard one says nothing, a first one has nothing before it";
    EXPECT_FALSE(made.test[0].positive);
    EXPECT_FALSE(made.test[0].familiar);
    EXPECT_TRUE(made.test[1].familiar) << "skipped before";
}

TEST(Splits, AskEvenlySpacedOnesWhereThereAreTooMany) {
    std::vector<Made> rows;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        rows.push_back({"a", "x", i});
    }
    const auto made = split(made_set(rows), {Protocol::temporal, 0.4, 0.1, 100}).value();
    ASSERT_EQ(made.test.size(), 100U);
    EXPECT_EQ(made.test[0].position, 600U);
    EXPECT_EQ(made.test[1].position, 604U);
    EXPECT_EQ(made.test[99].position, 996U);
    EXPECT_EQ(made.validation.size(), 100U);
}

TEST(Temporal, NeedsTimesAndSharesThatLeaveSomethingToLearnFrom) {
    const auto timeless = made_set({{"a", "x"}, {"a", "y"}, {"a", "z"}}, false);
    EXPECT_EQ(split(timeless, {Protocol::temporal, 0.2, 0.1, 0}).error().code, ErrorCode::unsupported);
    const auto data = made_set({{"a", "x", 1}, {"a", "y", 2}, {"a", "z", 3}});
    EXPECT_FALSE(split(data, {Protocol::temporal, 0.6, 0.4, 0}).ok());
    EXPECT_FALSE(split(data, {Protocol::temporal, 0.0, 0.4, 0}).ok());
}

TEST(Splits, SayWhenThereIsNothingToAsk) {
    EXPECT_EQ(split(made_set({}), {}).error().code, ErrorCode::failed);
    EXPECT_EQ(split(made_set({{"a", "x"}, {"a", "y"}}), {}).error().code, ErrorCode::failed);
}

TEST(Time, OrdersAllUsersAndKeepsEachUsersOwnOrder) {
    const auto data = made_set({{"a", "x", 5}, {"a", "y", 9}, {"b", "x", 5}, {"b", "y", 1}});
    const auto order = in_order_of_time(data, {0, 0});
    ASSERT_EQ(order.size(), 4U);
    EXPECT_EQ(order[0].user, 1U);
    EXPECT_EQ(order[1].user, 0U);
    EXPECT_EQ(order[2].user, 1U);
    EXPECT_EQ(order[3].position, 1U);
}

TEST(Sessions, EndWithHalfAnHourOfSilence) {
    const auto data = made_set({{"a", "x", 0}, {"a", "y", 1800}, {"a", "z", 3601}});
    EXPECT_TRUE(data.begins_session(0, 0));
    EXPECT_FALSE(data.begins_session(0, 1));
    EXPECT_TRUE(data.begins_session(0, 2));
}

}  // namespace
}  // namespace refrain::evaluation
