// The analyzer's rows in the library database: what is to be done, and what was found.
// All SQL of the analyzer. Threads: reads on its caller's thread, writes through the database's writer.
// What can fail: the disk; as Result.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/time.h"
#include "library_scanner/database/database.h"
#include "recommender/content/analyzer/task.h"

#include <string>
#include <vector>

namespace refrain::analysis {

class FeatureStore {
  public:
    explicit FeatureStore(Database& database) : database_(database) {}

    /// Tracks without features of `version` for the file as it is, the newest and the most played first, by
    /// turns; not those that failed unchanged, not missing ones. At most `limit`, 0 = all.
    Result<std::vector<Task>> tasks(int version, std::size_t limit) const;

    /// Notes that the file is being read now. When that is all that is found later, the attempt was cut
    /// short; it is made once more and then counted as the file's fault.
    Status begin(const Task& task, int version, UtcTime now);
    /// Float32, little-endian.
    Status store(const Task& task, int version, const std::vector<float>& features, UtcTime now);
    /// The file is not tried again until it changes.
    Status fail(const Task& task, int version, const std::string& reason, UtcTime now);

  private:
    Status write(const Task& task, int version, const std::vector<float>& features,
                 const std::string& failure, UtcTime now);

    Database& database_;
};

}  // namespace refrain::analysis
