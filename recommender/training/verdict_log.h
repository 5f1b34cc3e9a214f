// What became of each model that was trained for service: one JSON document a line in verdicts.jsonl of the
// model folder, the newest last. The player shows it. Blocking; one process writes at a time (it holds the
// training lock). What can fail: reading and writing the file.
#pragma once

#include "library_scanner/core/result.h"
#include "recommender/evaluation/verdict.h"

#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace refrain {

inline constexpr std::string_view verdicts_file = "verdicts.jsonl";
/// Of more lines than these the oldest go.
inline constexpr std::size_t most_verdicts = 200;

/// {"verdict": "accepted", "positives": 120, …, "challenger": {"pos_at_10": …, "neg_at_10": …}, "champion":
/// {…}, "personal": {…}, "gain": {"value": …, "low": …, "high": …}}
nlohmann::ordered_json to_json(const evaluation::TrialResult& result);

Status append_verdict(const std::filesystem::path& model_directory, const nlohmann::ordered_json& line);

}  // namespace refrain
