// SDM mode in training: sessions drawn, put side by side and learnt; trained, killed and gone on with by the
// trainer's own code.
#include "recommender/training/session_batch.h"
#include "recommender/training/session_runner.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>
#include <torch/utils.h>

namespace refrain {
namespace {

/// One listener, sessions of 3, 1 and 4 steps, all positive but step 5; items are the steps' numbers.
Examples three_sessions() {
    Examples out;
    out.sequences.resize(1);
    const std::size_t sessions[] = {0, 0, 0, 3, 4, 4, 4, 4};
    for (std::size_t step = 0; step < 8; ++step) {
        Track track;
        track.id = TrackId(static_cast<std::int64_t>(step) + 1);
        track.artist = step % 2 == 0 ? "Even" : "ODD ";
        track.album = step == 1 ? "" : "Same name";
        track.genres = {"folk", step < 4 ? "old" : "new"};
        out.items.push_back(track);
        out.sequences[0].push_back({static_cast<std::int64_t>(step), {0.5F, 1}});
        if (step > 0) {
            Target target;
            target.context = step;
            target.session = sessions[step];
            target.item = static_cast<std::int64_t>(step);
            target.positive = step != 5;
            out.training.push_back(target);
        }
    }
    out.positive_counts.assign(8, 1);
    out.listen_counts.assign(8, 5);
    return out;
}

TEST(SessionWindows, StayWithinASessionAndHaveTheStateBeforeIt) {
    const Examples examples = three_sessions();
    WindowSource source(examples, WindowOptions{2, true, 1}, 5);
    std::set<std::pair<std::size_t, std::size_t>> met;  // where a window begins, and a target's context
    for (int i = 0; i < 2000; ++i) {
        const Window window = source.draw();
        EXPECT_LE(window.end - window.begin, 2U);
        for (const auto* targets : {&window.positives, &window.negatives}) {
            for (const auto& at : *targets) {
                EXPECT_EQ(static_cast<std::size_t>(at.item), window.begin + at.position)
                    << "item t is step t";
                EXPECT_EQ(targets == &window.negatives, at.item == 5);
                met.emplace(window.begin, window.begin + at.position);
            }
        }
    }
    // The last session is longer than a window: one that begins within it has no target at its first state.
    EXPECT_EQ(met, (std::set<std::pair<std::size_t, std::size_t>>{
                       {0, 1}, {0, 2}, {3, 3}, {4, 4}, {4, 5}, {4, 6}, {5, 6}, {5, 7}}));
}

TEST(SessionWindows, TeachEachStateTheNextFewPositives) {
    const Examples examples = three_sessions();
    WindowSource source(examples, WindowOptions{8, true, 3}, 5);
    for (int i = 0; i < 100; ++i) {
        const Window window = source.draw();
        if (window.begin != 4 || window.end != 7) {
            continue;
        }
        std::set<std::pair<std::size_t, std::int64_t>> pairs;
        for (const auto& at : window.positives) {
            pairs.emplace(at.position, at.item);
        }
        EXPECT_EQ(pairs, (std::set<std::pair<std::size_t, std::int64_t>>{
                             {0, 4}, {0, 6}, {1, 6}, {2, 6}, {1, 7}, {2, 7}, {3, 7}}));
        ASSERT_EQ(window.negatives.size(), 1U);
        EXPECT_EQ(window.negatives[0].position, 1U);
        return;
    }
    FAIL() << "no window of the whole session";
}

TEST(SessionBatch, HoldsEarlierThingsOnceThenTheSession) {
    const Examples examples = three_sessions();
    SdmOptions options;
    options.history = 3;
    const SessionBatches batches(examples.items, 5, options);
    const auto shape = batches.shape(1);
    EXPECT_EQ(shape.users, 1);
    EXPECT_EQ(shape.fields, (std::vector<std::int64_t>{2, 2, 3})) << "an album is its artist's";
    Target target;
    target.context = 7;
    target.session = 4;
    target.item = 7;
    Window fresh;
    fresh.begin = fresh.end = 0;
    fresh.positives.push_back({0, 0, 1.0F});
    const TrainingBatch batch = batches.batch(examples.sequences, {batches.before(target), fresh});
    const StepBatch& steps = batch.steps;
    EXPECT_EQ(steps.earlier, 3);
    // Earlier: 1, 2, 3. Then the beginning, and 4, 5, 6.
    EXPECT_TRUE(torch::equal(steps.items[0], torch::tensor(std::vector<std::int64_t>{1, 2, 3, 0, 4, 5, 6})));
    EXPECT_TRUE(steps.real[0].all().item<bool>());
    EXPECT_TRUE(torch::equal(steps.real[1].to(torch::kInt64),
                             torch::tensor(std::vector<std::int64_t>{0, 0, 0, 1, 0, 0, 0})));
    EXPECT_EQ(batch.positives.positions, (std::vector<std::int64_t>{6, 7 + 3}));
    EXPECT_EQ(batch.positives.items, (std::vector<std::int64_t>{7, 0}));
    ASSERT_EQ(steps.sets.size(), 3U);
    EXPECT_EQ(steps.sets[0].real.sum(1)[0].item<int>(), 2) << "odd and even";
    EXPECT_EQ(steps.sets[1].real.sum(1)[0].item<int>(), 2) << "track 1 has no album";
    EXPECT_EQ(steps.sets[2].real.sum(1)[0].item<int>(), 2) << "folk and old";
    EXPECT_EQ(steps.sets[2].real.sum(1)[1].item<int>(), 0);
}

TEST(SessionBatch, CountsStepsBeyondTheLengthAsEarlier) {
    const Examples examples = three_sessions();
    const SessionBatches batches(examples.items, 2, {});
    Target target;
    target.context = 7;
    target.session = 4;
    const Window window = batches.before(target);
    EXPECT_EQ(window.begin, 5U);
    EXPECT_EQ(window.positives[0].position, 2U);
}

class SdmTraining : public testing::Test {
  protected:
    /// Ten listeners with a sequence each over the same twelve items, in an order of their own: what comes
    /// next can be known by heart alone.
    static Examples by_heart() {
        Examples out;
        constexpr std::int64_t items = 12;
        for (std::int64_t item = 0; item < items; ++item) {
            Track track;
            track.id = TrackId(item + 1);
            track.artist = "artist " + std::to_string(item % 4);
            out.items.push_back(track);
        }
        std::mt19937 random(1);
        for (std::size_t listener = 0; listener < 10; ++listener) {
            std::vector<std::int64_t> order(items);
            for (std::int64_t item = 0; item < items; ++item) {
                order[static_cast<std::size_t>(item)] = item;
            }
            std::shuffle(order.begin(), order.end(), random);
            out.sequences.emplace_back();
            for (std::size_t step = 0; step < order.size(); ++step) {
                if (step > 0) {
                    Target target;
                    target.sequence = listener;
                    target.context = step;
                    target.session = step < 6 ? 0 : 6;
                    target.item = order[step];
                    out.training.push_back(target);
                }
                out.sequences.back().push_back({order[step], {1.0F, 1}});
            }
        }
        out.positive_counts.assign(items, 10);
        out.listen_counts.assign(items, 10);
        out.usable_listens = 120;
        return out;
    }
    static TrainingOptions options(std::size_t full_softmax_up_to = 20'000) {
        TrainingOptions out = *published_configuration("a");
        out.sdm = SdmOptions{};
        out.encoder.hidden = 16;
        out.encoder.embedding = 16;
        out.encoder.max_length = 6;
        out.encoder.tag_buckets = 0;
        out.encoder.dropout = 0.0;
        out.learning.device = "cpu";
        out.learning.threads = 1;
        out.learning.batch = 10;
        out.learning.id_dropout = 0.0;
        out.learning.learning_rate = 1e-2;
        out.learning.full_softmax_up_to = full_softmax_up_to;
        out.learning.sampled_negatives = 12;
        out.learning.sampler = SamplerKind::uniform;
        out.epochs = 60;
        return out;
    }
    static std::string bytes_of(const TrainedModel& model) {
        return serialise_safetensors(model.encoder) + serialise_safetensors(model.items);
    }
};

TEST_F(SdmTraining, LearnsTenSequencesByHeartAndItsRunnerKnowsThem) {
    const Examples examples = by_heart();
    for (const std::size_t full_softmax_up_to : {20'000, 0}) {
        const auto trained = train(examples, options(full_softmax_up_to), [](const auto&) {});
        ASSERT_TRUE(trained.ok()) << trained.error().text();
        const auto runner = SessionRunner::make(examples, options(full_softmax_up_to), trained.value());
        ASSERT_TRUE(runner.ok()) << runner.error().text();
        int known = 0;
        for (const auto& target : examples.training) {
            const auto scores = runner.value().scores(target.sequence, target.session, target.context);
            known += std::max_element(scores.begin(), scores.end()) - scores.begin() == target.item ? 1 : 0;
        }
        EXPECT_GE(known, 105) << "of " << examples.training.size() << "; full softmax up to "
                              << full_softmax_up_to;
    }
}

TEST_F(SdmTraining, InterruptedEndsWithTheModelOfAnUninterruptedOne) {
    const test::TemporaryFolder folder;
    auto chosen = options();
    chosen.epochs = 4;
    chosen.encoder.dropout = 0.2;
    const auto whole = train(by_heart(), chosen, [](const auto&) {});
    ASSERT_TRUE(whole.ok());
    chosen.checkpoint = folder.path() / "checkpoint";
    chosen.checkpoint_steps = 3;
    int reports = 0;
    const auto cut = train(by_heart(), chosen, [&](const TrainingStatus&) {
        if (++reports == 2) {
            throw std::runtime_error("pulled the plug");
        }
    });
    ASSERT_FALSE(cut.ok());
    ASSERT_TRUE(std::filesystem::exists(chosen.checkpoint));
    const auto resumed = train(by_heart(), chosen, [](const auto&) {});
    ASSERT_TRUE(resumed.ok()) << resumed.error().text();
    EXPECT_EQ(bytes_of(resumed.value()), bytes_of(whole.value()));
    auto other = chosen;
    other.sdm->fusion = SdmFusion::add;
    std::string note;
    ASSERT_TRUE(train(by_heart(), other, [&](const auto& status) { note += status.note; }).ok());
    EXPECT_EQ(note, "") << "another fusion is another training";
}

}  // namespace
}  // namespace refrain
