#include "library_scanner/tags/rating_tags.h"

#include "library_scanner/core/ascii.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace refrain {
namespace {

constexpr int star = 20;

struct Step {
    int value, rating;
};

std::optional<std::uint8_t> rating(double of_100) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(of_100, 0.0, 100.0)));
}

/// The last step that does not lie above the value.
template <std::size_t n>
int reached(const std::array<Step, n>& steps, int value) {
    const auto above =
        std::find_if(steps.begin(), steps.end(), [&](Step step) { return step.value > value; });
    return above == steps.begin() ? 0 : std::prev(above)->rating;
}

template <std::size_t n>
int nearest(const std::array<Step, n>& steps, int value) {
    return std::min_element(
               steps.begin(), steps.end(),
               [&](Step a, Step b) { return std::abs(a.value - value) < std::abs(b.value - value); })
        ->rating;
}

bool holds(std::string_view text, std::string_view part) {
    const auto same = [](char a, char b) { return lower_ascii(a) == b; };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

/// 26, 51, 76 ... 255 for half a star to five.
std::optional<int> in_steps_of_51(int value) {
    for (int halves = 1; halves <= 10; ++halves) {
        if (std::abs(value - halves * 25.5) <= 0.5) {
            return halves * star / 2;
        }
    }
    return std::nullopt;
}

/// Of stars and halves. One star is less than a half: it was there first.
int in_half_stars(int value) {
    if (value == 1) {
        return star;
    }
    constexpr std::array<Step, 10> steps{{{13, 10},
                                          {32, 20},
                                          {54, 30},
                                          {64, 40},
                                          {118, 50},
                                          {128, 60},
                                          {186, 70},
                                          {196, 80},
                                          {242, 90},
                                          {255, 100}}};
    return nearest(steps, value);
}

std::optional<double> decimal(std::string_view text) {
    const auto start = text.find_first_not_of(" \t");
    if (start == std::string_view::npos) {
        return std::nullopt;
    }
    text = text.substr(start, text.find_last_not_of(" \t") - start + 1);
    double value = 0;
    const auto end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    return error == std::errc() && rest == end && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<std::uint8_t> rating_of_popm(std::string_view writer, int value) {
    if (value <= 0 || value > 255) {
        return std::nullopt;
    }
    if (holds(writer, "quodlibet")) {
        return rating(value * 100.0 / 255);
    }
    if (holds(writer, "banshee")) {
        constexpr std::array<Step, 5> steps{{{1, 20}, {64, 40}, {128, 60}, {192, 80}, {255, 100}}};
        return rating(reached(steps, value));
    }
    if (holds(writer, "traktor")) {
        constexpr std::array<Step, 5> steps{{{51, 20}, {102, 40}, {153, 60}, {204, 80}, {255, 100}}};
        return rating(nearest(steps, value));
    }
    const bool with_halves = holds(writer, "musicbee") || holds(writer, "no@email");
    // 128 is three stars today, and was two and a half.
    if (value != 128 && !holds(writer, "musicbee")) {
        if (const auto stars = in_steps_of_51(value)) {
            return rating(*stars);
        }
    }
    if (with_halves) {
        return rating(in_half_stars(value));
    }
    constexpr std::array<Step, 5> steps{{{1, 20}, {32, 40}, {96, 60}, {160, 80}, {224, 100}}};
    return rating(reached(steps, value));
}

std::optional<std::uint8_t> rating_of_fmps(std::string_view text) {
    const auto value = decimal(text);
    return value && *value >= 0 && *value <= 1 ? rating(*value * 100) : std::nullopt;
}

std::optional<std::uint8_t> rating_of_text(std::string_view text) {
    const auto value = decimal(text);
    if (!value || *value <= 0 || *value > 100) {
        return std::nullopt;
    }
    if (*value <= 1 && text.find('.') != std::string_view::npos) {
        return rating(*value * 100);
    }
    return rating(*value <= 5 ? *value * star : *value);
}

std::optional<std::uint8_t> rating_of_windows_media(int value) {
    if (value <= 0 || value > 100) {
        return std::nullopt;
    }
    constexpr std::array<Step, 5> steps{{{1, 20}, {25, 40}, {50, 60}, {75, 80}, {99, 100}}};
    return rating(nearest(steps, value));
}

}  // namespace refrain
