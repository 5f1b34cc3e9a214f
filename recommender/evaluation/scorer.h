// What every arm of a comparison is: something that is told what happens and asked for a score of each item.
// One thread.
#pragma once

#include "recommender/evaluation/data_set.h"
#include "recommender/evaluation/protocol.h"

#include <span>
#include <vector>

namespace refrain::evaluation {

class Scorer {
  public:
    virtual ~Scorer() = default;

    /// What happened, each interaction once and before it may be known to an answer: first what is known from
    /// the start, user by user, then as time goes.
    virtual void observe(const Place& /*what*/) {}

    /// Scores for all items: higher ranks first. The user's interactions before `at.position` are known, and
    /// the time of the asked one; what was turned to is not to be looked at.
    virtual void score(const Place& at, std::span<float> scores) = 0;
};

}  // namespace refrain::evaluation
