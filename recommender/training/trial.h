// The trial of a new model before it goes into service: everything that the listener judged since a moment is
// asked of Guess You Like as it would have stood then, with the new model, with the one in service, and of
// the listener's own time-decayed counts. Blocking; one thread. Nothing fails: with nothing to ask the result
// has no cases.
#pragma once

#include "library_scanner/core/time.h"
#include "recommender/evaluation/verdict.h"
#include "recommender/retrieval/model_generation.h"
#include "recommender/training/history_reader.h"

#include <memory>
#include <optional>

namespace refrain {

/// What a training holds out, and from when on its model may be tried.
struct HeldOutPart {
    /// Of the usable listens, for prepare(); in (0, 1).
    double share = 0.15;
    /// Neither the new model nor the one in service has learnt from what was heard since.
    UtcTime since{};
};

/// The last 14 days up to the newest listen, or what came after the model in service had learnt
/// (`learnt_until`, where there is one); but of all listens no more than three tenths, and no less than a
/// tenth or a hundred, whichever is fewer: training stops early by them.
HeldOutPart choose_held_out(const History& history, std::optional<UtcTime> learnt_until);

/// The newest listen that a training on this history learns from.
std::optional<UtcTime> newest_listen(const History& history);

/// `champion`: null where none is in service. At most 2,000 questions, the newest ones.
evaluation::TrialResult try_out(const History& history, UtcTime since,
                                std::shared_ptr<const ModelGeneration> challenger,
                                std::shared_ptr<const ModelGeneration> champion);

}  // namespace refrain
