// Reads what training needs out of the library database, read-only, while the player may be writing.
// Uses the SQLite C interface alone, so that the trainer builds on a machine with nothing of the player.
// Blocking; any thread. What can fail: no file, no permission, a damaged file, another schema.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/reaction.h"
#include "library_scanner/core/result.h"
#include "recommender/training/track_table.h"

#include <filesystem>
#include <vector>

namespace refrain {

struct History {
    /// Every track of the library, by id, missing ones too. Only what the recommender uses is filled in.
    TrackTable tracks;
    /// Closed listens that are not private, in the order they were heard.
    std::vector<Listen> listens;
    /// In the order they were made.
    std::vector<Reaction> reactions;
};

/// One transaction, so that tracks and listens fit each other.
Result<History> read_history(const std::filesystem::path& database);

}  // namespace refrain
