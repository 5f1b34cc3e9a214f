// When does the player start a training by itself? A decision out of counts and times.
// Pure, any thread; nothing fails.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/time.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace refrain::app {

struct TrainingRule {
    /// The first training waits for so many judged listens (positive or negative): before, there is nothing
    /// in them that continuation and tags do not say better (recommender design, section 6).
    std::int64_t first_after = 200;
    /// Each further one waits for so many new judged listens …
    std::int64_t again_after = 30;
    /// … and for so much time since the last began, however it ended.
    std::chrono::minutes pause{30};
};

struct TrainingFacts {
    /// Listens that judge() calls positive or negative.
    std::int64_t judged = 0;
    /// Of these, begun since the last training began; all of them when there was none.
    std::int64_t judged_since = 0;
    std::optional<UtcTime> last_began;
    bool running = false;
    UtcTime now{};
};

bool training_due(const TrainingFacts& facts, const TrainingRule& rule = {});

/// Counts what TrainingFacts needs; private listens do not count.
void count_judged(TrainingFacts& facts, const std::vector<Listen>& listens);

}  // namespace refrain::app
