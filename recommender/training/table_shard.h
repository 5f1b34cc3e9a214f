// One process's rows of a table of items or tags, with their Adagrad sums: rows go out to the processes that
// need them for a step, and what their losses say about them comes back. One process alone has all rows and
// keeps them where they are. One thread; all processes call in the same order. Throws PeerFailure.
#pragma once

#include "recommender/model/parallel/exchange_plan.h"
#include "recommender/model/parallel/peers.h"
#include "recommender/training/optimisers.h"

#include <cstdint>
#include <memory>
#include <vector>

#include <torch/types.h>

namespace refrain {

class TableShard {
  public:
    /// `table` (rows, width): a parameter, the same in all processes. With several it is left with the rows
    /// of this one.
    TableShard(torch::Tensor table, double rate, std::shared_ptr<Peers> peers);

    /// The rows that this process needs, in the order in which the plan was asked for them.
    torch::Tensor fetch(const ExchangePlan& plan) const;
    /// Their gradients, in the same order; each row is moved by the sum of all processes' gradients.
    void step(const ExchangePlan& plan, const torch::Tensor& gradients);
    /// For one process: `gradients` belong to the rows `ids`, all different.
    void step(const torch::Tensor& ids, const torch::Tensor& gradients) { adagrad_.step(ids, gradients); }

    /// The parameter becomes the whole table, in every process, until cut().
    void assemble();
    void cut();

    /// This process's rows and their sums.
    std::vector<torch::Tensor> state() const { return adagrad_.state(); }

  private:
    torch::Tensor on_device(const std::vector<std::int64_t>& values) const;

    torch::Tensor table_;
    std::int64_t rows_;
    std::shared_ptr<Peers> peers_;
    torch::Tensor own_;
    RowAdagrad adagrad_;
};

}  // namespace refrain
