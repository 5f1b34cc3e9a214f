// What stands behind the colon of a field with numbers or times. Pure, any thread; a text that is no such
// value gives nothing.
#pragma once

#include "library_scanner/search/query.h"

#include <optional>
#include <string_view>

namespace refrain {

struct QueryClock {
    UtcTime now;
    /// Local time minus UTC.
    Milliseconds utc_offset{0};
};

/// `value` (normalised) as a range of `field`: 1990, 1990..1999, 1990.., ..1999, >3, >=3, <3, <=3, =3.
/// Numbers stand for all they leave open: year:199 the nineties, length:4 from 4:00 to 4:59.999,
/// added:2024-05 the month. Times may be so long ago (30d: within the last 30 days; >30d: longer ago). An
/// incomplete value
/// (">", "..") is any number.
std::optional<NumberTerm> number_term(NumberField field, std::string_view value, const QueryClock& clock);

}  // namespace refrain
