#include "player/history/history_fields.h"

#include "library_scanner/core/judgement.h"
#include "library_scanner/text/utf8.h"
#include "player/history/iso_time.h"

#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace refrain {
namespace {

using Reason = std::optional<std::string>;

constexpr std::int64_t longest_ms = 10'000'000'000;            // 115 days
constexpr std::int64_t latest_ms = 32'503'680'000'000;         // the year 3000
constexpr std::int64_t exact_in_json = 9'007'199'254'740'992;  // 2^53
constexpr std::int64_t furthest_zone_min = 840;                // UTC+14
constexpr std::int64_t largest_count = std::numeric_limits<std::int32_t>::max();

/// A whole number between two limits, also when it was written as 3.0.
std::optional<std::int64_t> whole(const FieldValue& value, std::int64_t lowest, std::int64_t highest) {
    std::int64_t number = 0;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        number = *integer;
    } else if (const auto* real = std::get_if<double>(&value);
               real && std::abs(*real) <= static_cast<double>(exact_in_json) && std::trunc(*real) == *real) {
        number = static_cast<std::int64_t>(*real);
    } else {
        return std::nullopt;
    }
    return number >= lowest && number <= highest ? std::optional(number) : std::nullopt;
}

HistoryField text(std::string name, std::string meaning, std::string when_absent,
                  std::string Listen::*member) {
    return {std::move(name),
            "",
            std::move(meaning),
            std::move(when_absent),
            [member](const Listen& l) { return FieldValue(to_display(l.*member)); },
            [member](Listen& l, const FieldValue& value) -> Reason {
                if (const auto* string = std::get_if<std::string>(&value)) {
                    l.*member = *string;
                    return std::nullopt;
                }
                return "must be a text";
            }};
}

/// `Whole` is an integer type or one that wraps one; `read` and `make` go from and to it.
template <class Whole, class Read, class Make>
HistoryField number(std::string name, std::string unit, std::string meaning, std::string when_absent,
                    Whole Listen::*member, std::int64_t lowest, std::int64_t highest, Read read, Make make) {
    return {
        std::move(name),
        std::move(unit),
        std::move(meaning),
        std::move(when_absent),
        [member, read](const Listen& l) { return FieldValue(static_cast<std::int64_t>(read(l.*member))); },
        [member, lowest, highest, make](Listen& l, const FieldValue& value) -> Reason {
            if (const auto integer = whole(value, lowest, highest)) {
                l.*member = make(*integer);
                return std::nullopt;
            }
            return fmt::format("must be a whole number from {} to {}", lowest, highest);
        }};
}

HistoryField length(std::string name, std::string meaning, std::string when_absent,
                    Milliseconds Listen::*member) {
    return number(
        std::move(name), "ms", std::move(meaning), std::move(when_absent), member, 0, longest_ms,
        [](Milliseconds ms) { return ms.count(); }, [](std::int64_t ms) { return Milliseconds(ms); });
}

template <class Integer>
HistoryField count(std::string name, std::string unit, std::string meaning, std::string when_absent,
                   Integer Listen::*member, std::int64_t lowest, std::int64_t highest) {
    return number(
        std::move(name), std::move(unit), std::move(meaning), std::move(when_absent), member, lowest, highest,
        [](Integer n) { return n; }, [](std::int64_t n) { return static_cast<Integer>(n); });
}

HistoryField real(std::string name, std::string unit, std::string meaning, double Listen::*member,
                  double lowest, double highest) {
    return {std::move(name),
            std::move(unit),
            std::move(meaning),
            "0",
            [member](const Listen& l) { return FieldValue(l.*member); },
            [member, lowest, highest](Listen& l, const FieldValue& value) -> Reason {
                double given = std::numeric_limits<double>::quiet_NaN();
                if (const auto* d = std::get_if<double>(&value)) {
                    given = *d;
                } else if (const auto* i = std::get_if<std::int64_t>(&value)) {
                    given = static_cast<double>(*i);
                }
                if (!(given >= lowest && given <= highest)) {
                    return fmt::format("must be a number from {} to {}", lowest, highest);
                }
                l.*member = given;
                return std::nullopt;
            }};
}

HistoryField flag(std::string name, std::string meaning, bool Listen::*member) {
    return {std::move(name),
            "true/false",
            std::move(meaning),
            "false",
            [member](const Listen& l) { return FieldValue(l.*member); },
            [member](Listen& l, const FieldValue& value) -> Reason {
                if (const auto* yes = std::get_if<bool>(&value)) {
                    l.*member = *yes;
                    return std::nullopt;
                }
                return "must be true or false";
            }};
}

template <class Word, class Table>
HistoryField word(std::string name, const std::string& meaning, std::string when_absent, Word Listen::*member,
                  const Table& table) {
    std::string all;
    for (const auto& [value, text] : table) {
        all += (all.empty() ? "" : ", ") + std::string(text);
    }
    return {std::move(name),
            "word",
            meaning + ": " + all,
            std::move(when_absent),
            [member](const Listen& l) { return FieldValue(std::string(to_word(l.*member))); },
            [member, &table, all](Listen& l, const FieldValue& value) -> Reason {
                if (const auto* text = std::get_if<std::string>(&value)) {
                    if (const auto known = words::value(table, *text)) {
                        l.*member = *known;
                        return std::nullopt;
                    }
                }
                return "must be one of " + all;
            }};
}

HistoryField started_at() {
    return {"started_at",
            "ISO 8601, UTC",
            "When the listen began",
            "required",
            [](const Listen& l) { return FieldValue(to_iso8601(l.started_at)); },
            [](Listen& l, const FieldValue& value) -> Reason {
                const auto* text = std::get_if<std::string>(&value);
                const auto zoned = text ? from_iso8601(*text) : std::nullopt;
                if (!zoned || to_ms(zoned->time) < 0 || to_ms(zoned->time) >= latest_ms) {
                    return "must be a time from 1970 to 2999 such as 2026-01-02T03:04:05.678Z";
                }
                l.started_at = zoned->time;
                l.tz_offset_min = zoned->offset_min.value_or(l.tz_offset_min);
                return std::nullopt;
            }};
}

std::string to_hex(const std::string& bytes) {
    std::string hex;
    for (const char c : bytes) {
        hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    }
    return hex;
}

std::optional<std::string> from_hex(std::string_view hex) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    if (hex.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = digit(hex[i]), low = digit(hex[i + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

/// File names are bytes. What is not UTF-8 cannot stand in JSON, so `path` shows it and this one keeps it.
HistoryField path_bytes() {
    return {
        "path_bytes",
        "hexadecimal",
        "The bytes of the path, only when they are not valid UTF-8; `path` then shows them as well as text "
        "can, and this field counts",
        "path",
        [](const Listen& l) { return is_valid_utf8(l.path) ? FieldValue() : FieldValue(to_hex(l.path)); },
        [](Listen& l, const FieldValue& value) -> Reason {
            const auto* hex = std::get_if<std::string>(&value);
            auto bytes = hex ? from_hex(*hex) : std::nullopt;
            if (!bytes) {
                return "must be pairs of the digits 0-9 and a-f";
            }
            l.path = std::move(*bytes);
            return std::nullopt;
        }};
}

HistoryField completion() {
    return {"completion",
            "0..1",
            "heard_ms / duration_ms; empty when the duration is unknown",
            "derived",
            [](const Listen& l) {
                const auto rate = l.rate();
                return rate ? FieldValue(rate->value()) : FieldValue();
            },
            {}};
}

HistoryField judgement() {
    return {
        "judgement",
        "word",
        "What Refrain takes the listen for: positive, negative, neutral (after its end; empty while open)",
        "derived",
        [](const Listen& l) {
            return l.end_reason == EndReason::open ? FieldValue()
                                                   : FieldValue(std::string(to_word(judge(l))));
        },
        {}};
}

HistoryField session() {
    return number(
        "session", "", "The run of the player it belongs to; 0 = none", "0", &Listen::session, 0,
        exact_in_json, [](SessionId id) { return id.value(); },
        [](std::int64_t id) { return SessionId(id); });
}

std::vector<HistoryField> make_fields() {
    constexpr auto any = std::numeric_limits<std::int64_t>::max();
    return {
        started_at(),
        count("tz_offset_min", "minutes", "East of UTC, where and when it was heard",
              "the zone named in started_at, else 0", &Listen::tz_offset_min, -furthest_zone_min,
              furthest_zone_min),
        text("title", "Title of the track", "required with artist, unless there is a path", &Listen::title),
        text("artist", "Artist of the track", "required with title, unless there is a path", &Listen::artist),
        text("album", "Album", "empty", &Listen::album),
        text("path", "Absolute path of the file", "empty", &Listen::path),
        path_bytes(),
        length("duration_ms", "Length of the track; 0 = unknown",
               "the matched track's length when heard_ms is given, else 0", &Listen::duration),
        length("heard_ms", "Audio really heard: pauses and seeks excluded",
               "unknown: duration_ms is then taken as 0, so that no completion is made up", &Listen::heard),
        completion(),
        judgement(),
        length("furthest_ms", "The furthest position reached", "0", &Listen::furthest),
        length("paused_ms", "Time spent paused", "0", &Listen::paused),
        count("seeks_forward", "count", "Jumps forward", "0", &Listen::seeks_forward, 0, largest_count),
        count("seeks_back", "count", "Jumps back", "0", &Listen::seeks_back, 0, largest_count),
        word("intent", "How the listener got to it", "import", &Listen::intent, words::intent),
        text("origin", "Which album, playlist, query or queue it came from", "empty", &Listen::origin),
        count("queue_position", "", "Place in the queue, from 0; -1 = unknown", "-1", &Listen::queue_position,
              -1, largest_count),
        count("shuffle_pool", "count", "Tracks that were shuffled; 0 = not shuffled", "0",
              &Listen::shuffle_pool, 0, any),
        count("shuffle_seed", "", "Seed of the shuffle", "0", &Listen::shuffle_seed, -any - 1, any),
        word("start_reason", "Why it began", "unknown", &Listen::start_reason, words::start_reason),
        word("end_reason", "Why it ended; open becomes interrupted when imported", "unknown",
             &Listen::end_reason, words::end_reason),
        session(),
        flag("muted", "The output was muted", &Listen::muted),
        flag("private", "Heard in a private session: nothing learns from it", &Listen::private_session),
        flag("browsing", "Left after seconds on the way to something else: no verdict on the track",
             &Listen::browsing),
        text("model_generation", "The model that put it into the queue", "empty", &Listen::model_generation),
        text("route", "The route of Guess You Like that found it", "empty", &Listen::route),
        real("score", "", "Its score when it was queued", &Listen::score, -1e300, 1e300),
        real("propensity", "0..1", "Probability with which the queue showed it; 0 = not logged",
             &Listen::propensity, 0.0, 1.0),
        text("profile", "Whose history", "default", &Listen::profile),
        text("source", "The program that logged it: refrain for our own", "import", &Listen::source),
        text("source_key", "Unique within the source; importing the same twice adds nothing",
             "derived from started_at, title, artist, album and path", &Listen::source_key),
    };
}

}  // namespace

const std::vector<HistoryField>& history_fields() {
    static const auto fields = make_fields();
    return fields;
}

const HistoryField* find_history_field(std::string_view name) {
    for (const auto& field : history_fields()) {
        if (field.name == name) {
            return &field;
        }
    }
    return nullptr;
}

std::string history_fields_markdown() {
    std::string table = "| field | unit | meaning | when absent in an import |\n|---|---|---|---|\n";
    for (const auto& field : history_fields()) {
        table += fmt::format("| `{}` | {} | {} | {} |\n", field.name, field.unit, field.meaning,
                             field.derived() ? "derived: passed over" : field.when_absent);
    }
    return table;
}

}  // namespace refrain
