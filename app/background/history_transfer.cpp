#include "app/background/history_transfer.h"

#include "player/history/history_export.h"
#include "player/history/history_import.h"
#include "player/history/impressions_export.h"

#include <fmt/format.h>

namespace refrain::app {

Result<std::int64_t> write_history(const ListeningHistory& history, const std::filesystem::path& file,
                                   const std::string& format) {
    const auto known = export_format_from(format);
    if (!known) {
        return Error{ErrorCode::unsupported, "The history is written as csv or jsonl, not as " + format, {}};
    }
    HistoryFilter ended;
    ended.include_open = false;
    auto listens = history.listens(ended);
    if (!listens) {
        return listens.error();
    }
    if (auto written = export_history(listens.value(), *known, file); !written) {
        return written.error();
    }
    return static_cast<std::int64_t>(listens.value().size());
}

Result<std::int64_t> write_impressions(const Impressions& impressions, const std::filesystem::path& file,
                                       const std::string& format) {
    const auto known = export_format_from(format);
    if (!known) {
        return Error{ErrorCode::unsupported, "Impressions are written as csv or jsonl, not as " + format, {}};
    }
    auto rows = impressions.all();
    if (!rows) {
        return rows.error();
    }
    if (auto written = export_impressions(rows.value(), *known, file); !written) {
        return written.error();
    }
    return static_cast<std::int64_t>(rows.value().size());
}

Result<TakenHistory> take_history(Services& services, const std::filesystem::path& file) {
    auto report = import_history(file, services.history(), *services.library().snapshot());
    if (!report) {
        return report.error();
    }
    const ImportReport& rows = report.value();
    TakenHistory taken{rows.read, rows.imported, rows.already_there, rows.matched, rows.unmatched, {}};
    for (const RejectedLine& line : rows.rejected_lines) {
        taken.refused.push_back(fmt::format("line {}: {}", line.line, line.reason));
    }
    return taken;
}

}  // namespace refrain::app
