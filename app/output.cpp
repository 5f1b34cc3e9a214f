#include "app/output.h"

#include "player/history/iso_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <utility>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace refrain::app {

namespace {

constexpr UChar32 replacement = 0xFFFD;

/// Calls `use` with every code point; ill-formed bytes arrive as U+FFFD.
template <class Use>
void each_code_point(std::string_view text, Use use) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < length;) {
        UChar32 point = 0;
        U8_NEXT(bytes, at, length, point);
        use(point < 0 ? replacement : point);
    }
}

void append(std::string& text, UChar32 point) {
    std::array<std::uint8_t, U8_MAX_LENGTH> bytes{};
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(bytes.data(), length, point);
    text.append(bytes.begin(), bytes.begin() + length);
}

std::size_t columns_of(UChar32 point) {
    const auto type = u_charType(point);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) {
        return 0;
    }
    const int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

std::tm local(UtcTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    return parts;
}

std::string formatted(const std::tm& parts, const char* pattern) {
    std::array<char, 64> text{};
    const auto length = std::strftime(text.data(), text.size(), pattern, &parts);
    return {text.data(), length};
}

}  // namespace

std::string_view to_word(ErrorCode code) {
    switch (code) {
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::unreadable:
            return "unreadable";
        case ErrorCode::malformed:
            return "malformed";
        case ErrorCode::unsupported:
            return "unsupported";
        case ErrorCode::not_writable:
            return "not_writable";
        case ErrorCode::damaged:
            return "damaged";
        case ErrorCode::busy:
            return "busy";
        case ErrorCode::cancelled:
            return "cancelled";
        case ErrorCode::failed:
            break;
    }
    return "failed";
}

std::string to_text(const nlohmann::json& value) {
    return value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

void Output::document(const nlohmann::json& value) {
    if (json_) {
        out_ << to_text(value) << '\n' << std::flush;
    }
}

void Output::line(std::string_view text) {
    if (!json_) {
        out_ << text << '\n' << std::flush;
    }
}

void Output::note(std::string_view text) {
    err_ << text << '\n' << std::flush;
}

ExitCode Output::fail(const Error& error) {
    err_ << "refrain: " << printable(error.text()) << '\n' << std::flush;
    document(
        {{"error",
          {{"code", std::string(to_word(error.code))}, {"message", error.message}, {"path", error.path}}}});
    return ExitCode::failed;
}

std::string printable(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    each_code_point(bytes, [&](UChar32 point) { append(text, u_iscntrl(point) ? replacement : point); });
    return text;
}

std::size_t display_width(std::string_view utf8) {
    std::size_t columns = 0;
    each_code_point(utf8, [&](UChar32 point) { columns += columns_of(point); });
    return columns;
}

std::string fit(std::string_view utf8, std::size_t columns) {
    const bool cut = display_width(utf8) > columns;
    const std::size_t room = cut && columns > 0 ? columns - 1 : columns;
    std::string text;
    std::size_t used = 0;
    bool full = false;
    each_code_point(utf8, [&](UChar32 point) {
        const auto width = columns_of(point);
        full = full || used + width > room;
        if (!full) {
            append(text, point);
            used += width;
        }
    });
    if (cut && columns > 0) {
        text += "…";
        ++used;
    }
    return text.append(columns - used, ' ');
}

std::string clock_text(Milliseconds length) {
    const auto seconds = std::max<std::int64_t>(0, length.count()) / 1000;
    std::array<char, 48> text{};
    const int size =
        seconds >= 3600
            ? std::snprintf(text.data(), text.size(), "%lld:%02lld:%02lld",
                            static_cast<long long>(seconds / 3600), static_cast<long long>(seconds / 60 % 60),
                            static_cast<long long>(seconds % 60))
            : std::snprintf(text.data(), text.size(), "%lld:%02lld", static_cast<long long>(seconds / 60),
                            static_cast<long long>(seconds % 60));
    return {text.data(), static_cast<std::size_t>(size)};
}

std::string local_time_text(UtcTime time) {
    return formatted(local(time), "%Y-%m-%d %H:%M");
}

namespace {

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool read(std::string_view text, std::int64_t& number) {
    return all_digits(text) &&
           std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc{};
}

}  // namespace

Result<UtcTime> parse_time(std::string_view text) {
    // A year alone is no count of milliseconds.
    constexpr std::size_t shortest_count = 6;
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code == std::errc{} && end == text.data() + text.size() && text.size() >= shortest_count) {
        return utc_from_ms(number);
    }
    constexpr std::size_t date_length = 10;
    const std::string whole =
        text.size() == date_length ? std::string(text) + "T00:00:00Z" : std::string(text);
    if (const auto time = from_iso8601(whole)) {
        return time->time;
    }
    return Error{
        ErrorCode::malformed,
        "\"" + printable(text) + "\" is no time; write 2026-11-22T17:05:00Z or milliseconds since 1970",
        {}};
}

Result<Milliseconds> parse_length(std::string_view text) {
    std::string reason = printable(text);
    reason += " is no length; write 90, 1:30 or 1:02:03";
    const Error no_length{ErrorCode::malformed, std::move(reason), {}};
    constexpr std::size_t most_parts = 3, most_digits = 6, decimals = 3;
    std::int64_t seconds = 0, thousandths = 0;
    std::size_t parts = 0;
    for (std::string_view rest = text;; ++parts) {
        const auto colon = rest.find(':');
        std::string_view part = rest.substr(0, colon);
        const auto point = colon == std::string_view::npos ? part.find('.') : std::string_view::npos;
        if (point != std::string_view::npos) {
            std::string fraction(part.substr(point + 1, decimals));
            fraction.resize(decimals, '0');
            if (!all_digits(part.substr(point + 1)) || !read(fraction, thousandths)) {
                return no_length;
            }
            part = part.substr(0, point);
        }
        std::int64_t number = 0;
        // Behind hours or minutes there is no sixtieth.
        if (part.size() > most_digits || !read(part, number) || (parts > 0 && number >= 60) ||
            parts == most_parts) {
            return no_length;
        }
        seconds = seconds * 60 + number;
        if (colon == std::string_view::npos) {
            return Milliseconds(seconds * 1000 + thousandths);
        }
        rest.remove_prefix(colon + 1);
    }
}

Result<Milliseconds> parse_days(std::string_view text) {
    constexpr std::int64_t hour = 3'600'000, most_hours = 24 * 36525;
    constexpr std::size_t most_digits = 7;
    std::int64_t number = 0;
    const char unit = text.empty() ? ' ' : text.back();
    const std::int64_t hours = unit == 'h' ? 1 : unit == 'd' ? 24 : unit == 'w' ? 7 * 24 : 0;
    if (hours > 0 && text.size() <= most_digits + 1 && read(text.substr(0, text.size() - 1), number) &&
        number > 0 && number * hours <= most_hours) {
        return Milliseconds(number * hours * hour);
    }
    std::string reason = printable(text);
    reason += " is no span of time; write 12h, 30d or 4w";
    return Error{ErrorCode::malformed, std::move(reason), {}};
}

void Table::add(std::vector<std::string> cells) {
    cells.resize(columns_.size());
    for (std::string& cell : cells) {
        cell = printable(cell);
    }
    rows_.push_back(std::move(cells));
}

void Table::print(Output& output) const {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        std::size_t width = display_width(columns_[c].title);
        for (const auto& row : rows_) {
            width = std::max(width, display_width(row[c]));
        }
        widths.push_back(std::min(width, columns_[c].max_width));
    }
    const auto write = [&](const auto& cell_at) {
        std::string text;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const std::string cell = cell_at(c);
            const std::size_t width = display_width(cell);
            if (c > 0) {
                text += "  ";
            }
            text += columns_[c].right && width < widths[c] ? std::string(widths[c] - width, ' ') + cell
                                                           : fit(cell, widths[c]);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        output.line(text);
    };
    write([&](std::size_t c) { return columns_[c].title; });
    for (const auto& row : rows_) {
        write([&](std::size_t c) { return row[c]; });
    }
}

}  // namespace refrain::app
