#include "player/history/export_cells.h"

namespace refrain {

std::string csv_text(std::string_view text) {
    constexpr std::string_view runs_as_formula = "=+-@\t\r";
    std::string cell(text);
    if (!cell.empty() && runs_as_formula.find(cell.front()) != std::string_view::npos) {
        cell.insert(cell.begin(), '\'');
    }
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
        return cell;
    }
    std::string quoted = "\"";
    for (const char c : cell) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + "\"";
}

std::string json_line(const nlohmann::ordered_json& object) {
    return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace refrain
