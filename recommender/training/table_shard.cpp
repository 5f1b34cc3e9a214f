#include "recommender/training/table_shard.h"

#include <utility>

#include <torch/utils.h>

namespace refrain {
namespace {

using torch::Tensor;

/// Rows own, own + count, own + 2 count, …: see Partition.
Tensor rows_of(const Tensor& table, const Peers& peers) {
    const torch::NoGradGuard no_grad;
    return peers.alone() ? table.detach()
                         : table.detach().slice(0, peers.own(), table.size(0), peers.count()).clone();
}

}  // namespace

TableShard::TableShard(Tensor table, double rate, std::shared_ptr<Peers> peers)
    : table_(std::move(table)),
      rows_(table_.size(0)),
      peers_(std::move(peers)),
      own_(rows_of(table_, *peers_)),
      adagrad_(own_, rate) {
    cut();
}

Tensor TableShard::on_device(const std::vector<std::int64_t>& values) const {
    return torch::tensor(values, torch::kInt64).to(own_.device());
}

Tensor TableShard::fetch(const ExchangePlan& plan) const {
    const torch::NoGradGuard no_grad;
    const Tensor rows =
        peers_->exchange(own_.index_select(0, on_device(plan.sent_places)), plan.sent, plan.received);
    return rows.index_select(0, on_device(plan.arrival));
}

void TableShard::step(const ExchangePlan& plan, const Tensor& gradients) {
    const torch::NoGradGuard no_grad;
    Tensor going = torch::empty_like(gradients);
    going.index_copy_(0, on_device(plan.arrival), gradients);
    const Tensor coming = peers_->exchange(going, plan.received, plan.sent);
    Tensor sums = torch::zeros({static_cast<std::int64_t>(plan.places.size()), own_.size(1)}, own_.options());
    sums.index_add_(0, on_device(plan.slots), coming);
    adagrad_.step(on_device(plan.places), sums);
}

void TableShard::assemble() {
    if (peers_->alone()) {
        return;
    }
    const torch::NoGradGuard no_grad;
    const std::int64_t most = Partition{peers_->count()}.most_owned(rows_);
    Tensor padded = torch::zeros({most, own_.size(1)}, own_.options());
    padded.narrow(0, 0, own_.size(0)).copy_(own_);
    // (process, place, width) -> (place, process, width): row = place * processes + process.
    table_.set_data(
        peers_->gather(padded).transpose(0, 1).reshape({-1, own_.size(1)}).narrow(0, 0, rows_).contiguous());
}

void TableShard::cut() {
    if (!peers_->alone()) {
        table_.set_data(own_);
    }
}

}  // namespace refrain
