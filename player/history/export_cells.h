// How values are written into the files of an export: cells of CSV (RFC 4180) and JSON values. Pure, any
// thread; nothing fails.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace refrain {

/// A cell: quoted where needed; one that begins with = + - @, a tab or a carriage return gets an apostrophe
/// in front, because spreadsheets would run it as a formula.
std::string csv_text(std::string_view text);

/// One line with its end. Bytes that are no UTF-8 become U+FFFD.
std::string json_line(const nlohmann::ordered_json& object);

}  // namespace refrain
