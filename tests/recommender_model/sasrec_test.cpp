// SASRec as it is published: states, loss, and ten steps of training against a program in PyTorch that shares
// nothing with ours (double precision, items padded in front), and what a step learns from.
#include "recommender/model/encoder.h"
#include "recommender/training/learner.h"
#include "tests/recommender_model/ids_alone.h"

#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <torch/utils.h>

namespace refrain {
namespace {

constexpr std::int64_t item_count = 9;

EncoderConfig small_sasrec() {
    EncoderConfig config;
    config.layout = EncoderLayout::sasrec;
    config.hidden = config.embedding = config.feed_forward = 4;
    config.heads = 1;
    config.layers = 2;
    config.max_length = 6;
    config.dropout = 0.0;
    config.feedback = FeedbackMode::none;
    config.tag_buckets = 0;
    return config;
}

/// Number k of tensor j becomes 0.5 sin(0.7 j + 1.3 k + 0.2), and 1 + a fifth of that in a norm's weight.
void fill_in(FeedbackEncoder& encoder) {
    std::vector<std::string> names{"items", "position"};
    for (const std::string layer : {"layers_0_", "layers_1_"}) {
        for (const std::string part :
             {"attention_norm", "feed_forward_norm", "query", "key", "value", "expand", "contract"}) {
            names.push_back(layer + part + "_weight");
            names.push_back(layer + part + "_bias");
        }
    }
    names.insert(names.end(), {"final_norm_weight", "final_norm_bias"});
    const torch::NoGradGuard no_grad;
    auto parameters = encoder.named_parameters();
    for (std::size_t j = 0; j < names.size(); ++j) {
        auto& parameter = parameters[names[j]];
        const auto k = torch::arange(parameter.numel(), torch::kFloat64);
        auto values = 0.5 * torch::sin(0.7 * static_cast<double>(j) + 1.3 * k + 0.2);
        if (names[j].find("norm_weight") != std::string::npos) {
            values = 1.0 + 0.2 * values;
        }
        parameter.copy_(values.view(parameter.sizes()));
    }
    EXPECT_EQ(parameters.size(), names.size() + 1) << "the temperature, which inner products do without";
}

TrainingBatch two_sequences() {
    const std::vector<std::vector<std::int64_t>> items{{3, 7, 1, 4}, {2, 5, 8, 4, 6, 0, 3}};
    const std::vector<std::vector<std::int64_t>> others{{0, 2, 5}, {1, 7, 1, 3, 7, 1}};
    std::vector<std::vector<TrainingStep>> sequences;
    std::vector<Window> windows;
    for (std::size_t row = 0; row < items.size(); ++row) {
        Window window;
        window.sequence = row;
        window.end = items[row].size() - 1;
        auto& steps = sequences.emplace_back();
        for (std::size_t t = 0; t < items[row].size(); ++t) {
            steps.push_back({items[row][t], {}});
            if (t > 0) {
                window.positives.push_back({t - 1, items[row][t], 1.0F, others[row][t - 1]});
            }
        }
        windows.push_back(window);
    }
    return make_batch(sequences, windows);
}

TEST(Sasrec, HasTheStatesOfAProgramOfItsOwn) {
    FeedbackEncoder encoder(small_sasrec(), ids_alone(item_count));
    fill_in(encoder);
    encoder.eval();
    const torch::NoGradGuard no_grad;
    const auto states = encoder.states(encoder.raw_items(0.0), two_sequences().steps);
    const auto expect = [&](int row, int step, const std::array<double, 4>& expected) {
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_NEAR(states[row][step][static_cast<std::int64_t>(i)].item<double>(), expected[i], 2e-5)
                << "sequence " << row << " after step " << step;
        }
    };
    expect(0, 0, {1.060385, 0.387299, -0.638529, -1.152205});
    expect(0, 2, {0.503244, 0.660279, -0.350987, -1.237229});
    expect(1, 0, {0.915579, 0.434353, -0.487574, -1.233414});
    expect(1, 5, {1.751026, -0.361762, -1.042306, -0.56426});
}

class SasrecLearning : public testing::TestWithParam<bool> {};

TEST_P(SasrecLearning, TakesTheStepsOfAProgramOfItsOwn) {
    FeedbackEncoder encoder(small_sasrec(), ids_alone(item_count));
    fill_in(encoder);
    LearningOptions options;
    options.positive_loss = PositiveLoss::one_negative;
    options.likeness = Likeness::inner_product;
    options.learning_rate = 0.01;
    options.adam_beta2 = 0.98;
    options.negative_weight = 0.0;
    options.id_dropout = 0.0;
    // The tables of a large catalogue have an optimiser of their own: there only the first loss is the same.
    const bool large = GetParam();
    options.full_softmax_up_to = large ? 0 : 1000;
    options.sampled_negatives = 3;
    Learner learner(encoder, options, torch::kCPU);
    encoder.train();
    const std::array expected{1.339051, 1.317402, 1.279196, 1.245356, 1.196961, 1.205711,
                              1.187218, 1.167149, 1.155332, 1.142748, 1.112333};
    for (std::size_t step = 0; step < (large ? 1 : expected.size()); ++step) {
        learner.step(two_sequences());
        EXPECT_NEAR(learner.take_loss().positive, expected[step], 5e-5) << "step " << step;
    }
}

INSTANTIATE_TEST_SUITE_P(Catalogues, SasrecLearning, testing::Bool(),
                         [](const auto& large) { return large.param ? "large" : "small"; });

/// Sequence s: the items 10 s, 10 s + 1, …, each but the first a target.
Examples sequences_of(const std::vector<std::size_t>& lengths, std::size_t items) {
    Examples out;
    for (std::size_t item = 0; item < items; ++item) {
        out.items.push_back(TrackView());
    }
    for (std::size_t s = 0; s < lengths.size(); ++s) {
        auto& steps = out.sequences.emplace_back();
        for (std::size_t t = 0; t < lengths[s]; ++t) {
            const auto item = static_cast<std::int64_t>((10 * s + t) % items);
            if (t > 0) {
                Target target;
                target.sequence = s;
                target.context = t;
                target.item = item;
                out.training.push_back(target);
            }
            steps.push_back({item, {}});
        }
    }
    return out;
}

TEST(SasrecWindows, AreTheEndsOfSequencesDrawnEvenly) {
    const Examples examples = sequences_of({9, 2, 1, 5}, 40);
    WindowOptions options;
    options.length = 4;
    options.from = WindowsFrom::sequence_ends;
    WindowSource source(examples, options, 3);
    std::map<std::size_t, int> drawn;
    constexpr int draws = 3000;
    for (int i = 0; i < draws; ++i) {
        const Window window = source.draw();
        ++drawn[window.sequence];
        const std::size_t last = examples.sequences[window.sequence].size() - 1;
        ASSERT_EQ(window.end, last);
        ASSERT_EQ(window.begin, last > 4 ? last - 4 : 0);
        ASSERT_EQ(window.positives.size(), window.end - window.begin) << "a target after each step";
        ASSERT_EQ(window.positives.back().item, examples.sequences[window.sequence][last].item);
    }
    ASSERT_EQ(drawn.size(), 3U) << "one listen alone teaches nothing";
    for (const auto& [sequence, count] : drawn) {
        // A third, within five standard deviations: sqrt(3000 * 2/9) = 25.8.
        EXPECT_NEAR(count, draws / 3.0, 129.0) << sequence;
    }
}

TEST(SasrecWindows, OfSequencesDrawnEvenlyMeetEachOfTheirTargets) {
    const Examples examples = sequences_of({30, 2}, 40);
    WindowOptions options;
    options.length = 4;
    options.from = WindowsFrom::sequences;
    WindowSource source(examples, options, 3);
    std::map<std::size_t, int> ends;
    int of_second = 0;
    constexpr int draws = 2000;
    for (int i = 0; i < draws; ++i) {
        const Window window = source.draw();
        of_second += window.sequence == 1 ? 1 : 0;
        ends[window.sequence == 0 ? window.end : 0] += 1;
    }
    // A half, within five standard deviations: sqrt(2000 / 4) = 22.4. By targets it would be one in thirty.
    EXPECT_NEAR(of_second, draws / 2.0, 112.0);
    for (std::size_t end = 4; end <= 29; ++end) {
        EXPECT_GT(ends[end], 0) << "a window that ends after " << end;
    }
}

TEST(SasrecWindows, ComeWithItemsThatTheSequenceHasNot) {
    const Examples examples = sequences_of({9, 5}, 12);
    WindowOptions options;
    options.draws_others = true;
    WindowSource source(examples, options, 3);
    std::map<std::int64_t, int> of_first;
    int draws = 0;
    for (int i = 0; i < 600; ++i) {
        const Window window = source.draw();
        for (const auto& target : window.positives) {
            ASSERT_GE(target.other, 0);
            ASSERT_LT(target.other, 12);
            for (const auto& step : examples.sequences[window.sequence]) {
                ASSERT_NE(target.other, step.item);
            }
            of_first[target.other] += window.sequence == 0 ? 1 : 0;
            draws += window.sequence == 0 ? 1 : 0;
        }
    }
    // The first has items 0 to 8; 9, 10 and 11 are left, each a third: within five standard deviations.
    const double bound = 5.0 * std::sqrt(draws * 2.0 / 9.0);
    for (const std::int64_t item : {9, 10, 11}) {
        EXPECT_NEAR(of_first[item], draws / 3.0, bound) << item;
    }
}

TEST(SasrecWindows, OfASequenceWithEveryItemComeWithAny) {
    const Examples examples = sequences_of({7}, 5);
    WindowOptions options;
    options.draws_others = true;
    WindowSource source(examples, options, 3);
    for (const auto& target : source.draw().positives) {
        EXPECT_GE(target.other, 0);
        EXPECT_LT(target.other, 5);
    }
}

}  // namespace
}  // namespace refrain
