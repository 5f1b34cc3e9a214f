#include "recommender/evaluation/readers/text_source.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

namespace refrain::evaluation {
namespace {

constexpr std::size_t longest_line = 1U << 20U;

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

template <class Number>
std::optional<Number> parsed(std::string_view text) {
    Number value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                       : std::nullopt;
}

}  // namespace

TextSource::TextSource(std::filesystem::path path) : path_(std::move(path)), file_(path_, std::ios::binary) {}

Result<TextSource> TextSource::open(const std::filesystem::path& path) {
    std::error_code code;
    if (!std::filesystem::exists(path, code)) {
        return Error{ErrorCode::not_found, "There is no such file", path.string()};
    }
    if (std::filesystem::is_directory(path, code)) {
        return Error{ErrorCode::unreadable, "A file is needed, and this is a folder", path.string()};
    }
    TextSource source(path);
    if (!source.file_) {
        return Error{ErrorCode::unreadable, "The file cannot be opened", path.string()};
    }
    return source;
}

std::optional<std::string_view> TextSource::next_line() {
    if (!std::getline(file_, buffer_)) {
        return std::nullopt;
    }
    ++line_;
    if (buffer_.size() > longest_line) {
        too_long_ = true;
        return std::nullopt;
    }
    std::string_view text = buffer_;
    if (line_ == 1 && text.substr(0, 3) == "\xEF\xBB\xBF") {
        text.remove_prefix(3);
    }
    if (!text.empty() && text.back() == '\r') {
        text.remove_suffix(1);
    }
    return text;
}

Error TextSource::wrong(const std::string& what) const {
    return {ErrorCode::malformed, "Line " + std::to_string(line_) + ": " + what, path_.string()};
}

Status TextSource::end_status() const {
    if (too_long_) {
        return Error{ErrorCode::malformed, "Line " + std::to_string(line_) + " is longer than 1 MiB",
                     path_.string()};
    }
    if (file_.bad()) {
        return Error{ErrorCode::unreadable, "Reading failed after line " + std::to_string(line_),
                     path_.string()};
    }
    return Done{};
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    return parsed<std::int64_t>(text);
}

std::optional<double> decimal(std::string_view text) {
    const auto value = parsed<double>(text);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

void split_on_blanks(std::string_view line, std::vector<std::string_view>& parts) {
    parts.clear();
    for (std::size_t at = 0; at < line.size();) {
        if (is_blank(line[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < line.size() && !is_blank(line[end])) {
            ++end;
        }
        parts.push_back(line.substr(at, end - at));
        at = end;
    }
}

void split_on(std::string_view line, char separator, std::vector<std::string_view>& parts) {
    parts.clear();
    for (std::size_t end = line.find(separator); end != std::string_view::npos; end = line.find(separator)) {
        parts.push_back(line.substr(0, end));
        line.remove_prefix(end + 1);
    }
    parts.push_back(line);
}

Result<bool> next_csv_record(TextSource& source, std::vector<std::string>& fields) {
    fields.clear();
    auto line = source.next_line();
    if (!line) {
        const auto status = source.end_status();
        return status ? Result<bool>(false) : Result<bool>(status.error());
    }
    std::string field;
    bool quoted = false;
    std::size_t taken = 0;
    while (true) {
        for (std::size_t i = 0; i < line->size(); ++i) {
            const char c = (*line)[i];
            if (quoted && c == '"' && i + 1 < line->size() && (*line)[i + 1] == '"') {
                field.push_back(c);
                ++i;
            } else if (c == '"' && (quoted || field.empty())) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.push_back(std::exchange(field, {}));
            } else {
                field.push_back(c);
            }
        }
        if (!quoted) {
            break;
        }
        taken += line->size() + 1;
        if (taken > longest_line) {
            return source.wrong("a quoted field is longer than 1 MiB");
        }
        field.push_back('\n');
        line = source.next_line();
        if (!line) {
            const auto status = source.end_status();
            return status ? source.wrong("a quoted field is not closed before the end of the file")
                          : status.error();
        }
    }
    fields.push_back(std::move(field));
    return true;
}

std::optional<std::size_t> CsvColumns::find(std::initializer_list<std::string_view> names) const {
    for (const auto name : names) {
        const auto found = std::find(header_.begin(), header_.end(), name);
        if (found != header_.end()) {
            return static_cast<std::size_t>(found - header_.begin());
        }
    }
    return std::nullopt;
}

std::optional<std::uint32_t> seconds_from_date(std::string_view text) {
    if (!text.empty() && text.back() == 'Z') {
        text.remove_suffix(1);
    }
    const bool with_seconds = text.size() == 19;
    if ((!with_seconds && text.size() != 16) || text[4] != '-' || text[7] != '-' ||
        (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || (with_seconds && text[16] != ':')) {
        return std::nullopt;
    }
    const auto part = [&](std::size_t at, std::size_t length) {
        return parsed<unsigned>(text.substr(at, length));
    };
    const auto year = part(0, 4);
    const auto month = part(5, 2);
    const auto day = part(8, 2);
    const auto hour = part(11, 2);
    const auto minute = part(14, 2);
    const auto second = with_seconds ? part(17, 2) : std::optional(0U);
    if (!year || !month || !day || !hour || !minute || !second || *hour > 23 || *minute > 59 ||
        *second > 59 || *year < 1970 || *year > 2105) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                           std::chrono::month(*month), std::chrono::day(*day)};
    if (!date.ok()) {
        return std::nullopt;
    }
    const auto days = static_cast<std::uint32_t>(std::chrono::sys_days(date).time_since_epoch().count());
    return days * 86400U + *hour * 3600U + *minute * 60U + *second;
}

}  // namespace refrain::evaluation
