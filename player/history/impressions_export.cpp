#include "player/history/impressions_export.h"

#include "library_scanner/audio_file/replacing_file.h"
#include "player/history/export_cells.h"
#include "player/history/iso_time.h"

namespace refrain {
namespace {

using nlohmann::ordered_json;

ordered_json object_of(const Impression& i) {
    return {{"request", i.request},
            {"at", to_iso8601(i.at)},
            {"surface", i.surface},
            {"mode", i.mode},
            {"seed", i.seed},
            {"pool_familiar", i.pool_familiar},
            {"pool_new", i.pool_new},
            {"model_generation", i.model_generation},
            {"position", i.position},
            {"track", i.track.valid() ? ordered_json(i.track.value()) : ordered_json()},
            {"title", i.title},
            {"artist", i.artist},
            {"list", i.list},
            {"route", i.route},
            {"score", i.score},
            {"propensity", i.propensity > 0.0 ? ordered_json(i.propensity) : ordered_json()},
            {"outcome", words::word(words::impression_outcome, i.outcome)},
            {"listen_key", i.listen_key}};
}

std::string csv_cell(const ordered_json& value) {
    return value.is_null()     ? std::string()
           : value.is_string() ? csv_text(value.get<std::string>())
                               : value.dump();
}

}  // namespace

std::string impressions_text(const std::vector<Impression>& impressions, ExportFormat format) {
    std::string text;
    const bool csv = format == ExportFormat::csv;
    const auto add_row = [&](const ordered_json& row, const auto& cell) {
        bool first = true;
        for (const auto& [key, value] : row.items()) {
            text += first ? "" : ",";
            text += cell(key, value);
            first = false;
        }
        text += "\r\n";
    };
    if (csv) {
        add_row(object_of({}), [](const std::string& key, const ordered_json&) { return key; });
    }
    for (const Impression& impression : impressions) {
        const ordered_json row = object_of(impression);
        if (csv) {
            add_row(row, [](const std::string&, const ordered_json& value) { return csv_cell(value); });
        } else {
            text += json_line(row);
        }
    }
    return text;
}

Status export_impressions(const std::vector<Impression>& impressions, ExportFormat format,
                          const std::filesystem::path& path) {
    ReplacingFile file(path);
    if (auto opened = file.open(); !opened) {
        return opened;
    }
    auto written = file.write(impressions_text(impressions, format));
    return written ? file.commit() : written;
}

}  // namespace refrain
