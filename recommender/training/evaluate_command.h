// `refrain-trainer evaluate`: a data set read, split, ranked by one model and counted. One JSON document or a
// table on stdout, progress as plain lines on stderr. Blocking, one thread. 0 done, 1 failed (with --json the
// document is {"phase":"error","message":…}).
#pragma once

#include "recommender/training/evaluate_options.h"

namespace refrain {

int run_evaluate(const EvaluateOptions& options);

}  // namespace refrain
