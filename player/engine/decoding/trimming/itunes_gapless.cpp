#include "player/engine/decoding/trimming/itunes_gapless.h"

#include <array>
#include <charconv>
#include <cstddef>

namespace refrain {
namespace {

/// Longer than any delay of a coder, shorter than any music: beyond it the note is nonsense.
constexpr std::int64_t most_delay = 1 << 16;

}  // namespace

std::optional<ITunesGapless> parse_itunes_gapless(std::string_view text) {
    std::array<std::int64_t, 4> numbers{};
    for (std::int64_t& number : numbers) {
        const std::size_t begin = text.find_first_not_of(' ');
        if (begin == std::string_view::npos) {
            return std::nullopt;
        }
        text.remove_prefix(begin);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
        if (error != std::errc() || number < 0) {
            return std::nullopt;
        }
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
    const ITunesGapless found{numbers[1], numbers[2], numbers[3]};
    if (found.delay > most_delay || found.padding > most_delay || found.frames == 0) {
        return std::nullopt;
    }
    return found;
}

}  // namespace refrain
