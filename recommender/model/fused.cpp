#include "recommender/model/fused.h"

#include "recommender/model/dropout_seed.h"
#include "recommender/model/kernels/attention_kernel.h"
#include "recommender/model/kernels/row_kernels.h"
#include "recommender/model/over_columns.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>

#include <torch/csrc/autograd/custom_function.h>
#include <torch/utils.h>

namespace refrain {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Finite, so that a row with nothing to attend to (left padding) gives numbers that nobody reads.
constexpr double hidden_score = -1e9;
constexpr std::int64_t rows_per_task = 256;
constexpr std::int64_t elements_per_task = 1 << 14;

bool plain(const Tensor& x) {
    return x.is_cpu() && x.scalar_type() == torch::kFloat32;
}

class GatherRows : public torch::autograd::Function<GatherRows> {
  public:
    static Tensor forward(AutogradContext* context, const Tensor& table, const Tensor& rows) {
        const Tensor from = table.contiguous();
        const Tensor numbers = rows.contiguous();
        const std::int64_t width = from.size(1);
        Tensor out = torch::empty({numbers.numel(), width}, from.options());
        const auto* source = from.data_ptr<float>();
        const auto* number = numbers.data_ptr<std::int64_t>();
        auto* to = out.data_ptr<float>();
        at::parallel_for(0, numbers.numel(), rows_per_task, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t i = begin; i < end; ++i) {
                std::copy_n(source + number[i] * width, width, to + i * width);
            }
        });
        context->save_for_backward({numbers});
        context->saved_data["rows"] = from.size(0);
        return out;
    }
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const Tensor by_out = gradients[0].contiguous();
        const Tensor numbers = context->get_saved_variables()[0];
        const std::int64_t width = by_out.size(1);
        Tensor by_table = torch::zeros({context->saved_data["rows"].toInt(), width}, by_out.options());
        const auto* from = by_out.data_ptr<float>();
        const auto* number = numbers.data_ptr<std::int64_t>();
        auto* to = by_table.data_ptr<float>();
        over_columns(width, [&](std::int64_t first, std::int64_t last) {
            for (std::int64_t i = 0; i < numbers.numel(); ++i) {
                add_scaled(last - first, 1.0F, from + i * width + first, to + number[i] * width + first);
            }
        });
        return {by_table, Tensor()};
    }
};

class BagRows : public torch::autograd::Function<BagRows> {
  public:
    static Tensor forward(AutogradContext* context, const Tensor& table, const Tensor& rows,
                          const Tensor& offsets, const Tensor& weights) {
        const Tensor from = table.contiguous();
        const std::int64_t width = from.size(1);
        const std::int64_t bags = offsets.size(0) - 1;
        Tensor out = torch::zeros({bags, width}, from.options());
        const auto* source = from.data_ptr<float>();
        const auto* row = rows.data_ptr<std::int64_t>();
        const auto* offset = offsets.data_ptr<std::int64_t>();
        const auto* weight = weights.data_ptr<float>();
        auto* to = out.data_ptr<float>();
        at::parallel_for(0, bags, rows_per_task, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t b = begin; b < end; ++b) {
                for (std::int64_t e = offset[b]; e < offset[b + 1]; ++e) {
                    add_scaled(width, weight[e], source + row[e] * width, to + b * width);
                }
            }
        });
        context->save_for_backward({rows, offsets, weights});
        context->saved_data["rows"] = from.size(0);
        return out;
    }
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const Tensor by_out = gradients[0].contiguous();
        const std::int64_t width = by_out.size(1);
        Tensor by_table = torch::zeros({context->saved_data["rows"].toInt(), width}, by_out.options());
        const auto* from = by_out.data_ptr<float>();
        const auto* row = saved[0].data_ptr<std::int64_t>();
        const auto* offset = saved[1].data_ptr<std::int64_t>();
        const auto* weight = saved[2].data_ptr<float>();
        auto* to = by_table.data_ptr<float>();
        over_columns(width, [&](std::int64_t first, std::int64_t last) {
            for (std::int64_t b = 0; b + 1 < saved[1].size(0); ++b) {
                for (std::int64_t e = offset[b]; e < offset[b + 1]; ++e) {
                    add_scaled(last - first, weight[e], from + b * width + first,
                               to + row[e] * width + first);
                }
            }
        });
        return {by_table, Tensor(), Tensor(), Tensor()};
    }
};

class UnitRows : public torch::autograd::Function<UnitRows> {
  public:
    static Tensor forward(AutogradContext* context, const Tensor& x) {
        const Tensor from = x.contiguous();
        const std::int64_t width = from.size(-1);
        const std::int64_t rows = from.numel() / std::max<std::int64_t>(1, width);
        Tensor out = torch::empty(from.sizes(), from.options());
        Tensor lengths = torch::empty({rows}, from.options());
        const auto* source = from.data_ptr<float>();
        auto* to = out.data_ptr<float>();
        auto* length = lengths.data_ptr<float>();
        at::parallel_for(0, rows, rows_per_task, [&](std::int64_t begin, std::int64_t end) {
            unit_rows(end - begin, width, source + begin * width, to + begin * width, length + begin);
        });
        context->save_for_backward({out, lengths});
        return out;
    }
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const Tensor by_out = gradients[0].contiguous();
        const std::int64_t width = by_out.size(-1);
        Tensor by_x = torch::empty(by_out.sizes(), by_out.options());
        const auto* out = saved[0].data_ptr<float>();
        const auto* length = saved[1].data_ptr<float>();
        const auto* from = by_out.data_ptr<float>();
        auto* to = by_x.data_ptr<float>();
        at::parallel_for(0, saved[1].size(0), rows_per_task, [&](std::int64_t begin, std::int64_t end) {
            unit_rows_backward(end - begin, width, out + begin * width, length + begin, from + begin * width,
                               to + begin * width);
        });
        return {by_x};
    }
};

class CausalAttention : public torch::autograd::Function<CausalAttention> {
  public:
    static Tensor forward(AutogradContext* context, const Tensor& query, const Tensor& key,
                          const Tensor& value, const Tensor& real, std::int64_t heads, double dropout,
                          std::int64_t first_sequence) {
        const Tensor q = query.contiguous();
        const Tensor k = key.contiguous();
        const Tensor v = value.contiguous();
        const Tensor seen = real.contiguous();
        const AttentionShape shape = shape_of(q, heads, dropout, dropout > 0.0 ? next_dropout_seed() : 0);
        const std::int64_t each = attention_weights_size(shape.steps);
        Tensor out = torch::empty(q.sizes(), q.options());
        Tensor weights = torch::empty({q.size(0) * heads, each}, q.options());
        const auto* qs = q.data_ptr<float>();
        const auto* ks = k.data_ptr<float>();
        const auto* vs = v.data_ptr<float>();
        const auto* real_steps = seen.data_ptr<bool>();
        auto* outs = out.data_ptr<float>();
        auto* kept = weights.data_ptr<float>();
        over_heads(shape, first_sequence, q.size(0), heads,
                   [&](const AttentionShape& one, std::int64_t n, std::int64_t at, float* scratch) {
                       attention_forward(one, qs + at, ks + at, vs + at, real_steps + n / heads * shape.steps,
                                         outs + at, kept + n * each, scratch);
                   });
        context->save_for_backward({q, k, v, weights});
        context->saved_data["heads"] = heads;
        context->saved_data["dropout"] = dropout;
        context->saved_data["seed"] = static_cast<std::int64_t>(shape.seed);
        context->saved_data["first"] = first_sequence;
        return out;
    }
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const std::int64_t heads = context->saved_data["heads"].toInt();
        const AttentionShape shape =
            shape_of(saved[0], heads, context->saved_data["dropout"].toDouble(),
                     static_cast<std::uint32_t>(context->saved_data["seed"].toInt()));
        const std::int64_t each = attention_weights_size(shape.steps);
        const Tensor by_out = gradients[0].contiguous();
        Tensor by_q = torch::empty(by_out.sizes(), by_out.options());
        Tensor by_k = torch::empty(by_out.sizes(), by_out.options());
        Tensor by_v = torch::empty(by_out.sizes(), by_out.options());
        const auto* q = saved[0].data_ptr<float>();
        const auto* k = saved[1].data_ptr<float>();
        const auto* v = saved[2].data_ptr<float>();
        const auto* kept = saved[3].data_ptr<float>();
        const auto* from = by_out.data_ptr<float>();
        auto* to_q = by_q.data_ptr<float>();
        auto* to_k = by_k.data_ptr<float>();
        auto* to_v = by_v.data_ptr<float>();
        over_heads(shape, context->saved_data["first"].toInt(), by_out.size(0), heads,
                   [&](const AttentionShape& one, std::int64_t n, std::int64_t at, float* scratch) {
                       attention_backward(one, q + at, k + at, v + at, kept + n * each, from + at, to_q + at,
                                          to_k + at, to_v + at, scratch);
                   });
        return {by_q, by_k, by_v, Tensor(), Tensor(), Tensor(), Tensor()};
    }

  private:
    static AttentionShape shape_of(const Tensor& q, std::int64_t heads, double dropout, std::uint32_t seed) {
        AttentionShape shape;
        shape.steps = q.size(1);
        shape.stride = q.size(2);
        shape.width = shape.stride / heads;
        shape.scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(shape.width)));
        shape.dropout = dropout;
        shape.seed = seed;
        return shape;
    }
    /// `body(shape with the head's seed, number, where its numbers start, scratch)` for each sequence and
    /// head.
    template <class Body>
    static void over_heads(const AttentionShape& shape, std::int64_t first_sequence, std::int64_t sequences,
                           std::int64_t heads, Body body) {
        at::parallel_for(0, sequences * heads, 1, [&](std::int64_t begin, std::int64_t end) {
            std::vector<float> scratch(
                static_cast<std::size_t>(attention_scratch_size(shape.steps, shape.width)));
            AttentionShape one = shape;
            for (std::int64_t n = begin; n < end; ++n) {
                one.seed = attention_seed_of(shape.seed, first_sequence * heads + n);
                body(one, n, n / heads * shape.steps * shape.stride + n % heads * shape.width,
                     scratch.data());
            }
        });
    }
};

/// x + dropout(y), or dropout(y) where x is empty (an undefined one apply() does not take).
class AddDropped : public torch::autograd::Function<AddDropped> {
  public:
    static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& y, double dropout,
                          std::int64_t first) {
        const std::uint32_t seed = next_dropout_seed();
        context->saved_data["first"] = first;
        context->saved_data["dropout"] = dropout;
        context->saved_data["seed"] = static_cast<std::int64_t>(seed);
        context->saved_data["alone"] = x.numel() == 0;
        return run(x.numel() == 0 ? Tensor() : x, y, dropout, seed, first);
    }
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const Tensor by_y = run({}, gradients[0], context->saved_data["dropout"].toDouble(),
                                static_cast<std::uint32_t>(context->saved_data["seed"].toInt()),
                                context->saved_data["first"].toInt());
        return {context->saved_data["alone"].toBool() ? Tensor() : gradients[0], by_y, Tensor(), Tensor()};
    }

  private:
    static Tensor run(const Tensor& x, const Tensor& y, double dropout, std::uint32_t seed,
                      std::int64_t first_element) {
        const Tensor first = x.defined() ? x.contiguous() : Tensor();
        const Tensor second = y.contiguous();
        Tensor out = torch::empty(second.sizes(), second.options());
        const auto* to_keep = first.defined() ? first.data_ptr<float>() : nullptr;
        const auto* to_drop = second.data_ptr<float>();
        auto* to = out.data_ptr<float>();
        const std::int64_t count = second.numel();
        const std::int64_t tasks = (count + elements_per_task - 1) / elements_per_task;
        at::parallel_for(0, tasks, 1, [&](std::int64_t begin, std::int64_t end) {
            const std::int64_t from = begin * elements_per_task;
            const std::int64_t until = std::min(end * elements_per_task, count);
            add_dropped_elements(first_element + from, until - from,
                                 to_keep == nullptr ? nullptr : to_keep + from, to_drop + from, dropout, seed,
                                 to + from);
        });
        return out;
    }
};

/// (B, T, H) -> (B, heads, T, H / heads)
Tensor split_heads(const Tensor& x, std::int64_t heads) {
    return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

Tensor attention_of_operations(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& real,
                               std::int64_t heads, double dropout) {
    const std::int64_t rows = q.size(0);
    const std::int64_t steps = q.size(1);
    const double root = std::sqrt(static_cast<double>(q.size(2)) / static_cast<double>(heads));
    const Tensor later = torch::ones({steps, steps}, real.options()).triu(1);
    const Tensor hidden = later.view({1, 1, steps, steps}) | real.logical_not().view({rows, 1, 1, steps});
    const Tensor scores =
        torch::matmul(split_heads(q, heads), split_heads(k, heads).transpose(-2, -1)) / root;
    Tensor weights = torch::softmax(scores.masked_fill(hidden, hidden_score), -1);
    if (dropout > 0.0) {
        weights = torch::dropout(weights, dropout, /*train=*/true);
    }
    const Tensor mixed = torch::matmul(weights, split_heads(v, heads));
    return mixed.transpose(1, 2).contiguous().view(q.sizes());
}

}  // namespace

Tensor gather_rows(const Tensor& table, const Tensor& rows) {
    return plain(table) ? GatherRows::apply(table, rows) : table.index_select(0, rows.reshape({-1}));
}

Tensor bag_rows(const Tensor& table, const Tensor& rows, const Tensor& offsets, const Tensor& weights) {
    if (plain(table)) {
        return BagRows::apply(table, rows, offsets, weights);
    }
    constexpr std::int64_t sum_mode = 0;
    return std::get<0>(torch::embedding_bag(table, rows, offsets, false, sum_mode, false, weights,
                                            /*include_last_offset=*/true));
}

Tensor normalised(const Tensor& x) {
    return plain(x) ? UnitRows::apply(x) : x / x.norm(2, -1, /*keepdim=*/true).clamp_min(1e-12);
}

Tensor causal_attention(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& real,
                        std::int64_t heads, double dropout, std::int64_t first_sequence) {
    return plain(q) ? CausalAttention::apply(q, k, v, real, heads, dropout, first_sequence)
                    : attention_of_operations(q, k, v, real, heads, dropout);
}

Tensor dropped(const Tensor& x, double dropout, std::int64_t first) {
    return plain(x) ? AddDropped::apply(torch::empty({0}, x.options()), x, dropout, first)
                    : torch::dropout(x, dropout, /*train=*/true);
}

Tensor add_dropped(const Tensor& x, const Tensor& y, double dropout, std::int64_t first) {
    if (dropout <= 0.0) {
        return x + y;
    }
    return plain(y) ? AddDropped::apply(x, y, dropout, first)
                    : x + torch::dropout(y, dropout, /*train=*/true);
}

}  // namespace refrain
