// `refrain-trainer evaluate` as a program: its document, its errors, and its lists recomputed by a script.
#include "tests/support/temporary_folder.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <sys/wait.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

using Json = nlohmann::json;

struct Output {
    std::string text;
    int status = -1;
};

Output output_of(const std::string& command) {
    Output out;
    FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("no process");
    }
    std::array<char, 4096> part{};
    for (std::size_t count = 0; (count = fread(part.data(), 1, part.size(), pipe)) > 0;) {
        out.text.append(part.data(), count);
    }
    const int status = pclose(pipe);
    out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return out;
}

class EvaluateProgram : public testing::Test {
  protected:
    /// Users walk round a ring of items, now and then with a leap: what comes next can be learnt.
    EvaluateProgram() {
        std::mt19937_64 random(1);
        std::ofstream file(set_);
        for (int user = 1; user <= 60; ++user) {
            file << user;
            std::uint64_t item = random() % ring;
            for (int i = 0; i < 12; ++i) {
                file << ' ' << item + 1;
                item = (item + (random() % 10 == 0 ? 2 : 1)) % ring;
            }
            file << '\n';
        }
    }
    std::string command(const std::string& options) const {
        return std::string(REFRAIN_TRAINER) + " evaluate --dataset '" + set_.string() + "' --format lastfm " +
               options;
    }
    Output evaluate(const std::string& options) const { return output_of(command(options)); }
    static double figure(const Json& json, const std::string& name, const std::string& at = "at_10") {
        return json.at("seeds").at(0).at("catalogue").at(at).at(name).at("value").get<double>();
    }

    static constexpr std::uint64_t ring = 40;
    test::TemporaryFolder folder_;
    std::filesystem::path set_ = folder_ / "set.txt";
};

TEST_F(EvaluateProgram, WritesListsFromWhichAScriptGetsTheSameNdcg) {
    for (const std::string model : {"popularity", "item-knn", "markov"}) {
        const auto lists = folder_ / (model + ".csv");
        const auto out = evaluate("--model " + model + " --json --rankings-out '" + lists.string() + "'");
        ASSERT_EQ(out.status, 0) << out.text;
        const auto again = output_of(std::string(REFRAIN_AWK) + " -v n=10 -f '" + REFRAIN_NDCG_SCRIPT +
                                     "' '" + set_.string() + "' '" + lists.string() + "'");
        ASSERT_EQ(again.status, 0) << again.text;
        EXPECT_NEAR(std::stod(again.text), figure(Json::parse(out.text), "ndcg"), 1e-8) << model;
    }
}

TEST_F(EvaluateProgram, TrainsTheEncoderSasrecAndSdmToBeatWhatIsPopular) {
    const double popular = figure(Json::parse(evaluate("--model popularity --json").text), "ndcg");
    for (const std::string model :
         {"encoder --config a", "sasrec", "sdm --config a",
          "encoder --config a --positive-loss one-negative --likeness inner-product --stop-by ndcg "
          "--windows sequence-ends"}) {
        const auto lists = folder_ / "lists.csv";
        const auto out = evaluate("--model " + model +
                                  " --json --threads 1 --device cpu --dim 16 --embedding 16 --max-length 12 "
                                  "--epochs 30 --rankings-out '" +
                                  lists.string() + "'");
        ASSERT_EQ(out.status, 0) << out.text;
        const auto json = Json::parse(out.text);
        EXPECT_GT(figure(json, "ndcg"), 2.0 * popular) << model;
        EXPECT_GE(json["seeds"][0]["training"]["epochs_run"], 1);
        const auto again = output_of(std::string(REFRAIN_AWK) + " -v n=10 -f '" + REFRAIN_NDCG_SCRIPT +
                                     "' '" + set_.string() + "' '" + lists.string() + "'");
        EXPECT_NEAR(std::stod(again.text), figure(json, "ndcg"), 1e-8) << model;
    }
}

TEST_F(EvaluateProgram, KilledWhileTrainingGoesOnToTheFiguresItWouldHaveHad) {
    const std::string options =
        "--model encoder --config a --threads 1 --device cpu --dim 16 --epochs 12 --patience 12 --json ";
    const auto whole = evaluate(options);
    ASSERT_EQ(whole.status, 0);
    const auto file = folder_ / "checkpoint";
    const std::string keeping = options + "--checkpoint-steps 1 --checkpoint '" + file.string() + "'";
    // Its number first, then what it says of its way. Each step is seen to the disk, and there are 80 more.
    FILE* pipe = popen(("echo $$; exec " + command(keeping) + " 2>&1 >/dev/null").c_str(), "r");
    ASSERT_NE(pipe, nullptr);
    std::array<char, 4096> line{};
    ASSERT_NE(fgets(line.data(), line.size(), pipe), nullptr);
    const pid_t process = std::stoi(line.data());
    while (fgets(line.data(), line.size(), pipe) != nullptr &&
           std::string(line.data()).find("epoch 2 of") == std::string::npos) {
    }
    kill(process, SIGKILL);
    pclose(pipe);
    ASSERT_TRUE(std::filesystem::exists(file.string() + ".1"));
    const auto again = evaluate(keeping);
    ASSERT_EQ(again.status, 0);
    for (const char* name : {"ndcg", "pos"}) {
        EXPECT_EQ(figure(Json::parse(again.text), name), figure(Json::parse(whole.text), name)) << name;
    }
    EXPECT_FALSE(std::filesystem::exists(file.string() + ".1"));
}

#ifdef REFRAIN_WITH_RANKER
TEST_F(EvaluateProgram, PutsThePipelineBesideThePlainArms) {
    // Albums of four, one after the other: what comes next is known to whoever looks at the album.
    std::ofstream file(set_);
    file << "ts,ms_played,track,artist,album,reason_start,reason_end\n";
    for (int day = 1; day <= 28; ++day) {
        for (int i = 0; i < 8; ++i) {
            const int album = (day * 3 + i / 4) % 10;
            std::array<char, 160> line{};
            std::snprintf(line.data(), line.size(),
                          "2025-02-%02dT18:%02d:00Z,200000,Title %d,Artist %d,Album %d,trackdone,%s\n", day,
                          4 * (i + 1), 4 * album + i % 4, album / 2, album,
                          i % 4 == 3 && day % 2 == 0 ? "fwdbtn" : "trackdone");
            file << line.data();
        }
    }
    file.close();
    const std::string words = std::string(REFRAIN_TRAINER) + " evaluate --dataset '" + set_.string() +
                              "' --format spotify-csv --protocol temporal --model pipeline ";
    const auto out = output_of(words + "--json");
    ASSERT_EQ(out.status, 0) << out.text;
    const auto json = Json::parse(out.text);
    ASSERT_EQ(json["beside"].size(), 6U);
    EXPECT_EQ(json["beside"][3]["model"], "activation, transitions x1");
    const double more = json["beside"][0]["difference"]["catalogue"]["at_10"]["pos"]["value"].get<double>();
    const double popular = json["beside"][0]["catalogue"]["at_10"]["pos"]["value"].get<double>();
    EXPECT_NEAR(figure(json, "pos"), popular + more, 1e-12);
    EXPECT_GT(more, 0.2) << "the album goes on";
    EXPECT_TRUE(Json::parse(output_of(words + "--beside no --json").text)["beside"].empty());
    EXPECT_NE(output_of(words).text.find("beside the plain arms"), std::string::npos);
}

TEST_F(EvaluateProgram, CannotAskThePipelineWithoutTimes) {
    const auto out = evaluate("--model pipeline --json");
    EXPECT_EQ(out.status, 1);
    EXPECT_NE(Json::parse(out.text).at("message").get<std::string>().find("needs times"), std::string::npos);
}
#endif

TEST_F(EvaluateProgram, SaysOnOneLineWhatIsWrong) {
    EXPECT_EQ(evaluate("--model sdm --sdm-fusion mixed").status, 2);
    const auto times = evaluate("--model popularity --protocol temporal --json");
    EXPECT_EQ(times.status, 1);
    EXPECT_NE(Json::parse(times.text).at("message").get<std::string>().find("needs times"),
              std::string::npos);
    EXPECT_EQ(evaluate("--model nothing").status, 2);
    EXPECT_EQ(evaluate("--model popularity --rankings-out /nowhere/at/all.csv --json").status, 1);
    std::ofstream(set_) << "1 2 x\n";
    const auto broken = evaluate("--model popularity --json");
    EXPECT_EQ(broken.status, 1);
    EXPECT_NE(Json::parse(broken.text).at("message").get<std::string>().find("Line 1"), std::string::npos);
}

}  // namespace
}  // namespace refrain
