#include "recommender/training/optimisers.h"

#include "recommender/model/kernels/update_kernels.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <utility>

#include <torch/utils.h>

namespace refrain {
namespace {

using torch::Tensor;

constexpr double beta1 = 0.9;
constexpr double adam_epsilon = 1e-8;
constexpr double adagrad_epsilon = 1e-10;
constexpr std::int64_t numbers_per_task = 1 << 13;
constexpr std::int64_t rows_per_task = 256;

bool plain(const Tensor& x) {
    return x.is_cpu() && x.scalar_type() == torch::kFloat32;
}

}  // namespace

FlatAdam::FlatAdam(std::vector<Tensor> parameters, double rate, double beta2)
    : parameters_(std::move(parameters)), rate_(rate), beta2_(beta2) {
    const torch::NoGradGuard no_grad;
    std::vector<Tensor> flat;
    for (const auto& parameter : parameters_) {
        flat.push_back(parameter.detach().reshape({-1}));
    }
    values_ = torch::cat(flat);
    gradient_ = torch::zeros_like(values_);
    mean_ = torch::zeros_like(values_);
    square_ = torch::zeros_like(values_);
    std::int64_t at = 0;
    for (auto& parameter : parameters_) {
        const std::int64_t count = parameter.numel();
        parameter.set_data(values_.narrow(0, at, count).view(parameter.sizes()));
        parameter.mutable_grad() = gradient_.narrow(0, at, count).view(parameter.sizes());
        at += count;
    }
}

void FlatAdam::step() {
    const torch::NoGradGuard no_grad;
    ++steps_;
    const auto t = static_cast<double>(steps_);
    const double rate = rate_ / (1.0 - std::pow(beta1, t));
    const double root_correction = std::sqrt(1.0 - std::pow(beta2_, t));
    if (!plain(values_)) {
        mean_.mul_(beta1).add_(gradient_, 1.0 - beta1);
        square_.mul_(beta2_).addcmul_(gradient_, gradient_, 1.0 - beta2_);
        values_.addcdiv_(mean_, square_.sqrt().div_(root_correction).add_(adam_epsilon), -rate);
        gradient_.zero_();
        return;
    }
    AdamStep step;
    step.rate = static_cast<float>(rate);
    step.beta1 = static_cast<float>(beta1);
    step.beta2 = static_cast<float>(beta2_);
    step.root_correction = static_cast<float>(root_correction);
    step.epsilon = static_cast<float>(adam_epsilon);
    auto* gradient = gradient_.data_ptr<float>();
    auto* mean = mean_.data_ptr<float>();
    auto* square = square_.data_ptr<float>();
    auto* values = values_.data_ptr<float>();
    at::parallel_for(0, values_.numel(), numbers_per_task, [&](std::int64_t begin, std::int64_t end) {
        adam(step, end - begin, gradient + begin, mean + begin, square + begin, values + begin);
    });
}

RowAdagrad::RowAdagrad(Tensor table, double rate)
    : table_(table.detach()), squares_(torch::zeros_like(table_)), rate_(rate) {}

void RowAdagrad::step(const Tensor& ids, const Tensor& gradient) {
    const torch::NoGradGuard no_grad;
    if (!plain(table_)) {
        const Tensor squares = squares_.index_select(0, ids) + gradient * gradient;
        squares_.index_copy_(0, ids, squares);
        table_.index_add_(0, ids, gradient / (squares.sqrt() + adagrad_epsilon), -rate_);
        return;
    }
    const Tensor by_rows = gradient.contiguous();
    const std::int64_t width = table_.size(1);
    const auto* row = ids.data_ptr<std::int64_t>();
    const auto* from = by_rows.data_ptr<float>();
    auto* squares = squares_.data_ptr<float>();
    auto* table = table_.data_ptr<float>();
    at::parallel_for(0, ids.size(0), rows_per_task, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            adagrad(static_cast<float>(rate_), static_cast<float>(adagrad_epsilon), width, from + i * width,
                    squares + row[i] * width, table + row[i] * width);
        }
    });
}

}  // namespace refrain
