// One run of the analyzer over a library: what the tracks sound like.
// Threads: its caller's. What can fail: the database. A file that fails is a row with the reason, and the run
// goes on.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"
#include "recommender/content/analyzer/task_run.h"

namespace refrain::analysis {

/// The figures at the end. GStreamer must have been started.
Result<RunProgress> run_analysis(Database& database, const RunOptions& options);

}  // namespace refrain::analysis
