// The fingerprints in the library database, and the groups that were found.
// Threads: one at a time. What can fail: the database; as Result.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/time.h"
#include "library_scanner/database/database.h"
#include "recommender/content/analyzer/acoustic_print.h"
#include "recommender/content/analyzer/print_groups.h"
#include "recommender/content/analyzer/task.h"

#include <cstddef>
#include <string>
#include <vector>

namespace refrain::analysis {

class PrintStore {
  public:
    explicit PrintStore(Database& database) : database_(database) {}

    /// Tracks that are there and have no print of their sound as it is. When they are many, first those that
    /// are suspect already: that sound alike by their key or are called alike; then the newest.
    Result<std::vector<Task>> tasks(std::size_t limit) const;

    Status begin(const Task& task, UtcTime now);
    /// The print itself is kept when its sketch meets another one; a print of that one that was not kept is
    /// asked for again. Nothing is written when the file was scanned anew meanwhile.
    Status store(const Task& task, const AcousticPrint& print, UtcTime now);
    Status fail(const Task& task, const std::string& reason, UtcTime now);
    /// As if it had not begun.
    Status forget(const Task& task);

    /// Finds the groups anew, and writes them when they are others. The writer waits for the writing alone.
    Status group();
    /// Has store() met anything since the last group()? If not, the groups are what they were.
    bool has_news() const { return has_news_; }

  private:
    struct Row {
        std::string sketch, print, failure;
    };
    Status load();
    Status write(const Task& task, const Row& row, UtcTime now);

    Database& database_;
    /// Of all tracks, once store() was called.
    std::vector<SketchedTrack> sketches_;
    bool loaded_ = false;
    bool has_news_ = false;
};

}  // namespace refrain::analysis
