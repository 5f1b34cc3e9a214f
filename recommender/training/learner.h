// One training step: batch in, parameters moved. Full softmax with Adam for small catalogues; sampled softmax
// for large ones, where only the rows in use are taken out of the tables and Adagrad moves them. Several
// processes share a batch: each takes the same number of its sequences, their gradients are added up, and of
// a large catalogue's tables each keeps its share of the rows. One thread. Throws c10::Error on broken
// invariants, std::runtime_error when a loss is no number, PeerFailure when another process is lost.
#pragma once

#include "recommender/model/parallel/peers.h"
#include "recommender/model/sequence_model.h"
#include "recommender/training/optimisers.h"
#include "recommender/training/table_shard.h"
#include "recommender/training/trainer.h"
#include "recommender/training/training_batch.h"

#include <memory>
#include <vector>

#include <torch/types.h>

namespace refrain {

CatalogueFeatures catalogue_features(const Examples& examples, std::uint32_t tag_buckets,
                                     int fewest_listens_for_id);

/// "auto" takes CUDA where there is one. Throws std::runtime_error when CUDA is asked for and there is none.
torch::Device pick_device(const std::string& name);
/// Two threads at most unless told: more of them wait for each other at these sizes.
void set_threads(int threads);

class Learner {
  public:
    /// All processes with the same encoder and options. With several, of a large catalogue's tables the
    /// encoder keeps the rows that lie with this one, but for the time of a WholeTables.
    Learner(SequenceModel& encoder, const LearningOptions& options, torch::Device device,
            std::shared_ptr<Peers> peers = std::make_shared<Alone>());

    /// `batch`: the whole one, the same in all processes, with a sequence for each at least.
    void step(const TrainingBatch& batch);

    /// While it lives the encoder's tables are whole, in every process; it may not step.
    class WholeTables {
      public:
        explicit WholeTables(Learner& learner);
        ~WholeTables();
        WholeTables(const WholeTables&) = delete;
        WholeTables& operator=(const WholeTables&) = delete;

      private:
        Learner& learner_;
    };

    struct Loss {
        double positive = 0.0, negative = 0.0;
    };
    /// Mean over the steps since the last call, in all processes: the only place that waits for a GPU. Throws
    /// std::runtime_error when it is no number.
    Loss take_loss();
    /// What all processes have becomes the same bits again: machines of different kinds round differently.
    void align();

    /// All that decides what comes next, but for LibTorch's generator.
    void save(TensorMap& to) const;
    void resume(const TensorMap& from);
    /// After a step that ended by an exception.
    void forget_gradients() { dense_->clear_gradients(); }

  private:
    struct Forward {
        torch::Tensor states;  // (B * T, H)
        torch::Tensor items;   // (n, H), unit length: the whole catalogue, or the rows in use
        /// Rows of `items`.
        torch::Tensor positives, negatives, others, sample;
        torch::Tensor log_inclusion;
        /// Of the sampled softmax only.
        RowsInUse rows;
    };
    Forward forward_full(const TrainingBatch& own);
    Forward forward_sampled(const TrainingBatch& batch, const TrainingBatch& own);
    /// Numbers the items of a part of the batch, and the sample, as forward_sampled() does.
    void meet(const TrainingBatch& part, const std::vector<std::int64_t>& sample);
    /// What each process needs of this batch, as items and as tags.
    void plan_exchanges(const TrainingBatch& batch, const std::vector<std::int64_t>& sample);
    RowsInUse rows_in_use(const std::vector<std::int64_t>& ids);
    void move_tables(const Forward& forward);
    torch::Tensor positive_loss(const TrainingBatch& batch, const Forward& forward) const;
    torch::Tensor negative_loss(const TrainingBatch& batch, const Forward& forward) const;
    torch::Tensor users_at(const Forward& forward, const std::vector<std::int64_t>& positions) const;
    torch::Tensor on_device(const std::vector<std::int64_t>& values) const;
    /// Of unit length where scores are cosines.
    torch::Tensor scored(const torch::Tensor& vectors) const;
    torch::Tensor scale() const;
    /// Undefined where all are 1.
    torch::Tensor weights_of(const TargetList& targets, const Forward& forward) const;
    /// Rows in use of these items, numbered as they come.
    torch::Tensor numbered(const std::vector<std::int64_t>& items);

    SequenceModel& encoder_;
    LearningOptions options_;
    torch::Device device_;
    bool sampled_ = false;
    NegativeSampler sampler_;
    RowNumbers item_numbers_;
    std::shared_ptr<Peers> peers_;
    std::unique_ptr<FlatAdam> dense_;
    std::vector<TableShard> tables_;
    /// Of this step, one for each table; none where there is one process.
    std::vector<ExchangePlan> plans_;
    /// Of the rows in use: which keep their id in this step; undefined where all do.
    torch::Tensor kept_ids_;
    torch::Tensor positive_sum_, negative_sum_;
    std::int64_t steps_since_ = 0;
};

}  // namespace refrain
