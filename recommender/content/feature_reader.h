// Reads what the analyzer has found from the library database, and keeps the space that is made of it.
// Thread-safe; every call blocks on the disk, and building a space takes a second for 100,000 tracks: not for
// the GUI thread. What can fail: the database; as Result.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"
#include "recommender/content/audio_space.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>

namespace refrain {

struct ReadFeatures {
    FeatureTable table;
    /// When the newest of them was written, in ms since 1970; what was asked for where none is newer.
    std::int64_t newest_at = 0;
};

/// The features of the version that is known, written at that time or later.
Result<ReadFeatures> read_features(Database& database, std::int64_t since_ms = 0);

struct AnalyzedCount {
    /// Tracks that are there and whose sound is known, and those whose file could not be analyzed.
    std::size_t known = 0, failed = 0;
};
Result<AnalyzedCount> count_analyzed(Database& database);

class AudioSpaceKeeper {
  public:
    explicit AudioSpaceKeeper(Database& database) : database_(database) {}

    /// The space with all that is in the database now: the one it was where nothing is new, grown by what is,
    /// or built anew where it has outgrown what it was learned from.
    Result<std::shared_ptr<const AudioSpace>> refresh();

  private:
    Database& database_;
    std::mutex mutex_;
    std::shared_ptr<const AudioSpace> space_;
    std::int64_t seen_ = 0;
};

}  // namespace refrain
