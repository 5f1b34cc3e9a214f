// refrain-trainer as a program: its lines, its exit codes, and what is left when it is killed.
#include "recommender/retrieval/generation_store.h"
#include "recommender/retrieval/model_generation.h"
#include "tests/recommender_model/support/made_library.h"
#include "tests/recommender_model/support/trainer_child.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using test::Child;

class TrainerProgram : public testing::Test {
  protected:
    TrainerProgram() : library_(folder_.path() / "library.db") {}
    fs::path models() const { return folder_.path() / "model"; }
    std::vector<std::string> arguments(const std::vector<std::string>& more = {}) const {
        std::vector<std::string> out{"train", "--database",      (folder_.path() / "library.db").string(),
                                     "--out", models().string(), "--device",
                                     "cpu"};
        out.insert(out.end(), more.begin(), more.end());
        return out;
    }
    std::vector<std::string> entries() const {
        std::vector<std::string> out;
        for (const auto& entry : fs::directory_iterator(models())) {
            out.push_back(entry.path().filename().string());
        }
        return out;
    }

    test::TemporaryFolder folder_;
    test::MadeLibrary library_;
};

TEST_F(TrainerProgram, ReportsItsWayAndPublishesAGenerationThatLoads) {
    library_.add_taste({"folk", "metal"}, "metal", 150);
    Child child(arguments({"--config", "c", "--seed", "3", "--epochs", "2", "--background"}));
    const auto lines = child.all_lines();
    ASSERT_EQ(child.wait(), 0);
    ASSERT_GE(lines.size(), 4U);
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        std::vector<std::string> keys;
        for (const auto& [key, value] : lines[i].items()) {
            keys.push_back(key);
        }
        EXPECT_EQ(keys, (std::vector<std::string>{"epoch", "epochs", "eta_seconds", "loss_negative",
                                                  "loss_positive", "phase", "seconds", "step"}));
    }
    const Json& last = lines.back();
    EXPECT_EQ(last["phase"], "done");
    EXPECT_TRUE(last["metrics"].contains("pos_at_10"));
    EXPECT_TRUE(last["metrics"]["popularity"].contains("neg_at_10"));
    EXPECT_EQ(entries(), (std::vector<std::string>{last["generation"]}));
    const auto loaded = ModelGeneration::load(models() / last["generation"].get<std::string>());
    ASSERT_TRUE(loaded.ok()) << loaded.error().text();
    EXPECT_EQ(loaded.value()->items(), 40U);
    const Json manifest = Json::parse(loaded.value()->manifest());
    EXPECT_EQ(manifest["training"]["config"], "c");
    EXPECT_EQ(manifest["training"]["seed"], 3);
    EXPECT_EQ(manifest["metrics"], last["metrics"]);
    EXPECT_EQ(manifest["counts"]["listens"], 150);
}

TEST_F(TrainerProgram, OnlyAModelThatWinsItsTrialIsPublishedAndEachTrialIsWrittenDown) {
    library_.add_taste({"folk", "metal", "jazz"}, "metal", 400);
    // Whatever serves, however little it has learnt.
    Child before(arguments({"--config", "b", "--seed", "9", "--epochs", "1"}));
    const std::string champion = before.all_lines().back()["generation"];
    ASSERT_EQ(before.wait(), 0);

    // Nothing was heard since it had learnt: there is nothing to try another one on.
    Child early(arguments({"--seed", "2", "--epochs", "2", "--if-better"}));
    const auto kept = early.all_lines().back();
    ASSERT_EQ(early.wait(), 0);
    ASSERT_EQ(kept["phase"], "kept") << kept.dump();
    EXPECT_EQ(kept["trial"]["verdict"], "too_little");
    EXPECT_EQ(kept["trial"]["positives"], 0);
    EXPECT_EQ(kept["trial"]["champion"]["name"], champion);

    for (int i = 0; i < 90; ++i) {
        library_.add_listen(i % 20 + 1, 1.0, "finished");
    }
    Child late(arguments({"--seed", "3", "--epochs", "20", "--if-better"}));
    const auto told = late.all_lines().back();
    ASSERT_EQ(late.wait(), 0);
    const bool won = told["phase"] == "done";
    const Json trial = won ? told["metrics"]["trial"] : told["trial"];
    EXPECT_EQ(trial["positives"], 90);
    EXPECT_EQ(trial["verdict"] == "accepted", won) << told.dump();
    std::vector<std::string> serving{champion};
    if (won) {
        serving.insert(serving.begin(), told["generation"].get<std::string>());
        const Json manifest =
            Json::parse(ModelGeneration::load(models() / serving.front()).value()->manifest());
        EXPECT_EQ(manifest["metrics"]["trial"], trial);
        EXPECT_EQ(manifest["training"]["learnt_until"], 1'700'000'000'000 + 490 * 240'000LL);
    }
    EXPECT_EQ(list_generations(models()), serving);

    std::ifstream log(models() / "verdicts.jsonl");
    std::vector<Json> lines;
    for (std::string line; std::getline(log, line);) {
        lines.push_back(Json::parse(line));
    }
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_TRUE(lines[0]["generation"].is_null());
    EXPECT_EQ(lines[1]["verdict"], trial["verdict"]);
    EXPECT_EQ(lines[1]["generation"].is_null(), !won);
}

TEST_F(TrainerProgram, KilledWhileTrainingLeavesNothingThatLooksFinished) {
    library_.add_taste({"folk", "metal"}, "metal", 150);
    {
        Child child(arguments({"--epochs", "100000", "--patience", "100000"}));
        while (child.next_line()->at("phase") != "training") {
        }
        EXPECT_EQ(child.kill_it(), -SIGKILL);
        EXPECT_TRUE(list_generations(models()).empty());
    }
    Child next(arguments({"--epochs", "1"}));
    const auto lines = next.all_lines();
    EXPECT_EQ(next.wait(), 0);
    EXPECT_EQ(entries(), (std::vector<std::string>{lines.back()["generation"]}));
}

TEST_F(TrainerProgram, KilledAtAnyStepGoesOnToTheModelItWouldHaveMade) {
    library_.add_taste({"folk", "metal"}, "metal", 150);
    const auto weights_of_the_only_model = [this] {
        const auto folder = models() / list_generations(models()).at(0);
        std::string bytes;
        for (const auto file : {encoder_file, items_file}) {
            bytes += read_file(folder / file, UINT64_MAX).value();
        }
        fs::remove_all(folder);
        return bytes;
    };
    const std::vector<std::string> options{"--config",
                                           "c",
                                           "--seed",
                                           "3",
                                           "--epochs",
                                           "6",
                                           "--checkpoint-steps",
                                           "1",
                                           "--dim",
                                           "16",
                                           "--full-softmax-up-to",
                                           "10",
                                           "--negatives",
                                           "16"};
    Child whole(arguments(options));
    whole.all_lines();
    ASSERT_EQ(whole.wait(), 0);
    const std::string expected = weights_of_the_only_model();
    // The kill falls wherever the steps after the third line of progress happen to be.
    {
        Child child(arguments(options));
        for (int seen = 0; seen < 3;) {
            seen += child.next_line()->at("phase") == "training" ? 1 : 0;
        }
        EXPECT_EQ(child.kill_it(), -SIGKILL);
    }
    EXPECT_TRUE(list_generations(models()).empty());
    Child next(arguments(options));
    std::string note;
    for (const auto& line : next.all_lines()) {
        note += line.value("note", "");
    }
    EXPECT_EQ(next.wait(), 0);
    EXPECT_EQ(note, "Training goes on where it was interrupted");
    EXPECT_TRUE(weights_of_the_only_model() == expected) << "the same bytes";
    EXPECT_TRUE(entries().empty()) << "no checkpoint is left";
}

TEST_F(TrainerProgram, KilledWhileWritingIsClearedByTheNext) {
    library_.add_taste({"folk", "metal"}, "metal", 150);
    // The kill falls anywhere between the first byte written and the rename; whatever it meets, what is
    // visible afterwards loads.
    {
        Child child(arguments({"--epochs", "1"}));
        while (child.next_line()->at("phase") != "writing") {
        }
        child.kill_it();
    }
    for (const auto& name : list_generations(models())) {
        EXPECT_TRUE(ModelGeneration::load(models() / name).ok());
    }
    Child next(arguments({"--epochs", "1"}));
    next.all_lines();
    EXPECT_EQ(next.wait(), 0);
    for (const auto& entry : entries()) {
        EXPECT_TRUE(ModelGeneration::load(models() / entry).ok()) << entry;
    }
}

TEST_F(TrainerProgram, WithTooLittleToLearnFromSaysSoInOneSentence) {
    library_.add_track("folk", 1);
    library_.add_listen(1, 1.0, "finished");
    Child child(arguments());
    const auto lines = child.all_lines();
    EXPECT_EQ(child.wait(), 1);
    EXPECT_EQ(lines.back()["phase"], "error");
    EXPECT_NE(lines.back()["message"].get<std::string>().find("at least 20 listens"), std::string::npos);
    EXPECT_TRUE(list_generations(models()).empty());
}

TEST_F(TrainerProgram, WithNoRoomToWriteSaysSoAndLeavesNothing) {
    library_.add_taste({"folk", "metal"}, "metal", 150);
    Child child(arguments({"--epochs", "1"}), 50'000);
    const auto lines = child.all_lines();
    EXPECT_EQ(child.wait(), 1);
    EXPECT_EQ(lines.back()["phase"], "error");
    EXPECT_NE(lines.back()["message"].get<std::string>().find("cannot be written"), std::string::npos);
    EXPECT_TRUE(entries().empty());
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // these need address space without end
TEST_F(TrainerProgram, WithTooLittleMemoryGoesOnWithSmallerBatchesAndSaysSo) {
    library_.add_taste({"folk", "metal"}, "metal", 150);
    constexpr rlim_t three_gigabytes = rlim_t{3'000'000} << 10U;
    Child child(arguments({"--epochs", "1", "--no-refit", "--dim", "16", "--batch", "16384"}), RLIM_INFINITY,
                three_gigabytes);
    const auto lines = child.all_lines();
    EXPECT_EQ(child.wait(), 0);
    EXPECT_EQ(lines.back()["phase"], "done");
    std::string notes;
    for (const auto& line : lines) {
        notes += line.value("note", "");
    }
    EXPECT_NE(notes.find("Memory ran out; training goes on with batches of 8192"), std::string::npos)
        << notes;
    EXPECT_TRUE(ModelGeneration::load(models() / list_generations(models()).at(0)).ok());
}
#endif

TEST_F(TrainerProgram, WithAModelFolderThatIsAFileSaysSoBeforeTraining) {
    library_.add_taste({"folk", "metal"}, "metal", 150);
    std::ofstream(models()) << "x";
    Child child(arguments());
    const auto lines = child.all_lines();
    EXPECT_EQ(child.wait(), 1);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NE(lines[0]["message"].get<std::string>().find("cannot be written"), std::string::npos);
}

TEST_F(TrainerProgram, UsedWronglyExitsWithTwo) {
    for (const auto& wrong : std::vector<std::vector<std::string>>{{},
                                                                   {"train"},
                                                                   {"dance"},
                                                                   arguments({"--config", "d"}),
                                                                   arguments({"--device", "abacus"}),
                                                                   arguments({"--seed", "many"})}) {
        Child child(wrong);
        EXPECT_EQ(child.wait(), 2);
    }
    Child help({"--help"});
    EXPECT_EQ(help.wait(), 0);
}

}  // namespace
}  // namespace refrain
