// How a training goes: interrupted and gone on with, started from a model that is there, with targets that
// count for more or less, with less memory than it would like.
#include "recommender/training/compute_plan.h"
#include "recommender/training/history_reader.h"
#include "recommender/training/machine_state.h"
#include "recommender/training/target_weights.h"
#include "recommender/training/trainer.h"
#include "tests/recommender_model/support/made_library.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <gtest/gtest.h>

namespace refrain {
namespace {

class TrainingRuns : public testing::Test {
  protected:
    TrainingRuns() {
        test::MadeLibrary library(database());
        library.add_taste({"folk", "metal", "ambient"}, "metal", 200);
    }
    std::filesystem::path database() const { return folder_.path() / "library.db"; }
    Examples examples() const {
        return prepare(read_history(database()).value(), FeedbackMode::soft_bins).value();
    }
    TrainingOptions options(bool sampled) const {
        TrainingOptions options = *published_configuration("c");
        options.learning.device = "cpu";
        options.learning.batch = 8;
        options.learning.sampled_negatives = 20;
        options.learning.sampler = SamplerKind::learned_unigram;
        options.learning.full_softmax_up_to = sampled ? 0 : 1000;
        options.encoder.hidden = options.encoder.feed_forward = 16;
        options.encoder.embedding = 8;
        options.encoder.max_length = 12;
        options.epochs = 3;
        options.refit = true;
        return options;
    }
    static std::string bytes_of(const TrainedModel& model) {
        return serialise_safetensors(model.encoder) + serialise_safetensors(model.items);
    }

    test::TemporaryFolder folder_;
};

TEST_F(TrainingRuns, OnTwoThreadsGiveTheSameBytesForTheSameSeed) {
    for (const bool sampled : {false, true}) {
        auto chosen = options(sampled);
        chosen.learning.threads = 2;
        const auto once = train(examples(), chosen, [](const auto&) {});
        const auto again = train(examples(), chosen, [](const auto&) {});
        ASSERT_TRUE(once.ok() && again.ok());
        EXPECT_EQ(bytes_of(once.value()), bytes_of(again.value()));
    }
}

TEST_F(TrainingRuns, InterruptedAnywhereEndWithTheModelOfAnUninterruptedOne) {
    for (const bool sampled : {false, true}) {
        auto chosen = options(sampled);
        const auto whole = train(examples(), chosen, [](const auto&) {});
        ASSERT_TRUE(whole.ok());
        EXPECT_TRUE(whole.value().refit);
        chosen.checkpoint = folder_.path() / "checkpoint";
        chosen.checkpoint_steps = 3;
        // The first report, one in the middle, and one of the refit: each time the last steps are lost.
        for (const int stops_at : {1, 2, 4}) {
            int reports = 0;
            const auto cut = train(examples(), chosen, [&](const TrainingStatus&) {
                if (++reports == stops_at) {
                    throw std::runtime_error("pulled the plug");
                }
            });
            ASSERT_FALSE(cut.ok());
            ASSERT_TRUE(std::filesystem::exists(chosen.checkpoint));
            std::string first_note;
            const auto resumed = train(examples(), chosen, [&](const TrainingStatus& status) {
                first_note = first_note.empty() ? status.note : first_note;
            });
            ASSERT_TRUE(resumed.ok()) << resumed.error().text();
            EXPECT_EQ(first_note, "Training goes on where it was interrupted");
            EXPECT_EQ(bytes_of(resumed.value()), bytes_of(whole.value())) << "stopped at report " << stops_at;
            EXPECT_EQ(resumed.value().model.positive_at_n, whole.value().model.positive_at_n);
            std::filesystem::remove(chosen.checkpoint);
        }
    }
}

TEST_F(TrainingRuns, DoNotGoOnWithACheckpointOfOtherDataOrOneThatIsDamaged) {
    auto chosen = options(false);
    chosen.refit = false;
    const auto plain = train(examples(), chosen, [](const auto&) {});
    chosen.checkpoint = folder_.path() / "checkpoint";
    chosen.checkpoint_steps = 1;
    auto other = chosen;
    other.learning.seed = 2;
    ASSERT_TRUE(train(examples(), other, [](const auto&) {}).ok());
    const auto after_other =
        train(examples(), chosen, [](const auto& status) { EXPECT_EQ(status.note, ""); });
    EXPECT_EQ(bytes_of(after_other.value()), bytes_of(plain.value()));
    std::ofstream(chosen.checkpoint) << "half a file";
    const auto after_damage =
        train(examples(), chosen, [](const auto& status) { EXPECT_EQ(status.note, ""); });
    EXPECT_EQ(bytes_of(after_damage.value()), bytes_of(plain.value()));
}

TEST_F(TrainingRuns, StartedFromAModelReachItsLossInFewerEpochs) {
    auto chosen = options(false);
    chosen.epochs = 12;
    const auto all = prepare(read_history(database()).value(), FeedbackMode::soft_bins, 0.0).value();
    const auto losses = [&](std::vector<double>& into) {
        return train(all, chosen,
                     [&](const TrainingStatus& status) { into.push_back(status.loss_positive); });
    };
    std::vector<double> cold;
    const auto first = losses(cold);
    chosen.start = PreviousModel{first.value().encoder, first.value().items};
    std::vector<double> warm;
    const auto second = losses(warm);
    EXPECT_TRUE(second.value().warm_started);
    EXPECT_LT(warm[0], cold[6]) << "one epoch from a model is worth more than seven from nothing";
    // Another shape is no start.
    chosen.encoder.hidden = chosen.encoder.feed_forward = 8;
    std::string note;
    const auto third = train(all, chosen, [&](const TrainingStatus& status) { note += status.note; });
    EXPECT_FALSE(third.value().warm_started);
    EXPECT_EQ(note, "The last model has another shape; training starts anew");
}

TEST_F(TrainingRuns, AreFinishedOnlyWhereTheModelThatHasNotSeenTheHeldOutPartIsAccepted) {
    auto chosen = options(false);
    const auto finished = train(examples(), chosen, [](const auto&) {}).value();
    chosen.refit = false;
    const auto measured = train(examples(), chosen, [](const auto&) {}).value();
    chosen.refit = true;
    std::vector<std::string> asked;
    for (const bool answer : {true, false}) {
        chosen.accepts = [&](const TrainedModel& model) {
            asked.push_back(bytes_of(model));
            return answer;
        };
        const auto ended = train(examples(), chosen, [](const auto&) {}).value();
        EXPECT_EQ(ended.accepted, answer);
        EXPECT_EQ(ended.refit, answer);
        EXPECT_EQ(bytes_of(ended), bytes_of(answer ? finished : measured));
    }
    EXPECT_EQ(asked, (std::vector<std::string>{bytes_of(measured), bytes_of(measured)}));
}

TEST_F(TrainingRuns, RefitLearnFromWhatWasHeldOut) {
    auto made = examples();
    const auto training = made.training.size();
    const auto held_out = made.held_out.size();
    ASSERT_GT(held_out, 0U);
    release_held_out(made);
    EXPECT_TRUE(made.held_out.empty());
    EXPECT_EQ(made.training.size(), training + held_out);
    for (std::size_t i = 1; i < made.training.size(); ++i) {
        EXPECT_LT(made.training[i - 1].context, made.training[i].context)
            << "one profile: in the order heard";
    }
    std::int64_t listens = 0;
    for (const auto count : made.listen_counts) {
        listens += count;
    }
    EXPECT_EQ(listens, 200);
}

std::vector<Target> targets_with(const std::vector<std::pair<bool, int>>& judged) {
    std::vector<Target> out;
    for (const auto& [positive, skips_before] : judged) {
        Target target;
        target.positive = positive;
        target.skips_before = skips_before;
        out.push_back(target);
    }
    return out;
}

TEST(TargetWeights, HalveWithEachHalfLifeAndKeepTheirMean) {
    auto targets = targets_with({{true, 0}, {true, 0}, {false, 0}});
    constexpr std::int64_t day = 86'400'000;
    targets[0].at_ms = 100 * day;
    targets[1].at_ms = 90 * day;
    targets[2].at_ms = 70 * day;
    weigh_targets(targets, {10.0, false});
    // 1, 1/2 and 1/8, whose mean is 13/24.
    EXPECT_NEAR(targets[0].weight, 24.0 / 13.0, 1e-6);
    EXPECT_NEAR(targets[1].weight, 12.0 / 13.0, 1e-6);
    EXPECT_NEAR(targets[2].weight, 3.0 / 13.0, 1e-6);
    weigh_targets(targets, {});
    EXPECT_EQ(targets[2].weight, 1.0F);
}

TEST(TargetWeights, TakeASkipAmongSkipsForLess) {
    // After no skip: 1 of 4 skipped, so (1 + 1) / (4 + 2) = 1/3. After three: 3 of 4, so 2/3. After one:
    // nothing known, 1/2.
    auto targets = targets_with(
        {{true, 0}, {true, 0}, {true, 0}, {false, 0}, {false, 3}, {false, 3}, {false, 3}, {true, 3}});
    const auto chances = skip_chances(targets);
    EXPECT_NEAR(chances[0], 1.0 / 3.0, 1e-12);
    EXPECT_NEAR(chances[1], 1.0 / 2.0, 1e-12);
    EXPECT_NEAR(chances[3], 2.0 / 3.0, 1e-12);
    weigh_targets(targets, {0.0, true});
    EXPECT_NEAR(targets[3].weight, 2.0 / 3.0, 1e-6);
    EXPECT_NEAR(targets[4].weight, 1.0 / 3.0, 1e-6);
    EXPECT_EQ(targets[0].weight, 1.0F) << "positives keep theirs";
}

TEST_F(TrainingRuns, KnowHowManyOfTheLastThreeWereSkipped) {
    const auto made = examples();
    // Of one profile where every listen is judged: the last three targets before each, in the order heard.
    for (std::size_t i = 3; i < made.training.size(); ++i) {
        int skips = 0;
        for (std::size_t back = 1; back <= 3; ++back) {
            skips += made.training[i - back].positive ? 0 : 1;
        }
        ASSERT_EQ(made.training[i].skips_before, skips);
        ASSERT_GT(made.training[i].at_ms, made.training[i - 1].at_ms);
    }
}

TEST(ComputePlans, HalveTheBatchThenLeaveTheGraphicsCardThenGiveUp) {
    std::vector<std::pair<int, bool>> tried;
    std::optional<ComputePlan> plan = ComputePlan{40, true};
    while (plan) {
        tried.emplace_back(plan->batch, plan->on_gpu);
        plan = after_out_of_memory(*plan, 40);
    }
    EXPECT_EQ(tried, (std::vector<std::pair<int, bool>>{
                         {40, true}, {20, true}, {10, true}, {40, false}, {20, false}, {10, false}}));
    EXPECT_NE(words_of_fallback({10, true}, {40, false}).find("on the CPU"), std::string::npos);
    EXPECT_NE(words_of_fallback({40, false}, {20, false}).find("batches of 20"), std::string::npos);
}

TEST(ComputePlans, KnowWhatRunningOutOfMemoryLooksLike) {
    EXPECT_TRUE(is_out_of_memory(std::bad_alloc()));
    EXPECT_TRUE(is_out_of_memory(std::runtime_error("CUDA out of memory. Tried to allocate 2.00 GiB")));
    EXPECT_TRUE(is_out_of_memory(std::runtime_error(
        "[enforce fail at alloc_cpu.cpp:66] . DefaultCPUAllocator: can't allocate memory: you "
        "tried to allocate 99 bytes.")));
    EXPECT_FALSE(is_out_of_memory(std::runtime_error("the loss is no number any more")));
}

TEST(MachineState, IsAReasonToPauseOnlyWhereAskedAndKnown) {
    const MachineState bad{true, 80.0};
    EXPECT_EQ(reason_to_pause(bad, {}, false), "");
    EXPECT_NE(reason_to_pause(bad, {true, 0.0}, false), "");
    EXPECT_NE(reason_to_pause(bad, {false, 50.0}, false), "");
    EXPECT_EQ(reason_to_pause({}, {true, 50.0}, false), "") << "unknown is no reason";
    // At 40 of 50 percent nothing stops, and what has stopped stays so.
    EXPECT_EQ(reason_to_pause({false, 40.0}, {true, 50.0}, false), "");
    EXPECT_NE(reason_to_pause({false, 40.0}, {true, 50.0}, true), "");
    EXPECT_EQ(reason_to_pause({false, 20.0}, {true, 50.0}, true), "");
}

TEST(MachineState, IsReadFromWhatTheKernelWrites) {
    EXPECT_EQ(pressure_from("some avg10=12.34 avg60=5.00 avg300=1.00 total=99\nfull avg10=0.00 avg60=0.00\n"),
              12.34);
    EXPECT_EQ(pressure_from("some avg10=\n"), std::nullopt);
    EXPECT_EQ(pressure_from(""), std::nullopt);

    const test::TemporaryFolder folder;
    const auto supply = [&](const std::string& name, const std::string& file, const std::string& text) {
        std::filesystem::create_directories(folder.path() / name);
        std::ofstream(folder.path() / name / file) << text << '\n';
    };
    EXPECT_EQ(battery_from(folder.path()), std::nullopt) << "a machine without a battery";
    EXPECT_EQ(battery_from(folder.path() / "nowhere"), std::nullopt);
    supply("mouse", "type", "Battery");
    supply("mouse", "scope", "Device");
    supply("mouse", "status", "Discharging");
    EXPECT_EQ(battery_from(folder.path()), std::nullopt) << "a mouse's battery is not the machine's";
    supply("BAT0", "type", "Battery");
    supply("BAT0", "status", "Discharging");
    supply("AC", "type", "Mains");
    supply("AC", "online", "0");
    EXPECT_EQ(battery_from(folder.path()), true);
    supply("AC", "online", "1");
    EXPECT_EQ(battery_from(folder.path()), false);
}

}  // namespace
}  // namespace refrain
