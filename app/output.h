// What a command says: one JSON document on stdout for programs, aligned text for people, errors for both.
// Lives on the thread of the command. Nothing fails: bytes that are no UTF-8 are shown as U+FFFD.
#pragma once

#include "library_scanner/core/result.h"
#include "library_scanner/core/time.h"

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace refrain::app {

/// What the process ends with; the command line contract.
enum class ExitCode : int { done = 0, failed = 1, wrong_use = 2 };

/// The word an Error's code has in JSON: "not_found", "unreadable", …
std::string_view to_word(ErrorCode code);

class Output {
  public:
    /// With `json` only document() and fail() write to `out`; the text functions write nothing.
    Output(bool json, std::ostream& out, std::ostream& err) : json_(json), out_(out), err_(err) {}

    bool json() const { return json_; }

    /// The one document of the command. Without --json nothing is written.
    void document(const nlohmann::json& value);
    /// A line for people; with --json nothing is written.
    void line(std::string_view text);
    /// A passing remark on stderr, with and without --json.
    void note(std::string_view text);
    /// Says what went wrong (stderr; with --json also {"error": {...}} on stdout) and gives `failed`.
    ExitCode fail(const Error& error);

  private:
    bool json_;
    std::ostream& out_;
    std::ostream& err_;
};

/// JSON text of `value`; strings that are not UTF-8 get U+FFFD in place of the bad bytes.
std::string to_text(const nlohmann::json& value);

/// Columns that text takes in a terminal: wide East Asian characters two, combining marks none.
std::size_t display_width(std::string_view utf8);

/// `text` shown in exactly `columns` columns: padded with blanks, or cut and ended with "…".
std::string fit(std::string_view utf8, std::size_t columns);

/// Text safe for a terminal: control characters become U+FFFD, bytes that are no UTF-8 too.
std::string printable(std::string_view bytes);

/// "3:07", "1:02:45"; hours only where there are any.
std::string clock_text(Milliseconds length);

/// "2026-11-22 18:05" in the listener's time zone.
std::string local_time_text(UtcTime time);

/// An instant from ISO 8601 ("2026-11-22T17:05:00Z", "2026-11-22"; without a zone: UTC) or a count of
/// milliseconds since 1970.
Result<UtcTime> parse_time(std::string_view text);

/// A length from "90", "1:30", "1:02:03", seconds with a fraction where wanted: "0:03.5". Not negative.
Result<Milliseconds> parse_length(std::string_view text);

/// A span of hours, days or weeks: "12h", "30d", "4w". More than nothing, a hundred years at most.
Result<Milliseconds> parse_days(std::string_view text);

/// Rows of text set in columns that line up, two blanks between them.
class Table {
  public:
    struct Column {
        std::string title;
        /// Longer cells are cut.
        std::size_t max_width = 40;
        bool right = false;
    };
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void add(std::vector<std::string> cells);
    bool empty() const { return rows_.empty(); }
    void print(Output& output) const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace refrain::app
