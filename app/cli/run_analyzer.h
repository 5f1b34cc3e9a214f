// Runs the analyzer for a command, to its end or until Ctrl-C. Main thread, and no Qt application beside it.
// What can fail: the analyzer, in `status`; files it could not read, in `failures`.
#pragma once

#include "app/paths.h"
#include "library_scanner/core/result.h"
#include "recommender/content/analyzer_protocol.h"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace refrain::app {

struct AnalyzerOutcome {
    AnalyzerReport last;
    /// {"path", "reason"} each.
    nlohmann::json failures = nlohmann::json::array();
    Status status = Done{};
};

/// `shows_progress`: on stderr where that is a terminal.
AnalyzerOutcome run_analyzer(const DataPaths& paths, const std::vector<std::string>& arguments,
                             bool shows_progress);

}  // namespace refrain::app
