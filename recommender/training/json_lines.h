// What refrain-trainer says on stdout: one JSON document a line. One thread; nothing fails.
#pragma once

#include "library_scanner/core/result.h"

#include <nlohmann/json.hpp>

namespace refrain {

using Json = nlohmann::ordered_json;

void print_line(const Json& line);
/// Tells the error as the last line; gives the exit status of a failure.
int fail(const Error& error);

}  // namespace refrain
