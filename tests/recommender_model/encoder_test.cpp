// The LibTorch encoder: equal to plain loops in double precision and to Eigen, gradients equal to finite
// differences, masks that hide what must not matter; its item vectors.
#include "recommender/model/encoder.h"

#include "recommender/model/fused.h"
#include "recommender/model/losses.h"
#include "recommender/retrieval/eigen_encoder.h"
#include "tests/recommender_model/gradient_check.h"
#include "tests/recommender_model/support/reference_encoder.h"

#include <cmath>
#include <random>
#include <string>

#include <gtest/gtest.h>
#include <torch/optim/adam.h>
#include <torch/utils.h>

namespace refrain {
namespace {

struct Mode {
    const char* name;
    FeedbackMode feedback;
    FeedbackFusion fusion;
    bool shared;
    EncoderLayout layout = EncoderLayout::pre_norm;
};
void PrintTo(const Mode& mode, std::ostream* out) {
    *out << mode.name;
}

EncoderConfig config_of(const Mode& mode) {
    EncoderConfig config;
    config.hidden = 8;
    config.embedding = 3;
    config.layers = 2;
    config.heads = 2;
    config.feed_forward = 12;
    config.max_length = 6;
    config.tag_buckets = 16;
    config.feedback = mode.feedback;
    config.fusion = mode.fusion;
    config.shared_layers = mode.shared;
    config.layout = mode.layout;
    if (mode.layout == EncoderLayout::sasrec) {
        config.embedding = config.hidden;
    }
    return config;
}

constexpr std::int64_t item_count = 10;

CatalogueFeatures catalogue() {
    CatalogueFeatures out;
    std::mt19937 random(5);
    for (std::int64_t i = 0; i < item_count; ++i) {
        for (std::int64_t f = 0; f < 1 + i % 3; ++f) {
            out.buckets.push_back(static_cast<std::int64_t>(random() % 16));
            out.weights.push_back(0.5F + static_cast<float>(f));
        }
        out.offsets.push_back(static_cast<std::int64_t>(out.buckets.size()));
        out.has_id.push_back(i == 4 ? 0.0F : 1.0F);
    }
    return out;
}

/// All parameters random: what starts at zero or one would hide mistakes.
void scramble(FeedbackEncoder& encoder) {
    const torch::NoGradGuard no_grad;
    for (auto& parameter : encoder.parameters()) {
        parameter.add_(torch::randn_like(parameter) * 0.4);
    }
}

const std::vector<std::int64_t> step_items{3, 7, 3, 4, 9};
const std::vector<float> step_rates{1.0F, 0.33F, -1.0F, 0.07F, 0.8F};
const std::vector<std::int64_t> step_intents{1, 8, 12, 0, 5};

StepBatch batch_of_one(std::size_t padding = 0, std::int64_t padded_item = 0) {
    auto items = step_items;
    auto rates = step_rates;
    auto intents = step_intents;
    std::vector<std::uint8_t> real(items.size(), 1);
    items.resize(items.size() + padding, padded_item);
    rates.resize(items.size(), 0.5F);
    intents.resize(items.size(), padded_item % intent_rows);
    real.resize(items.size(), 0);
    return {torch::tensor(items).unsqueeze(0), torch::tensor(rates).unsqueeze(0),
            torch::tensor(intents).unsqueeze(0), torch::tensor(real).to(torch::kBool).unsqueeze(0)};
}

std::vector<StepFeedback> feedback_of_one(FeedbackMode mode) {
    std::vector<StepFeedback> out;
    for (std::size_t t = 0; t < step_items.size(); ++t) {
        const float rate = mode == FeedbackMode::literal && step_rates[t] < 0.0F ? 0.99F : step_rates[t];
        out.push_back({rate, static_cast<int>(step_intents[t])});
    }
    return out;
}

class Encoder : public testing::TestWithParam<Mode> {
  protected:
    Encoder() : encoder_(config_of(GetParam()), catalogue()) {
        torch::manual_seed(17);
        scramble(encoder_);
        encoder_.eval();
        batch_ = batch_of_one();
        if (GetParam().feedback == FeedbackMode::literal) {
            batch_.rates.masked_fill_(batch_.rates < 0, 0.99);
        }
    }
    torch::Tensor states(const StepBatch& batch) {
        const torch::NoGradGuard no_grad;
        return encoder_.states(encoder_.raw_items(0.0), batch);
    }

    FeedbackEncoder encoder_;
    StepBatch batch_;
};

TEST_P(Encoder, EqualsPlainLoopsAndEigen) {
    const auto exported = encoder_.export_encoder();
    const auto items = encoder_.export_items(std::vector<std::int64_t>(item_count, 1));
    const auto& raw = std::get<std::vector<float>>(items.at("raw").values);
    const auto feedback = feedback_of_one(GetParam().feedback);
    test::Rows rows;
    EigenEncoder::Matrix inputs(static_cast<Eigen::Index>(step_items.size()), 8);
    for (std::size_t t = 0; t < step_items.size(); ++t) {
        const float* row = raw.data() + step_items[t] * 8;
        rows.emplace_back(row, row + 8);
        inputs.row(static_cast<Eigen::Index>(t)) = Eigen::Map<const EigenEncoder::Row>(row, 8);
    }
    const test::ReferenceEncoder reference(encoder_.config(), exported);
    const auto expected = reference.states(rows, feedback);
    const auto actual = states(batch_);
    for (std::size_t t = 0; t < expected.size(); ++t) {
        for (std::size_t i = 0; i < 8; ++i) {
            EXPECT_NEAR(actual[0][static_cast<std::int64_t>(t)][static_cast<std::int64_t>(i)].item<double>(),
                        expected[t][i], 1e-4);
        }
    }
    const auto eigen = EigenEncoder::make(encoder_.config(), exported, "");
    ASSERT_TRUE(eigen.ok()) << eigen.error().text();
    const auto user = eigen.value().encode(inputs, feedback);
    const auto torch_user = normalised(actual[0][-1]);
    const auto plain_user = reference.encode(rows, feedback);
    for (std::int64_t i = 0; i < 8; ++i) {
        EXPECT_NEAR(user[i], torch_user[i].item<double>(), 1e-4);
        EXPECT_NEAR(user[i], plain_user[static_cast<std::size_t>(i)], 1e-4);
    }
}

TEST_P(Encoder, DoesNotSeePadding) {
    const auto alone = states(batch_);
    for (const std::int64_t filler : {0, 6}) {
        auto padded = batch_of_one(1, filler);
        padded.rates.slice(1, 0, 5).copy_(batch_.rates);
        EXPECT_TRUE(torch::allclose(states(padded).slice(1, 0, 5), alone, 1e-5, 1e-6));
    }
    // Padding in front hides as well: what stands there can be anything.
    auto front = batch_of_one();
    front.real[0][0] = false;
    const auto hidden = states(front).slice(1, 1);
    front.items[0][0] = 8;
    front.rates[0][0] = 0.01;
    front.intents[0][0] = 2;
    EXPECT_TRUE(torch::equal(states(front).slice(1, 1), hidden));
}

TEST_P(Encoder, DoesNotSeeTheFuture) {
    const auto before = states(batch_);
    auto changed = batch_of_one();
    changed.rates.copy_(batch_.rates);
    changed.items[0][4] = 1;
    changed.rates[0][4] = 0.05;
    changed.intents[0][4] = 3;
    const auto after = states(changed);
    EXPECT_TRUE(torch::equal(after.slice(1, 0, 4), before.slice(1, 0, 4)));
    EXPECT_FALSE(torch::allclose(after.slice(1, 4), before.slice(1, 4)));
}

TEST_P(Encoder, SeesPlayRateAndIntentExactlyWhenItsModeSaysSo) {
    const auto before = states(batch_)[0][4];
    auto changed = batch_of_one();
    changed.rates.copy_(batch_.rates);
    changed.rates[0][1] = 0.9;
    const auto other_rate = states(changed)[0][4];
    changed.rates.copy_(batch_.rates);
    changed.intents[0][1] = 2;
    const auto other_intent = states(changed)[0][4];
    const bool blind = GetParam().feedback == FeedbackMode::none;
    EXPECT_EQ(torch::equal(before, other_rate), blind);
    EXPECT_EQ(torch::equal(before, other_intent), blind);
}

TEST_P(Encoder, HasGradientsThatFiniteDifferencesConfirm) {
    encoder_.to(torch::kFloat64);
    for (auto& entry : encoder_.named_buffers()) {  // a module's to() takes integers along
        if (entry.key() == "feature_offsets" || entry.key() == "feature_buckets") {
            entry.value().set_data(entry.value().to(torch::kInt64));
        }
    }
    batch_.rates = batch_.rates.to(torch::kFloat64);
    const auto targets = torch::tensor(std::vector<std::int64_t>{7, 4});
    const auto loss = [&] {
        const auto raw = encoder_.raw_items(0.0);
        const auto users = normalised(encoder_.states(raw, batch_)[0]);
        const auto items = normalised(raw);
        return full_softmax_loss(users.slice(0, 2, 4), items, targets, encoder_.scale()) +
               literal_negative_loss(users.slice(0, 4, 5), items.slice(0, 2, 3), encoder_.scale()) +
               full_relative_negative_loss(users.slice(0, 1, 3), items, targets, encoder_.scale());
    };
    expect_gradients_by_differences(encoder_, loss);
}

INSTANTIATE_TEST_SUITE_P(
    Modes, Encoder,
    testing::Values(Mode{"none", FeedbackMode::none, FeedbackFusion::additive, false},
                    Mode{"literal", FeedbackMode::literal, FeedbackFusion::additive, false},
                    Mode{"soft_bins", FeedbackMode::soft_bins, FeedbackFusion::additive, false},
                    Mode{"signed_gate", FeedbackMode::soft_bins, FeedbackFusion::signed_gate, false},
                    Mode{"shared_layers", FeedbackMode::soft_bins, FeedbackFusion::additive, true},
                    Mode{"shared_signed_gate", FeedbackMode::soft_bins, FeedbackFusion::signed_gate, true},
                    Mode{"sasrec", FeedbackMode::none, FeedbackFusion::additive, false,
                         EncoderLayout::sasrec},
                    Mode{"sasrec_with_feedback", FeedbackMode::soft_bins, FeedbackFusion::signed_gate, true,
                         EncoderLayout::sasrec}),
    [](const auto& mode) { return std::string(mode.param.name); });

const Mode plain{"soft_bins", FeedbackMode::soft_bins, FeedbackFusion::additive, false};

TEST(ItemVectors, AreContentPlusTheFactorisedIdRow) {
    FeedbackEncoder encoder(config_of(plain), catalogue());
    const auto named = encoder.named_parameters();
    const auto raw = encoder.raw_items(0.0);
    const auto features = catalogue();
    for (std::int64_t i = 0; i < item_count; ++i) {
        for (std::int64_t h = 0; h < 8; ++h) {
            double expected = 0.0;
            for (std::int64_t e = 0; e < 3 && i != 4; ++e) {  // item 4 has no id of its own
                expected += named["up"][h][e].item<double>() * named["items"][i][e].item<double>();
            }
            for (auto f = features.offsets[static_cast<std::size_t>(i)];
                 f < features.offsets[static_cast<std::size_t>(i) + 1]; ++f) {
                expected += static_cast<double>(features.weights[static_cast<std::size_t>(f)]) *
                            named["tags"][features.buckets[static_cast<std::size_t>(f)]][h].item<double>();
            }
            EXPECT_NEAR(raw[i][h].item<double>(), expected, 1e-6);
        }
    }
}

TEST(ItemVectors, OfChosenItemsAreThoseOfTheWholeTable) {
    FeedbackEncoder encoder(config_of(plain), catalogue());
    const std::vector<std::int64_t> ids{9, 0, 4, 2};
    for (int again = 0; again < 2; ++again) {  // nothing stays of the step before
        EXPECT_TRUE(torch::allclose(encoder.raw_items(encoder.rows_in_use(ids), 0.0),
                                    encoder.raw_items(0.0).index_select(0, torch::tensor(ids))));
    }
}

TEST(ItemVectors, OfChosenItemsGiveTheirRowsTheGradientsOfTheWholeTable) {
    FeedbackEncoder encoder(config_of(plain), catalogue());
    const std::vector<std::int64_t> ids{9, 0, 4, 2};
    const auto factors = torch::randn({4, 8});
    (encoder.raw_items(0.0).index_select(0, torch::tensor(ids)) * factors).sum().backward();
    const auto rows = encoder.rows_in_use(ids);
    (encoder.raw_items(rows, 0.0) * factors).sum().backward();
    const auto named = encoder.named_parameters();
    EXPECT_TRUE(torch::allclose(named["items"].grad().index_select(0, rows.item_ids), rows.items.grad()));
    EXPECT_TRUE(torch::allclose(named["tags"].grad().index_select(0, rows.tag_ids), rows.tags.grad()));
    // Both ways have added to it.
    EXPECT_NEAR(named["tags"].grad().sum().item<double>(), rows.tags.grad().sum().item<double>(), 1e-4);
}

TEST(ItemVectors, LoseTheirIdInTrainingAsOftenAsAsked) {
    FeedbackEncoder encoder(config_of(plain), catalogue());
    encoder.train();
    const auto whole = encoder.raw_items(0.0);
    const auto content = encoder.raw_items(1.0);
    EXPECT_TRUE(torch::equal(whole[4], content[4]));
    EXPECT_FALSE(torch::allclose(whole[5], content[5]));
    encoder.eval();
    EXPECT_TRUE(torch::equal(encoder.raw_items(1.0), whole)) << "never outside training";
}

TEST(Learning, LearnsTenSequencesByHeart) {
    torch::manual_seed(4);
    auto config = config_of(plain);
    config.hidden = config.feed_forward = 32;
    config.embedding = 16;
    config.dropout = 0.0;
    CatalogueFeatures features;
    features.offsets.assign(31, 0);
    features.has_id.assign(30, 1.0F);
    config.tag_buckets = 0;
    FeedbackEncoder encoder(config, features);
    torch::optim::Adam optimiser(encoder.parameters(), torch::optim::AdamOptions(0.01));
    const auto sequences = torch::randint(0, 30, {10, 6}, torch::kInt64);
    // The first step names the sequence, so that each is one of a kind.
    sequences.slice(1, 0, 1).copy_(torch::arange(10).unsqueeze(1));
    const StepBatch batch{sequences.slice(1, 0, 5).contiguous(), torch::ones({10, 5}),
                          torch::ones({10, 5}, torch::kInt64), torch::ones({10, 5}, torch::kBool)};
    const auto targets = sequences.slice(1, 1).reshape({-1});
    double last = 0.0;
    torch::Tensor scores;
    for (int i = 0; i < 400; ++i) {
        optimiser.zero_grad();
        const auto raw = encoder.raw_items(0.0);
        const auto users = normalised(encoder.states(raw, batch).reshape({-1, 32}));
        const auto loss = full_softmax_loss(users, normalised(raw), targets, encoder.scale());
        loss.backward();
        optimiser.step();
        last = loss.item<double>();
        scores = torch::matmul(users, normalised(raw).t());
    }
    EXPECT_LT(last, 0.02);
    EXPECT_TRUE(torch::equal(scores.argmax(1), targets)) << "recall 1";
}

}  // namespace
}  // namespace refrain
