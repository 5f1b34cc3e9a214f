#include "app/training_rule.h"

#include "library_scanner/core/judgement.h"

namespace refrain::app {

bool training_due(const TrainingFacts& facts, const TrainingRule& rule) {
    if (facts.running) {
        return false;
    }
    if (!facts.last_began) {
        return facts.judged >= rule.first_after;
    }
    // A clock that was set back must not stop training for good.
    const bool clock_went_back = facts.now < *facts.last_began;
    return facts.judged >= rule.first_after && facts.judged_since >= rule.again_after &&
           (clock_went_back || facts.now - *facts.last_began >= rule.pause);
}

void count_judged(TrainingFacts& facts, const std::vector<Listen>& listens) {
    facts.judged = 0;
    facts.judged_since = 0;
    for (const Listen& listen : listens) {
        if (judge(listen) == Judgement::neutral) {
            continue;
        }
        ++facts.judged;
        if (!facts.last_began || listen.started_at >= *facts.last_began) {
            ++facts.judged_since;
        }
    }
}

}  // namespace refrain::app
