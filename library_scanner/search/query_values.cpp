#include "library_scanner/search/query_values.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

namespace refrain {
namespace {

using namespace std::string_view_literals;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
/// So that sums of times stay far from the ends of their type: 100,000 years.
constexpr double most_ms = 3.2e15;

/// All that a value stands for, both ends included.
struct Span {
    std::int64_t first, last;
};

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool read = error == std::errc() && end == text.data() + text.size() && text.front() != '-';
    return read && number < 1'000'000'000 ? std::optional(number) : std::nullopt;
}

/// "1.5" of something that has `unit` milliseconds.
std::optional<std::int64_t> amount_of(std::string_view text, std::int64_t unit) {
    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    const double ms = number * static_cast<double>(unit);
    if (error != std::errc() || end != text.data() + text.size() || !(ms >= 0 && ms < most_ms)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(ms);
}

std::optional<Span> whole_span(std::string_view text) {
    const auto number = whole_number(text);
    return number ? std::optional(Span{*number, *number}) : std::nullopt;
}

/// A year, or its beginning: 19, 199.
std::optional<Span> year_span(std::string_view text) {
    const auto number = whole_number(text);
    if (!number || text.size() > 4) {
        return std::nullopt;
    }
    std::int64_t unit = 1;
    for (std::size_t digits = text.size(); digits < 4; ++digits) {
        unit *= 10;
    }
    return Span{*number * unit, *number * unit + unit - 1};
}

/// 4:30, 1:02:03, 4 (minutes), 4m, 90s, 1.5h.
std::optional<Span> length_span(std::string_view text) {
    if (text.find(':') != std::string_view::npos) {
        std::int64_t seconds = 0;
        std::size_t parts = 0;
        while (parts < 3) {
            const auto colon = text.find(':');
            const auto number = whole_number(text.substr(0, colon));
            if (!number || *number > 1'000'000) {
                return std::nullopt;
            }
            seconds = seconds * 60 + *number;
            ++parts;
            if (colon == std::string_view::npos) {
                return Span{seconds * second, seconds * second + second - 1};
            }
            text.remove_prefix(colon + 1);
            if (text.empty()) {  // being typed
                return Span{seconds * minute, seconds * minute + minute - 1};
            }
        }
        return std::nullopt;
    }
    std::int64_t unit = minute;
    if (text.back() == 's') {
        unit = second;
    } else if (text.back() == 'h') {
        unit = hour;
    }
    if (text.back() == 's' || text.back() == 'm' || text.back() == 'h') {
        text.remove_suffix(1);
    }
    const auto ms = text.empty() ? std::nullopt : amount_of(text, unit);
    return ms ? std::optional(Span{*ms, *ms + unit - 1}) : std::nullopt;
}

std::int64_t start_of(std::chrono::year_month_day date, const QueryClock& clock) {
    return std::chrono::duration_cast<Milliseconds>(std::chrono::sys_days(date).time_since_epoch() -
                                                    clock.utc_offset)
        .count();
}

/// 2024, 2024-05, 2024-05-01.
std::optional<Span> date_span(std::string_view text, const QueryClock& clock) {
    using namespace std::chrono;
    if (text.size() < 4) {
        return std::nullopt;
    }
    const auto number = whole_number(text.substr(0, 4));
    if (!number) {
        return std::nullopt;
    }
    const std::chrono::year year(static_cast<int>(*number));
    const auto from_to = [&](year_month_day first, year_month_day next) {
        return Span{start_of(first, clock), start_of(next, clock) - 1};
    };
    if (text.size() == 4 || text.substr(4) == "-"sv) {
        return from_to(year / January / 1, (year + years(1)) / January / 1);
    }
    if (text[4] != '-') {
        return std::nullopt;
    }
    text.remove_prefix(5);
    const auto dash = text.find('-');
    const auto month_number = whole_number(text.substr(0, dash));
    if (!month_number || *month_number < 1 || *month_number > 12) {
        return std::nullopt;
    }
    const year_month month = year / static_cast<int>(*month_number);
    if (dash == std::string_view::npos || dash + 1 == text.size()) {
        return from_to(month / 1, (month + months(1)) / 1);
    }
    const auto day_number = whole_number(text.substr(dash + 1));
    if (!day_number || *day_number < 1 || *day_number > 31) {
        return std::nullopt;
    }
    const year_month_day date = month / static_cast<int>(*day_number);
    if (!date.ok()) {
        return std::nullopt;
    }
    return from_to(date, year_month_day(sys_days(date) + days(1)));
}

/// 2011, 2011-05, 2011-05-01 as 20110501: of a date of which less is known only as much is compared.
std::optional<Span> release_span(std::string_view text) {
    const auto next = [&]() -> std::optional<std::int64_t> {
        const auto dash = text.find('-');
        const auto number = whole_number(text.substr(0, dash));
        text.remove_prefix(dash == std::string_view::npos ? text.size() : dash + 1);
        return number;
    };
    const auto year = next();
    if (!year || *year > 9999) {
        return std::nullopt;
    }
    if (text.empty()) {
        const auto years = year_span(std::to_string(*year));
        return Span{years->first * 10'000, years->last * 10'000 + 9'999};
    }
    const auto month = next();
    if (!month || *month > 12) {
        return std::nullopt;
    }
    const std::int64_t first_of_month = *year * 10'000 + *month * 100;
    if (text.empty()) {
        return Span{first_of_month, first_of_month + 99};
    }
    const auto of_month = next();
    if (!of_month || *of_month > 31 || !text.empty()) {
        return std::nullopt;
    }
    return Span{first_of_month + *of_month, first_of_month + *of_month};
}

/// Stars, with halves: of the finer scales of others all that Rating shows as so many.
std::optional<Span> rating_span(std::string_view text) {
    constexpr std::int64_t star = 20, half = 10;
    const auto rating = amount_of(text, star);
    if (!rating || *rating > 5 * star) {
        return std::nullopt;
    }
    return Span{*rating - half / 2, *rating + half / 2 - 1};
}

/// 30d: how long ago in milliseconds. A bare number below 1000 is days.
std::optional<std::int64_t> age(std::string_view text) {
    std::int64_t unit = day;
    switch (text.back()) {
        case 'h':
            unit = hour;
            break;
        case 'd':
            break;
        case 'w':
            unit = 7 * day;
            break;
        case 'm':
            unit = 30 * day;
            break;
        case 'y':
            unit = 365 * day;
            break;
        default:
            return text.size() < 4 ? amount_of(text, unit) : std::nullopt;
    }
    text.remove_suffix(1);
    return text.empty() ? std::nullopt : amount_of(text, unit);
}

std::optional<Span> day_span(std::string_view text, const QueryClock& clock) {
    if (text != "today"sv && text != "yesterday"sv && text != "今天"sv && text != "昨天"sv) {
        return std::nullopt;
    }
    using namespace std::chrono;
    const auto local = floor<days>(sys_time<Milliseconds>(clock.now.time_since_epoch()) + clock.utc_offset);
    const bool today = text == "today"sv || text == "今天"sv;
    const auto first = start_of(year_month_day(today ? local : local - days(1)), clock);
    return Span{first, first + day - 1};
}

/// The moments that `text` stands for. Of a time ago: the moment itself.
std::optional<Span> time_span(std::string_view text, const QueryClock& clock) {
    if (const auto named = day_span(text, clock)) {
        return named;
    }
    if (const auto ago = age(text)) {
        const std::int64_t moment = to_ms(clock.now) - *ago;
        return Span{moment, moment};
    }
    return date_span(text, clock);
}

bool is_time(NumberField field) {
    return field == NumberField::added || field == NumberField::played;
}

std::optional<Span> span_of(NumberField field, std::string_view text, const QueryClock& clock) {
    switch (field) {
        case NumberField::year:
            return year_span(text);
        case NumberField::date:
            return release_span(text);
        case NumberField::rating:
            return rating_span(text);
        case NumberField::length:
            return length_span(text);
        case NumberField::added:
        case NumberField::played:
            return time_span(text, clock);
        case NumberField::plays:
        case NumberField::skips:
        case NumberField::bit_rate:
            return whole_span(text);
    }
    return std::nullopt;
}

struct Comparison {
    enum class Kind { equal, less, less_or_equal, more, more_or_equal };
    Kind kind = Kind::equal;
    std::string_view value;
};

Comparison comparison(std::string_view text) {
    using Kind = Comparison::Kind;
    using Sign = std::pair<std::string_view, Kind>;
    for (const auto& [sign, kind] : {Sign{"<=", Kind::less_or_equal}, Sign{">=", Kind::more_or_equal},
                                     Sign{"≤", Kind::less_or_equal}, Sign{"≥", Kind::more_or_equal},
                                     Sign{"<", Kind::less}, Sign{">", Kind::more}, Sign{"=", Kind::equal}}) {
        if (text.substr(0, sign.size()) == sign) {
            return {kind, text.substr(sign.size())};
        }
    }
    return {Kind::equal, text};
}

std::optional<NumberTerm> compared(NumberField field, std::string_view text, const QueryClock& clock) {
    using Kind = Comparison::Kind;
    auto [kind, value] = comparison(text);
    if (value.empty()) {
        return NumberTerm{field, lowest, highest};
    }
    const auto span = span_of(field, value, clock);
    if (!span) {
        return std::nullopt;
    }
    if (is_time(field) && age(value)) {
        // "Less than 30 days ago" is later than the moment 30 days ago; and 30d alone means that, too.
        const std::int64_t moment = span->first;
        return kind == Kind::more || kind == Kind::more_or_equal ? NumberTerm{field, lowest, moment - 1}
                                                                 : NumberTerm{field, moment, highest};
    }
    switch (kind) {
        case Kind::equal:
            return NumberTerm{field, span->first, span->last};
        case Kind::less:
            return NumberTerm{field, lowest, span->first - 1};
        case Kind::less_or_equal:
            return NumberTerm{field, lowest, span->last};
        case Kind::more:
            return NumberTerm{field, span->last + 1, highest};
        case Kind::more_or_equal:
            return NumberTerm{field, span->first, highest};
    }
    return std::nullopt;
}

}  // namespace

std::optional<NumberTerm> number_term(NumberField field, std::string_view value, const QueryClock& clock) {
    const auto dots = value.find("..");
    if (dots == std::string_view::npos) {
        return compared(field, value, clock);
    }
    const std::string_view from = value.substr(0, dots);
    std::string_view to = value.substr(dots + 2);
    if (to == ".") {  // three dots, the third of them too many
        to = {};
    }
    // Open where nothing is said.
    Span first{lowest, highest}, last{lowest, highest};
    for (const auto& [text, span] : {std::pair{from, &first}, std::pair{to, &last}}) {
        if (text.empty()) {
            continue;
        }
        const auto read = span_of(field, text, clock);
        if (!read) {
            return std::nullopt;
        }
        *span = *read;
    }
    if (from.empty() || to.empty()) {
        return NumberTerm{field, first.first, last.last};
    }
    // Either way round: 30d..7d reads as well as 7d..30d.
    return NumberTerm{field, std::min(first.first, last.first), std::max(first.last, last.last)};
}

}  // namespace refrain
