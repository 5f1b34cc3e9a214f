// What one training step learns from, and a process's share of it. One thread. Throws c10::Error on broken
// invariants.
#pragma once

#include "recommender/model/parallel/partition.h"
#include "recommender/model/sequence_model.h"
#include "recommender/training/examples.h"

#include <cstdint>
#include <vector>

namespace refrain {

/// Positions index the flattened (B * T) steps.
struct TargetList {
    std::vector<std::int64_t> positions, items;
    /// What multiplies each target's loss.
    std::vector<float> weights;
    /// Of each target another item to tell it from, where the windows have them; else empty.
    std::vector<std::int64_t> others;
};
struct TrainingBatch {
    StepBatch steps;
    TargetList positives, negatives;
};

/// Windows side by side, padded at the end: the first step is always position 0, as when serving.
TrainingBatch make_batch(const std::vector<std::vector<TrainingStep>>& sequences,
                         const std::vector<Window>& windows);

/// Some of the rows, as long as in the whole, with the targets that stand in them.
TrainingBatch part_of(const TrainingBatch& whole, Stretch rows);

}  // namespace refrain
