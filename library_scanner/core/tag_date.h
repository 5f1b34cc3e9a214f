// A date as tags give it: a year, a month or a day. Plain values, any thread, nothing fails. Readable as
// C++17.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace refrain {

struct TagDate {
    /// 0: not known, and then the parts below it are not known either. At most 9999, 12 and 31.
    std::int16_t year = 0;
    std::uint8_t month = 0, day = 0;

    friend bool operator==(const TagDate& a, const TagDate& b) {
        return a.year == b.year && a.month == b.month && a.day == b.day;
    }
    friend bool operator!=(const TagDate& a, const TagDate& b) { return !(a == b); }
};

/// The date at the start of a text: "2011-05-01", "2011-05", "2011", and with other signs between the numbers
/// or none ("2011/5/1", "20110501"); what follows is passed over. Only its year where the rest is no date.
/// Unknown where the text does not begin with four digits.
inline TagDate parse_tag_date(std::string_view text) {
    const auto digit = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
    std::size_t at = 0;
    /// Up to `most` digits; 0 where there are none.
    const auto number = [&](std::size_t most) {
        int value = 0;
        for (std::size_t i = 0; i < most && digit(at); ++i, ++at) {
            value = value * 10 + (text[at] - '0');
        }
        return value;
    };
    const auto pass_sign = [&] {
        if (at < text.size() && std::string_view("-/. ").find(text[at]) != std::string_view::npos) {
            ++at;
        }
    };
    while (at < text.size() && text[at] == ' ') {
        ++at;
    }
    if (!digit(at) || !digit(at + 1) || !digit(at + 2) || !digit(at + 3)) {
        return {};
    }
    TagDate date;
    date.year = static_cast<std::int16_t>(number(4));
    if (date.year == 0) {
        return {};
    }
    pass_sign();
    const int month = number(2);
    if (month < 1 || month > 12) {
        return date;
    }
    date.month = static_cast<std::uint8_t>(month);
    pass_sign();
    const int day = number(2);
    if (day >= 1 && day <= 31) {
        date.day = static_cast<std::uint8_t>(day);
    }
    return date;
}

/// "2011-05-01", "2011-05" or "2011", as far as it is known; empty when nothing is.
inline std::string text_of(const TagDate& date) {
    if (date.year == 0) {
        return {};
    }
    const auto padded = [](int number, std::size_t width) {
        std::string digits = std::to_string(number);
        return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
    };
    std::string text = padded(date.year, 4);
    if (date.month != 0) {
        text += '-' + padded(date.month, 2);
        if (date.day != 0) {
            text += '-' + padded(date.day, 2);
        }
    }
    return text;
}

}  // namespace refrain
