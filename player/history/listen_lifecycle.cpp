#include "player/history/listen_lifecycle.h"

#include <charconv>
#include <limits>
#include <random>

#include <fmt/format.h>

namespace refrain {

void apply_figures(Listen& row, const Listen& newer) {
    if (row.end_reason != EndReason::open) {
        return;
    }
    row.duration = newer.duration;
    row.heard = newer.heard;
    row.furthest = newer.furthest;
    row.paused = newer.paused;
    row.seeks_forward = newer.seeks_forward;
    row.seeks_back = newer.seeks_back;
    row.muted = newer.muted;
    row.private_session = newer.private_session;
    row.browsing = newer.browsing;
    row.end_reason = newer.end_reason;
}

RunId RunId::random() {
    std::random_device device;
    std::uniform_int_distribution<std::int64_t> any(1, std::numeric_limits<std::int64_t>::max() - 1);
    return RunId(any(device));
}

std::string own_source_key(RunId run, std::uint64_t number) {
    return fmt::format("{:016x}-{}", run.value(), number);
}

std::optional<RunId> run_of(std::string_view key) {
    constexpr std::size_t digits = 16;
    if (key.size() <= digits || key[digits] != '-') {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + digits, value, 16);
    if (error != std::errc() || end != key.data() + digits || value <= 0) {
        return std::nullopt;
    }
    return RunId(value);
}

}  // namespace refrain
