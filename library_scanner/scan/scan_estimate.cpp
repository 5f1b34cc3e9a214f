#include "library_scanner/scan/scan_estimate.h"

#include <algorithm>

namespace refrain {
namespace {

constexpr Milliseconds least_passed{2000};

/// At the pace so far; nothing when nothing was done.
std::optional<double> left_of(double whole, double done, double passed_ms) {
    if (whole <= done) {
        return 0.0;
    }
    return done > 0.0 ? std::optional((whole - done) * passed_ms / done) : std::nullopt;
}

}  // namespace

std::optional<Milliseconds> time_left(const ScanPace& pace) {
    if (pace.passed < least_passed) {
        return std::nullopt;
    }
    const auto passed = static_cast<double>(pace.passed.count());
    const auto seen = static_cast<double>(pace.seen);
    auto to_read = static_cast<double>(pace.to_read);
    double walk_ms = 0.0;
    if (!pace.walk_done) {
        if (pace.seen == 0 || pace.expected <= pace.seen) {
            return std::nullopt;
        }
        const auto expected = static_cast<double>(pace.expected);
        walk_ms = left_of(expected, seen, passed).value_or(0.0);
        to_read *= expected / seen;
    }
    const auto read_ms = left_of(to_read, static_cast<double>(pace.read), passed);
    if (!read_ms) {
        return std::nullopt;
    }
    return Milliseconds(static_cast<std::int64_t>(std::max(walk_ms, *read_ms)));
}

}  // namespace refrain
