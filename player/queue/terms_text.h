// The terms of a score as one text, for the database: lines of "name=amount". Pure, any thread. Reading fails
// for nothing: lines that are none are left out.
#pragma once

#include "library_scanner/core/score_term.h"

#include <string>
#include <string_view>
#include <vector>

namespace refrain {

/// Every amount to the last bit. Names hold neither "=" nor a line's end.
std::string terms_text(const std::vector<ScoreTerm>& terms);
std::vector<ScoreTerm> terms_from(std::string_view text);

}  // namespace refrain
