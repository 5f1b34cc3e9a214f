// A layer in one pass against the same layer as single operations: in double precision where nothing is
// dropped, and with the same seeds where something is.
#include "recommender/model/fused_layer.h"

#include "recommender/model/fused.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>
#include <torch/utils.h>

namespace refrain {
namespace {

using torch::Tensor;

struct Shape {
    std::int64_t sequences, steps, hidden, wide, heads;
};
// One step; one sequence; more steps than a block of sixteen; a wider middle; the usual ones.
const std::vector<Shape> shapes{
    {2, 1, 16, 16, 1}, {1, 7, 32, 48, 2}, {3, 17, 48, 16, 3}, {2, 50, 64, 64, 2}, {9, 33, 32, 128, 2}};

/// What goes into a layer: x, f, and the parameters in the order of LayerTensors.
struct Inputs {
    std::vector<Tensor> tensors;
    Tensor real, factors;
};

Inputs inputs_of(const Shape& s) {
    Inputs made;
    const auto add = [&](torch::IntArrayRef shape, double deviation, double mean = 0.0) {
        made.tensors.push_back(torch::randn(shape, torch::kFloat64) * deviation + mean);
    };
    add({s.sequences, s.steps, s.hidden}, 1.0);
    add({s.sequences, s.steps, s.hidden}, 0.5);
    const auto norm = [&] {
        add({s.hidden}, 0.2, 1.0);
        add({s.hidden}, 0.2);
    };
    const auto linear = [&](std::int64_t out, std::int64_t in) {
        add({out, in}, 0.2);
        add({out}, 0.2);
    };
    norm();
    for (int i = 0; i < 4; ++i) {
        linear(s.hidden, s.hidden);
    }
    norm();
    linear(s.wide, s.hidden);
    linear(s.hidden, s.wide);
    made.real = torch::rand({s.sequences, s.steps}) < 0.8;
    made.real.slice(1, 0, 1).fill_(true);
    made.factors = torch::randn({s.sequences, s.steps, s.hidden}, torch::kFloat64);
    return made;
}

LayerTensors parameters_of(const std::vector<Tensor>& x) {
    return {x[2],  x[3],  x[4],  x[5],  x[6],  x[7],  x[8],  x[9],
            x[10], x[11], x[12], x[13], x[14], x[15], x[16], x[17]};
}

/// The layer as recommender design, section 2, writes it, one operation after another.
Tensor layer_of_operations(const Tensor& x, const Tensor& f, const Tensor& real, const LayerTensors& l,
                           std::int64_t heads, double dropout) {
    const Tensor normed = torch::layer_norm(x, {x.size(2)}, l.attention_gain, l.attention_shift, 1e-5);
    const auto with_feedback = [&](const Tensor& weight, const Tensor& bias) {
        const Tensor out = torch::linear(normed, weight, bias);
        return f.defined() ? out + f : out;
    };
    const Tensor mixed =
        causal_attention(with_feedback(l.query, l.query_bias), with_feedback(l.key, l.key_bias),
                         with_feedback(l.value, l.value_bias), real, heads, dropout);
    const Tensor between = add_dropped(x, torch::linear(mixed, l.out, l.out_bias), dropout);
    const Tensor again =
        torch::layer_norm(between, {x.size(2)}, l.feed_forward_gain, l.feed_forward_shift, 1e-5);
    return add_dropped(between,
                       torch::linear(torch::gelu(torch::linear(again, l.expand, l.expand_bias)), l.contract,
                                     l.contract_bias),
                       dropout);
}

/// The result, then the gradients of sum(result * factors) by everything that goes in.
template <class Layer>
std::vector<Tensor> results(const Inputs& inputs, torch::ScalarType type, Layer layer) {
    std::vector<Tensor> x;
    for (const auto& input : inputs.tensors) {
        x.push_back(input.to(type).detach().clone().requires_grad_());
    }
    const Tensor out = layer(x);
    (out * inputs.factors.to(type)).sum().backward();
    std::vector<Tensor> all{out.detach().to(torch::kFloat64)};
    for (const auto& one : x) {
        all.push_back(one.grad().defined() ? one.grad().to(torch::kFloat64) : Tensor());
    }
    return all;
}

void expect_the_same(const std::vector<Tensor>& found, const std::vector<Tensor>& asked, double share,
                     const Shape& s) {
    ASSERT_EQ(found.size(), asked.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        ASSERT_EQ(found[i].defined(), asked[i].defined()) << "tensor " << i;
        if (found[i].defined()) {
            // Some gradients are 0 by nature: softmax does not see what is added to every key.
            EXPECT_LE((found[i] - asked[i]).abs().max().item<double>(),
                      share * std::max(1.0, asked[i].abs().max().item<double>()))
                << "tensor " << i << " at " << s.sequences << " sequences, " << s.steps << " steps, width "
                << s.hidden;
        }
    }
}

TEST(FusedLayer, IsThatOfSingleOperationsInDoublePrecisionWithAllGradients) {
    torch::manual_seed(31);
    for (const auto& s : shapes) {
        const Inputs inputs = inputs_of(s);
        const auto exact = results(inputs, torch::kFloat64, [&](const std::vector<Tensor>& x) {
            return layer_of_operations(x[0], x[1], inputs.real, parameters_of(x), s.heads, 0.0);
        });
        const auto fused = results(inputs, torch::kFloat32, [&](const std::vector<Tensor>& x) {
            return fused_layer(x[0], x[1], inputs.real, parameters_of(x), s.heads, 0.0);
        });
        expect_the_same(fused, exact, 2e-5, s);
    }
}

TEST(FusedLayer, NeedsNoFeedback) {
    torch::manual_seed(32);
    const Shape s = shapes[2];
    const Inputs inputs = inputs_of(s);
    const auto exact = results(inputs, torch::kFloat64, [&](const std::vector<Tensor>& x) {
        return layer_of_operations(x[0], {}, inputs.real, parameters_of(x), s.heads, 0.0);
    });
    const auto fused = results(inputs, torch::kFloat32, [&](const std::vector<Tensor>& x) {
        return fused_layer(x[0], {}, inputs.real, parameters_of(x), s.heads, 0.0);
    });
    ASSERT_FALSE(exact[2].defined()) << "nobody asked for the feedback";
    expect_the_same(fused, exact, 2e-5, s);
}

TEST(FusedLayer, DropsWhatSingleOperationsDrop) {
    for (const auto& s : shapes) {
        torch::manual_seed(33);
        const Inputs inputs = inputs_of(s);
        const auto seeded = [&](auto layer) {
            torch::manual_seed(34);
            return results(inputs, torch::kFloat32, layer);
        };
        const auto single = seeded([&](const std::vector<Tensor>& x) {
            return layer_of_operations(x[0], x[1], inputs.real, parameters_of(x), s.heads, 0.3);
        });
        const auto fused = seeded([&](const std::vector<Tensor>& x) {
            return fused_layer(x[0], x[1], inputs.real, parameters_of(x), s.heads, 0.3);
        });
        expect_the_same(fused, single, 2e-5, s);
    }
}

TEST(FusedLayer, GivesTheSameNumbersWhateverTheThreads) {
    torch::manual_seed(35);
    const Shape s = shapes[4];
    const Inputs inputs = inputs_of(s);
    const auto with_threads = [&](int threads) {
        const int before = torch::get_num_threads();
        torch::set_num_threads(threads);
        torch::manual_seed(36);
        auto all = results(inputs, torch::kFloat32, [&](const std::vector<Tensor>& x) {
            return fused_layer(x[0], x[1], inputs.real, parameters_of(x), s.heads, 0.3);
        });
        torch::set_num_threads(before);
        return all;
    };
    const auto one = with_threads(1);
    const auto three = with_threads(3);
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_TRUE(torch::equal(one[i], three[i])) << "tensor " << i;
    }
}

TEST(FusedLayer, OfSomeSequencesIsThatOfTheWholeBatch) {
    torch::manual_seed(37);
    const Shape s = shapes[4];
    const Inputs inputs = inputs_of(s);
    std::vector<Tensor> x;
    for (const auto& one : inputs.tensors) {
        x.push_back(one.to(torch::kFloat32));
    }
    const auto rows = [&](std::int64_t first) {
        torch::manual_seed(38);
        return fused_layer(x[0].slice(0, first), x[1].slice(0, first), inputs.real.slice(0, first),
                           parameters_of(x), s.heads, 0.3, first);
    };
    EXPECT_TRUE(torch::equal(rows(0).slice(0, 4), rows(4)));
    EXPECT_FALSE(torch::equal(rows(0).slice(0, 4), rows(0).slice(0, 0, 5)));
}

TEST(FusedLayer, IsForCpusFloatsAndWholeVectors) {
    EXPECT_TRUE(fits_fused_layer(torch::zeros({2, 3, 32}), 48));
    EXPECT_FALSE(fits_fused_layer(torch::zeros({2, 3, 24}), 48));
    EXPECT_FALSE(fits_fused_layer(torch::zeros({2, 3, 32}), 40));
    EXPECT_FALSE(fits_fused_layer(torch::zeros({2, 3, 32}, torch::kFloat64), 48));
}

}  // namespace
}  // namespace refrain
