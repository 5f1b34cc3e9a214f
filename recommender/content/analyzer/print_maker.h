// Makes the fingerprint of a file: decodes its first minute and hands it to Chromaprint.
// Threads: blocks its caller. What can fail: the file, as Decoder says; a file with less than ten seconds of
// sound has no print.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/content/analyzer/acoustic_print.h"
#include "recommender/content/analyzer/task.h"

#include <functional>

namespace refrain::analysis {

/// `stop` may say so at any time: the error is `cancelled` then.
Result<AcousticPrint> make_print(const Task& task, const std::function<bool()>& stop);

}  // namespace refrain::analysis
