// The LibTorch encoder and its losses: equal to plain loops in double precision and to Eigen, gradients equal
// to finite differences, masks that hide what must not matter.
#include "recommender/model/encoder.h"

#include "recommender/model/fused.h"
#include "recommender/model/losses.h"
#include "recommender/retrieval/eigen_encoder.h"
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
    loss().backward();
    const torch::NoGradGuard no_grad;
    std::mt19937 random(3);
    for (const auto& entry : encoder_.named_parameters()) {
        auto values = entry.value().view({-1});
        ASSERT_TRUE(entry.value().grad().defined()) << entry.key();
        const auto gradient = entry.value().grad().reshape({-1});
        for (int probe = 0; probe < 3; ++probe) {
            const auto i = static_cast<std::int64_t>(random() % static_cast<unsigned>(values.size(0)));
            constexpr double step = 1e-6;
            const double kept = values[i].item<double>();
            values[i] = kept + step;
            const double above = loss().item<double>();
            values[i] = kept - step;
            const double below = loss().item<double>();
            values[i] = kept;
            EXPECT_NEAR(gradient[i].item<double>(), (above - below) / (2 * step), 1e-6) << entry.key();
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Modes, Encoder,
    testing::Values(Mode{"none", FeedbackMode::none, FeedbackFusion::additive, false},
                    Mode{"literal", FeedbackMode::literal, FeedbackFusion::additive, false},
                    Mode{"soft_bins", FeedbackMode::soft_bins, FeedbackFusion::additive, false},
                    Mode{"signed_gate", FeedbackMode::soft_bins, FeedbackFusion::signed_gate, false},
                    Mode{"shared_layers", FeedbackMode::soft_bins, FeedbackFusion::additive, true},
                    Mode{"shared_signed_gate", FeedbackMode::soft_bins, FeedbackFusion::signed_gate, true}),
    [](const auto& mode) { return std::string(mode.param.name); });

TEST(Attention, InOnePassIsThatOfSingleOperationsInDoublePrecision) {
    torch::manual_seed(21);
    struct Shape {
        std::int64_t sequences, steps, width, heads;
    };
    // One step; fewer numbers than a vector; no multiples of anything; the usual ones.
    for (const auto& shape : {Shape{2, 1, 4, 2}, Shape{3, 5, 6, 3}, Shape{2, 37, 38, 2}, Shape{2, 50, 64, 2},
                              Shape{1, 70, 48, 1}}) {
        std::vector<torch::Tensor> inputs;
        for (int i = 0; i < 4; ++i) {
            inputs.push_back(torch::randn({shape.sequences, shape.steps, shape.width}, torch::kFloat64));
        }
        auto real = torch::rand({shape.sequences, shape.steps}) < 0.8;
        real.slice(1, 0, 1).fill_(true);
        const auto results = [&](torch::ScalarType type) {
            std::vector<torch::Tensor> x;
            for (const auto& input : inputs) {
                x.push_back(input.to(type).detach().clone().requires_grad_());
            }
            const auto out = causal_attention(x[0], x[1], x[2], real, shape.heads, 0.0);
            (out * x[3].detach()).sum().backward();
            return torch::stack({out.detach(), x[0].grad(), x[1].grad(), x[2].grad()}).to(torch::kFloat64);
        };
        const auto exact = results(torch::kFloat64);
        EXPECT_LT((results(torch::kFloat32) - exact).abs().max().item<double>(),
                  1e-5 * exact.abs().max().item<double>())
            << shape.steps << " steps of width " << shape.width;
    }
}

TEST(Attention, DropsTheWeightsThatItsGradientsKnowOf) {
    // Linear in v, and at q = k = 0 the weights are even: what is dropped can be seen in the output.
    torch::manual_seed(22);
    const auto q = torch::zeros({4, 30, 32});
    const auto v = torch::randn({4, 30, 32}).requires_grad_();
    const auto real = torch::ones({4, 30}, torch::kBool);
    const auto out = causal_attention(q, q, v, real, 2, 0.25);
    const auto factors = torch::randn({4, 30, 32});
    (out * factors).sum().backward();
    EXPECT_NEAR((v.grad() * v.detach()).sum().item<double>(), (out.detach() * factors).sum().item<double>(),
                1e-2);
    const auto ones = causal_attention(q, q, torch::ones({4, 30, 32}), real, 2, 0.25);
    EXPECT_NEAR(ones.mean().item<double>(), 1.0, 0.1) << "the mean is kept";
    EXPECT_FALSE(torch::allclose(ones, torch::ones_like(ones)));
    EXPECT_FALSE(torch::equal(ones.slice(2, 0, 1), ones.slice(2, 16, 17))) << "heads are dropped apart";
    EXPECT_FALSE(torch::equal(ones[0], ones[1])) << "and sequences";
}

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

TEST(Losses, AreTheWrittenFormulas) {
    const auto users = torch::tensor({{1.0, 0.0}, {0.6, 0.8}}, torch::kFloat64);
    const auto items = torch::tensor({{1.0, 0.0}, {0.0, 1.0}, {-1.0, 0.0}}, torch::kFloat64);
    const auto scale = torch::tensor({2.0}, torch::kFloat64);
    const auto targets = torch::tensor(std::vector<std::int64_t>{0, 1});
    // -2 + ln(e^2 + 1 + e^-2) and -1.6 + ln(e^1.2 + e^1.6 + e^-1.2), halved together.
    const double first = -2.0 + std::log(std::exp(2.0) + 1.0 + std::exp(-2.0));
    const double second = -1.6 + std::log(std::exp(1.2) + std::exp(1.6) + std::exp(-1.2));
    EXPECT_NEAR(full_softmax_loss(users, items, targets, scale).item<double>(), (first + second) / 2, 1e-12);
    // -ln(1 - sigmoid(2)) and -ln(1 - sigmoid(1.6)).
    const double pair = (std::log(1.0 + std::exp(2.0)) + std::log(1.0 + std::exp(1.6))) / 2;
    EXPECT_NEAR(literal_negative_loss(users, items.slice(0, 0, 2), scale).item<double>(), pair, 1e-12);
    // ln(1 + 3 p): p of the targets is e^-first and e^-second.
    const double relative =
        (std::log(1.0 + 3.0 * std::exp(-first)) + std::log(1.0 + 3.0 * std::exp(-second))) / 2;
    EXPECT_NEAR(full_relative_negative_loss(users, items, targets, scale).item<double>(), relative, 1e-12);
}

TEST(Losses, SampledEqualsFullWhenEveryItemIsSampledForSure) {
    torch::manual_seed(2);
    const auto users = normalised(torch::randn({5, 4}, torch::kFloat64));
    const auto items = normalised(torch::randn({7, 4}, torch::kFloat64));
    const auto targets = torch::tensor(std::vector<std::int64_t>{0, 6, 3, 3, 1});
    const auto scale = torch::tensor({5.0}, torch::kFloat64);
    const auto sampled =
        sampled_softmax_loss(users, items, targets, torch::arange(7), torch::zeros({7}), scale);
    EXPECT_NEAR(sampled.item<double>(), full_softmax_loss(users, items, targets, scale).item<double>(),
                1e-12);
    const auto negative =
        sampled_relative_negative_loss(users, items, targets, torch::arange(7), torch::zeros({7}), scale, 7);
    EXPECT_NEAR(negative.item<double>(),
                full_relative_negative_loss(users, items, targets, scale).item<double>(), 1e-12);
}

TEST(Losses, SampledHaveTheGradientsOfTheFullOnes) {
    // The full ones are LibTorch's own derivatives, which finite differences confirm above.
    torch::manual_seed(3);
    const auto targets = torch::tensor(std::vector<std::int64_t>{0, 6, 3, 3, 1});
    const auto gradients = [&](bool sampled, bool negative, bool weighted) {
        torch::manual_seed(4);
        const auto users = torch::randn({5, 4}, torch::kFloat64).requires_grad_();
        const auto items = torch::randn({7, 4}, torch::kFloat64).requires_grad_();
        const auto scale = torch::tensor({2.0}, torch::kFloat64).requires_grad_();
        const auto weights = weighted ? torch::rand({5}, torch::kFloat64) : torch::Tensor();
        const auto all = torch::arange(7);
        const auto certain = torch::zeros({7});
        if (sampled) {
            (negative ? sampled_relative_negative_loss(users, items, targets, all, certain, scale, 7, weights)
                      : sampled_softmax_loss(users, items, targets, all, certain, scale, weights))
                .backward();
        } else {
            (negative ? full_relative_negative_loss(users, items, targets, scale, weights)
                      : full_softmax_loss(users, items, targets, scale, weights))
                .backward();
        }
        return torch::cat({users.grad().view({-1}), items.grad().view({-1}), scale.grad()});
    };
    for (const bool negative : {false, true}) {
        for (const bool weighted : {false, true}) {
            EXPECT_TRUE(torch::allclose(gradients(true, negative, weighted),
                                        gradients(false, negative, weighted), 1e-9, 1e-12));
        }
    }
}

TEST(Losses, SampledInOnePassAreThoseOfSingleOperationsInDoublePrecision) {
    // Sizes that are no multiples of what the kernel works on at once, more rows than one block, and targets
    // that are in the sample.
    torch::manual_seed(8);
    constexpr std::int64_t rows = 83;
    constexpr std::int64_t width = 21;
    const auto users = normalised(torch::randn({rows, width}, torch::kFloat64));
    const auto items = normalised(torch::randn({60, width}, torch::kFloat64));
    const auto targets = torch::randint(60, {rows}, torch::kInt64);
    const auto sample = torch::arange(5, 42);
    const auto log_inclusion = torch::rand({37}, torch::kFloat64).log();
    const auto weights = torch::rand({rows}, torch::kFloat64) * 2;
    for (const bool negative : {false, true}) {
        const auto results = [&](torch::ScalarType type) {
            const auto u = users.to(type).detach().clone().requires_grad_();
            const auto v = items.to(type).detach().clone().requires_grad_();
            const auto scale = torch::tensor({7.0}, type).requires_grad_();
            const auto loss =
                negative ? sampled_relative_negative_loss(u, v, targets, sample, log_inclusion.to(type),
                                                          scale, 60, weights.to(type))
                         : sampled_softmax_loss(u, v, targets, sample, log_inclusion.to(type), scale,
                                                weights.to(type));
            (loss * 3.0).backward();
            return torch::cat(
                       {loss.detach().view({1}), u.grad().view({-1}), v.grad().view({-1}), scale.grad()})
                .to(torch::kFloat64);
        };
        const auto exact = results(torch::kFloat64);
        const auto fast = results(torch::kFloat32);
        EXPECT_LT((fast - exact).abs().max().item<double>(), 2e-6 * exact.abs().max().item<double>());
    }
}

TEST(Losses, SampledOfNothingButTheTargetAreThoseOfCertainty) {
    const auto users = torch::tensor({{1.0F, 0.0F}}).requires_grad_();
    const auto item = torch::tensor({{0.6F, 0.8F}});
    const auto own = torch::zeros({1}, torch::kInt64);
    const auto loss = sampled_softmax_loss(users, item, own, own, torch::zeros({1}), torch::ones({1}));
    EXPECT_EQ(loss.item<float>(), 0.0F);
    loss.backward();
    EXPECT_EQ(users.grad().abs().max().item<float>(), 0.0F) << "and no number that is none";
}

TEST(Dropout, DropsItsShareAndKeepsTheMean) {
    torch::manual_seed(7);
    const auto mask = dropped(torch::ones({200, 1001}), 0.2);
    const auto kept = mask == 1.25;
    EXPECT_TRUE(torch::logical_or(kept, mask == 0.0).all().item<bool>());
    // 0.8 within five standard deviations: sqrt(0.2 * 0.8 / 200200) = 0.0009.
    EXPECT_NEAR(kept.to(torch::kFloat64).mean().item<double>(), 0.8, 0.0045);
    // Neighbours in a row, and the same place in the next row, are independent: both kept with 0.64.
    const auto both = [](const torch::Tensor& a, const torch::Tensor& b) {
        return torch::logical_and(a, b).to(torch::kFloat64).mean().item<double>();
    };
    EXPECT_NEAR(both(kept.slice(1, 1), kept.slice(1, 0, 1000)), 0.64, 0.006);
    EXPECT_NEAR(both(kept.slice(0, 1), kept.slice(0, 0, 199)), 0.64, 0.006);
}

TEST(Dropout, HasOneMaskPerSeedWhateverTheThreads) {
    const auto ones = torch::ones({300, 301});
    const auto mask = [&](int threads, std::uint64_t seed) {
        const int before = torch::get_num_threads();
        torch::set_num_threads(threads);
        torch::manual_seed(seed);
        const auto out = dropped(ones, 0.5);
        torch::set_num_threads(before);
        return out;
    };
    EXPECT_TRUE(torch::equal(mask(1, 7), mask(2, 7)));
    EXPECT_NEAR((mask(1, 7) == mask(1, 8)).to(torch::kFloat64).mean().item<double>(), 0.5, 0.01);
}

TEST(Dropout, TakesTheSameGradientsAsNumbers) {
    torch::manual_seed(9);
    const auto x = torch::randn({40, 33}).requires_grad_();
    const auto y = torch::ones({40, 33}).requires_grad_();
    const auto out = add_dropped(x, y, 0.3);
    const auto factors = torch::randn({40, 33});
    (out * factors).sum().backward();
    EXPECT_TRUE(torch::equal(x.grad(), factors));
    EXPECT_TRUE(torch::allclose(y.grad(), (out - x).detach() * factors, 1e-4, 1e-6))
        << "y is 1: out - x is the mask";
}

TEST(Losses, RelativeNegativeDoesNotSeeAShiftOfAllScores) {
    // With (cos a, sin a) for items and the listener along a third axis, the axis's share shifts all alike.
    const auto loss = [](double shift, bool relative) {
        const auto items = torch::tensor({{0.6, 0.8, shift}, {0.8, -0.6, shift}, {-1.0, 0.0, shift}});
        const auto users = torch::tensor({{1.0, 0.5, 1.0}});
        const auto targets = torch::tensor(std::vector<std::int64_t>{1});
        const auto scale = torch::tensor({3.0});
        return (relative ? full_relative_negative_loss(users, items, targets, scale)
                         : literal_negative_loss(users, items.index_select(0, targets), scale))
            .item<double>();
    };
    EXPECT_NEAR(loss(0.0, true), loss(-2.0, true), 1e-5);
    EXPECT_LT(loss(-2.0, false), 0.01 * loss(0.0, false)) << "the literal one is had for nothing";
}

TEST(Losses, RelativeNegativeIsLn2WhereNothingIsKnown) {
    const auto users = torch::tensor({{1.0, 0.0}}, torch::kFloat64).requires_grad_();
    const auto items = torch::tensor({{0.0, 1.0}, {0.0, -1.0}, {0.0, 1.0}}, torch::kFloat64);
    const auto loss = full_relative_negative_loss(users, items, torch::tensor(std::vector<std::int64_t>{1}),
                                                  torch::ones({1}, torch::kFloat64));
    EXPECT_NEAR(loss.item<double>(), std::log(2.0), 1e-12);
    loss.backward();
    // Half the gradient of ln p_1: (v_1 - mean v) / 2.
    EXPECT_NEAR(users.grad()[0][1].item<double>(), (-1.0 - 1.0 / 3.0) / 2, 1e-12);
}

TEST(Losses, SampledLeavesAccidentalHitsOut) {
    const auto users = torch::tensor({{1.0, 0.0}}, torch::kFloat64);
    const auto items = torch::tensor({{1.0, 0.0}, {0.0, 1.0}}, torch::kFloat64);
    const auto log_q = torch::log(torch::tensor({0.5, 0.25}, torch::kFloat64));
    const auto loss = sampled_softmax_loss(users, items, torch::tensor(std::vector<std::int64_t>{0}),
                                           torch::arange(2), log_q, torch::ones({1}));
    // Only item 1 competes, with e^0 / 0.25.
    EXPECT_NEAR(loss.item<double>(), std::log(std::exp(1.0) + 4.0) - 1.0, 1e-12);
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
