// A training step: the fast way, on the rows in use and in single precision, against the plain way, on whole
// tables and in double precision with LibTorch's own optimisers.
#include "recommender/training/learner.h"

#include "recommender/model/encoder.h"
#include "recommender/model/losses.h"

#include <random>
#include <string>

#include <gtest/gtest.h>
#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/utils.h>

namespace refrain {
namespace {

struct Case {
    const char* name;
    FeedbackMode feedback;
    FeedbackFusion fusion;
    bool sampled;
    NegativeLoss negative_loss;
};

class Step : public testing::TestWithParam<Case> {
  protected:
    static constexpr std::int64_t items = 40;

    static EncoderConfig config() {
        EncoderConfig config;
        config.hidden = 12;
        config.embedding = 5;
        config.heads = 2;
        config.feed_forward = 20;
        config.max_length = 9;
        config.tag_buckets = 64;
        config.dropout = 0.0;
        config.feedback = GetParam().feedback;
        config.fusion = GetParam().fusion;
        return config;
    }
    static CatalogueFeatures catalogue() {
        CatalogueFeatures out;
        std::mt19937 random(5);
        for (std::int64_t i = 0; i < items; ++i) {
            for (std::int64_t f = 0; f < i % 4; ++f) {
                out.buckets.push_back(static_cast<std::int64_t>(random() % 64));
                out.weights.push_back(0.5F + static_cast<float>(f));
            }
            out.offsets.push_back(static_cast<std::int64_t>(out.buckets.size()));
            out.has_id.push_back(i % 7 == 0 ? 0.0F : 1.0F);
        }
        return out;
    }
    static LearningOptions options() {
        LearningOptions options;
        options.id_dropout = 0.0;
        options.full_softmax_up_to = GetParam().sampled ? 0 : 1000;
        options.sampled_negatives = 25;
        options.sampler = SamplerKind::learned_unigram;
        options.negative_loss = GetParam().negative_loss;
        options.seed = 11;
        return options;
    }
    static TrainingBatch batch(unsigned seed) {
        std::mt19937 random(seed);
        std::vector<std::vector<TrainingStep>> sequences;
        std::vector<Window> windows;
        for (std::size_t row = 0; row < 6; ++row) {
            Window window;
            window.sequence = row;
            window.end = 4 + row;
            auto& sequence = sequences.emplace_back();
            for (std::size_t t = 0; t < window.end; ++t) {
                const float rate = t % 4 == 3 ? -1.0F : static_cast<float>(random() % 100) / 99.0F;
                sequence.push_back({static_cast<std::int64_t>(random() % items),
                                    {GetParam().feedback == FeedbackMode::literal && rate < 0 ? 0.99F : rate,
                                     static_cast<int>(random() % intent_rows)}});
                (t % 3 == 1 ? window.negatives : window.positives)
                    .push_back({t, static_cast<std::int64_t>(random() % items),
                                0.5F + static_cast<float>(random() % 100) / 100.0F});
            }
            windows.push_back(window);
        }
        return make_batch(sequences, windows);
    }
};

/// The same steps as they stand in the design, whole tables and all.
class PlainLearner {
  public:
    PlainLearner(FeedbackEncoder& encoder, const LearningOptions& options, bool sampled)
        : encoder_(encoder),
          options_(options),
          sampled_(sampled),
          sampler_(options.sampler, static_cast<std::size_t>(encoder.items()), options.seed),
          adam_(dense(encoder, sampled), torch::optim::AdamOptions(options.learning_rate)),
          adagrad_(encoder.table_parameters(), torch::optim::AdagradOptions(options.table_learning_rate)) {}

    void step(const TrainingBatch& batch) {
        adam_.zero_grad();
        adagrad_.zero_grad();
        const auto raw = encoder_.raw_items(0.0);
        const auto vectors = normalised(raw);
        StepBatch steps = batch.steps;
        steps.rates = steps.rates.to(torch::kFloat64);
        const auto states = encoder_.states(raw, steps).view({-1, encoder_.config().hidden});
        const auto users = [&](const TargetList& list) {
            return normalised(states.index_select(0, torch::tensor(list.positions)));
        };
        const auto weights = [](const TargetList& list) {
            return torch::tensor(list.weights).to(torch::kFloat64);
        };
        const auto positives = torch::tensor(batch.positives.items);
        const auto negatives = torch::tensor(batch.negatives.items);
        const auto scale = encoder_.scale();
        torch::Tensor positive;
        torch::Tensor negative;
        if (sampled_) {
            const auto drawn = sampler_.draw(static_cast<std::size_t>(options_.sampled_negatives));
            sampler_.observe(batch.positives.items);
            const auto sample = torch::tensor(drawn.items);
            const auto log_inclusion = torch::tensor(drawn.log_inclusion).to(torch::kFloat64);
            positive = sampled_softmax_loss(users(batch.positives), vectors, positives, sample, log_inclusion,
                                            scale, weights(batch.positives));
            negative = sampled_relative_negative_loss(users(batch.negatives), vectors, negatives, sample,
                                                      log_inclusion, scale, encoder_.items(),
                                                      weights(batch.negatives));
        } else {
            positive = full_softmax_loss(users(batch.positives), vectors, positives, scale,
                                         weights(batch.positives));
            negative = full_relative_negative_loss(users(batch.negatives), vectors, negatives, scale,
                                                   weights(batch.negatives));
        }
        if (options_.negative_loss == NegativeLoss::literal) {
            negative = literal_negative_loss(users(batch.negatives), vectors.index_select(0, negatives),
                                             scale, weights(batch.negatives));
        }
        (positive + options_.negative_weight * negative).backward();
        adam_.step();
        if (sampled_) {
            adagrad_.step();
        }
        loss += positive.item<double>();
    }
    double loss = 0.0;

  private:
    static std::vector<torch::Tensor> dense(const FeedbackEncoder& encoder, bool sampled) {
        return sampled ? encoder.dense_parameters() : encoder.parameters();
    }
    FeedbackEncoder& encoder_;
    LearningOptions options_;
    bool sampled_;
    NegativeSampler sampler_;
    torch::optim::Adam adam_;
    torch::optim::Adagrad adagrad_;
};

TEST_P(Step, IsThatOfPlainAutogradInDoublePrecision) {
    torch::manual_seed(31);
    FeedbackEncoder fast(config(), catalogue());
    FeedbackEncoder plain(config(), catalogue());
    plain.to(torch::kFloat64);
    for (auto& entry : plain.named_buffers()) {  // a module's to() takes integers along
        if (entry.key() == "feature_offsets" || entry.key() == "feature_buckets") {
            entry.value().set_data(entry.value().to(torch::kInt64));
        }
    }
    {
        const torch::NoGradGuard no_grad;
        const auto from = fast.named_parameters();
        for (auto& entry : plain.named_parameters()) {
            entry.value().copy_(from[entry.key()]);
        }
    }
    Learner learner(fast, options(), torch::kCPU);
    PlainLearner reference(plain, options(), GetParam().sampled);
    constexpr int steps = 3;
    for (unsigned i = 0; i < steps; ++i) {
        learner.step(batch(i));
        reference.step(batch(i));
    }
    EXPECT_NEAR(learner.take_loss().positive, reference.loss / steps, 1e-5);
    const auto expected = plain.named_parameters();
    for (const auto& entry : fast.named_parameters()) {
        // What is added to every key shifts a row of scores as a whole: its gradient is 0 but for rounding,
        // which Adam blows up to the size of any other.
        if (entry.key().find("key_bias") == std::string::npos) {
            EXPECT_LT((entry.value().to(torch::kFloat64) - expected[entry.key()]).abs().max().item<double>(),
                      2e-5)
                << entry.key();
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Modes, Step,
                         testing::Values(Case{"sampled", FeedbackMode::soft_bins, FeedbackFusion::additive,
                                              true, NegativeLoss::relative},
                                         Case{"sampled_literal", FeedbackMode::literal,
                                              FeedbackFusion::additive, true, NegativeLoss::literal},
                                         Case{"sampled_gate", FeedbackMode::soft_bins,
                                              FeedbackFusion::signed_gate, true, NegativeLoss::relative},
                                         Case{"full", FeedbackMode::soft_bins, FeedbackFusion::additive,
                                              false, NegativeLoss::relative},
                                         Case{"full_without_feedback", FeedbackMode::none,
                                              FeedbackFusion::additive, false, NegativeLoss::literal}),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace refrain
