#include "library_scanner/lyrics/lrc.h"

#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace refrain {
namespace {

constexpr std::string_view white_space = " \t\v\f\r";

std::string_view trimmed(std::string_view text) {
    const auto start = text.find_first_not_of(white_space);
    return start == std::string_view::npos
               ? std::string_view()
               : text.substr(start, text.find_last_not_of(white_space) - start + 1);
}

/// Takes digits off the front of `text`; nothing where there are none or more than `most`.
std::optional<std::int64_t> take_number(std::string_view& text, std::size_t most) {
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits > most) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    for (const char c : text.substr(0, digits)) {
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

/// "12:30.5", "12:30.55", "12:30,555", "12:30:55", "1:12:30.5", "12:30".
std::optional<Milliseconds> time_of(std::string_view text) {
    text = trimmed(text);
    const auto minutes = take_number(text, 4);
    if (!minutes || text.empty() || text.front() != ':') {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto seconds = take_number(text, 2);
    if (!seconds || *seconds > 59) {
        return std::nullopt;
    }
    auto whole = *minutes * 60 + *seconds;
    // A third number is a fraction, but for "1:12:30.5", where the fraction is the fourth.
    if (text.size() > 3 && text.front() == ':' && text.find_first_of(".,") != std::string_view::npos) {
        text.remove_prefix(1);
        const auto last = take_number(text, 2);
        if (!last || *last > 59 || *seconds > 59) {
            return std::nullopt;
        }
        whole = whole * 60 + *last;
    }
    std::int64_t fraction = 0;
    if (!text.empty()) {
        if (std::string_view(".,:").find(text.front()) == std::string_view::npos) {
            return std::nullopt;
        }
        text.remove_prefix(1);
        const auto digits = text.size();
        const auto value = take_number(text, 3);
        if (!value || !text.empty()) {
            return std::nullopt;
        }
        fraction = digits == 1 ? *value * 100 : digits == 2 ? *value * 10 : *value;
    }
    return Milliseconds(whole * 1000 + fraction);
}

/// What stands in the brackets that `text` begins with; nothing where it does not.
std::optional<std::string_view> bracketed(std::string_view text) {
    const auto end = text.find(']');
    return text.empty() || text.front() != '[' || end == std::string_view::npos
               ? std::nullopt
               : std::optional(text.substr(1, end - 1));
}

bool is_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '#';
    });
}

/// "ar:Artist": a heading is a word, a colon and what comes behind it.
std::optional<std::pair<std::string_view, std::string_view>> heading_of(std::string_view inside) {
    const auto colon = inside.find(':');
    if (colon == std::string_view::npos || !is_word(inside.substr(0, colon))) {
        return std::nullopt;
    }
    return std::pair(inside.substr(0, colon), trimmed(inside.substr(colon + 1)));
}

std::int64_t offset_of(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        text.remove_prefix(1);
    }
    const auto value = take_number(text, 7);
    return !value ? 0 : negative ? -*value : *value;
}

/// Without the times of single words.
std::string without_word_times(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        const auto open = text.find('<');
        kept.append(text.substr(0, open));
        if (open == std::string_view::npos) {
            break;
        }
        const auto close = text.find('>', open);
        if (close != std::string_view::npos && time_of(text.substr(open + 1, close - open - 1))) {
            text.remove_prefix(close + 1);
        } else {
            kept += '<';
            text.remove_prefix(open + 1);
        }
    }
    return std::string(trimmed(kept));
}

class Reading {
  public:
    void take(std::string_view line) {
        line = trimmed(line);
        std::vector<Milliseconds> times;
        while (const auto inside = bracketed(line)) {
            if (const auto time = time_of(*inside)) {
                times.push_back(*time);
            } else if (const auto heading = heading_of(*inside); heading && times.empty()) {
                if (heading->first == "offset") {
                    offset_ = offset_of(heading->second);
                } else if (heading->first == "la" || heading->first == "lang") {
                    language_ = heading->second;
                }
                // Behind a heading nothing counts.
                return;
            } else {
                break;
            }
            line = trimmed(line.substr(inside->size() + 2));
        }
        const auto text = without_word_times(line);
        const auto add = [&](std::optional<Milliseconds> at) {
            if (lines_.size() < most_lyric_lines && bytes_ <= most_bytes) {
                bytes_ += text.size();
                last_ = at.value_or(last_);
                lines_.push_back({{at, text}, last_});
            }
        };
        if (times.empty()) {
            add(std::nullopt);
        }
        for (const auto time : times) {
            add(time);
        }
    }

    Lyrics lyrics() && {
        const bool timed = std::any_of(lines_.begin(), lines_.end(),
                                       [](const Placed& line) { return line.line.at.has_value(); });
        if (timed) {
            std::stable_sort(lines_.begin(), lines_.end(),
                             [](const Placed& a, const Placed& b) { return a.place < b.place; });
        }
        Lyrics lyrics;
        for (auto& [line, place] : lines_) {
            // Among times, an empty line without one says nothing.
            if (timed && !line.at && line.text.empty()) {
                continue;
            }
            if (line.at) {
                line.at = std::max(Milliseconds(0), *line.at - Milliseconds(offset_));
            }
            lyrics.lines.push_back(std::move(line));
        }
        while (!lyrics.lines.empty() && !lyrics.lines.back().at && lyrics.lines.back().text.empty()) {
            lyrics.lines.pop_back();
        }
        const auto first = std::find_if(lyrics.lines.begin(), lyrics.lines.end(),
                                        [](const LyricLine& line) { return line.at || !line.text.empty(); });
        lyrics.lines.erase(lyrics.lines.begin(), first);
        lyrics.language = std::move(language_);
        return lyrics;
    }

  private:
    struct Placed {
        LyricLine line;
        /// Its time, or that of the line before it.
        Milliseconds place;
    };
    /// A line of many times is kept as often.
    static constexpr std::size_t most_bytes = 4 * max_lyrics_bytes;

    std::vector<Placed> lines_;
    std::size_t bytes_ = 0;
    Milliseconds last_{0};
    std::int64_t offset_ = 0;
    std::string language_;
};

}  // namespace

Lyrics parse_lyrics(std::string_view text) {
    const std::string clean = to_display(text.substr(0, max_lyrics_bytes));
    std::string_view rest = clean;
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (rest.substr(0, mark.size()) == mark) {
        rest.remove_prefix(mark.size());
    }
    Reading reading;
    for (std::size_t lines = 0; !rest.empty() && lines < most_lyric_lines; ++lines) {
        // Lines end with \n, \r\n or, in old tags, with \r alone.
        const auto end = std::min(rest.find_first_of("\r\n"), rest.size());
        reading.take(rest.substr(0, end));
        rest.remove_prefix(end);
        if (!rest.empty()) {
            rest.remove_prefix(rest.substr(0, 2) == "\r\n" ? 2 : 1);
        }
    }
    return std::move(reading).lyrics();
}

}  // namespace refrain
