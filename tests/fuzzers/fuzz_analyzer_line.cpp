// libFuzzer over the lines of refrain-analyzer, which has been through other people's files: any bytes are a
// report or none, and what a report says can be said again.
#include "library_scanner/text/utf8.h"
#include "recommender/content/analyzer_protocol.h"
#include "tests/fuzzers/require.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace refrain;
    const auto report = parse_analyzer_line({reinterpret_cast<const char*>(data), size});
    if (!report) {
        return 0;
    }
    require(is_valid_utf8(report->path) && is_valid_utf8(report->failure));
    require(std::isfinite(report->seconds) && std::isfinite(report->eta_seconds));
    const auto again = parse_analyzer_line(to_line(*report));
    require(again && again->phase == report->phase && again->done == report->done &&
            again->total == report->total && again->seconds == report->seconds);
    return 0;
}
