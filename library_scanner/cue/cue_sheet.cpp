#include "library_scanner/cue/cue_sheet.h"

#include "library_scanner/tags/replay_gain.h"
#include "library_scanner/text/utf8.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace refrain {
namespace {

using namespace std::string_view_literals;

constexpr auto blank = " \t\r\v\f"sv;
constexpr std::int32_t most_tracks = 999;

std::string_view trimmed(std::string_view text) {
    const auto start = text.find_first_not_of(blank);
    return start == std::string_view::npos ? std::string_view()
                                           : text.substr(start, text.find_last_not_of(blank) - start + 1);
}

/// Takes the next word off `text`.
std::string_view take_word(std::string_view& text) {
    text = trimmed(text);
    const auto end = std::min(text.find_first_of(blank), text.size());
    const auto word = text.substr(0, end);
    text = trimmed(text.substr(end));
    return word;
}

std::string upper(std::string_view text) {
    std::string word(text);
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return word;
}

std::string clean(std::string_view text) {
    auto shown = to_display(trimmed(text));
    shown.erase(std::remove_if(shown.begin(), shown.end(),
                               [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }),
                shown.end());
    return std::string(trimmed(shown));
}

/// A text in quotes or without; quotes inside the quotes are part of it.
std::string value_of(std::string_view text) {
    text = trimmed(text);
    if (!text.empty() && text.front() == '"') {
        const auto close = text.rfind('"');
        text = close > 0 ? text.substr(1, close - 1) : text.substr(1);
    }
    return clean(text);
}

std::optional<std::int32_t> number_of(std::string_view text, std::int32_t most) {
    std::int32_t value = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    const bool plain = !text.empty() && read.ec == std::errc() && read.ptr == end;
    return plain && value >= 0 && value <= most ? std::optional(value) : std::nullopt;
}

/// The first run of exactly four digits: "2003", "2003-11-05", "05/11/2003".
std::int32_t year_in(std::string_view text) {
    constexpr auto digits = "0123456789"sv;
    for (auto start = text.find_first_of(digits); start != std::string_view::npos;
         start = text.find_first_of(digits, start)) {
        const auto end = std::min(text.find_first_not_of(digits, start), text.size());
        if (end - start == 4) {
            return number_of(text.substr(start, 4), 9999).value_or(0);
        }
        start = end;
    }
    return 0;
}

class Parser {
  public:
    Result<CueSheet> parse(std::string_view text) {
        // Old Macs ended their lines with a carriage return alone.
        const char line_end = text.find('\n') == std::string_view::npos ? '\r' : '\n';
        while (!text.empty()) {
            ++line_;
            const auto end = std::min(text.find(line_end), text.size());
            take_line(trimmed(text.substr(0, end)));
            text.remove_prefix(std::min(end + 1, text.size()));
            if (problem_) {
                return Error{ErrorCode::malformed, std::move(*problem_), {}};
            }
        }
        finish_track();
        if (!problem_ && sheet_.tracks.empty()) {
            problem_ = "is no cue sheet: it names no track";
        }
        if (problem_) {
            return Error{ErrorCode::malformed, std::move(*problem_), {}};
        }
        return std::move(sheet_);
    }

  private:
    void fail(std::string_view what) {
        if (!problem_) {
            problem_ = "cannot be used: line " + std::to_string(line_) + " " + std::string(what);
        }
    }

    void take_line(std::string_view line) {
        const auto command = upper(take_word(line));
        if (command == "REM") {
            take_remark(line);
        } else if (command == "TITLE") {
            set(track_ ? track_->title : sheet_.title, line);
        } else if (command == "PERFORMER") {
            set(track_ ? track_->performer : sheet_.performer, line);
        } else if (command == "SONGWRITER") {
            set(track_ ? track_->songwriter : sheet_.songwriter, line);
        } else if (command == "ISRC" && track_) {
            set(track_->isrc, line);
        } else if (command == "FILE") {
            take_file(line);
        } else if (command == "TRACK") {
            take_track(line);
        } else if (command == "INDEX") {
            take_index(line);
        } else if (command == "PREGAP" && track_) {
            const auto time = parse_cue_time(line);
            time ? static_cast<void>(track_->pregap = *time) : fail("gives a pregap that is not a time");
        }
        // CATALOG, FLAGS, CDTEXTFILE, POSTGAP and what nobody knows say nothing about our tracks.
    }

    static void set(std::string& field, std::string_view line) {
        if (field.empty()) {
            field = value_of(line);
        }
    }

    void take_remark(std::string_view line) {
        const auto key = upper(take_word(line));
        auto& loudness = track_ ? track_->loudness : sheet_.loudness;
        const auto value = value_of(line);
        if (is_loudness_field(key)) {
            fill_loudness(loudness, key, value);
        } else if (key == "GENRE" && !track_) {
            set(sheet_.genre, line);
        } else if (key == "COMPOSER") {
            set(track_ ? track_->songwriter : sheet_.songwriter, line);
        } else if ((key == "DATE" || key == "YEAR") && !track_ && sheet_.year == 0) {
            sheet_.year = year_in(value);
        } else if (key == "DISCNUMBER" && !track_ && sheet_.disc_number == 0) {
            // "1" or "1/2".
            sheet_.disc_number =
                number_of(trimmed(std::string_view(value).substr(0, value.find('/'))), 999).value_or(0);
        }
    }

    void take_file(std::string_view line) {
        if (line.empty()) {
            return fail("names no file");
        }
        // The last word is the type ("WAVE"); names without quotes may have spaces.
        if (line.front() != '"' && line.find_last_of(blank) != std::string_view::npos) {
            line = trimmed(line.substr(0, line.find_last_of(blank)));
        }
        auto name = value_of(line);
        if (name.empty()) {
            return fail("names no file");
        }
        sheet_.files.push_back(std::move(name));
    }

    void take_track(std::string_view line) {
        finish_track();
        const auto number = number_of(take_word(line), most_tracks);
        if (!number || *number == 0) {
            return fail("has a track without a number");
        }
        if (sheet_.files.empty()) {
            return fail("has a track before any file is named");
        }
        if (!sheet_.tracks.empty() && *number <= sheet_.tracks.back().number) {
            return fail("has track " + std::to_string(*number) + " out of its order");
        }
        track_.emplace();
        track_->number = *number;
        track_->audio = upper(take_word(line)) == "AUDIO";
        has_begin_ = false;
    }

    void take_index(std::string_view line) {
        if (!track_) {
            return fail("gives a time that belongs to no track");
        }
        const auto index = number_of(take_word(line), 99);
        const auto time = parse_cue_time(line);
        if (!index || !time) {
            return fail("is not a time in minutes, seconds and 1/75 seconds");
        }
        if (*index == 0 && !has_begin_) {
            track_->gap_begin = time;
        } else if (*index == 1 && !has_begin_) {
            has_begin_ = true;
            track_->begin = *time;
            track_->file = sheet_.files.size() - 1;
        }
    }

    void finish_track() {
        if (!track_) {
            return;
        }
        if (!has_begin_) {
            return fail("comes before track " + std::to_string(track_->number) +
                        " was told where to begin (INDEX 01)");
        }
        if (!sheet_.tracks.empty()) {
            const auto& before = sheet_.tracks.back();
            if (before.file == track_->file && track_->begin <= before.begin) {
                return fail("comes after track " + std::to_string(track_->number) +
                            ", which begins no later than the one before it");
            }
        }
        sheet_.tracks.push_back(std::move(*track_));
        track_.reset();
    }

    CueSheet sheet_;
    std::optional<CueTrack> track_;
    bool has_begin_ = false;
    int line_ = 0;
    std::optional<std::string> problem_;
};

}  // namespace

std::optional<CdFrames> parse_cue_time(std::string_view text) {
    text = trimmed(text);
    const auto first = text.find(':');
    const auto second = text.rfind(':');
    if (first == std::string_view::npos || first == second) {
        return std::nullopt;
    }
    const auto minutes = number_of(text.substr(0, first), 9999);
    const auto seconds = number_of(text.substr(first + 1, second - first - 1), 59);
    const auto frames = number_of(text.substr(second + 1), 74);
    if (!minutes || !seconds || !frames) {
        return std::nullopt;
    }
    return CdFrames((std::int64_t{*minutes} * 60 + *seconds) * 75 + *frames);
}

Result<CueSheet> parse_cue_sheet(std::string_view text) {
    if (text.size() > 4 * max_cue_bytes) {
        return Error{ErrorCode::malformed, "is too large to be a cue sheet", {}};
    }
    return Parser().parse(text);
}

}  // namespace refrain
