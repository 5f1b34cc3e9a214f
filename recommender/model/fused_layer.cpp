#include "recommender/model/fused_layer.h"

#include "recommender/model/dropout_seed.h"
#include "recommender/model/kernels/attention_kernel.h"
#include "recommender/model/kernels/layer_kernel.h"
#include "recommender/model/kernels/row_kernels.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <array>
#include <vector>

#include <torch/csrc/autograd/custom_function.h>

namespace refrain {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t lanes = 16;
/// As many partial sums of the weights' gradients whatever the number of threads, so that the result does not
/// depend on it.
constexpr std::int64_t most_groups = 8;

/// The parameters of a layer in the order in which they are handed over, and come back as gradients.
enum Parameter : std::size_t {
    attention_gain,
    attention_shift,
    query,
    query_bias,
    key,
    key_bias,
    value,
    value_bias,
    out,
    out_bias,
    feed_forward_gain,
    feed_forward_shift,
    expand,
    expand_bias,
    contract,
    contract_bias,
    parameter_count
};
using Parameters = std::array<Tensor, parameter_count>;

const float* numbers(const Tensor& x) {
    return x.data_ptr<float>();
}

/// The weights as they are, and on their side.
class Weights {
  public:
    explicit Weights(const Parameters& from) {
        const auto linear = [&](Parameter weight, Parameter bias) {
            Tensor& on_side = on_side_[weight];
            on_side = from[weight].t().contiguous();
            return LinearWeights{numbers(from[weight]), numbers(on_side), numbers(from[bias])};
        };
        view_.attention_norm = {numbers(from[attention_gain]), numbers(from[attention_shift])};
        view_.feed_forward_norm = {numbers(from[feed_forward_gain]), numbers(from[feed_forward_shift])};
        view_.query = linear(query, query_bias);
        view_.key = linear(key, key_bias);
        view_.value = linear(value, value_bias);
        view_.out = linear(out, out_bias);
        view_.expand = linear(expand, expand_bias);
        view_.contract = linear(contract, contract_bias);
    }
    const LayerWeights& view() const { return view_; }

  private:
    Parameters on_side_;
    LayerWeights view_;
};

/// Everything kept of a batch, each kind in one tensor.
class Kept {
  public:
    Kept(const LayerShape& shape, std::int64_t sequences, const torch::TensorOptions& options)
        : Kept(shape,
               {torch::empty({sequences, 5, shape.steps, shape.hidden}, options),
                torch::empty({sequences, shape.steps, shape.wide}, options),
                torch::empty({sequences, 4, shape.steps}, options),
                torch::empty({sequences, shape.heads * attention_weights_size(shape.steps)}, options)}) {}
    Kept(const LayerShape& shape, const std::array<Tensor, 4>& tensors) : shape_(shape), tensors_(tensors) {}

    const std::array<Tensor, 4>& tensors() const { return tensors_; }
    LayerKept of(std::int64_t sequence) const {
        const std::int64_t size = shape_.steps * shape_.hidden;
        float* narrow = start(0, sequence);
        return {narrow,
                narrow + size,
                narrow + 2 * size,
                narrow + 3 * size,
                narrow + 4 * size,
                start(1, sequence),
                start(2, sequence),
                start(3, sequence)};
    }

  private:
    float* start(std::size_t kind, std::int64_t sequence) const {
        return tensors_[kind].data_ptr<float>() + sequence * tensors_[kind].stride(0);
    }
    LayerShape shape_;
    std::array<Tensor, 4> tensors_;
};

/// `body(sequence, scratch)` for those of a stretch.
template <class Body>
void over_sequences(const LayerShape& shape, std::int64_t begin, std::int64_t end, Body body) {
    std::vector<float> scratch(static_cast<std::size_t>(layer_scratch_size(shape)));
    for (std::int64_t sequence = begin; sequence < end; ++sequence) {
        body(sequence, scratch.data());
    }
}

class FusedLayer : public torch::autograd::Function<FusedLayer> {
  public:
    static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& f, const Tensor& real,
                          at::TensorList parameters, std::int64_t heads, double dropout,
                          std::int64_t first_sequence) {
        const Tensor from = x.contiguous();
        const Tensor feedback = f.contiguous();
        const Tensor seen = real.contiguous();
        Parameters held;
        std::transform(parameters.begin(), parameters.end(), held.begin(),
                       [](const Tensor& one) { return one.contiguous(); });

        LayerShape shape;
        shape.steps = x.size(1);
        shape.hidden = x.size(2);
        shape.wide = held[expand].size(0);
        shape.heads = heads;
        shape.dropout = dropout;
        if (dropout > 0.0) {
            shape.attention_seed = next_dropout_seed();
            shape.out_seed = next_dropout_seed();
            shape.contract_seed = next_dropout_seed();
        }
        const std::int64_t sequences = x.size(0);
        const std::int64_t size = shape.steps * shape.hidden;
        const Kept kept(shape, sequences, from.options().requires_grad(false));
        const Weights weights(held);
        Tensor result = torch::empty(from.sizes(), from.options());
        const float* xs = numbers(from);
        const float* fs = feedback.numel() == 0 ? nullptr : numbers(feedback);
        const bool* reals = seen.data_ptr<bool>();
        auto* to = result.data_ptr<float>();
        at::parallel_for(0, sequences, 1, [&](std::int64_t begin, std::int64_t end) {
            over_sequences(shape, begin, end, [&](std::int64_t n, float* scratch) {
                LayerShape one = shape;
                one.sequence = first_sequence + n;
                layer_forward(one, weights.view(), xs + n * size, fs == nullptr ? nullptr : fs + n * size,
                              reals + n * shape.steps, kept.of(n), to + n * size, scratch);
            });
        });

        variable_list saved{from};
        saved.insert(saved.end(), kept.tensors().begin(), kept.tensors().end());
        saved.insert(saved.end(), held.begin(), held.end());
        context->save_for_backward(saved);
        context->saved_data["heads"] = heads;
        context->saved_data["dropout"] = dropout;
        context->saved_data["first"] = first_sequence;
        context->saved_data["seeds"] =
            std::vector<std::int64_t>{shape.attention_seed, shape.out_seed, shape.contract_seed};
        context->saved_data["feedback"] = fs != nullptr;
        return result;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const Tensor& x = saved[0];
        Parameters held;
        std::copy(saved.begin() + 5, saved.end(), held.begin());
        LayerShape shape;
        shape.steps = x.size(1);
        shape.hidden = x.size(2);
        shape.wide = held[expand].size(0);
        shape.heads = context->saved_data["heads"].toInt();
        shape.dropout = context->saved_data["dropout"].toDouble();
        const auto seeds = context->saved_data["seeds"].toIntVector();
        shape.attention_seed = static_cast<std::uint32_t>(seeds[0]);
        shape.out_seed = static_cast<std::uint32_t>(seeds[1]);
        shape.contract_seed = static_cast<std::uint32_t>(seeds[2]);
        const std::int64_t first_sequence = context->saved_data["first"].toInt();
        const bool with_feedback = context->saved_data["feedback"].toBool();

        const std::int64_t sequences = x.size(0);
        const std::int64_t size = shape.steps * shape.hidden;
        const Kept kept(shape, {saved[1], saved[2], saved[3], saved[4]});
        const Weights weights(held);
        const Tensor by_y = gradients[0].contiguous();
        Tensor by_x = torch::empty(x.sizes(), x.options());
        Tensor by_f = with_feedback ? torch::empty(x.sizes(), x.options()) : Tensor();
        const float* xs = numbers(x);
        const float* from = numbers(by_y);
        auto* to_x = by_x.data_ptr<float>();
        auto* to_f = with_feedback ? by_f.data_ptr<float>() : nullptr;

        std::array<std::int64_t, parameter_count + 1> starts{};
        for (std::size_t i = 0; i < parameter_count; ++i) {
            starts[i + 1] = starts[i] + held[i].numel();
        }
        const std::int64_t groups = std::min(most_groups, sequences);
        std::vector<std::vector<float>> partial(static_cast<std::size_t>(groups));
        at::parallel_for(0, groups, 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t group = begin; group < end; ++group) {
                auto& mine = partial[static_cast<std::size_t>(group)];
                mine.assign(static_cast<std::size_t>(starts[parameter_count]), 0.0F);
                const LayerGradient gradient = parts_of(mine.data(), starts);
                over_sequences(shape, sequences * group / groups, sequences * (group + 1) / groups,
                               [&](std::int64_t n, float* scratch) {
                                   LayerShape one = shape;
                                   one.sequence = first_sequence + n;
                                   layer_backward(one, weights.view(), xs + n * size, kept.of(n),
                                                  from + n * size, to_x + n * size,
                                                  to_f == nullptr ? nullptr : to_f + n * size, gradient,
                                                  scratch);
                               });
            }
        });

        for (std::size_t group = 1; group < partial.size(); ++group) {
            add_scaled(starts[parameter_count], 1.0F, partial[group].data(), partial[0].data());
        }
        variable_list result{by_x, by_f, Tensor()};
        for (std::size_t i = 0; i < parameter_count; ++i) {
            Tensor by_parameter = torch::zeros(held[i].sizes(), held[i].options().requires_grad(false));
            if (!partial.empty()) {
                std::copy_n(partial[0].data() + starts[i], held[i].numel(), by_parameter.data_ptr<float>());
            }
            result.push_back(by_parameter);
        }
        result.insert(result.end(), 3, Tensor());
        return result;
    }

  private:
    static LayerGradient parts_of(float* all, const std::array<std::int64_t, parameter_count + 1>& starts) {
        const auto linear = [&](Parameter weight, Parameter bias) {
            return LinearGradient{all + starts[weight], all + starts[bias]};
        };
        LayerGradient parts;
        parts.attention_norm = {all + starts[attention_gain], all + starts[attention_shift]};
        parts.feed_forward_norm = {all + starts[feed_forward_gain], all + starts[feed_forward_shift]};
        parts.query = linear(query, query_bias);
        parts.key = linear(key, key_bias);
        parts.value = linear(value, value_bias);
        parts.out = linear(out, out_bias);
        parts.expand = linear(expand, expand_bias);
        parts.contract = linear(contract, contract_bias);
        return parts;
    }
};

}  // namespace

bool fits_fused_layer(const Tensor& x, std::int64_t wide) {
    return x.is_cpu() && x.scalar_type() == torch::kFloat32 && x.size(2) % lanes == 0 && wide % lanes == 0;
}

Tensor fused_layer(const Tensor& x, const Tensor& f, const Tensor& real, const LayerTensors& layer,
                   std::int64_t heads, double dropout, std::int64_t first_sequence) {
    const variable_list parameters{layer.attention_gain,
                                   layer.attention_shift,
                                   layer.query,
                                   layer.query_bias,
                                   layer.key,
                                   layer.key_bias,
                                   layer.value,
                                   layer.value_bias,
                                   layer.out,
                                   layer.out_bias,
                                   layer.feed_forward_gain,
                                   layer.feed_forward_shift,
                                   layer.expand,
                                   layer.expand_bias,
                                   layer.contract,
                                   layer.contract_bias};
    // An undefined tensor apply() does not take.
    return FusedLayer::apply(x, f.defined() ? f : torch::empty({0}, x.options()), real,
                             at::TensorList(parameters), heads, dropout, first_sequence);
}

}  // namespace refrain
