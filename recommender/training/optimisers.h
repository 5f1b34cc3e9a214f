// How training moves the parameters: Adam over all dense parameters as one stretch of numbers, Adagrad over
// the rows of a table that a step used. The same numbers to rounding as torch::optim::Adam and
// torch::optim::Adagrad (with sparse gradients), without their many small operations. One thread calls; the
// work is split. Throws c10::Error when shapes do not fit (restore()).
#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

namespace refrain {

class FlatAdam {
  public:
    /// The parameters' values move into one tensor, of which they become views; so do their gradients.
    /// `beta2`: of the mean of squares, in [0, 1).
    FlatAdam(std::vector<torch::Tensor> parameters, double rate, double beta2 = 0.999);

    /// Takes the gradients, and leaves zeros.
    void step();
    /// All gradients as one stretch, which backward() adds to.
    torch::Tensor& gradient() { return gradient_; }
    void clear_gradients() { gradient_.zero_(); }

    /// Values, mean, square: what there is to keep, besides steps().
    std::vector<torch::Tensor> state() const { return {values_, mean_, square_}; }
    std::int64_t steps() const { return steps_; }
    void set_steps(std::int64_t steps) { steps_ = steps; }

  private:
    std::vector<torch::Tensor> parameters_;
    torch::Tensor values_, gradient_, mean_, square_;
    double rate_, beta2_;
    std::int64_t steps_ = 0;
};

class RowAdagrad {
  public:
    RowAdagrad(torch::Tensor table, double rate);

    /// `gradient` (n, width) belongs to the table's rows `ids` (n), all different.
    void step(const torch::Tensor& ids, const torch::Tensor& gradient);

    std::vector<torch::Tensor> state() const { return {table_, squares_}; }

  private:
    torch::Tensor table_, squares_;
    double rate_;
};

}  // namespace refrain
