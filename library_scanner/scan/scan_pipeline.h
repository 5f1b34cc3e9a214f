// What becomes of the files that walks meet: unchanged ones are kept, new and changed ones read and written,
// and each that cannot be read is reported with its reason.
// Threads: one walking thread calls everything; tags are read on threads and in processes beside it. What can
// fail: single files (a row of `failed` each), the readers and the database as a whole, told by finish().
#pragma once

#include "library_scanner/identity/resolver.h"
#include "library_scanner/scan/folder_sheets.h"
#include "library_scanner/scan/known_files.h"
#include "library_scanner/scan/progress_teller.h"
#include "library_scanner/scan/scan_writer.h"
#include "library_scanner/scan/scanner.h"
#include "library_scanner/scan/tag_source.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace refrain {

class ScanPipeline {
  public:
    /// Both must outlive it.
    ScanPipeline(Database& database, const ScanOptions& options);

    bool cancelled() const { return options_.cancel != nullptr && options_.cancel->load(); }

    /// A folder that was listed; what of it is in `known` is marked as seen. Returns how many of its music
    /// files the library did not know.
    std::int64_t meet(FoundFolder&& folder, RootId root, KnownFiles& known);
    void add_failure(const std::string& path, const std::string& reason);
    ProgressTeller& progress() { return progress_; }

    /// The walks are over: waits until everything is read and written.
    Status finish();
    /// Which files are others that moved.
    Resolver& resolver() { return resolver_; }
    /// After finish(): what was met.
    ScanReport& report() { return report_; }

  private:
    std::unique_ptr<TagSource> make_readers();
    void keep_sheet(const std::string& path, KnownFiles& known);
    void note_sheet(FoundSheet found, const std::string& reason, RootId root);
    void release(const std::optional<SheetPart>& part, const std::string& reason, RootId root);
    bool meet(FoundFile&& file, std::optional<SheetPart> part, bool sheet_unchanged, RootId root,
              KnownFiles& known);
    void keep(const FoundFile& file, RootId root, const KnownFile& known);
    void take(ReadJob&& job, Result<MusicFile>&& outcome);

    const ScanOptions& options_;
    // The walking thread alone, but for `failed`, `added`, `updated` and `missing`: those are guarded by
    // report_mutex_ while the pool lives.
    ScanReport report_;
    std::mutex report_mutex_;
    ProgressTeller progress_;
    Resolver resolver_;
    ScanWriter writer_;
    // Last: its threads use everything above.
    const std::unique_ptr<TagSource> readers_;
};

}  // namespace refrain
