// What a model is worth on held-out targets: each ranked among all items, as it would be served.
// One thread. Throws c10::Error when there is not enough memory, PeerFailure when another process is lost.
#pragma once

#include "recommender/evaluation/ranking_metrics.h"
#include "recommender/model/parallel/peers.h"
#include "recommender/model/sequence_model.h"
#include "recommender/training/examples.h"
#include "recommender/training/session_batch.h"
#include "recommender/training/trainer.h"

#include <cstddef>
#include <vector>

#include <torch/types.h>

namespace refrain {

struct HeldOutEvaluation {
    std::vector<RankedCase> cases;
    double loss_positive = 0.0, loss_negative = 0.0;
    std::size_t positives = 0, negatives = 0;
    /// What early stopping watches, lower is better: L+ + lambda L-, or minus NDCG@10 of the positives.
    double missed(const LearningOptions& learning) const;
};

/// Each case from the newest steps before it: the state after the last of them.
/// `sessions`: for SDM mode.
HeldOutEvaluation evaluate_held_out(SequenceModel& encoder, const Examples& examples,
                                    const std::vector<Target>& cases, const LearningOptions& learning,
                                    torch::Device device, const SessionBatches* sessions = nullptr);

/// The same with the cases dealt out to the processes and what each found put together again: the same
/// numbers everywhere.
HeldOutEvaluation evaluate_held_out(SequenceModel& encoder, const Examples& examples,
                                    const std::vector<Target>& cases, const LearningOptions& learning,
                                    torch::Device device, Peers& peers,
                                    const SessionBatches* sessions = nullptr);

/// Beside it: ranked by positive listens in the training part.
std::vector<RankedCase> rank_by_popularity(const Examples& examples, const std::vector<Target>& cases);

}  // namespace refrain
