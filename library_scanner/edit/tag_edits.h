// Carries out edits of tags: each is written down, then its file is changed, then the library's row. What a
// file plays from is left alone until it is free; what waits survives a restart. Every batch can be undone.
//
// TagLib works in a process of the tag reader, on a copy of the file: what that does not survive, or takes
// longer than its limits, fails and leaves the file as it was. The row of a changed file is brought up to
// date with its new size and time, so that no scan has anything to do.
//
// Threads: any, one call at a time is at work, others wait; all block on disk: not for the GUI thread.
// `in_use` is called on the thread of the call. What can fail: the database, as Result; single files, each
// with its reason in the report.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/time.h"
#include "library_scanner/database/database.h"
#include "library_scanner/edit/tag_plan.h"
#include "library_scanner/edit/tag_writer.h"
#include "library_scanner/scan/reader_patience.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace refrain {

class Resolver;

struct TagEditReport {
    struct Failure {
        std::string path, reason;
    };
    /// 0 when nothing was to be done.
    std::int64_t batch = 0;
    int written = 0;
    /// Their files are in use.
    int waiting = 0;
    std::vector<Failure> failed;
    /// Tracks whose rows are new.
    std::vector<TrackId> changed;
};

struct TagEditBatch {
    std::int64_t id = 0;
    int files = 0;
    UtcTime at;
};

/// Who changes the copies.
struct TagWriterSetup {
    /// refrain-tagreader. Without it nothing is changed.
    std::filesystem::path reader = {};
    /// For one file. Writing moves its sound where the tags grow.
    ReaderLimits limits{Milliseconds(30'000), Milliseconds(60'000)};
    /// For tests, whose files are harmless: without a `reader` TagLib works in this process.
    bool trusts_files = false;
};

class TagEdits {
  public:
    /// Is that file being played, or opened to be played next?
    using InUse = std::function<bool(const std::string& path)>;
    TagEdits(Database& database, TagWriterSetup setup, InUse in_use = {});
    TagEdits(const TagEdits&) = delete;
    TagEdits& operator=(const TagEdits&) = delete;

    using Progress = std::function<void(int done, int of)>;
    /// What `cancelled` stops is left as it was.
    Result<TagEditReport> apply(std::span<const PlannedEdit> edits, UtcTime at, const Progress& progress = {},
                                const std::atomic<bool>* cancelled = nullptr);
    /// Brings back what the files said before `batch`, as a batch of its own; of files that were changed
    /// since the same fields. not_found where there is no such batch or it was undone.
    Result<TagEditReport> undo(std::int64_t batch, UtcTime at);
    /// The newest batch that can be undone.
    Result<std::optional<TagEditBatch>> newest() const;
    /// What waits and need not wait any more; also what a crash left behind.
    Result<TagEditReport> apply_waiting();
    /// The program ends: what is not written yet waits for the next start. The call at work returns soon.
    void leave_the_rest() { leaving_ = true; }

  private:
    struct Row;

    /// Writes down new rows and, of those that are there, what takes them back.
    static void note(SQLite::Database& db, std::vector<Row>& rows, UtcTime at);
    Result<TagEditReport> write_waiting();
    Result<TagEditReport> write_rows(std::vector<Row> rows, const Progress& progress,
                                     const std::atomic<bool>* cancelled);
    Result<std::vector<Row>> rows_where(const std::string& condition, std::int64_t value) const;
    /// Where nobody can change files.
    std::optional<Error> without_reader() const;
    Status write_file(const Row& row, const TagChanger& changer, Resolver& resolver, TagEditReport& report);

    Database& database_;
    const TagWriterSetup setup_;
    const InUse in_use_;
    std::mutex one_at_a_time_;
    std::atomic<bool> leaving_{false};
};

}  // namespace refrain
