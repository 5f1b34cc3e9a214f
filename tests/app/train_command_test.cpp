// refrain train, with trainers that are missing, killed, busy or real.
#include "tests/app/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::app {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// The program alone in a folder, with a trainer beside it that a test writes; none when `script` is empty.
class Trainer : public CommandLine {
  protected:
    Outcome train_with(const std::string& script) const {
        const fs::path bin = folder.path() / "bin";
        fs::create_directories(bin);
        fs::copy_file(REFRAIN_PROGRAM, bin / "refrain", fs::copy_options::overwrite_existing);
        if (!script.empty()) {
            std::ofstream(bin / "refrain-trainer") << "#!/bin/sh\n" << script;
            fs::permissions(bin / "refrain-trainer", fs::perms::owner_all);
        }
        return run({bin / "refrain", "--data-dir", folder / "data", "--json", "train", "--wait"},
                   [] { ::setenv("PATH", "/usr/bin:/bin", 1); });
    }
};

TEST_F(Trainer, that_is_missing_is_told) {
    const auto outcome = train_with("");
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.json()["error"]["code"], "not_found");
    EXPECT_THAT(outcome.err, HasSubstr("refrain-trainer"));
}

TEST_F(Trainer, that_is_killed_is_told_and_the_library_is_as_before) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto outcome = train_with("kill -9 $$\n");
    EXPECT_EQ(outcome.code, 1);
    EXPECT_FALSE(outcome.json()["error"]["message"].get<std::string>().empty());
    EXPECT_EQ(refrain({"--json", "guess", "--count", "2"}).json()["tracks"].size(), 2u);
}

TEST_F(Trainer, a_second_training_is_refused_while_one_runs) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    // The trainer holds until the second attempt has been made: reading from a pipe that nobody has written
    // to.
    const std::string gate = folder / "gate", begun = folder / "begun";
    ASSERT_EQ(::mkfifo(gate.c_str(), 0600), 0);
    ASSERT_EQ(::mkfifo(begun.c_str(), 0600), 0);
    const fs::path bin = folder.path() / "bin";
    fs::create_directories(bin);
    fs::copy_file(REFRAIN_PROGRAM, bin / "refrain");
    std::ofstream(bin / "refrain-trainer")
        << "#!/bin/sh\necho begun > " << begun << "\nread word < " << gate << "\nexit 1\n";
    fs::permissions(bin / "refrain-trainer", fs::perms::owner_all);
    const std::vector<std::string> train{bin / "refrain", "--data-dir", folder / "data",
                                         "--json",        "train",      "--wait"};
    const pid_t first = start(train, folder / "out", folder / "err");
    text_of(begun);  // returns when the trainer has written and closed it
    const auto second = run(train);
    EXPECT_EQ(second.code, 1);
    EXPECT_EQ(second.json()["error"]["code"], "busy");
    std::ofstream(gate) << "go\n";
    EXPECT_EQ(wait_for(first), 1);
}

TEST_F(Trainer, the_real_one_refuses_a_history_with_nothing_in_it_in_words) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto outcome = refrain({"--json", "train", "--wait"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.json()["error"]["message"].get<std::string>(), HasSubstr("listens"));
}
}  // namespace
}  // namespace refrain::app
