// Instants as text: ISO 8601 in UTC with milliseconds, "2026-01-02T03:04:05.678Z". Pure, any thread.
#pragma once

#include "library_scanner/core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace refrain {

/// Years 0000 to 9999; an instant outside is written as the nearest one inside.
std::string to_iso8601(UtcTime time);

struct ZonedTime {
    UtcTime time{};
    /// Minutes east of UTC that the text named; nothing for "Z" and for no zone at all.
    std::optional<std::int32_t> offset_min;
};
/// "YYYY-MM-DDThh:mm:ss", then optionally a fraction of 1 to 9 digits (cut to milliseconds), then "Z",
/// "+hh:mm", "-hh:mm" or nothing (read as UTC). A space may stand for the T. Nothing when it is no such text
/// or no such day; leap seconds are not known.
std::optional<ZonedTime> from_iso8601(std::string_view text);

}  // namespace refrain
