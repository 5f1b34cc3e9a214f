// SDM mode (recommender design, section 4): equal to its formulas in plain loops and double precision,
// gradients equal to finite differences, and what must not matter does not.
#include "recommender/model/sdm.h"

#include "recommender/model/fused.h"
#include "recommender/model/losses.h"
#include "tests/recommender_model/gradient_check.h"
#include "tests/recommender_model/ids_alone.h"

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <torch/utils.h>

namespace refrain {
namespace {

using Doubles = std::vector<double>;
using Rows = std::vector<Doubles>;

constexpr std::int64_t item_count = 10;
constexpr std::size_t width = 8;

struct Mode {
    const char* name;
    SdmFusion fusion;
    int heads;
    FeedbackMode feedback;
};
void PrintTo(const Mode& mode, std::ostream* out) {
    *out << mode.name;
}

EncoderConfig config_of(const Mode& mode) {
    EncoderConfig config;
    config.hidden = width;
    config.embedding = 3;
    config.heads = mode.heads;
    config.max_length = 6;
    config.tag_buckets = 0;
    config.dropout = 0.3;
    config.feedback = mode.feedback;
    return config;
}

/// Two listeners' sessions of three and one steps, with three earlier tracks and none, two artists and none,
/// one genre and two.
StepBatch batch() {
    const auto longs = [](const std::vector<std::int64_t>& values) {
        return torch::tensor(values).view({2, -1});
    };
    const auto bools = [](const std::vector<std::uint8_t>& values) {
        return torch::tensor(values).view({2, -1}).to(torch::kBool);
    };
    StepBatch out;
    out.earlier = 3;
    out.items = longs({7, 2, 9, 0, 3, 7, 1, 0, 0, 0, 0, 5, 0, 0});
    out.real = bools({1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0});
    out.rates =
        torch::tensor(std::vector<float>{-1, -1, -1, -1, 1.0F, 0.1F, -1, -1, -1, -1, -1, 0.6F, -1, -1})
            .view({2, -1});
    out.intents = longs({0, 0, 0, 0, 1, 8, 12, 0, 0, 0, 0, 5, 0, 0});
    out.users = torch::tensor(std::vector<std::int64_t>{1, 0});
    out.sets = {{longs({2, 0, 1, 1}), bools({1, 1, 0, 0})}, {longs({3, 0, 1, 2}), bools({1, 0, 1, 1})}};
    return out;
}
constexpr std::size_t steps_of_row[] = {4, 2};  // with the beginning of the session

/// SDM once more, one row at a time, from the formulas and nothing else.
class Reference {
  public:
    Reference(const SdmModel& model, const Mode& mode) : mode_(mode) {
        for (const auto& entry : model.named_parameters()) {
            parameters_[entry.key()] = entry.value().detach().to(torch::kFloat64).contiguous();
        }
    }

    Rows states(const StepBatch& in, std::int64_t row) const {
        const Doubles user = row_of("users", in.users[row].item<std::int64_t>());
        const auto item = [&](std::int64_t column) {
            return item_vector(in.items[row][column].item<std::int64_t>());
        };
        Rows inputs{row_of("start", -1)};
        for (std::int64_t t = in.earlier + 1; t < in.items.size(1) && in.real[row][t].item<bool>(); ++t) {
            inputs.push_back(plus(
                item(t), feedback(in.rates[row][t].item<double>(), in.intents[row][t].item<std::int64_t>())));
        }
        Rows tracks;
        for (std::int64_t s = 0; s < in.earlier; ++s) {
            if (in.real[row][s].item<bool>()) {
                tracks.push_back(item(s));
            }
        }
        Doubles pools = pool(query("tracks_query", user), tracks);
        const char* const fields[] = {"field0", "field2"};  // artists and genres: there are no albums
        for (std::size_t f = 0; f < 2; ++f) {
            Rows members;
            for (std::int64_t s = 0; s < in.sets[f].members.size(1); ++s) {
                if (in.sets[f].real[row][s].item<bool>()) {
                    members.push_back(row_of(fields[f], in.sets[f].members[row][s].item<std::int64_t>()));
                }
            }
            const Doubles pooled = pool(query(std::string(fields[f]) + "_query", user), members);
            pools.insert(pools.end(), pooled.begin(), pooled.end());
        }
        Doubles always = linear("long", pools);
        for (double& x : always) {
            x = std::tanh(x);
        }
        const Rows h = lstm(inputs);
        const Rows attended = self_attention(h);
        Rows out;
        for (std::size_t t = 0; t < h.size(); ++t) {
            const Rows so_far(attended.begin(), attended.begin() + static_cast<std::ptrdiff_t>(t) + 1);
            out.push_back(fused(user, plus(h[t], pool(query("short_query", user), so_far)), always));
        }
        return out;
    }

  private:
    double at(const std::string& name, std::int64_t i) const {
        return parameters_.at(name).view({-1})[i].item<double>();
    }
    Doubles row_of(const std::string& name, std::int64_t row) const {
        Doubles out(width);
        for (std::size_t i = 0; i < width; ++i) {
            out[i] = at(
                name, (row < 0 ? 0 : row) * static_cast<std::int64_t>(width) + static_cast<std::int64_t>(i));
        }
        return out;
    }
    Doubles product(const std::string& weight, const Doubles& x) const {
        const auto outputs = parameters_.at(weight).size(0);
        const auto inputs = static_cast<std::int64_t>(x.size());
        Doubles out(static_cast<std::size_t>(outputs), 0.0);
        for (std::int64_t o = 0; o < outputs; ++o) {
            for (std::int64_t i = 0; i < inputs; ++i) {
                out[static_cast<std::size_t>(o)] +=
                    at(weight, o * inputs + i) * x[static_cast<std::size_t>(i)];
            }
        }
        return out;
    }
    Doubles linear(const std::string& name, const Doubles& x) const {
        Doubles out = product(name + "_weight", x);
        for (std::size_t o = 0; o < out.size(); ++o) {
            out[o] += at(name + "_bias", static_cast<std::int64_t>(o));
        }
        return out;
    }
    static Doubles plus(Doubles a, const Doubles& b) {
        for (std::size_t i = 0; i < a.size(); ++i) {
            a[i] += b[i];
        }
        return a;
    }
    static double dot(const Doubles& a, const Doubles& b) {
        double out = 0.0;
        for (std::size_t i = 0; i < a.size(); ++i) {
            out += a[i] * b[i];
        }
        return out;
    }
    Doubles item_vector(std::int64_t item) const {
        Doubles own(3);
        for (std::int64_t e = 0; e < 3; ++e) {
            own[static_cast<std::size_t>(e)] = at("items", item * 3 + e);
        }
        return product("up", own);
    }
    Doubles feedback(double rate, std::int64_t intent) const {
        if (mode_.feedback == FeedbackMode::none) {
            return Doubles(width, 0.0);
        }
        // Literal: r v_r + T[intent].
        Doubles out = row_of("intent", intent);
        for (std::size_t i = 0; i < width; ++i) {
            out[i] += rate * at("rate_vector", static_cast<std::int64_t>(i));
        }
        return out;
    }
    Doubles query(const std::string& name, const Doubles& user) const {
        Doubles out = product(name + "_weight", user);
        for (double& x : out) {
            x = std::tanh(x);
        }
        return out;
    }
    static Doubles pool(const Doubles& query, const Rows& members) {
        Doubles out(width, 0.0);
        double total = 0.0;
        for (const auto& member : members) {
            total += std::exp(dot(query, member));
        }
        for (const auto& member : members) {
            for (std::size_t i = 0; i < width; ++i) {
                out[i] += std::exp(dot(query, member)) / total * member[i];
            }
        }
        return out;
    }
    static double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

    /// Hochreiter & Schmidhuber with a forget gate; the gates' rows are those for input, forgetting, content,
    /// output.
    Rows lstm(const Rows& inputs) const {
        Doubles h(width, 0.0);
        Doubles c(width, 0.0);
        Rows out;
        for (const auto& x : inputs) {
            Doubles gates = plus(product("lstm_input", x), product("lstm_state", h));
            for (std::size_t g = 0; g < gates.size(); ++g) {
                gates[g] += at("lstm_input_bias", static_cast<std::int64_t>(g)) +
                            at("lstm_state_bias", static_cast<std::int64_t>(g));
            }
            for (std::size_t i = 0; i < width; ++i) {
                c[i] = sigmoid(gates[width + i]) * c[i] + sigmoid(gates[i]) * std::tanh(gates[2 * width + i]);
                h[i] = sigmoid(gates[3 * width + i]) * std::tanh(c[i]);
            }
            out.push_back(h);
        }
        return out;
    }
    Rows self_attention(const Rows& h) const {
        const std::size_t heads = static_cast<std::size_t>(mode_.heads);
        const std::size_t share = width / heads;
        Rows out;
        for (std::size_t t = 0; t < h.size(); ++t) {
            Doubles mixed(width, 0.0);
            const Doubles q = linear("query", h[t]);
            for (std::size_t head = 0; head < heads; ++head) {
                Doubles weights;
                double total = 0.0;
                for (std::size_t s = 0; s <= t; ++s) {
                    const Doubles k = linear("key", h[s]);
                    double score = 0.0;
                    for (std::size_t i = head * share; i < (head + 1) * share; ++i) {
                        score += q[i] * k[i];
                    }
                    weights.push_back(std::exp(score / std::sqrt(static_cast<double>(share))));
                    total += weights.back();
                }
                for (std::size_t s = 0; s <= t; ++s) {
                    const Doubles v = linear("value", h[s]);
                    for (std::size_t i = head * share; i < (head + 1) * share; ++i) {
                        mixed[i] += weights[s] / total * v[i];
                    }
                }
            }
            out.push_back(linear("out", mixed));
        }
        return out;
    }
    Doubles fused(const Doubles& user, const Doubles& now, const Doubles& always) const {
        Doubles both = now;
        both.insert(both.end(), always.begin(), always.end());
        Doubles all = user;
        all.insert(all.end(), both.begin(), both.end());
        Doubles out(width);
        const Doubles joined = mode_.fusion == SdmFusion::gate     ? linear("join", all)
                               : mode_.fusion == SdmFusion::concat ? linear("join", both)
                                                                   : Doubles();
        for (std::size_t i = 0; i < width; ++i) {
            switch (mode_.fusion) {
                case SdmFusion::gate:
                    out[i] = sigmoid(joined[i]) * now[i] + (1.0 - sigmoid(joined[i])) * always[i];
                    break;
                case SdmFusion::concat:
                    out[i] = joined[i];
                    break;
                case SdmFusion::multiply:
                    out[i] = now[i] * always[i];
                    break;
                case SdmFusion::add:
                    out[i] = now[i] + always[i];
                    break;
            }
        }
        return out;
    }

    Mode mode_;
    std::map<std::string, torch::Tensor> parameters_;
};

class Sdm : public testing::TestWithParam<Mode> {
  protected:
    // Three artists, no albums, four genres.
    Sdm()
        : model_(config_of(GetParam()), {GetParam().fusion, 200, 1}, {2, {3, 0, 4}}, ids_alone(item_count)) {
        torch::manual_seed(17);
        const torch::NoGradGuard no_grad;
        for (auto& parameter : model_.parameters()) {  // what starts at zero would hide mistakes
            parameter.add_(torch::randn_like(parameter) * 0.4);
        }
        model_.eval();
    }
    torch::Tensor states(const StepBatch& in) {
        const torch::NoGradGuard no_grad;
        return model_.states(model_.raw_items(0.0), in);
    }

    SdmModel model_;
};

TEST_P(Sdm, IsWhatItsFormulasSay) {
    const auto actual = states(batch());
    EXPECT_TRUE(torch::equal(actual.slice(1, 0, 3), torch::zeros({2, 3, 8}))) << "a set has no states";
    const Reference reference(model_, GetParam());
    for (std::int64_t row = 0; row < 2; ++row) {
        const Rows expected = reference.states(batch(), row);
        ASSERT_EQ(expected.size(), steps_of_row[row]);
        for (std::size_t t = 0; t < expected.size(); ++t) {
            for (std::size_t i = 0; i < width; ++i) {
                EXPECT_NEAR(actual[row][3 + static_cast<std::int64_t>(t)][static_cast<std::int64_t>(i)]
                                .item<double>(),
                            expected[t][i], 1e-5)
                    << "row " << row << ", step " << t;
            }
        }
    }
}

TEST_P(Sdm, HasGradientsThatFiniteDifferencesConfirm) {
    model_.to(torch::kFloat64);
    auto in = batch();
    in.rates = in.rates.to(torch::kFloat64);
    const auto targets = torch::tensor(std::vector<std::int64_t>{7, 4, 2, 1});
    const auto loss = [&] {
        const auto raw = model_.raw_items(0.0);
        return full_softmax_loss(normalised(model_.states(raw, in)[0].slice(0, 3)), normalised(raw), targets,
                                 model_.scale()) +
               full_softmax_loss(normalised(model_.states(raw, in)[1].slice(0, 3, 5)), normalised(raw),
                                 targets.slice(0, 0, 2), model_.scale());
    };
    expect_gradients_by_differences(model_, loss);
}

TEST_P(Sdm, DoesNotSeeTheFutureNorPaddingNorWhatIsNoMember) {
    const auto before = states(batch());
    auto later = batch();
    later.items[0][6] = 8;
    later.intents[0][6] = 3;
    EXPECT_TRUE(torch::equal(states(later)[0].slice(0, 0, 6), before[0].slice(0, 0, 6)));
    EXPECT_FALSE(torch::allclose(states(later)[0][6], before[0][6]));
    auto filled = batch();
    filled.items[1][0] = 4;  // no earlier track
    filled.items[1][3] = 6;  // the beginning of the session
    filled.items[1][5] = 9;  // padding
    filled.rates[1][3] = 0.3;
    filled.sets[0].members[0][1] = 0;
    filled.sets[0].members[1][0] = 2;
    filled.sets[1].members[0][1] = 3;
    const auto hidden = states(filled);
    EXPECT_TRUE(torch::equal(hidden[1].slice(0, 0, 5), before[1].slice(0, 0, 5)));
    auto member = batch();
    member.sets[1].members[1][0] = 0;
    EXPECT_FALSE(torch::allclose(states(member)[1][3], before[1][3])) << "members it does see";
}

TEST_P(Sdm, SeesSetsAndNoOrder) {
    const auto before = states(batch());
    auto turned = batch();
    turned.items[0][0] = 9;
    turned.items[0][2] = 7;
    turned.sets[1].members[1][0] = 2;
    turned.sets[1].members[1][1] = 1;
    EXPECT_TRUE(torch::allclose(states(turned), before, 1e-5, 1e-6));
    auto session = batch();
    session.items[0][4] = 7;
    session.items[0][5] = 3;
    EXPECT_FALSE(torch::allclose(states(session)[0][6], before[0][6])) << "a session has an order";
}

TEST_P(Sdm, SeesPlayRateAndIntentExactlyWhenItsModeSaysSo) {
    const auto before = states(batch())[0][6];
    auto rate = batch();
    rate.rates[0][4] = 0.2;
    auto intent = batch();
    intent.intents[0][4] = 2;
    const bool blind = GetParam().feedback == FeedbackMode::none;
    EXPECT_EQ(torch::equal(states(rate)[0][6], before), blind);
    EXPECT_EQ(torch::equal(states(intent)[0][6], before), blind);
}

TEST_P(Sdm, ComesBackFromItsWeights) {
    std::vector<std::int64_t> ids(item_count);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        ids[i] = static_cast<std::int64_t>(100 + i);
    }
    SdmModel other(config_of(GetParam()), {GetParam().fusion, 200, 1}, {2, {3, 0, 4}}, ids_alone(item_count));
    other.eval();
    ASSERT_TRUE(other.import(model_.export_encoder(), model_.export_items(ids), ids));
    const torch::NoGradGuard no_grad;
    EXPECT_TRUE(torch::equal(other.states(other.raw_items(0.0), batch()), states(batch())));
    SdmModel larger(config_of(GetParam()), {GetParam().fusion, 200, 1}, {3, {3, 0, 4}},
                    ids_alone(item_count));
    EXPECT_FALSE(larger.import(model_.export_encoder(), model_.export_items(ids), ids));
}

INSTANTIATE_TEST_SUITE_P(Modes, Sdm,
                         testing::Values(Mode{"gate", SdmFusion::gate, 2, FeedbackMode::none},
                                         Mode{"multiply", SdmFusion::multiply, 1, FeedbackMode::none},
                                         Mode{"concat", SdmFusion::concat, 4, FeedbackMode::none},
                                         Mode{"add", SdmFusion::add, 8, FeedbackMode::none},
                                         Mode{"gate_with_feedback", SdmFusion::gate, 2,
                                              FeedbackMode::literal}),
                         [](const auto& mode) { return std::string(mode.param.name); });

}  // namespace
}  // namespace refrain
