#include "player/history/iso_time.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace refrain {
namespace {

using namespace std::chrono;

constexpr UtcTime earliest{sys_days{year{0} / January / 1}};
constexpr UtcTime end_of_times{sys_days{year{10000} / January / 1}};

/// Takes pieces from the front of a text.
class Cutter {
  public:
    explicit Cutter(std::string_view text) : rest_(text) {}

    bool literal(std::string_view any_of) {
        if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }
    /// Exactly `digits` digits; -1 when they are not there.
    int number(std::size_t digits) {
        if (rest_.size() < digits) {
            return -1;
        }
        int value = 0;
        for (const char c : rest_.substr(0, digits)) {
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }
    std::string_view digits() {
        const auto end = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        const auto found = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return found;
    }
    char front() const { return rest_.empty() ? '\0' : rest_.front(); }
    bool done() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

bool within(int value, int lowest, int highest) {
    return value >= lowest && value <= highest;
}

/// Milliseconds of ".678"; -1 when it is no fraction.
int fraction(Cutter& text) {
    if (!text.literal(".,")) {
        return 0;
    }
    const auto digits = text.digits();
    if (digits.empty() || digits.size() > 9) {
        return -1;
    }
    int ms = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        ms = ms * 10 + (i < digits.size() ? digits[i] - '0' : 0);
    }
    return ms;
}

}  // namespace

std::string to_iso8601(UtcTime time) {
    time = std::clamp(time, earliest, end_of_times - Milliseconds(1));
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::optional<ZonedTime> from_iso8601(std::string_view whole) {
    Cutter text(whole);
    const int y = text.number(4);
    const bool dash1 = text.literal("-");
    const int m = text.number(2);
    const bool dash2 = text.literal("-");
    const int d = text.number(2);
    const bool separator = text.literal("T ");
    const int hour = text.number(2);
    const bool colon1 = text.literal(":");
    const int minute = text.number(2);
    const bool colon2 = text.literal(":");
    const int second = text.number(2);
    if (!dash1 || !dash2 || !separator || !colon1 || !colon2 || y < 0 || m < 0 || d < 0) {
        return std::nullopt;
    }
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    const int ms = fraction(text);
    if (!date.ok() || !within(hour, 0, 23) || !within(minute, 0, 59) || !within(second, 0, 59) || ms < 0) {
        return std::nullopt;
    }
    ZonedTime result;
    result.time =
        UtcTime(sys_days{date}) + hours(hour) + minutes(minute) + seconds(second) + Milliseconds(ms);
    if (text.done() || (text.literal("Zz") && text.done())) {
        return result;
    }
    const int sign = text.front() == '-' ? -1 : 1;
    if (!text.literal("+-")) {
        return std::nullopt;
    }
    const int zone_hours = text.number(2);
    const bool colon = text.literal(":");
    const int zone_minutes = text.number(2);
    if (!colon || !within(zone_hours, 0, 14) || !within(zone_minutes, 0, 59) || !text.done()) {
        return std::nullopt;
    }
    result.offset_min = sign * (zone_hours * 60 + zone_minutes);
    result.time -= minutes(*result.offset_min);
    return result;
}

}  // namespace refrain
