// Writes listens as CSV or JSON Lines, with the fields of history_fields.h.
//
// CSV: RFC 4180 (quoted where needed, CRLF, a header line), UTF-8. A text cell that begins with = + - @, a
// tab or a carriage return gets an apostrophe in front, because spreadsheets would run it as a formula.
// JSON Lines: one object a line, UTF-8; import_history() takes it back without loss.
//
// Threads: pure but for the file; blocks on the disk, not for the GUI thread. What can fail: the file, as
// Status; on a full disk nothing is left under the name, and a file that was there stays.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/result.h"

#include <filesystem>
#include <optional>
#include <ostream>
#include <string_view>
#include <vector>

namespace refrain {

enum class ExportFormat { csv, jsonl };
/// "csv" or "jsonl".
std::optional<ExportFormat> export_format_from(std::string_view word);

Status export_history(const std::vector<Listen>& listens, ExportFormat format, std::ostream& out);
Status export_history(const std::vector<Listen>& listens, ExportFormat format,
                      const std::filesystem::path& file);

}  // namespace refrain
