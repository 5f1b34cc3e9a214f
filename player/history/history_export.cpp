#include "player/history/history_export.h"

#include "library_scanner/audio_file/replacing_file.h"
#include "player/history/export_cells.h"
#include "player/history/history_fields.h"

#include <functional>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace refrain {
namespace {

/// Bytes are handed on in pieces of about this size.
constexpr std::size_t piece = 1 << 18;

struct CsvCell {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return csv_text(text); }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(bool yes) const { return yes ? "true" : "false"; }
};

struct JsonValue {
    nlohmann::ordered_json operator()(std::monostate) const { return nullptr; }
    template <class T>
    nlohmann::ordered_json operator()(const T& value) const {
        return value;
    }
};

void add_csv_header(std::string& out) {
    for (const auto& field : history_fields()) {
        out += (&field == &history_fields().front() ? "" : ",") + field.name;
    }
    out += "\r\n";
}

void add_csv_row(std::string& out, const Listen& listen) {
    for (const auto& field : history_fields()) {
        out += &field == &history_fields().front() ? "" : ",";
        out += std::visit(CsvCell{}, field.get(listen));
    }
    out += "\r\n";
}

void add_json_line(std::string& out, const Listen& listen) {
    nlohmann::ordered_json object;
    for (const auto& field : history_fields()) {
        object[field.name] = std::visit(JsonValue{}, field.get(listen));
    }
    out += json_line(object);
}

using Sink = std::function<Status(std::string_view)>;

Status write_all(const std::vector<Listen>& listens, ExportFormat format, const Sink& sink) {
    std::string out;
    if (format == ExportFormat::csv) {
        add_csv_header(out);
    }
    for (const auto& listen : listens) {
        format == ExportFormat::csv ? add_csv_row(out, listen) : add_json_line(out, listen);
        if (out.size() >= piece) {
            if (auto status = sink(out); !status) {
                return status;
            }
            out.clear();
        }
    }
    return sink(out);
}

}  // namespace

std::optional<ExportFormat> export_format_from(std::string_view word) {
    if (word == "csv") {
        return ExportFormat::csv;
    }
    if (word == "jsonl") {
        return ExportFormat::jsonl;
    }
    return std::nullopt;
}

Status export_history(const std::vector<Listen>& listens, ExportFormat format, std::ostream& out) {
    return write_all(listens, format, [&out](std::string_view bytes) -> Status {
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!out.flush()) {
            return Error{ErrorCode::not_writable, "The export cannot be written", ""};
        }
        return Done{};
    });
}

Status export_history(const std::vector<Listen>& listens, ExportFormat format,
                      const std::filesystem::path& path) {
    ReplacingFile file(path);
    if (auto opened = file.open(); !opened) {
        return opened;
    }
    auto written = write_all(listens, format, [&file](std::string_view bytes) { return file.write(bytes); });
    return written ? file.commit() : written;
}

}  // namespace refrain
