// libFuzzer: any line of a history file is a listen or a rejection with a reason, and a listen that was read
// exports to a line that reads the same.
#include "player/history/history_export.h"
#include "player/history/history_line.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace refrain;
    const auto parsed = read_history_line({reinterpret_cast<const char*>(data), size});
    if (const auto* rejected = std::get_if<Rejected>(&parsed)) {
        if (rejected->reason.empty()) {
            std::abort();
        }
        return 0;
    }
    std::ostringstream first, second;
    if (!export_history({std::get<HistoryLine>(parsed).listen}, ExportFormat::jsonl, first)) {
        std::abort();
    }
    const auto again = read_history_line(first.str());
    if (!std::holds_alternative<HistoryLine>(again) ||
        !export_history({std::get<HistoryLine>(again).listen}, ExportFormat::jsonl, second) ||
        first.str() != second.str()) {
        std::abort();
    }
    return 0;
}
