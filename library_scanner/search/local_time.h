// The listener's clock, for what "today" means in a query. Any thread, nothing fails.
#pragma once

#include "library_scanner/core/time.h"

#include <ctime>

namespace refrain {

/// Local time minus UTC at `at`; 0 where the system does not know.
inline Milliseconds local_offset(UtcTime at) {
    const std::time_t seconds = to_ms(at) / 1000;
    std::tm local{};
    return Milliseconds(::localtime_r(&seconds, &local) != nullptr ? local.tm_gmtoff * 1000 : 0);
}

}  // namespace refrain
