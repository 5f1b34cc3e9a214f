// One run over a library: how loud the tracks are whose tags do not say it.
// Threads: its caller's. What can fail: the database. A file that fails is a row with the reason, and the run
// goes on.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/database/database.h"
#include "recommender/content/analyzer/loudness_meter.h"
#include "recommender/content/analyzer/task_run.h"

#include <functional>

namespace refrain::analysis {

/// No track is listened to for longer: what goes on for ever (a module that repeats) has told enough by then.
inline constexpr Milliseconds longest_measured{24ll * 3600 * 1000};

/// Decodes that part of a file and measures it. `stop` may say so at any time: the error is `cancelled` then.
Result<MeasuredLoudness> measure_loudness(const Task& task, const std::function<bool()>& stop);

/// The figures at the end. GStreamer must have been started. Albums are brought up to date every hundred
/// tracks and at the end.
Result<RunProgress> run_loudness(Database& database, const RunOptions& options);

}  // namespace refrain::analysis
