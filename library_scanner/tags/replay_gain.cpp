#include "library_scanner/tags/replay_gain.h"

#include "library_scanner/core/ascii.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>

namespace refrain {
namespace {

using namespace std::string_view_literals;

constexpr float r128_to_replay_gain_db = 5.0F;

std::string_view trimmed(std::string_view text) {
    constexpr auto blank = " \t\r\n\0"sv;
    const auto start = text.find_first_not_of(blank);
    return start == std::string_view::npos ? std::string_view()
                                           : text.substr(start, text.find_last_not_of(blank) - start + 1);
}

/// "+3" is written, and "+-3" is not.
std::string_view without_plus(std::string_view text) {
    return text.size() > 1 && text[0] == '+' && text[1] != '-' ? text.substr(1) : text;
}

/// A finite number that is all of the text.
std::optional<float> number(std::string_view text) {
    constexpr std::size_t longest = 40;
    text = without_plus(trimmed(text));
    if (text.empty() || text.size() > longest) {
        return std::nullopt;
    }
    std::string plain(text);
    // Programs that ask the system how numbers look have left commas in files.
    std::replace(plain.begin(), plain.end(), ',', '.');
    double value = 0;
    const auto* end = plain.data() + plain.size();
    const auto read = std::from_chars(plain.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value)) {
        return std::nullopt;
    }
    return static_cast<float>(value);
}

using Field = std::optional<float> Loudness::*;
using Parser = std::optional<float> (*)(std::string_view);
struct Name {
    std::string_view name;
    Field field;
    Parser parse;
};
constexpr std::array names{
    Name{"r128_track_gain"sv, &Loudness::track_gain_db, parse_r128_gain_db},
    Name{"r128_album_gain"sv, &Loudness::album_gain_db, parse_r128_gain_db},
    Name{"replaygain_track_gain"sv, &Loudness::track_gain_db, parse_gain_db},
    Name{"replaygain_track_peak"sv, &Loudness::track_peak, parse_peak},
    Name{"replaygain_album_gain"sv, &Loudness::album_gain_db, parse_gain_db},
    Name{"replaygain_album_peak"sv, &Loudness::album_peak, parse_peak},
};

const Name* find(std::string_view name) {
    const auto* found = std::find_if(names.begin(), names.end(),
                                     [&](const Name& known) { return is_word_ascii(name, known.name); });
    return found == names.end() ? nullptr : found;
}

}  // namespace

std::optional<float> parse_gain_db(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && is_word_ascii(text.substr(text.size() - 2), "db")) {
        text.remove_suffix(2);
    }
    const auto gain = number(text);
    return gain && std::abs(*gain) <= largest_gain_db ? gain : std::nullopt;
}

std::optional<float> parse_peak(std::string_view text) {
    const auto peak = number(text);
    return peak && *peak >= 0.0F && *peak <= largest_peak ? peak : std::nullopt;
}

std::optional<float> parse_r128_gain_db(std::string_view text) {
    text = without_plus(trimmed(text));
    std::int16_t steps = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, steps);
    if (text.empty() || read.ec != std::errc() || read.ptr != end) {
        return std::nullopt;
    }
    const float gain = static_cast<float>(steps) / 256.0F + r128_to_replay_gain_db;
    return std::abs(gain) <= largest_gain_db ? std::optional(gain) : std::nullopt;
}

bool is_loudness_field(std::string_view name) {
    return find(name) != nullptr;
}

void fill_loudness(Loudness& loudness, std::string_view name, std::string_view value) {
    const auto* known = find(name);
    if (known != nullptr && !(loudness.*(known->field))) {
        loudness.*(known->field) = known->parse(value);
    }
}

namespace {

Loudness musepack_loudness(unsigned track_gain, unsigned track_peak, unsigned album_gain,
                           unsigned album_peak) {
    const auto gain = [](unsigned raw) -> std::optional<float> {
        const float db = 64.82F - static_cast<float>(raw) / 256.0F;
        return raw == 0 || std::abs(db) > largest_gain_db ? std::nullopt : std::optional(db);
    };
    const auto peak = [](unsigned raw) -> std::optional<float> {
        constexpr double full_scale = 32768.0;
        const double linear = std::pow(10.0, static_cast<double>(raw) / 256.0 / 20.0) / full_scale;
        return raw == 0 || linear > largest_peak ? std::nullopt : std::optional(static_cast<float>(linear));
    };
    return {gain(track_gain), peak(track_peak), gain(album_gain), peak(album_peak)};
}

}  // namespace

Loudness musepack_header_loudness(std::string_view head) {
    constexpr auto magic = "MPCK"sv;
    if (head.substr(0, magic.size()) != magic) {
        return {};
    }
    std::size_t at = magic.size();
    const auto byte = [&](std::size_t offset) {
        return offset < head.size() ? unsigned{static_cast<unsigned char>(head[offset])} : 0u;
    };
    while (at + 2 < head.size()) {
        const auto key = head.substr(at, 2);
        // Of the whole packet, seven bits a byte, the highest first.
        std::size_t size = 0;
        auto body = at + 2;
        for (int i = 0; i < 4; ++i) {
            const auto part = byte(body++);
            size = size << 7 | (part & 0x7f);
            if (part < 0x80) {
                break;
            }
        }
        if (key == "RG"sv) {
            const auto number = [&](std::size_t index) {
                return byte(body + 1 + 2 * index) << 8 | byte(body + 2 + 2 * index);
            };
            // Version 1 is the only one; four numbers follow.
            return byte(body) == 1 && body + 9 <= head.size()
                       ? musepack_loudness(number(0), number(1), number(2), number(3))
                       : Loudness();
        }
        if (key == "AP"sv || at + size <= body - 1) {
            break;
        }
        at += size;
    }
    return {};
}

}  // namespace refrain
