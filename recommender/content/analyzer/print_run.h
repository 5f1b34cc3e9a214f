// One run over a library: fingerprints of the tracks that have none, and the groups of those that sound
// alike. Threads: its caller's. What can fail: the database. A file that fails is a row with the reason, and
// the run goes on.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"
#include "recommender/content/analyzer/task_run.h"

namespace refrain::analysis {

/// The figures at the end. GStreamer must have been started. Groups are found anew now and then, and at the
/// end.
Result<RunProgress> run_prints(Database& database, const RunOptions& options);

}  // namespace refrain::analysis
