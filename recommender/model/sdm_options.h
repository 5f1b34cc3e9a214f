// What SDM mode can be told beside an encoder's configuration (recommender design, section 4). Plain values,
// any thread.
#pragma once

#include <cstdint>
#include <vector>

namespace refrain {

/// How the short and the long term become one vector. `gate` is the model; the others are its ablation.
enum class SdmFusion { gate, multiply, concat, add };

struct SdmOptions {
    SdmFusion fusion = SdmFusion::gate;
    /// Listens before the current session whose tracks, artists, albums and genres are the long-term sets.
    int history = 200;
    /// Each state learns the positive ones of so many listens that follow it in the session: 1 or more.
    int next_targets = 1;
};

/// Sizes of the tables beside the items'.
struct SdmShape {
    std::int64_t users = 0;
    /// Artists, albums and genres; 0: the catalogue knows none, and there is no such set.
    std::vector<std::int64_t> fields;
};

}  // namespace refrain
