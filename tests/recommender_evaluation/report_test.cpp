// One JSON document, or a table.
#include "recommender/evaluation/report.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace refrain::evaluation {
namespace {

SeedReport seed_report(std::uint64_t seed, double rank) {
    const std::vector<Outcome> outcomes{{true, false, 1.0, 1.0, 0}, {true, false, rank, 1.0, 1}};
    SeedReport out;
    out.seed = seed;
    out.in_catalogue = {measure_at(outcomes, 10, RankedAmong::catalogue)};
    out.in_own_list = {measure_at(outcomes, 10, RankedAmong::own_list)};
    out.coverage = {{10, 0.125}};
    return out;
}

Report made_report() {
    Report report;
    report.model = "popularity";
    report.positives = 2;
    report.bootstrap_over = "users";
    report.dropped = {{"names no track", 3}};
    report.seeds = {seed_report(1, 2.0), seed_report(2, 20.0)};
    return report;
}

TEST(Reports, AsJsonHoldEachSeedAndTheSpreadOverThem) {
    const auto json = nlohmann::json::parse(to_json_document(made_report()));
    EXPECT_EQ(json["model"], "popularity");
    EXPECT_EQ(json["dropped_rows"]["names no track"], 3);
    ASSERT_EQ(json["seeds"].size(), 2U);
    EXPECT_DOUBLE_EQ(json["seeds"][1]["catalogue"]["at_10"]["pos"]["value"], 0.5);
    EXPECT_TRUE(json["seeds"][1]["catalogue"]["at_10"]["neg"].is_null()) << "no case, no number";
    EXPECT_DOUBLE_EQ(json["seeds"][0]["coverage"]["at_10"], 0.125);
    EXPECT_DOUBLE_EQ(json["over_seeds"]["catalogue"]["at_10"]["pos"]["mean"], 0.75);
    EXPECT_NEAR(json["over_seeds"]["catalogue"]["at_10"]["pos"]["deviation"], 0.353553, 1e-6);
}

TEST(Reports, AsTableShowOnlyWhatHasCases) {
    const auto table = to_table(made_report());
    EXPECT_NE(table.find("0.7500 sd 0.3536"), std::string::npos) << table;
    EXPECT_EQ(table.find("NEG"), std::string::npos);
    EXPECT_NE(table.find("3 rows left out: names no track"), std::string::npos);
    Report one = made_report();
    one.seeds.resize(1);
    EXPECT_NE(to_table(one).find("1.0000 [1.0000, 1.0000]"), std::string::npos);
}

TEST(Reports, ShowThePlainArmsWithWhatTheModelHasMore) {
    Report report = made_report();
    report.seeds.resize(1);
    const std::vector<Outcome> model{{true, false, 1.0, 1.0, 0}, {true, false, 2.0, 1.0, 1}};
    const std::vector<Outcome> plain{{true, false, 1.0, 1.0, 0}, {true, false, 20.0, 1.0, 1}};
    BesideReport arm;
    arm.name = "personal";
    arm.in_catalogue = arm.in_own_list = {measure_at(plain, 10, RankedAmong::catalogue)};
    arm.difference = arm.difference_in_own_list = {difference_at(model, plain, 10, RankedAmong::catalogue)};
    arm.coverage = {{10, 0.25}};
    report.beside = {arm};
    const auto json = nlohmann::json::parse(to_json_document(report));
    EXPECT_EQ(json["beside"][0]["model"], "personal");
    EXPECT_DOUBLE_EQ(json["beside"][0]["catalogue"]["at_10"]["pos"]["value"], 0.5);
    EXPECT_DOUBLE_EQ(json["beside"][0]["difference"]["catalogue"]["at_10"]["pos"]["value"], 0.5);
    const auto table = to_table(report);
    EXPECT_NE(table.find("popularity has more"), std::string::npos) << table;
    EXPECT_NE(table.find("+0.500 [+0.00 +1.00]"), std::string::npos) << table;
    EXPECT_NE(table.find("personal 0.2500"), std::string::npos) << table;
}

}  // namespace
}  // namespace refrain::evaluation
