// refrain-trainer in two and three processes on this machine: the model is that of one process, and when one
// of them goes the others end.
#include "recommender/retrieval/generation_store.h"
#include "recommender/retrieval/model_generation.h"
#include "recommender/retrieval/safetensors.h"
#include "tests/recommender_model/support/made_library.h"
#include "tests/recommender_model/support/trainer_child.h"
#include "tests/support/temporary_folder.h"

#include <arpa/inet.h>
#include <cmath>
#include <csignal>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

namespace fs = std::filesystem;
using test::Child;
using Arguments = std::vector<std::string>;
using Children = std::vector<std::unique_ptr<Child>>;

/// A port of this machine that nobody listens on.
int free_port() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("no free port");
    }
    close(listener);
    return ntohs(address.sin_port);
}

class SeveralProcesses : public testing::Test {
  protected:
    SeveralProcesses() : library_(folder_.path() / "library.db") {
        library_.add_taste({"folk", "metal", "ambient"}, "metal", 200);
    }
    fs::path models() const { return folder_.path() / "model"; }
    Arguments arguments(const Arguments& more, const std::string& batch = "7") const {
        Arguments out{"train",
                      "--database",
                      (folder_.path() / "library.db").string(),
                      "--out",
                      models().string(),
                      "--device",
                      "cpu",
                      "--threads",
                      "1",
                      "--seed",
                      "3",
                      "--dim",
                      "16",
                      "--batch",
                      batch};
        out.insert(out.end(), more.begin(), more.end());
        return out;
    }
    static Child::Environment environment(int own, int count, int port) {
        return {{"RANK", std::to_string(own)},
                {"WORLD_SIZE", std::to_string(count)},
                {"MASTER_ADDR", "127.0.0.1"},
                {"MASTER_PORT", std::to_string(port)},
                {"OMP_WAIT_POLICY", "passive"}};
    }
    static std::unique_ptr<Child> start(const Arguments& arguments, const Child::Environment& environment) {
        return std::make_unique<Child>(arguments, RLIM_INFINITY, RLIM_INFINITY, environment);
    }
    static Children start_all(int count, const Arguments& arguments) {
        const int port = free_port();
        Children out;
        for (int own = 0; own < count; ++own) {
            out.push_back(start(arguments, environment(own, count, port)));
        }
        return out;
    }
    /// The tensors of the only generation there is, which goes.
    TensorMap take_model() const {
        TensorMap out;
        const auto names = list_generations(models());
        EXPECT_EQ(names.size(), 1U);
        const auto folder = models() / names.at(0);
        EXPECT_TRUE(ModelGeneration::load(folder).ok());
        for (const auto file : {encoder_file, items_file}) {
            auto parsed = parse_safetensors(read_file(folder / file, UINT64_MAX).value(), std::string(file));
            out.merge(parsed.value());
        }
        fs::remove_all(folder);
        return out;
    }
    TensorMap model_of(int count, const Arguments& options) {
        Children children = count == 1 ? Children{} : start_all(count, arguments(options));
        if (count == 1) {
            children.push_back(start(arguments(options), {}));
        }
        for (std::size_t own = 0; own < children.size(); ++own) {
            const auto lines = children[own]->all_lines();
            EXPECT_EQ(children[own]->wait(), 0) << (lines.empty() ? "" : lines.back().dump());
            EXPECT_EQ(lines.empty(), own > 0) << "the first one speaks";
        }
        TensorMap out = take_model();
        EXPECT_TRUE(fs::is_empty(models())) << "no checkpoint is left";
        return out;
    }
    static void expect_same(const TensorMap& expected, const TensorMap& actual) {
        ASSERT_EQ(expected.size(), actual.size());
        for (const auto& [name, tensor] : expected) {
            const auto* a = std::get_if<std::vector<float>>(&tensor.values);
            // What is added to every key shifts a row of scores as a whole: its gradient is 0 but for
            // rounding, which Adam blows up to the size of any other.
            if (a == nullptr || name.find("key.bias") != std::string::npos) {
                continue;
            }
            const auto& b = std::get<std::vector<float>>(actual.at(name).values);
            ASSERT_EQ(a->size(), b.size()) << name;
            float most = 0.0F;
            for (std::size_t i = 0; i < a->size(); ++i) {
                most = std::max(most, std::abs((*a)[i] - b[i]));
            }
            EXPECT_LT(most, 1e-4F) << name;
        }
    }

    test::TemporaryFolder folder_;
    test::MadeLibrary library_;
};

const Arguments sampled{"--config", "c",           "--epochs", "2",         "--full-softmax-up-to",
                        "0",        "--negatives", "20",       "--sampler", "learned_unigram"};
const Arguments full{"--config", "c", "--epochs", "2"};

TEST_F(SeveralProcesses, MakeTheModelOfOneFromTablesDealtOut) {
    const TensorMap one = model_of(1, sampled);
    expect_same(one, model_of(2, sampled));
    expect_same(one, model_of(3, sampled));
}

TEST_F(SeveralProcesses, MakeTheModelOfOneWithTheFullSoftmax) {
    const TensorMap one = model_of(1, full);
    expect_same(one, model_of(2, full));
    expect_same(one, model_of(3, full));
}

TEST_F(SeveralProcesses, EndWithAnErrorWhenOneIsKilled) {
    for (const std::size_t victim : {0U, 1U}) {
        Children children = start_all(
            2, arguments({"--epochs", "100000", "--patience", "100000", "--full-softmax-up-to", "0"}));
        while (children[0]->next_line()->at("phase") != "training") {
        }
        EXPECT_EQ(children[victim]->kill_it(), -SIGKILL);
        auto& other = *children[1 - victim];
        const auto lines = other.all_lines();
        EXPECT_EQ(other.wait(), 1);
        ASSERT_FALSE(lines.empty());
        EXPECT_EQ(lines.back()["phase"], "error");
        EXPECT_NE(lines.back()["message"].get<std::string>().find("has lost another one"), std::string::npos)
            << lines.back();
        EXPECT_TRUE(list_generations(models()).empty());
    }
}

TEST_F(SeveralProcesses, KilledGoOnToTheModelTheyWouldHaveMade) {
    Arguments options = sampled;
    options.insert(options.end(), {"--checkpoint-steps", "1"});
    const TensorMap whole = model_of(2, options);
    {
        Children children = start_all(2, arguments(options));
        for (int seen = 0; seen < 2;) {
            seen += children[0]->next_line()->at("phase") == "training" ? 1 : 0;
        }
        for (auto& child : children) {
            child->kill_it();
        }
    }
    expect_same(whole, model_of(2, options));
}

TEST_F(SeveralProcesses, WithOtherOptionsThanTheFirstSaySo) {
    const int port = free_port();
    const auto first = start(arguments(full), environment(0, 2, port));
    Arguments other = arguments(full);
    other.insert(other.end(), {"--learning-rate", "0.01"});
    const auto second = start(other, environment(1, 2, port));
    for (const auto* child : {&first, &second}) {
        const auto lines = (*child)->all_lines();
        EXPECT_EQ((*child)->wait(), 1);
        ASSERT_FALSE(lines.empty());
        EXPECT_NE(lines.back()["message"].get<std::string>().find("the same options"), std::string::npos)
            << lines.back();
    }
}

TEST_F(SeveralProcesses, ThatCannotStartSayWhy) {
    const auto message_of = [&](const Arguments& options, const Child::Environment& environment) {
        const auto child = start(arguments(options), environment);
        const auto lines = child->all_lines();
        EXPECT_EQ(child->wait(), 1);
        return lines.empty() ? std::string() : lines.back()["message"].get<std::string>();
    };
    EXPECT_NE(message_of({}, {{"WORLD_SIZE", "2"}}).find("RANK"), std::string::npos);
    const auto nobody = environment(1, 2, free_port());
    EXPECT_NE(message_of({"--peer-seconds", "1"}, nobody).find("could not meet the others"),
              std::string::npos);
    EXPECT_NE(message_of({"--pause-on-battery"}, nobody).find("--pause-on-battery"), std::string::npos);
    Children children = start_all(2, arguments({}, "1"));
    for (auto& child : children) {
        const auto lines = child->all_lines();
        EXPECT_EQ(child->wait(), 1);
        ASSERT_FALSE(lines.empty());
        EXPECT_NE(lines.back()["message"].get<std::string>().find("too small for 2 processes"),
                  std::string::npos)
            << lines.back();
    }
}

}  // namespace
}  // namespace refrain
