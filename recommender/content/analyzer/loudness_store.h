// The measured loudness of tracks in the library database: what is to be measured, what was found, and what
// albums make of it. All SQL of it. Threads: reads on its caller's thread, writes through the database's
// writer. What can fail: the disk; as Result.
#pragma once

#include "library_scanner/core/loudness.h"
#include "library_scanner/core/result.h"
#include "library_scanner/core/time.h"
#include "library_scanner/database/database.h"
#include "recommender/content/analyzer/loudness_meter.h"
#include "recommender/content/analyzer/task.h"

#include <string>
#include <vector>

namespace refrain::analysis {

/// Changes whenever the same file would give other figures: older ones are measured anew.
inline constexpr int loudness_version = 1;

class LoudnessStore {
  public:
    explicit LoudnessStore(Database& database) : database_(database) {}

    /// Tracks whose tags name no gain and that were not measured as they are, the newest first; not those
    /// that failed unchanged, not missing ones. At most `limit`, 0 = all.
    Result<std::vector<Task>> tasks(std::size_t limit) const;

    /// Notes that the file is being read now. When that is all that is found later, the attempt was cut
    /// short; it is made once more and then counted as the file's fault.
    Status begin(const Task& task, UtcTime now);
    /// Takes that back: the attempt was given up for reasons that are not the file's.
    Status forget(const Task& task);
    /// A track whose file does not tell its length (tracker modules) has it from now on.
    Status store(const Task& task, const MeasuredLoudness& measured, UtcTime now);
    /// The file is not tried again until it changes.
    Status fail(const Task& task, const std::string& reason, UtcTime now);

    /// Brings the figures of all albums up to date of which a track was measured, retagged or lost since. An
    /// album is what has the same album and album artist (else artist). Its loudness is that of its measured
    /// tracks as if played as one: the gates of BS.1770 over all their blocks. Its peak is the highest of
    /// them. Returns how many changed.
    Result<std::size_t> combine_albums();

    struct Measured {
        std::string path;
        Loudness loudness;
        /// How many tracks a cue sheet divides the file into; 0: it is one.
        int cue_tracks = 0;
    };
    /// What is known of one file as it was scanned last. Error: it is not in the library, or was not
    /// measured.
    Result<Measured> find(const std::string& path) const;

  private:
    Status write(const Task& task, const MeasuredLoudness* measured, const std::string& failure, UtcTime now);

    Database& database_;
};

}  // namespace refrain::analysis
