// Writes impressions as CSV or JSON Lines, in the forms of history_export.h: one row for each track that was
// put forward, with what is known of its list. Threads: pure but for the file; blocks on the disk, not for
// the GUI thread. What can fail: the file; on a full disk nothing is left under the name, and a file that was
// there stays.
#pragma once

#include "player/history/history_export.h"
#include "player/history/impressions.h"

#include <filesystem>
#include <string>
#include <vector>

namespace refrain {

/// Columns: request, at (ISO 8601), surface, mode, seed, pool_familiar, pool_new, model_generation, position,
/// track, title, artist, list, route, score, propensity (null: not known), outcome (empty: open), listen_key.
std::string impressions_text(const std::vector<Impression>& impressions, ExportFormat format);

Status export_impressions(const std::vector<Impression>& impressions, ExportFormat format,
                          const std::filesystem::path& file);

}  // namespace refrain
